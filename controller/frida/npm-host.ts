/**
 * Frida child on the npm binding, with the frames of framing.ts on stdin and stdout. A process of its own, because the
 * binding's temporary folder is fixed at its first use and its native crash must not take the controller along.
 */
import { writeSync } from "node:fs";
import { encodeFrame, FrameReader, type Frame } from "./framing.ts";
import { removePrivateTemp } from "../private-temp.ts";

/** The part of the binding that is used; the package may be absent, so its own types cannot be imported. */
interface Binding {
  attach(pid: number): Promise<BindingSession>;
}
interface BindingSession {
  createScript(source: string, options: { name: string; runtime?: string }): Promise<BindingScript>;
  detached: { connect(callback: (reason: unknown) => void): void };
  detach(): Promise<void>;
}
interface BindingScript {
  load(): Promise<void>;
  post(message: unknown): void;
  message: { connect(callback: (message: unknown) => void): void };
  exports: Record<string, (...args: unknown[]) => Promise<unknown>>;
  logHandler: (level: string, text: string) => void;
}
interface Request {
  id: number;
  op: "attach" | "load" | "detach" | "close";
  pid?: number;
  source?: string;
  name?: string;
  runtime?: string;
}

const tempFolder = process.env["TMPDIR"] ?? "";
const sessions = new Map<number, BindingSession>();
const scripts = new Map<number, BindingScript>();

function emit(kind: "C" | "M", session: number, message: unknown): void {
  const frame = encodeFrame(kind, session, JSON.stringify(message));
  for (let at = 0; at < frame.length;) at += writeSync(1, frame, at);
}

function leave(code: number): never {
  if (tempFolder !== "") removePrivateTemp(tempFolder);
  process.exit(code);
}

async function perform(binding: Binding, session: number, request: Request): Promise<void> {
  if (request.op === "attach") {
    const attached = await binding.attach(request.pid as number);
    sessions.set(session, attached);
    attached.detached.connect((reason) => {
      sessions.delete(session);
      scripts.delete(session);
      emit("C", session, { event: "detached", reason: String(reason) });
    });
  } else if (request.op === "load") {
    const options = { name: request.name ?? "script", ...(request.runtime ? { runtime: request.runtime } : {}) };
    const script = await (sessions.get(session) as BindingSession).createScript(request.source ?? "", options);
    scripts.set(session, script);
    script.logHandler = (level, text) => emit("M", session, { type: "log", level, payload: text });
    script.message.connect((message) => emit("M", session, message));
    await script.load();
  } else if (request.op === "detach") {
    await sessions.get(session)?.detach();
    sessions.delete(session);
  }
}

/** The binding keeps Frida's rpc messages to itself, so a call asked for by message goes through its `exports`. */
function post(session: number, message: unknown): void {
  const script = scripts.get(session);
  if (script === undefined) return;
  if (!Array.isArray(message) || message[0] !== "frida:rpc") return script.post(message);
  const [tag, id, , name, args] = message as [string, number, string, string, unknown[]];
  const answer = (payload: unknown[]): void => emit("M", session, { type: "send", payload: [tag, id, ...payload] });
  Promise.resolve()
    .then(() => (script.exports[name] as (...args: unknown[]) => Promise<unknown>)(...args))
    .then(
      (value) => answer(["ok", value ?? null]),
      (error: unknown) => answer(["error", error instanceof Error ? error.message : String(error)]),
    );
}

function handle(binding: Binding, frame: Frame): void {
  const message: unknown = JSON.parse(frame.body.toString("utf8"));
  if (frame.kind === "M") return post(frame.session, message);
  const request = message as Request;
  if (request.op === "close") leave(0);
  perform(binding, frame.session, request).then(
    () => emit("C", frame.session, { id: request.id }),
    (error: unknown) => emit("C", frame.session, { id: request.id, error: String(error) }),
  );
}

async function main(): Promise<void> {
  let binding: Binding;
  let version: string;
  try {
    const name = "frida";
    const module = (await import(name)) as { default?: Binding } & Binding;
    binding = module.default ?? module;
    const manifest = await import("frida/package.json" as string, { with: { type: "json" } }).catch(() => undefined);
    version = String((manifest as { default?: { version?: string } } | undefined)?.default?.version ?? "unknown");
  } catch (error) {
    emit("C", 0, { event: "unavailable", reason: error instanceof Error ? error.message : String(error) });
    leave(3);
  }
  const reader = new FrameReader((frame) => handle(binding, frame));
  process.stdin.on("data", (chunk: Buffer) => reader.push(chunk));
  process.stdin.on("end", () => leave(0));
  emit("C", 0, { event: "ready", version });
}

await main();
