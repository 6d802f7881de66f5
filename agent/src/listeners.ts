/**
 * Deliveries to listeners of the app's own. The platform's class that hands over is the row's, but not every platform delivers
 * by it; so the class of a listener that the app gives to a hooked member is watched for the same row.
 */
import type { AppRuntime, Overload } from "./app-runtime.ts";
import { makeHookBody, type ArmedRow, type HookBody } from "./hook.ts";
import type { RecordQueue } from "./queue.ts";
import { currentThread } from "./threads.ts";

/** Classes of listeners that are watched: an app could make classes without end. */
const MAX_CLASSES = 200;
/** What a listener is given: one datum, or several. */
const DELIVERED = new Set(["Landroid/location/Location;", "Ljava/util/List;"]);

export const descriptorOf = (className: string): string => `L${className.replaceAll(".", "/")};`;

export class Listeners {
  readonly #runtime: AppRuntime;
  readonly #queue: RecordQueue;
  readonly #appPackage: string;
  /** Rows by the descriptor of their listener's interface. */
  readonly #rows = new Map<string, ArmedRow[]>();
  #classes = 0;

  constructor(runtime: AppRuntime, queue: RecordQueue, appPackage: string) {
    this.#runtime = runtime;
    this.#queue = queue;
    this.#appPackage = appPackage;
  }

  /** From now on, classes of listeners are watched for this row, where it names an interface of them. */
  add(armed: ArmedRow): void {
    const { listener } = armed.row;
    if (listener === undefined) return;
    const type = descriptorOf(listener);
    const known = this.#rows.get(type) ?? [];
    if (!known.includes(armed)) this.#rows.set(type, [...known, armed]);
  }

  /** The body of a member that a listener may be handed to; the same body where none can be. */
  around(body: HookBody, overload: Overload, isWanted: (type: string) => boolean): HookBody {
    const places = overload.parameters.flatMap((type, index) => (isWanted(type) ? [{ type, index }] : []));
    if (places.length === 0) return body;
    return (env, self, args, thread) => {
      if (thread.own === 0) {
        thread.own++;
        try {
          for (const { type, index } of places)
            for (const armed of this.#rows.get(type) ?? []) this.#watch(env, args[index] as NativePointer, armed);
        } catch {
          this.#queue.hookError();
        } finally {
          thread.own--;
        }
      }
      return body(env, self, args, thread);
    };
  }

  #watch(env: NativePointer, listener: NativePointer, armed: ArmedRow): void {
    if (listener.isNull()) return;
    const { member } = armed.row;
    const found = this.#runtime.declaring(env, listener, member);
    if (found === null) return;
    if (++this.#classes > MAX_CLASSES) throw new Error("more classes of listeners than are watched");
    const looked = this.#runtime.lookup(found.name, member, found);
    if (looked.state !== "found") throw new Error("the class of a listener cannot be watched");
    for (const overload of looked.overloads.filter(
      ({ parameters: [first, ...more] }) => more.length === 0 && DELIVERED.has(first ?? ""),
    )) {
      const original: HookBody = (env, self, args) => overload.callOriginal(env, self, args);
      const to = { name: `${found.name}#${member}` };
      const body = makeHookBody(armed, overload, original, this.#runtime, this.#queue, this.#appPackage, to);
      overload.replace((env, self, args) => body(env, self, args, currentThread()), null);
      armed.overloads.push(overload);
    }
  }
}
