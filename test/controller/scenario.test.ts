import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadScenario, parseScenario } from "../../controller/scenario/load-scenario.ts";
import { placeOf } from "../../controller/scenario/places.ts";
import { ControllerError } from "../../controller/errors.ts";

const GOOD = `name: news
app: news.apk
category: 30
branches: [ignore, refuse]
durations: { ignore: 10s, refuse: 1500ms }
steps:
  - step: 本地新闻
    justifies: [loc.precise]
    do:
      - tapOn: 本地
      - permission: grant
      - idle: 3s
  - background: 12s
  - back
`;

const dir = mkdtempSync(join(tmpdir(), "scenario-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Writes files beside each other and gives the path of the first. */
function files(contents: Record<string, string>): string {
  const folder = mkdtempSync(join(dir, "case-"));
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  return join(folder, Object.keys(contents)[0]!);
}

function failureOf(work: () => unknown): ControllerError {
  try {
    work();
  } catch (error) {
    if (error instanceof ControllerError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

function failure(text: string): ControllerError {
  return failureOf(() => parseScenario(text, "a.yaml"));
}

/** A scenario with these steps, and its messages without the name of the file. */
function stepFailure(...lines: string[]): string {
  return failure(`name: x\napp: x.apk\nsteps:\n${lines.map((line) => `  ${line}\n`).join("")}`).message;
}

describe("a scenario file", () => {
  it("is read with durations in milliseconds and defaults filled in", () => {
    const scenario = parseScenario(GOOD, "a.yaml");
    expect(scenario.durations).toMatchObject({ ignore: 10_000, refuse: 1500, notice: 20_000, killed: 60_000 });
    expect(scenario.handset).toEqual({ kind: "virtual", language: "zh", country: "CN" });
    expect(scenario.steps.slice(1)).toEqual([{ background: 12_000 }, { back: {} }]);
    expect(scenario.permissions).toBe("grant");
  });

  it("has every verb, in every form", () => {
    const text = `name: x
app: x.apk
upgradeFrom: old.apk
branches: [accept+background, accept+deny, refuse+killed, accept+witness]
capabilities: { "appium:anything": { goes: [1, two] } }
withdraw: [{ consent: withdraw }]
guest: [{ tapOn: 首页 }]
login: [{ login: { user: "\${env:U}", password: "\${secret:p}" } }]
steps:
  - launchApp
  - launchApp: { stopApp: false }
  - tapOn: { text: 同意, below: 隐私政策, index: 0, enabled: true, optional: true, label: agree }
  - tapOn: { point: "50%, 30%" }
  - doubleTapOn: { textMatches: "^第.条$" }
  - longPressOn: { id: row }
  - inputText: hello
  - eraseText
  - eraseText: 5
  - assertVisible: { description: 头像 }
  - assertNotVisible: 广告
  - extendedWaitUntil: { notVisible: 加载中, timeout: 30s }
  - waitForAnimationToEnd
  - scroll
  - scroll: up
  - scrollUntilVisible: { element: 注销账号, direction: DOWN }
  - swipe: { direction: left, from: { id: card } }
  - swipe: { start: "90%,50%", end: "10%,50%", duration: 500ms }
  - home
  - foreground
  - hideKeyboard
  - pressKey: Enter
  - openLink: news://item/1
  - setLocation: { latitude: 31.2, longitude: 121.5 }
  - takeScreenshot: main
  - runFlow: { when: { visible: 更新, platform: Android }, commands: [{ tapOn: 以后再说 }] }
  - repeat: { times: 3, commands: [scroll, { step: 浏览, do: [back] }] }
  - repeat: { while: { notVisible: 到底了 }, commands: [scroll] }
  - consent: open-policy
  - consent: { withdraw: { id: switch } }
  - permission: deny
  - background
  - lock: 5s
  - unlock
  - kill
  - relaunch
  - awaitPerson: { reason: 刷脸, deadline: 2m }
  - mark: here
`;
    const { steps, branches, capabilities, withdraw } = parseScenario(text, "a.yaml");
    expect(steps).toHaveLength(38);
    expect(steps[2]).toEqual({ tapOn: { text: "同意", below: "隐私政策", index: 0, enabled: true, optional: true, label: "agree" } }); // prettier-ignore
    expect(steps[15]).toEqual({ scrollUntilVisible: { element: "注销账号", direction: "down", timeout: 20_000 } });
    expect(steps[25]).toEqual({
      runFlow: { when: { visible: "更新", platform: "android" }, commands: [{ tapOn: "以后再说" }] },
    });
    expect(branches).toEqual(["accept+background", "accept+deny", "refuse+killed", "accept+witness"]);
    expect(capabilities).toEqual({ "appium:anything": { goes: [1, "two"] } });
    expect(withdraw).toEqual([{ consent: { choice: "withdraw" } }]);
  });

  it("knows where each step was written, in functions, loops and conditions too", () => {
    const { steps } = parseScenario(`${GOOD}  - repeat: { times: 2, commands: [back] }\n`, "a.yaml");
    const [local, , , loop] = steps;
    expect(placeOf(local!)).toBe("a.yaml:7:5");
    expect(placeOf((local as { do: object[] }).do[1]!)).toBe("a.yaml:11:9");
    expect(placeOf((loop as { repeat: { commands: object[] } }).repeat.commands[0]!)).toBe("a.yaml:15:36");
  });
});

describe("a mistake in a scenario", () => {
  it("in a verb is named with file, line and column, and the verb that was meant", () => {
    const error = failure(GOOD.replace("tapOn: 本地", "tapon: 本地"));
    expect(error).toMatchObject({ code: "scenario-invalid", exit: 2 });
    expect(error.message).toBe('a.yaml:10:9: steps.0.do.0: unknown step "tapon"; did you mean "tapOn"?');
  });

  it("in a verb within a loop within a condition is named at its own place", () => {
    const lines = ["- runFlow:", "    when: { visible: x }", "    commands:", "      - repeat:", "          times: 2", "          commands:", "            - asertVisible: x"]; // prettier-ignore
    expect(stepFailure(...lines)).toBe(
      'a.yaml:10:17: steps.0.runFlow.commands.0.repeat.commands.0: unknown step "asertVisible"; did you mean "assertVisible"?',
    );
  });

  it("in a bare word is named, and a verb that needs more says so", () => {
    expect(stepFailure("- bakc")).toBe('a.yaml:4:5: steps.0: unknown step "bakc"; did you mean "back"?');
    expect(stepFailure("- tapOn")).toMatch(/^a\.yaml:4:5: .*"tapOn" needs something after it/);
    expect(stepFailure("- tapOn:")).toMatch(/^a\.yaml:4:5: .*"tapOn" needs something after it/);
    expect(stepFailure("- 12")).toMatch(/^a\.yaml:4:5: .*a step is a verb/);
  });

  it("of two verbs in one step, or an option at the wrong depth, is named at the second key", () => {
    expect(stepFailure("- back:", "  idle: 2s")).toMatch(/^a\.yaml:5:5: .*begin a new line with "- idle"/);
    expect(stepFailure("- tapOn: x", "  optional: true")).toMatch(/^a\.yaml:5:5: .*indent it to belong to tapOn/);
  });

  it("in an option of a verb is named at that option", () => {
    expect(stepFailure("- tapOn: { txt: x }")).toMatch(
      /^a\.yaml:4:14: steps\.0\.tapOn: unknown key "txt"; did you mean "text"/,
    );
    expect(stepFailure("- tapOn: { enabled: yes-please }")).toMatch(/^a\.yaml:4:23: .*must be true or false/);
    expect(stepFailure("- tapOn: { optional: true }")).toMatch(/^a\.yaml:4:12: .*needs a selector/);
    expect(stepFailure("- tapOn: { textMatches: '(' }")).toMatch(/^a\.yaml:4:27: .*no regular expression/);
    expect(stepFailure("- scroll: sideways")).toMatch(/^a\.yaml:4:13: .*unknown "sideways".*down, up, left, right/);
    expect(stepFailure("- consent: acept")).toMatch(/^a\.yaml:4:14: .*did you mean "accept"/);
    expect(stepFailure("- login: { agree: x }")).toMatch(/^a\.yaml:4:12: .*needs user, password or code/);
    expect(stepFailure("- repeat: { commands: [back] }")).toMatch(/^a\.yaml:4:13: .*`times` or `while`/);
  });

  it("in a data type is named with the type that was meant", () => {
    expect(failure(GOOD.replace("loc.precise", "loc.presise")).message).toBe(
      'a.yaml:8:17: steps.0.justifies.0: unknown "loc.presise"; did you mean "loc.precise"?',
    );
    expect(failure(`${GOOD}declares: [id.imie]\n`).message).toMatch(/^a\.yaml:15:12: .*did you mean "id\.imei"/);
  });

  it("in a branch or its modifier is named", () => {
    expect(failure(GOOD.replace("refuse]", "reject]")).message).toMatch(/^a\.yaml:4:20: branches\.1: .*"reject"/);
    expect(failure(GOOD.replace("refuse]", "acept]")).message).toMatch(/did you mean "accept"/);
    expect(failure(GOOD.replace("refuse]", "refuse+bakground]")).message).toMatch(/a\.yaml:4:20: .*did you mean "background"/); // prettier-ignore
    expect(failure(GOOD.replace("ignore, refuse]", "ignore, ignore]")).message).toMatch(/^a\.yaml:4:11: .*once/);
  });

  it("in a key at the top, a duration, a missing key", () => {
    expect(failure(GOOD.replace("category: 30", "categorie: 30")).message).toMatch(
      /^a\.yaml:3:1: .*did you mean "category"/,
    );
    expect(failure(GOOD.replace("ignore: 10s", "ignore: ten")).message).toMatch(
      /^a\.yaml:5:22: durations\.ignore: "ten"/,
    );
    expect(failure(GOOD.replace("ignore: 10s", "ignore: 10")).message).toMatch(
      /^a\.yaml:5:22: durations\.ignore: must be text/,
    );
    expect(failure("name: x\n").message).toBe("a.yaml:1:1: app: is missing");
    expect(failure("").message).toMatch(/^a\.yaml:1:1: /);
    expect(failure("- a\n").message).toMatch(/^a\.yaml:1:1: scenario: must be a map of keys/);
  });

  it("in the YAML itself: broken, indented with tabs, a key twice, a second document", () => {
    expect(failure("name: [news\napp: x")).toMatchObject({ code: "scenario-yaml", exit: 2 });
    expect(failure("name: [news\napp: x").message).toMatch(/^a\.yaml:2:\d+: /);
    const tabs = failure("name: x\nhandset:\n\tlanguage: zh\n");
    expect(tabs.message).toMatch(/^a\.yaml:3:1: /);
    expect(tabs.remedy).toContain("spaces");
    const twice = failure("name: x\napp: a.apk\napp: b.apk\n");
    expect(twice.message).toMatch(/^a\.yaml:3:1: /);
    expect(twice.remedy).toContain("two keys");
    expect(failure(`${GOOD}---\nname: y\n`).message).toMatch(/^a\.yaml:1[56]:\d+: /);
  });

  it("is an alias without end", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g"].map((k, i) => `${k}: &${k} [${`*${"abcdef"[i]},`.repeat(9)}]`).join("\n")}\n`;
    const error = failure(bomb);
    expect(error).toMatchObject({ code: "scenario-yaml", exit: 2 });
    expect(error.message).toMatch(/^a\.yaml:1:4: /);
  });

  it("is a function within a function", () => {
    const lines = [
      "- step: outer",
      "  do:",
      "    - runFlow: { when: { visible: x }, commands: [{ step: inner, do: [] }] }",
    ];
    expect(stepFailure(...lines)).toMatch(/^a\.yaml:6:\d+: .*"inner" is a function within a function/);
  });
});

describe("files that a scenario names", () => {
  const HEAD = "name: x\napp: x.apk\n";

  it("must be there: app, older app, credentials, flow, module", () => {
    expect(failureOf(() => loadScenario(files({ "a.yaml": HEAD }))).message).toMatch(
      /a\.yaml:2:6: app: x\.apk: no such file/,
    );
    const others = { "x.apk": "" };
    const cases = {
      "upgradeFrom: old.apk\n": /a\.yaml:3:14: upgradeFrom: old\.apk: no such file/,
      "secrets: s.yaml\n": /a\.yaml:3:10: secrets: s\.yaml: no such file/,
      "steps: [{ runFlow: f.yaml }]\n": /a\.yaml:3:9: steps\.0: f\.yaml: no such file/,
      "steps: [{ script: s.ts }]\n": /a\.yaml:3:9: steps\.0: s\.ts: no such file/,
    };
    for (const [line, message] of Object.entries(cases)) {
      expect(failureOf(() => loadScenario(files({ "a.yaml": HEAD + line, ...others }))).message).toMatch(message);
    }
    expect(failureOf(() => loadScenario(join(dir, "none.yaml")))).toMatchObject({
      code: "scenario-unreadable",
      exit: 2,
    });
    mkdirSync(join(dir, "folder"));
    expect(failureOf(() => loadScenario(join(dir, "folder")))).toMatchObject({ exit: 2 });
  });

  it("may be flows of one's own, whose mistakes are named in their own file", () => {
    const good = files({
      "a.yaml": `${HEAD}steps: [back, { runFlow: { file: f.yaml, when: { visible: x } } }]\nguest: f.yaml\n`,
      "x.apk": "",
      "f.yaml": "- tapOn: 首页\n- back\n",
    });
    const { scenario } = loadScenario(good);
    expect(scenario.steps[1]).toMatchObject({ runFlow: { commands: [{ tapOn: "首页" }, { back: {} }] } });
    expect(scenario.guest).toEqual([{ tapOn: "首页" }, { back: {} }]);
    expect(placeOf(scenario.guest[1]!)).toMatch(/f\.yaml:2:3$/);
    const bad = files({ "a.yaml": `${HEAD}guest: f.yaml\n`, "x.apk": "", "f.yaml": "- back\n- tapOm: 首页\n" });
    const error = failureOf(() => loadScenario(bad));
    expect(error).toMatchObject({ code: "flow-invalid", exit: 2 });
    expect(error.message).toMatch(/f\.yaml:2:3: 1: unknown step "tapOm"; did you mean "tapOn"/);
  });

  it("may not run in a circle", () => {
    const circle = files({ "a.yaml": `${HEAD}steps: f.yaml\n`, "x.apk": "", "f.yaml": "- runFlow: f.yaml\n" });
    expect(failureOf(() => loadScenario(circle)).message).toMatch(/f\.yaml:1:3: 0: f\.yaml runs itself/);
  });
});

describe("credentials", () => {
  const HEAD = "name: x\napp: x.apk\nsecrets: s.yaml\n";
  const login = (user: string): string =>
    `${HEAD}steps: [{ login: { user: "${user}", password: "\${secret:word}" } }]\n`;

  it("come from the file and the environment, and the scenario itself never holds them", () => {
    process.env["SCENARIO_TEST_USER"] = "visitor-77";
    const file = files({ "a.yaml": login("${env:SCENARIO_TEST_USER}"), "x.apk": "", "s.yaml": "word: open-sesame\n" });
    const { scenario, secrets } = loadScenario(file);
    expect(secrets.values().sort()).toEqual(["open-sesame", "visitor-77"]);
    expect(secrets.fill("${secret:word}")).toEqual({ text: "open-sesame", secret: true });
    expect(secrets.fill("plain")).toEqual({ text: "plain", secret: false });
    expect(secrets.withhold("no user visitor-77, said the app")).toBe("no user [withheld], said the app");
    expect(JSON.stringify(scenario)).not.toMatch(/sesame|visitor/);
    delete process.env["SCENARIO_TEST_USER"];
  });

  it("that are missing, too short or in a broken file are told without a value", () => {
    const load = (user: string, secrets: string): ControllerError =>
      failureOf(() => loadScenario(files({ "a.yaml": login(user), "x.apk": "", "s.yaml": secrets })));
    expect(load("${env:SCENARIO_TEST_NONE}", "word: open-sesame\n")).toMatchObject({ code: "secret-missing", exit: 2 });
    expect(load("visitor", "other: open-sesame\n").message).toContain("${secret:word}");
    expect(load("visitor", "word: abc\n")).toMatchObject({ code: "secret-length" });
    const broken = load("visitor", "word: [open-sesame\n");
    expect(broken).toMatchObject({ code: "secret-file-invalid" });
    expect(broken.message + broken.remedy).not.toContain("sesame");
    const none = login("visitor").replace("secrets: s.yaml\n", "");
    expect(failureOf(() => loadScenario(files({ "a.yaml": none, "x.apk": "" })))).toMatchObject({
      code: "secret-file-missing",
    });
  });
});
