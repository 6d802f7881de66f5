/** A double of frida-java-bridge on Android: its published types where it has them, and what its sources do. */
import type Java from "frida-java-bridge";
import type { ArtMethodMangler } from "frida-java-bridge/lib/android.js";
import type { Bridge } from "../../../agent/src/bridge.ts";
import { env, machine, type Pointer } from "./machine.ts";

const ACC_NATIVE = 0x100;
const LOADER = "dalvik.system.PathClassLoader";
function loader(text: string): Java.Wrapper {
  return { $h: machine().ref({ className: LOADER, text }), $className: LOADER, toString: () => text } as never;
}

/** The platform's classes that the agent wraps. */
function platform(name: string): unknown {
  const { setup } = machine();
  switch (name) {
    case "java.io.File":
      return { $new: () => ({ exists: () => setup.dex !== "missing" }) };
    case "android.app.ActivityThread":
      return {
        currentApplication: () => (setup.application ? { getClassLoader: () => loader("the application's") } : null),
      };
    case "java.lang.ClassLoader":
      return { getSystemClassLoader: () => loader("the system's") };
    case "io.consentry.agent.Stamp":
      return { of: () => machine().setup.stamp };
    default:
      if (!name.startsWith("io.consentry.agent.")) throw new Error(`java.lang.ClassNotFoundException: ${name}`);
      return { $borrowClassHandle: () => ({ value: machine().ref({ className: name }) }) };
  }
}

/** The loader that the factory of the agent was made for. */
export let usedLoader = "";
const factory: Pick<Java.ClassFactory, "use" | "openClassFile"> & { _patchedMethods: Set<unknown> } = {
  use: platform as never,
  openClassFile: () => ({
    load() {
      if (machine().setup.dex === "refused")
        throw new Error("java.lang.SecurityException: Writable dex file is not allowed");
    },
    getClassNames: () => [],
  }),
  get _patchedMethods() {
    return machine().patched;
  },
};

function refuse(words: string): void {
  if (words !== "") throw new Error(words);
}

type Published = Pick<
  typeof Java,
  "available" | "androidVersion" | "use" | "enumerateClassLoadersSync" | "backtrace" | "deoptimizeBootImage"
>;
/** The bridge. */
export const java: Published & { ClassFactory: { get: typeof Java.ClassFactory.get } } & Pick<
    Bridge,
    "deoptimizeMethod"
  > &
  Record<"vm" | "api", unknown> = {
  available: true,
  get androidVersion() {
    return machine().setup.android;
  },
  use: platform as never,
  enumerateClassLoadersSync: () => [loader("java.lang.BootClassLoader"), loader('zip "/data/app/x/base.apk"')],
  ClassFactory: {
    get(given) {
      usedLoader = String(given);
      return factory as never;
    },
  },
  backtrace({ limit = 16 } = {}) {
    refuse(machine().setup.walks ? "" : "unable to find what walks stacks");
    const walked = machine().frames.slice(-limit).reverse();
    return {
      id: JSON.stringify(walked.map(({ className, methodName, line }) => [className, methodName, line])),
      get frames() {
        machine().framesTaken++;
        return walked.map(({ className, methodName, line }) => ({
          ...{ signature: "", origin: "", methodFlags: 0 },
          ...{ className, methodName, lineNumber: line },
          fileName: `${className.split(".").at(-1)}.java`,
        }));
      },
    };
  },
  deoptimizeBootImage: () => refuse(machine().setup.bootImage),
  deoptimizeMethod(method) {
    const member = machine().member(method);
    if ((member.modifiers & ACC_NATIVE) !== 0 || machine().deoptimised.includes(member.name)) {
      throw new Error("the machine ends: nothing to give back");
    }
    refuse(machine().setup.method);
    machine().deoptimised.push(member.name);
  },
  vm: { perform: <T>(fn: (given: unknown) => T): T => fn(env), getEnv: () => env },
  api: { flavor: "art" },
};

/** The bridge's lib/android.js, as far as the agent takes it. */
export function makeMethodMangler(id: NativePointer): ArtMethodMangler {
  const member = machine().member(id);
  let original: unknown = null;
  return {
    methodId: id,
    get originalMethod() {
      return original;
    },
    replace(impl) {
      original = member;
      machine().replaced.set(member, impl as unknown as Pointer);
      if (machine().setup.refused === member.name) throw new Error("no room for a jump");
    },
    revert() {
      if (original === null) throw new Error("nothing to put back");
      machine().replaced.delete(member);
      original = null;
    },
    resolveTarget: () => id,
  };
}
