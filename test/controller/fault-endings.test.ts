/** Every kind of step met by every kind of fault, on a phone made of data: the outcome names the fault, the evidence is closed and whole. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import type { ProcessEvent } from "../../controller/handset.ts";
import { foreground } from "../../controller/steps/app-state.ts";
import { AppGone, type StepContext } from "../../controller/steps/context.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { verifyRun } from "../../trace/verify.ts";
import { CRASH, EXIT, type FakeApp, FakePhone, runOnFakePhone } from "./fake-phone.ts";

const dir = mkdtempSync(join(tmpdir(), "endings-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, "app.apk"), zipSync({}));

/** A decision is over by then. */
const LATER_MS = 1_500;
/** A run that is broken ends long before. */
const BUDGET_MS = 15_000;
const NOTICE = "notice: 500ms";
const SHORT = `durations: { ignore: 50ms, refuse: 50ms, silent: 50ms, background: 50ms, locked: 50ms, killed: 100ms, ${NOTICE}, budget: ${BUDGET_MS}ms }`;

const APP: FakeApp = {
  start: (launch) => (launch === 1 ? "notice" : "main"),
  screens: {
    notice: [
      { text: "个人信息保护提示" },
      { text: "请阅读并同意《隐私政策》，我们会收集您的个人信息。" },
      { text: "同意", to: "main" },
      { text: "不同意", to: "main" },
    ],
    main: [{ text: "首页" }, { text: "刷新", to: "main" }, { text: "通讯录", to: "asking" }],
    asking: [
      { text: "允许访问通讯录？", id: "com.android.permissioncontroller:id/permission_message" },
      { text: "允许", id: "com.android.permissioncontroller:id/permission_allow_button", to: "main" },
    ],
  },
};

/** A command of the handset in which the fault happens, and which time it is given. */
type Command = "resume" | "source" | "tap" | "background" | "lock" | "kill";
interface Moment {
  command: Command;
  time: number;
}

const STEPS: Record<string, { steps: string; at: Moment }> = {
  launch: { steps: "idle: 50ms", at: { command: "resume", time: 1 } },
  notice: { steps: "idle: 50ms", at: { command: "source", time: 1 } },
  decide: { steps: "idle: 50ms", at: { command: "tap", time: 1 } },
  tap: { steps: "tapOn: 刷新", at: { command: "tap", time: 2 } },
  permission: { steps: "tapOn: 通讯录 }, { permission: grant", at: { command: "tap", time: 3 } },
  background: { steps: "background: 50ms", at: { command: "background", time: 1 } },
  lock: { steps: "lock: 50ms", at: { command: "lock", time: 1 } },
  kill: { steps: "kill }, { relaunch", at: { command: "kill", time: 1 } },
  relaunch: { steps: "kill }, { relaunch }, { tapOn: 刷新", at: { command: "resume", time: 2 } },
};

type Fault = "crash" | "exit" | "hang" | "session" | "process" | "interrupted";
const OUTCOMES: Record<Fault, string> = {
  crash: "app-crashed",
  exit: "app-left",
  hang: "app-hung",
  session: "session-lost",
  process: "process-lost",
  interrupted: "interrupted",
};
/** A process that is being ended cannot end itself. */
const POINTLESS = new Set(["kill crash", "kill exit", "kill hang", "kill process"]);

/** From the moment on it is as broken as the driver's contract says a handset is then. */
class BrokenPhone extends FakePhone {
  readonly #fault: Fault;
  readonly #at: Moment;
  readonly #stop: AbortController;
  readonly #told: ProcessEvent[] = [];
  #times = 0;
  #happened = false;

  constructor(fault: Fault, at: Moment, stop: AbortController) {
    super(APP);
    this.#fault = fault;
    this.#at = at;
    this.#stop = stop;
  }

  #break(command: Command): void {
    if (this.#happened || command !== this.#at.command || ++this.#times < this.#at.time) return;
    this.#happened = true;
    if (this.#fault === "interrupted") return this.#stop.abort();
    if (this.#fault === "session")
      this.broken = new Error("WebDriverError: A session is either terminated or not started");
    if (this.#fault === "crash") this.#told.push({ event: "crash", exception: "java.lang.Boom" });
    if (this.#fault === "exit") this.#told.push({ event: "exit" });
    if (this.#fault === "process") this.#told.push({ event: "process-ended", reason: "by signal SIGKILL" });
  }

  /** What the app's screen is asked for. */
  async #ask<T>(command: Command, answer: () => Promise<T>): Promise<T> {
    this.#break(command);
    if (!this.#happened || this.#fault === "session" || this.#fault === "interrupted") return answer();
    if (this.#fault === "hang") throw new Error("the handset did not answer [deadline-expired]");
    this.state = "not-running";
    if (this.#fault === "crash") throw new Error("the app crashed [app-crashed]");
    throw new Error(
      this.#fault === "exit" ? "no app is running [not-running]" : "handset process ended [process-ended]",
    );
  }

  override resume(): Promise<void> {
    return this.#ask("resume", () => super.resume());
  }
  override source(): Promise<string> {
    return this.#ask("source", () => super.source());
  }
  override tap(x: number, y: number): Promise<void> {
    return this.#ask("tap", () => super.tap(x, y));
  }
  override background(): Promise<void> {
    return this.#ask("background", () => super.background());
  }
  override lock(): Promise<void> {
    return this.#ask("lock", () => super.lock());
  }
  override kill(): Promise<void> {
    this.#break("kill");
    return super.kill();
  }
  override async events(): Promise<ProcessEvent[]> {
    return [...(await super.events()), ...this.#told.splice(0)];
  }
}

let runs = 0;

function broken(step: { steps: string; at: Moment }, fault: Fault) {
  const stop = new AbortController();
  return record(new BrokenPhone(fault, step.at, stop), step.steps, stop);
}

async function record(phone: FakePhone, given: string, stop: AbortController, notice = NOTICE) {
  const number = ++runs;
  const file = join(dir, `s${number}.yaml`);
  const durations = SHORT.replace(NOTICE, notice);
  writeFileSync(file, `name: fake\napp: app.apk\n${durations}\nsteps: [{ ${given} }]\n`);
  const result = await runOnFakePhone(phone, join(dir, `run${number}`), file, "accept+witness", stop.signal);
  const trace = TraceReader.open(result.dir);
  const steps = trace.steps().length;
  trace.close();
  return { ...result, phone, steps, report: verifyRun(result.dir) };
}

const cells = Object.keys(STEPS).flatMap((step) =>
  (Object.keys(OUTCOMES) as Fault[])
    .filter((fault) => !POINTLESS.has(`${step} ${fault}`))
    .map((fault) => [step, fault] as const),
);

describe("a run that is broken", () => {
  it.concurrent.each(cells)("in %s by %s", async (step, fault) => {
    const run = await broken(STEPS[step]!, fault);
    expect([run.outcome, run.why]).toEqual([OUTCOMES[fault], expect.any(String)]);
    expect(run.report).toMatchObject({ ok: true, sealed: true, outcome: OUTCOMES[fault] });
    expect(run.steps).toBeGreaterThan(0);
    // Nobody can end an app on a handset that does not answer; this phone brings one to the front when it is unlocked.
    if (fault !== "session" && step !== "lock") expect(run.phone.state).toBe("not-running");
  });

  /** A tap that makes the app crash has succeeded, as far as the driver can tell. */
  it.each([
    [CRASH, "app-crashed"],
    [EXIT, "app-left"],
  ])("by its own decision, which is a %s, ends as %s", async (to, outcome) => {
    const [title, body] = APP.screens["notice"]!;
    const notice = [title!, body!, { text: "同意", to }];
    const phone = new FakePhone({ ...APP, screens: { ...APP.screens, notice } });
    const run = await record(phone, "idle: 50ms", new AbortController());
    expect([run.outcome, run.report.ok]).toEqual([outcome, true]);
  });

  /** Neither changes what is waited for: without the handset's word this would go on to the budget. */
  it.concurrent.each([
    [CRASH, "app-crashed", "idle: 50ms"],
    [EXIT, "app-left", "idle: 50ms"],
    [CRASH, "app-crashed", "idle: 10m"],
    [CRASH, "app-crashed", "extendedWaitUntil: { visible: 完成, timeout: 10m }"],
  ])("while something is awaited, by %s, ends at once as %s (%s)", async (to, outcome, steps) => {
    const isNoticeAwaited = steps === "idle: 50ms";
    const start = isNoticeAwaited ? "blank" : "notice";
    const phone = new FakePhone({ ...APP, start: () => start, screens: { ...APP.screens, blank: [{ text: "…" }] } });
    const { source } = phone;
    let isSet = false;
    phone.source = () => {
      if (!isSet && (phone.screen === "blank" || phone.screen === "main")) {
        isSet = true;
        setTimeout(() => phone.show(to), LATER_MS);
      }
      return source.call(phone);
    };
    const run = await record(phone, steps, new AbortController(), "notice: 10m");
    expect([run.outcome, run.report.ok]).toEqual([outcome, true]);
  });

  it("by a permission dialog over the notice answers it, and then the notice", async () => {
    const [message, allow] = APP.screens["asking"]!;
    const notice = APP.screens["notice"]!.map((part) => (part.text === "同意" ? { ...part, enabledAfter: 6 } : part));
    const over = [...notice, message!, { ...allow!, to: "waiting" }];
    const phone = new FakePhone({ ...APP, screens: { ...APP.screens, notice, waiting: notice, over } });
    const { screenshot } = phone;
    // The notice is on record then, and not yet answered.
    phone.screenshot = () => {
      phone.screenshot = screenshot;
      phone.show("over");
      return screenshot.call(phone);
    };
    const run = await record(phone, "idle: 50ms", new AbortController());
    expect([run.outcome, run.why, phone.taps]).toEqual(["completed", "", ["允许", "同意"]]);
  });

  it("is not gone on with by a process that nobody looks into", async () => {
    const phone = new FakePhone(APP);
    const context = { walker: { handset: phone } } as unknown as StepContext;
    await expect(foreground(context)).rejects.toThrow(AppGone);
    expect(phone.state).toBe("not-running");
  });
});
