import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ControllerError } from "../../controller/errors.ts";
import { MAESTRO_COMMANDS, SUPPORTED } from "../../controller/maestro/commands.ts";
import { readMaestroFlow } from "../../controller/maestro/read-flow.ts";
import { SELECTOR_KEYS } from "../../controller/maestro/selectors.ts";
import type { Step } from "../../controller/scenario/action-schema.ts";
import { loadScenario } from "../../controller/scenario/load-scenario.ts";
import { allDocuments } from "../../controller/scenario/located-yaml.ts";

const HEAD = "appId: com.example.app\n---\n";

function read(commands: string, env: Record<string, string> = {}): Step[] {
  const text = commands.includes("---") ? commands : HEAD + commands;
  return readMaestroFlow(allDocuments(text, "flow.yaml", "flow"), "flow.yaml", env).steps;
}

function failure(commands: string): ControllerError {
  try {
    read(commands);
  } catch (error) {
    if (error instanceof ControllerError) return error;
    throw error;
  }
  throw new Error("the flow was taken");
}

describe("a Maestro flow", () => {
  it("becomes steps of ours, one for one", () => {
    const steps = read(`- launchApp
- launchApp:
    appId: com.example.app
    stopApp: false
- tapOn: "Sign.*"
- tapOn:
    id: "login_.*"
    index: "1"
    enabled: true
    below: "Welcome"
    optional: true
    label: Log in
- doubleTapOn: { point: "50%,50%" }
- longPressOn: Photo
- inputText: hello
- inputText: { text: 'with options', label: x }
- eraseText: 4
- eraseText: { charactersToErase: 2 }
- assertVisible: { text: Home, containsChild: { id: icon } }
- assertNotVisible: Loading
- extendedWaitUntil: { visible: { id: list }, timeout: 5000 }
- extendedWaitUntil: { notVisible: 42 }
- waitForAnimationToEnd
- scroll
- scrollUntilVisible: { element: { text: "Delete account" }, direction: DOWN, timeout: 9000, speed: 40 }
- swipe: { direction: LEFT, duration: 400 }
- swipe: { start: "90%, 50%", end: "10%, 50%" }
- back
- hideKeyboard
- pressKey: Enter
- openLink: { link: "app://x" }
- setLocation: { latitude: "31.2", longitude: 121.5 }
- takeScreenshot: main
- stopApp: com.example.app
- repeat: { times: "3", commands: [scroll] }
- runFlow: { when: { visible: "Later", platform: Android }, commands: [{ tapOn: Later }] }
`);
    expect(steps).toEqual([
      { launchApp: {} },
      { launchApp: { stopApp: false } },
      { tapOn: { textMatches: "Sign.*" } },
      { tapOn: { idMatches: "login_.*", index: 1, enabled: true, below: { textMatches: "Welcome" }, optional: true, label: "Log in" } }, // prettier-ignore
      { doubleTapOn: { point: "50%,50%" } },
      { longPressOn: { textMatches: "Photo" } },
      { inputText: "hello" },
      { inputText: "with options" },
      { eraseText: 4 },
      { eraseText: 2 },
      { assertVisible: { textMatches: "Home", containsChild: { idMatches: "icon" } } },
      { assertNotVisible: { textMatches: "Loading" } },
      { extendedWaitUntil: { visible: { idMatches: "list" }, timeout: 5000 } },
      { extendedWaitUntil: { notVisible: { textMatches: "42" }, timeout: 17_000 } },
      { waitForAnimationToEnd: {} },
      { scroll: {} },
      { scrollUntilVisible: { element: { textMatches: "Delete account" }, direction: "down", timeout: 9000 } },
      { swipe: { direction: "left", duration: 400 } },
      { swipe: { start: "90%, 50%", end: "10%, 50%" } },
      { back: {} },
      { hideKeyboard: {} },
      { pressKey: "enter" },
      { openLink: "app://x" },
      { setLocation: { latitude: 31.2, longitude: 121.5 } },
      { takeScreenshot: "main" },
      { kill: {} },
      { repeat: { times: 3, commands: [{ scroll: {} }] } },
      {
        runFlow: {
          when: { visible: { textMatches: "Later" }, platform: "android" },
          commands: [{ tapOn: { textMatches: "Later" } }],
        },
      },
    ]);
  });

  it("fills variables from its header, and the flow that runs it has the last word", () => {
    const flow =
      "appId: com.example.app\nenv:\n  WORD: own\n  OTHER: 7\n---\n- tapOn: ${WORD} ${ OTHER }\n- inputText: ${secret:x}\n";
    expect(read(flow)).toEqual([{ tapOn: { textMatches: "own 7" } }, { inputText: "${secret:x}" }]);
    expect(read(flow, { WORD: "given" })[0]).toEqual({ tapOn: { textMatches: "given 7" } });
  });

  it("runs as a section of a scenario, its own flows in place, each named for what it is", () => {
    const dir = mkdtempSync(join(tmpdir(), "maestro-"));
    afterAll(() => rmSync(dir, { recursive: true, force: true }));
    writeFileSync(join(dir, "a.yaml"), "name: x\napp: x.apk\nsteps: flow.yaml\n");
    writeFileSync(join(dir, "x.apk"), "");
    writeFileSync(join(dir, "flow.yaml"), `${HEAD}- runFlow: { file: sub.yaml, env: { NAME: Anna } }\n`);
    writeFileSync(join(dir, "sub.yaml"), `${HEAD}- tapOn: Hello \${NAME}\n`);
    const { scenario } = loadScenario(join(dir, "a.yaml"));
    expect(scenario.steps).toMatchObject([
      { runFlow: { appId: "com.example.app", commands: [{ runFlow: { appId: "com.example.app", commands: [{ tapOn: { textMatches: "Hello Anna" } }] } }] } }, // prettier-ignore
    ]);
  });
});

describe("what of Maestro is not supported", () => {
  it.each([
    ["- runScript: x.js\n", 3, 3, /"runScript" is not carried out here; supported: launchApp, /],
    ["- back\n- tapon: x\n", 4, 3, /"tapon" is no command of Maestro known here; did you mean "tapOn"\?; supported: /],
    ["- tapOn:\n    text: x\n    width: 40\n", 5, 5, /unknown key "width"/],
    ["- tapOn:\n    text: x\n    retryTapIfNoChange: true\n", 5, 25, /a tap is done once/],
    ["- launchApp:\n    clearState: true\n", 4, 17, /fresh install/],
    ["- launchApp:\n    permissions: { all: deny }\n", 4, 5, /unknown key "permissions"/],
    ["- pressKey: Remote Dpad Up\n", 3, 13, /key "Remote Dpad Up" is not there/],
    ["- runFlow:\n    when: { true: x }\n    commands: [back]\n", 4, 13, /unknown key "true"/],
    ["- repeat:\n    times: 2\n    commands:\n      - evalScript: x\n", 6, 9, /"evalScript" is not carried out here/],
    ["- tapOn: ${output.name}\n", 3, 10, /"\$\{output\.name\}" is JavaScript/],
    ["- tapOn: ${NAME}\n", 3, 10, /the variable NAME has no value/],
    ["- back:\n  scroll:\n", 3, 3, /one command an entry/],
    ["tapOn: x\n", 3, 1, /must be a list of commands/],
    ["appId: x\nonFlowStart: []\n---\n- back\n", 2, 1, /unknown key "onFlowStart"/],
    ["url: https://example.com\n---\n- back\n", 1, 1, /unknown key "url"|appId: is missing/],
  ])("%j is refused at its place", (commands, line, column, message) => {
    const error = failure(commands);
    expect(error).toMatchObject({ code: "flow-invalid", exit: 2 });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(new RegExp(`^flow\\.yaml:${line}:${column}: `));
  });

  it("is in the documentation by what is: every command and every key of a selector", () => {
    const page = readFileSync(new URL("../../docs/scenario.md", import.meta.url), "utf8");
    const table = page.slice(page.indexOf("## Maestro"));
    const named = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named).toEqual(SUPPORTED);
    for (const [name, { verb, note }] of Object.entries(MAESTRO_COMMANDS)) {
      expect(table, name).toContain(
        `| \`${name}\` | \`${verb}\` | ${[note.zh, note.en].filter(Boolean).join("<br>")} |`,
      );
    }
    for (const key of SELECTOR_KEYS) expect(table).toContain(`\`${key}\``);
  });
});
