/** Whole walks on a phone made of data, and what they wrote down. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, expect } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { verifyRun } from "../../trace/verify.ts";
import { type FakeApp, FakePhone, type Part, runOnFakePhone } from "./fake-phone.ts";

export const dir = mkdtempSync(join(tmpdir(), "walks-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
writeFileSync(join(dir, "app.apk"), zipSync({}));
let runs = 0;

const SHORT =
  "durations: { ignore: 50ms, refuse: 50ms, silent: 50ms, background: 50ms, locked: 50ms, killed: 300ms, notice: 2s, budget: 20s }";

/** A combination without its `+witness`, on a fresh phone; `yaml` is the rest of the scenario. */
export async function walk(
  app: FakeApp,
  branch: string,
  yaml = "",
  change: (stop: AbortController) => void = () => undefined,
) {
  const number = ++runs;
  const file = join(dir, `s${number}.yaml`);
  writeFileSync(file, `name: fake\napp: app.apk\n${yaml.includes("durations:") ? "" : SHORT}\n${yaml}\n`);
  const phone = new FakePhone(app);
  const stop = new AbortController();
  change(stop);
  const result = await runOnFakePhone(phone, join(dir, `run${number}`), file, `${branch}+witness`, stop.signal);
  const trace = TraceReader.open(result.dir);
  const [phases, steps] = [trace.phases(), trace.steps()];
  trace.close();
  expect(verifyRun(result.dir)).toMatchObject({ ok: true, outcome: result.outcome });
  return {
    phone,
    outcome: result.outcome,
    why: result.why,
    consents: phases.filter((p) => p.axis === "consent").map((p) => p.state),
    apps: phases.filter((p) => p.axis === "app").map((p) => p.state),
    phases,
    layers: steps.filter((s) => s.kind === "consent").map((s) => s.name),
    facts: (name: string) => steps.filter((s) => s.kind === "fact" && s.name === name).map((s) => s.detail),
  };
}

export const NOTICE: Part[] = [
  { text: "个人信息保护提示" },
  { text: "请阅读并同意《隐私政策》，我们会收集您的个人信息。" },
  { text: "同意", to: "main" },
  { text: "不同意", to: "main" },
];
export const MAIN: Part[] = [{ text: "首页" }, { text: "设置", to: "settings" }, { text: "导出", to: "exported" }];
export const APP: FakeApp = {
  start: () => "notice",
  screens: { notice: NOTICE, main: MAIN, exported: [{ text: "完成" }] },
};
export const withScreens = (screens: Record<string, Part[]>, start: FakeApp["start"] = APP.start): FakeApp => ({
  start,
  screens: { ...APP.screens, ...screens },
});
