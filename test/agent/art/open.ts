/** The agent's own parts on the double of Android's machine, without the script that Frida loads. */
import type { AccessRecord, HookRow, InternedStack, SessionCounters } from "../../../trace/frame.ts";
import { machine, renew, JavaThrow, STAMP, type ArtMachine, type FakeClass, type Setup } from "./machine.ts";
import { chooseRuntime } from "../../../agent/src/choose-runtime.ts";
import { Installer } from "../../../agent/src/installer.ts";
import { RecordQueue } from "../../../agent/src/queue.ts";
import type { Side } from "../runtime-side.ts";

const PUBLIC = 1;
const STATIC = 9;
const ODD = { className: "java.lang.IllegalStateException", message: "odd" };

/** The members of the target's Doors that the contract calls, and one class of the platform. */
export function classes(): FakeClass[] {
  const member = (name: string, descriptor: string, body: (args: unknown[]) => unknown, modifiers = PUBLIC) => ({
    ...{ name, descriptor, modifiers },
    body: (_self: unknown, args: unknown[]) => body(args),
  });
  const text = "(Ljava/lang/String;)Ljava/lang/String;";
  const doors: FakeClass = {
    className: "com.example.target.Doors",
    members: [
      member("keyed", text, ([key]) => `value of ${String(key)}`),
      member("around", text, ([key]) => call("keyed", [key])),
      member("same", "(Ljava/lang/Object;)Ljava/lang/Object;", ([object]) => object),
      member("longs", "(J)J", ([number]) => number, STATIC),
      member("floats", "(F)F", ([number]) => number),
      member("flags", "(Z)Z", ([flag]) => flag),
      member("denied", "()Ljava/lang/String;", () => {
        throw new JavaThrow({ className: "java.lang.SecurityException", message: "not allowed" });
      }),
      member("odd", "()Ljava/lang/String;", () => {
        throw new JavaThrow(ODD);
      }),
    ],
  };
  const secure = "(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;";
  const platform: FakeClass = {
    className: "android.provider.Settings$Secure",
    members: [
      member("getString", secure, () => "canary", STATIC),
      member("getString", "(Ljava/lang/String;)Ljava/lang/String;", () => "bridge", PUBLIC | 0x40),
      member("getLong", "(I)J", () => 1, PUBLIC | 0x100),
      member("getLong", "(II)J", () => 2),
      member("open", "()V", () => undefined, PUBLIC | 0x400),
    ],
  };
  const partial: FakeClass = { className: "com.example.target.Partial", members: [], isPartial: true };
  const parcelable: FakeClass = { className: "android.net.Uri", members: [], creator: "android.net.Uri$1" };
  const creator: FakeClass = {
    className: "android.net.Uri$1",
    members: [member("createFromParcel", "(Landroid/os/Parcel;)Landroid/net/Uri;", () => null)],
  };
  const array: FakeClass = { className: "[Ljava.lang.String;", members: [] };
  return [doors, platform, partial, parcelable, creator, array];
}

function door(name: string) {
  return machine()
    .find("com.example.target.Doors")!
    .members.find((each) => each.name === name)!;
}
function call(name: string, args: unknown[]): unknown {
  return machine().invoke(door(name), { className: "com.example.target.Doors" }, args);
}
function thrown(work: () => unknown): JavaThrow {
  try {
    work();
  } catch (error) {
    if (error instanceof JavaThrow) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function deep(frames: number): string {
  if (frames === 0) return answer("around deep");
  return machine().callFrom("com.example.target.Commands", "deep", 44, () => deep(frames - 1)) as string;
}

/** What test/agent/target/Commands.java does. */
function answer(command: string): string {
  const [what, argument] = command.split(" ") as [string, string?];
  switch (what) {
    case "keyed":
    case "around":
      return String(call(what, [argument]));
    case "deep":
      return deep(Number(argument));
    case "same": {
      const object = { className: "java.lang.Object" };
      return `${call("same", [object]) === object} ${call("same", [null])}`;
    }
    case "numbers":
      return [
        call("longs", [9223372036854775807n]),
        call("floats", [0.1]),
        call("flags", [true]),
        call("flags", [false]),
      ]
        .map(String)
        .join(" ");
    case "denied":
      return `${thrown(() => call("denied", [])).thrown.message} denied`;
    case "odd":
      return String(thrown(() => call("odd", [])).thrown === ODD);
    default:
      throw new Error(`no such command: ${command}`);
  }
}

export interface ArtSide extends Side {
  machine: ArtMachine;
  counters(): SessionCounters;
  /** What an end of the script does. */
  end(): void;
}

/** @throws ArtError */
export async function openArt(rows: HookRow[], setup: Setup = {}): Promise<ArtSide> {
  (globalThis as { HELPER_STAMP?: string }).HELPER_STAMP = STAMP;
  const double = renew({ classes: classes(), ...setup });
  const runtime = chooseRuntime();
  runtime.prepare("/data/local/tmp/helper.dex");
  const accesses: AccessRecord[] = [];
  const stacks = new Map<number, InternedStack>();
  const queue = new RecordQueue({
    keep: () => undefined,
    wakeLater: () => undefined,
    drainStacks: (most) => runtime.perform((env) => runtime.drainStacks(env, most)),
    send(batch) {
      for (const stack of batch.stacks) stacks.set(stack.id, stack);
      for (const record of batch.records) if (record.kind === "access") accesses.push(record);
    },
  });
  const options = { session: "s1", token: "t1", helperJar: "", appPackage: "com.example.target", counterFile: null };
  const wanted = { ...options, rows, disarm: [], switches: [], simulateDropsAfter: 0 };
  const installer = new Installer(runtime, queue, wanted, () => undefined);
  await installer.install();
  return {
    machine: double,
    coverage: installer.coverage(),
    stacks,
    counters: () => queue.counters(),
    end() {
      for (const method of double.patched) method.implementation = null;
    },
    seen(command) {
      queue.flush();
      const before = accesses.length;
      const said = double.callFrom("com.example.target.Commands", "answer", 33, () => answer(command)) as string;
      queue.flush();
      return Promise.resolve({ answer: said, accesses: accesses.slice(before) });
    },
    close: () => Promise.resolve(),
  };
}
