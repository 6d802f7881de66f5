/** Every verb on a real app: one handset, one run, from the first screen to the seal. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { colourAt, decodePicture } from "../../controller/consent/picture.ts";
import { centre, parsePageSource } from "../../controller/page-source.ts";
import { Secrets } from "../../controller/scenario/secrets.ts";
import { CONTINUE_FILE } from "../../controller/steps/person.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { StepBench } from "./step-bench.ts";

const APK = fileURLToPath(new URL("../../node_modules/android-apidemos/apks/ApiDemos-debug.apk", import.meta.url));
const PASSWORD = 'open-"sesame"&77';
const USER = "visitor@example.test";
const SECRETS = { USER, PASSWORD };

let bench: StepBench;

beforeAll(async () => {
  bench = await StepBench.open(APK, Secrets.resolve(["${env:USER}", "${env:PASSWORD}"], undefined, SECRETS));
});
afterAll(() => bench.close());

/** Back to the first screen. */
async function home(): Promise<void> {
  const screens = 6;
  for (let i = 0; i < screens && !(await bench.labels()).includes("Graphics"); i++) await bench.run("- back");
}

function beside(name: string, text: string): void {
  writeFileSync(join(bench.dir, name), text);
}

async function failure(steps: string): Promise<Error & { code?: string; exit?: number }> {
  try {
    await bench.run(steps);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the steps did not fail");
}

describe("steps on an app", () => {
  // The steps of one test that failed must not be what fails the next.
  beforeEach(home);

  it("tap, type, erase, tick, press a key", async () => {
    await bench.run("- tapOn: Views\n- tapOn: Controls\n- tapOn: 1. Light Theme\n- tapOn: { id: edit }\n- inputText: Hello 你好\n- assertVisible: Hello 你好"); // prettier-ignore
    await bench.run("- eraseText: 2\n- assertVisible: { textMatches: 'hello ?' }\n- eraseText");
    await bench.run("- assertNotVisible: { textMatches: 'hello.*' }");
    await bench.run(
      "- tapOn: { text: Checkbox 2, below: { text: Checkbox 1 } }\n- assertVisible: { text: Checkbox 2, checked: true }",
    );
    await bench.run(
      "- assertVisible: { text: Checkbox 1, checked: false }\n- pressKey: back\n- assertVisible: 2. Dark Theme",
    );
  });

  it("press for long, tap twice, tap at a point, swipe", async () => {
    await bench.run(
      "- tapOn: App\n- tapOn: Fragment\n- tapOn: Context Menu\n- longPressOn: Long press me\n- assertVisible: Menu B",
    );
    await bench.run("- back");
    await home();
    await bench.run('- tapOn: { point: "50%,30%" }\n- assertNotVisible: Graphics');
    await home();
    await bench.run('- tapOn: Views\n- swipe: { start: "50%,75%", end: "50%,25%" }\n- assertNotVisible: { text: Animation }\n- swipe: { direction: down }\n- assertVisible: Chronometer'); // prettier-ignore
    await bench.run("- doubleTapOn: Buttons\n- assertVisible: Normal");
  });

  it("scroll to what is further down, and fail at the end of the list where it is not", async () => {
    await bench.run(
      "- tapOn: Views\n- scrollUntilVisible: { element: WebView3 }\n- scroll: up\n- assertNotVisible: WebView3",
    );
    const error = await failure("- scrollUntilVisible: { element: No such row, timeout: 60s }");
    expect(error).toMatchObject({ code: "not-visible", exit: 3 });
    expect(error.message).toMatch(/bench\.yaml:4:5: scrollUntilVisible: "No such row" did not come by scrolling/);
  });

  it("take conditions and loops", async () => {
    await bench.run(
      "- runFlow: { when: { visible: No such thing }, commands: [{ tapOn: App }] }\n- assertVisible: Graphics",
    );
    await bench.run(
      "- runFlow: { when: { visible: Graphics, platform: ios }, commands: [{ tapOn: App }] }\n- assertVisible: Graphics",
    );
    await bench.run(
      "- runFlow: { when: { notVisible: Alarm }, commands: [{ tapOn: App }] }\n- assertVisible: Alarm\n- repeat: { times: 1, commands: [back] }",
    );
    await bench.run(
      "- tapOn: { text: No such thing, optional: true }\n- extendedWaitUntil: { visible: Graphics, timeout: 5s }",
    );
  });

  it("run a Maestro flow as it is, and refuse one of another app", async () => {
    const flow = `appId: io.appium.android.apis
env:
  AREA: Graph
---
- assertVisible: "\${AREA}ics"
- tapOn:
    text: "app|programs"
    retryTapIfNoChange: false
- extendedWaitUntil:
    visible: "Alert.*"
    timeout: 10000
- runFlow:
    when:
      visible: "Alarm"
    commands:
      - back
- assertVisible:
    text: "os"
    below: "nfc"
- waitForAnimationToEnd:
    timeout: 3000
`;
    beside("flow.yaml", flow);
    await bench.run("- runFlow: flow.yaml");
    beside("other.yaml", flow.replace("io.appium.android.apis", "com.example.other"));
    const error = await failure("- runFlow: other.yaml");
    expect(error).toMatchObject({ code: "flow-app", exit: 2 });
    beside(
      "failing.yaml",
      "appId: io.appium.android.apis\n---\n- tapOn: App\n- extendedWaitUntil:\n    visible:\n      text: App\n      index: 7\n    timeout: 300\n",
    );
    expect((await failure("- runFlow: failing.yaml")).message).toMatch(/failing\.yaml:4:3: extendedWaitUntil: "App/);
  });

  it("log in: the field that hides its text takes the password, and the step says no more than that", async () => {
    await bench.run("- tapOn: App\n- tapOn: Alert Dialogs\n- tapOn: Text Entry dialog");
    await bench.run(
      '- login: { user: "${env:USER}", password: "${env:PASSWORD}", submit: OK }\n- assertNotVisible: { text: Cancel }',
    );
  });

  it("never keep a credential, typed into an open field and photographed as it may be", async () => {
    await bench.run(
      '- tapOn: Views\n- tapOn: Controls\n- tapOn: 1. Light Theme\n- tapOn: { id: edit }\n- inputText: "${env:PASSWORD}"',
    );
    expect(await bench.labels()).toContain(PASSWORD);
    await bench.run("- takeScreenshot: with the password on it");
    // What the app shows may be quoted by what fails, and goes into the record from there.
    beside(
      "quoting.ts",
      "export default async ({ find }: any) => { throw new Error((await find({ id: 'edit' })).text); };\n",
    );
    expect((await failure("- script: quoting.ts")).message).toContain("sesame");
    await bench.run("- eraseText");
  });

  it("leave and come back, lock, end and start again", async () => {
    const { tracker } = bench.context;
    await bench.run("- home\n- assertNotVisible: Graphics");
    expect(tracker.app).toBe("background");
    await bench.run(
      "- foreground\n- background: 300ms\n- lock: 300ms\n- lock\n- unlock\n- idle: 300ms\n- assertVisible: Graphics",
    );
    await bench.run("- tapOn: App\n- launchApp: { stopApp: false }\n- assertVisible: Alarm");
    await bench.run("- kill\n- relaunch\n- assertVisible: Graphics");
  });

  it("reach the phone and the timeline", async () => {
    await bench.run(
      "- setLocation: { latitude: 31.2, longitude: 121.5 }\n- openLink: https://example.test/\n- hideKeyboard\n- mark: noted here",
    );
  });

  it("hand over to a module, whose failure is named with its line", async () => {
    beside("good.ts", `export default async ({ browser, mark, find, waitFor, capture }: any) => {
  const { width } = await browser.getWindowSize();
  mark("width " + width);
  await waitFor("the list", 5000, () => find("Graphics"));
  await capture("by module");
};
`); // prettier-ignore
    await bench.run("- script: good.ts");
    beside("bad.ts", "interface Unused {\n  a: string;\n}\n\nexport default async (): Promise<void> => {\n  const one: Unused = { a: '' };\n  throw new Error(`broke at ${one.a.length}`);\n};\n"); // prettier-ignore
    const error = await failure("- script: bad.ts");
    expect(error).toMatchObject({ code: "script-failed", exit: 3 });
    expect(error.message).toMatch(/bench\.yaml:4:5: script: .*bad\.ts:7: broke at 0/);
    beside("none.ts", "export const nothing = 1;\n");
    expect(await failure("- script: none.ts")).toMatchObject({ code: "script-no-default", exit: 2 });
    beside("broken.ts", "export default async () => {\n  const = 1;\n};\n");
    expect(await failure("- script: broken.ts")).toMatchObject({ code: "script-unreadable", exit: 2 });
    beside("slow.ts", "export default () => new Promise(() => undefined);\n");
    expect(await failure("- script: { file: slow.ts, timeout: 200ms }")).toMatchObject({ code: "script-deadline" });
  });

  it("wait for a person, and go on when they say so", async () => {
    const here = join(bench.context.walker.writer.dir, CONTINUE_FILE);
    const run = bench.run("- awaitPerson: { reason: pass the captcha, deadline: 30s }\n- assertVisible: Graphics");
    writeFileSync(here, "");
    await run;
    expect(readdirSync(bench.context.walker.writer.dir)).not.toContain(CONTINUE_FILE);
  });

  it("go on without the functions behind a person who does not come", async () => {
    await bench.run("- step: pay\n  justifies: [id.phone_number]\n  do:\n    - awaitPerson: { reason: show your face, deadline: 200ms }\n    - tapOn: App\n- runFlow: { when: { visible: Graphics }, commands: [{ step: refund, do: [back] }] }\n- tapOn: No such thing"); // prettier-ignore
    expect(bench.context.absent).toBe("show your face");
  });
});

describe("the run's folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = bench.seal();
  });

  it("names what was done and what was not covered", () => {
    const reader = TraceReader.open(folder);
    const steps = reader.steps();
    const names = (kind: string): string[] => steps.filter((step) => step.kind === kind).map((step) => step.name);
    expect(names("login")).toEqual(["login"]);
    expect(names("note")).toEqual(expect.arrayContaining(["noted here", "width 720", "flow"]));
    expect(names("person")).toEqual(["pass the captcha", "show your face"]);
    expect(names("step")).toEqual(["pay"]);
    const limits = reader.limits().filter((limit) => limit.code === "not-covered");
    expect(limits.map(({ types, detail }) => [types, (detail as { function: string }).function])).toEqual([
      [["id.phone_number"], "pay"],
      [[], "refund"],
    ]);
    reader.close();
  });

  it("holds no credential in any file or form, and its pictures cover it", () => {
    const forms = [
      PASSWORD,
      USER,
      "sesame",
      "visitor",
      encodeURIComponent(PASSWORD),
      Buffer.from(PASSWORD).toString("base64").slice(0, 16),
    ];
    let pictures = 0;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      for (const form of forms) expect(bytes.includes(form), `${entry.name} holds ${form}`).toBe(false);
      if (bytes.includes("[withheld]") && entry.name.endsWith(".xml")) {
        pictures++;
        const picture = decodePicture(readFileSync(join(entry.parentPath, entry.name.replace(".xml", ".png"))))!;
        for (const { bounds, text } of parsePageSource(bytes.toString("utf8"))) {
          if (text.includes("[withheld]")) expect(colourAt(picture, bounds.x1, centre(bounds).y)).toEqual([0, 0, 0]);
        }
        expect(colourAt(picture, 1, 1)).not.toEqual([0, 0, 0]);
      }
    }
    expect(pictures).toBeGreaterThan(0);
  });
});
