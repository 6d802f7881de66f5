/**
 * Loaded into the command line before its own first line: ends the driver's session, or Frida's, when the parent asks.
 * Both can happen on a real shelf; only from in here are they known by name.
 */
import { ChildHost } from "../../controller/frida/child-host.ts";
import type { FridaSession } from "../../controller/frida/frida-host.ts";
import { VirtualHandset } from "../../controller/handsets/virtual-handset.ts";

export type InsideFault = "delete-session" | "detach-agent";

let deleteSession: (() => Promise<void>) | null = null;
let agent: FridaSession | null = null;
/** Asked for before there was anything to end. */
let wanted: InsideFault | null = null;

const open = VirtualHandset.open.bind(VirtualHandset);
VirtualHandset.open = async (options) => {
  const handset = await open(options);
  deleteSession = async () => {
    await fetch(`http://127.0.0.1:${options.port}/session/${handset.browser.sessionId}`, { method: "DELETE" });
  };
  await inject();
  return handset;
};

const { attach } = ChildHost.prototype;
ChildHost.prototype.attach = async function (this: ChildHost, pid, options) {
  const session = await attach.call(this, pid, options);
  agent = session;
  session.onDetached(() => (agent = agent === session ? null : agent));
  await inject();
  return session;
};

async function inject(): Promise<void> {
  const action = wanted === "delete-session" ? deleteSession : wanted === "detach-agent" ? detach : null;
  if (action === null || (wanted === "detach-agent" && agent === null)) return;
  wanted = null;
  await action();
}

async function detach(): Promise<void> {
  await agent?.detach();
}

process.on("message", (fault: InsideFault) => {
  wanted = fault;
  inject().catch((error: unknown) => process.stderr.write(`fault: ${String(error)}\n`));
});
process.channel?.unref();
