/** Arms catalogue rows and markers, proves them by a call of its own, and says what is covered. */
import type { CoverageRow, HookRow, InstallOptions } from "../../trace/frame.ts";
import { LIMITS } from "./limits.ts";
import type { AppRuntime, JniValue, LateClass, Lookup, Overload } from "./app-runtime.ts";
import { planGate } from "./gate.ts";
import { makeHookBody, type ArmedRow, type HookBody } from "./hook.ts";
import { descriptorOf, Listeners } from "./listeners.ts";
import { planMarkers, type MarkerPlan } from "./markers.ts";
import { compareRows } from "./nesting.ts";
import type { RecordQueue } from "./queue.ts";
import { refusal } from "./refused.ts";
import { currentThread } from "./threads.ts";

/** Classes of other loaders that are followed: an app could make loaders without end. */
const MAX_LATE_CLASSES = 200;

interface RowState {
  row: HookRow;
  status: CoverageRow["status"];
  reason: string | undefined;
  armed: ArmedRow | undefined;
}

interface Placed {
  member: Member;
  late: LateClass | null;
  overloads: Overload[];
}

interface Member {
  class: string;
  member: string;
  /** The first is asked first. */
  rows: RowState[];
  markers: MarkerPlan[];
}

export class Installer {
  readonly #runtime: AppRuntime;
  readonly #queue: RecordQueue;
  readonly #appPackage: string;
  readonly #rows: RowState[];
  readonly #members: Member[];
  readonly #changed: () => void;
  readonly #listeners: Listeners;
  /** Descriptors of their interfaces. */
  readonly #listenerTypes: ReadonlySet<string>;
  #lateClasses = 0;
  /** Per marker, why it is not in place; null where it is. */
  readonly #markers = new Map<string, string | null>();

  /** @param changed called when the coverage changed later */
  constructor(runtime: AppRuntime, queue: RecordQueue, options: InstallOptions, changed: () => void) {
    this.#changed = changed;
    this.#runtime = runtime;
    this.#queue = queue;
    this.#appPackage = options.appPackage;
    this.#listeners = new Listeners(runtime, queue, options.appPackage);
    this.#listenerTypes = new Set(options.rows.flatMap(({ listener }) => listener ?? []).map(descriptorOf));
    const off = new Set(options.disarm);
    this.#rows = options.rows.map((row) => ({
      row,
      status: off.has(row.id) ? "disarmed" : "waiting",
      reason: undefined,
      armed: undefined,
    }));
    this.#members = groupByMember(this.#rows, planMarkers(runtime, queue, options.switches));
  }

  /** Arms everything that the platform and the app's own loader have, each class before it starts; then what other loaders bring. */
  async install(): Promise<void> {
    const placed = this.#place(this.#members, null);
    // Replacements take effect in one go at the next turn of the event loop.
    await nextTurn();
    this.#verify(placed);
    const names = new Set(this.#members.map((member) => member.class).filter((name) => !isPlatform(name)));
    if (names.size > 0) this.#runtime.watch([...names], (late) => this.#arrived(late));
    // What other loaders had brought before is verified in a turn of its own.
    await nextTurn();
  }

  #arrived(late: LateClass): void {
    const members = this.#members.filter((member) => member.class === late.name);
    if (++this.#lateClasses > MAX_LATE_CLASSES) {
      for (const state of members.flatMap((member) => member.rows)) {
        state.status = "failed";
        state.reason = "more classes of this name than are followed";
      }
      return;
    }
    const placed = this.#place(members, late);
    void nextTurn().then(() => {
      this.#verify(placed);
      this.#changed();
    });
  }

  /** The rows, and each kind of marker under its name with an `@`. */
  coverage(): CoverageRow[] {
    const markers = [...this.#markers].map(([name, problem]): CoverageRow => ({
      row: `@${name}`,
      status: problem === null ? "armed" : "failed",
      overloads: 0,
      ...(problem === null ? {} : { reason: problem.slice(0, LIMITS.argument) }),
      selfTested: problem === null,
    }));
    const rows = this.#rows.map(({ row, status, reason, armed }): CoverageRow => ({
      row: row.id,
      status,
      overloads: armed?.overloads.length ?? 0,
      ...(reason === undefined ? {} : { reason: reason.slice(0, LIMITS.argument) }),
      selfTested: armed?.selfTested ?? false,
    }));
    return [...rows, ...markers];
  }

  /** Puts bodies in place of the members of classes that are there. */
  #place(members: readonly Member[], late: LateClass | null): Placed[] {
    const placed: Placed[] = [];
    for (const member of members) {
      const found = this.#lookup(member, late);
      if (found.state === "found") {
        for (const overload of found.overloads) this.#replace(member, overload);
        placed.push({ member, late, overloads: found.overloads });
      } else {
        this.#note(member, found);
      }
    }
    return placed;
  }

  #lookup(member: Member, late: LateClass | null): Lookup {
    const refused = refusal(member.class, member.member);
    if (refused !== null) return { state: "failed", reason: refused };
    try {
      return this.#runtime.lookup(member.class, member.member, late);
    } catch (error) {
      return { state: "failed", reason: String(error) };
    }
  }

  #replace(member: Member, overload: Overload): void {
    let body: HookBody = (env, self, args) => overload.callOriginal(env, self, args);
    for (const state of [...member.rows].reverse()) {
      state.armed ??= { row: state.row, overloads: [], selfTested: false };
      state.armed.overloads.push(overload);
      this.#listeners.add(state.armed);
      body = makeHookBody(state.armed, overload, body, this.#runtime, this.#queue, this.#appPackage);
    }
    for (const plan of member.markers) body = plan.body(body, overload);
    body = this.#listeners.around(body, overload, (type) => this.#listenerTypes.has(type));
    const zero: JniValue = overload.result.length > 1 ? NULL : 0;
    const filters = member.markers.length > 0 ? [null] : member.rows.map(({ row }) => row.filter);
    const gate = planGate(filters, member.class, overload.parameters, overload.isStatic);
    overload.replace((env, self, args) => {
      const thread = currentThread();
      if (thread.testing !== null) {
        thread.testing.fired = true;
        return zero;
      }
      return body(env, self, args, thread);
    }, gate);
  }

  #note(member: Member, found: Exclude<Lookup, { state: "found" }>): void {
    this.#noteMarkers(member, found.state === "failed" ? found.reason : found.state);
    for (const state of member.rows) {
      if (state.status !== "waiting") continue;
      if (found.state === "no-class" && !isPlatform(member.class)) {
        state.reason = "the app has not loaded this class";
      } else if (found.state === "failed") {
        state.status = "failed";
        state.reason = found.reason;
      } else {
        state.status = "not-present";
        state.reason = found.state === "no-class" ? "no such class" : found.reason;
      }
    }
  }

  #noteMarkers(member: Member, problem: string | null): void {
    for (const { name, isLate } of member.markers) {
      if (isLate && problem !== null) continue;
      const before = this.#markers.get(name) ?? null;
      this.#markers.set(name, before ?? (problem === null ? null : `${member.class}.${member.member}: ${problem}`));
    }
  }

  #verify(placed: readonly Placed[]): void {
    for (const each of placed) this.#verifyMember(each);
  }

  #verifyMember({ member, late, overloads }: Placed): void {
    const broken = overloads.filter((overload) => !overload.replaced);
    const fired = broken.length === 0 && this.#selfTest(overloads);
    if (fired) for (const overload of overloads) overload.openGate();
    this.#noteMarkers(member, fired ? null : "the hook did not fire");
    for (const state of member.rows) {
      if (state.armed === undefined) continue;
      state.armed.selfTested = fired && (state.status !== "armed" || state.armed.selfTested);
      if (broken.length > 0) {
        state.status = "failed";
        state.reason = `not replaced: ${broken.map(notReplaced).join(" ")}`;
      } else if (state.status === "waiting") {
        state.status = "armed";
        state.reason = late === null ? undefined : `brought by a ${late.loader}`;
      }
    }
  }

  /**
   * Calls every overload as the app would, on an object that was never constructed. The hook tells that it fired and returns
   * at once, so nothing of the platform runs, nothing is asked of anybody, and nothing is recorded.
   */
  #selfTest(overloads: readonly Overload[]): boolean {
    return this.#runtime.perform((env) => {
      const thread = currentThread();
      return overloads.every((overload) => {
        const canary = { fired: false };
        thread.testing = canary;
        try {
          overload.callBlank(env);
        } finally {
          thread.testing = null;
        }
        return canary.fired;
      });
    });
  }
}

function notReplaced({ descriptor, problem }: Overload): string {
  return problem === null ? descriptor : `${descriptor} (${problem})`;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function isPlatform(className: string): boolean {
  return /^(java|javax|android|com\.android|dalvik|libcore)\./.test(className);
}

function groupByMember(rows: RowState[], plans: MarkerPlan[]): Member[] {
  const members = new Map<string, Member>();
  const of = (className: string, name: string): Member => {
    const key = `${className}#${name}`;
    const known = members.get(key) ?? { class: className, member: name, rows: [], markers: [] };
    members.set(key, known);
    return known;
  };
  for (const state of rows) if (state.status !== "disarmed") of(state.row.class, state.row.member).rows.push(state);
  for (const member of members.values()) member.rows.sort((a, b) => compareRows(a.row, b.row));
  for (const plan of plans) of(plan.class, plan.member).markers.push(plan);
  return [...members.values()];
}
