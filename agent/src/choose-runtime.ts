/** Which machine the app runs on is what the process says, nobody's choice. */
import type { AppRuntime } from "./app-runtime.ts";
import { ArtRuntime } from "./art.ts";
import { bridge } from "./bridge.ts";
import { HotSpotRuntime } from "./hotspot.ts";

/** @throws Error on Dalvik, which no supported Android has */
export function chooseRuntime(): AppRuntime {
  const { flavor } = bridge.api;
  if (flavor === "jvm") return new HotSpotRuntime();
  if (flavor === "art") return new ArtRuntime();
  throw new Error(`this process runs its app on a machine that is not supported: ${flavor}`);
}
