import { describe, expect, test } from "vitest";
import { loadSdkSwitches } from "../../catalogue/sdk-switches.ts";
import type { RunResult, SdkFact } from "../../rules/result-schema.ts";
import { accepted, findingsOf, judgeRun, type MicroRun, MS, refused, S } from "./micro-trace.ts";

const switches = loadSdkSwitches();
const idOf = (sdk: string, member: string): string =>
  switches.find((s) => s.sdk === sdk && s.member === member)?.id ?? "";
const GRANT = idOf("umeng", "submitPolicyGrantResult");
const INIT = idOf("umeng", "init");
const WATCHED = switches.map((s) => s.id);

const judge = (run: MicroRun): RunResult =>
  judgeRun({ consent: accepted(), accesses: [{ t: 2 * S, stack: "umeng" }], switches: WATCHED, ...run });
const umeng = (run: RunResult): SdkFact => run.sdks.find((sdk) => sdk.id === "umeng") as SdkFact;

describe("what an app told an SDK", () => {
  test("is yes or no, with the call, its time and the phase it fell into", () => {
    const run = judge({ switchCalls: [{ t: 11 * S, switch: GRANT, value: "true" }] });
    expect(umeng(run)).toMatchObject({
      name: { zh: "友盟+", en: "Umeng" },
      vendor: "Umeng (Alibaba)",
      category: "analytics",
      version: null,
      seen: ["reader", "switch"],
      reads: 1,
      firstReadUs: 2 * S,
      passedConsent: "yes",
      unknownBecause: null,
      calls: [{ switch: GRANT, kind: "answer", value: "true", says: "yes", t: 11 * S, consent: "accepted" }],
    });
    const no = judge({ consent: refused(), switchCalls: [{ t: 11 * S, switch: GRANT, value: "false" }] });
    expect(umeng(no)).toMatchObject({ passedConsent: "no", calls: [{ says: "no", consent: "refused" }] });
  });
  test("is a yes before the user decided, told as the fact that it is", () => {
    const run = judge({ switchCalls: [{ t: 1.5 * S, switch: GRANT, value: "true" }] });
    expect(umeng(run)).toMatchObject({ passedConsent: "yes", calls: [{ consent: "undecided" }] });
    const [finding] = run.findings;
    expect(finding?.passedConsent).toMatchObject({ before: "yes", call: { t: 1.5 * S } });
  });
  test("stands on a finding as it stood at the first read, whatever came after", () => {
    const run = judge({ switchCalls: [{ t: 11 * S, switch: GRANT, value: "true" }] });
    expect(run.findings.map((f) => f.passedConsent)).toEqual([
      { before: "not-called", unknownBecause: null, call: null },
    ]);
    const app = judge({ accesses: [{ t: 2 * S, stack: "app" }] });
    expect(app.findings.map((f) => f.passedConsent)).toEqual([null]);
  });
  test("is the last answer given; the same answer over and over is one entry", () => {
    const run = judge({
      switchCalls: [
        { t: 11 * S, switch: GRANT, value: "true" },
        { t: 12 * S, switch: GRANT, value: "true" },
        { t: 20 * S, switch: GRANT, value: "false" },
      ],
    });
    expect(umeng(run).passedConsent).toBe("no");
    expect(umeng(run).calls.map((c) => c.t)).toEqual([11 * S, 20 * S]);
  });
  test("is the last answer, also where another switch of the SDK answered in between", () => {
    const [out, back] = [idOf("mixpanel", "optOutTracking"), idOf("mixpanel", "optInTracking")];
    expect([out, back]).not.toContain("");
    const run = judge({
      switchCalls: [
        { t: 11 * S, switch: out, value: "" },
        { t: 12 * S, switch: back, value: "" },
        { t: 13 * S, switch: out, value: "" },
      ],
    });
    const mixpanel = run.sdks.find((sdk) => sdk.id === "mixpanel");
    expect(mixpanel).toMatchObject({ passedConsent: "no", calls: [{ says: "no" }, { says: "yes" }, { says: "no" }] });
  });
  test("is not called only where every switch of it was watched and nothing was lost", () => {
    expect(umeng(judge({}))).toMatchObject({ passedConsent: "not-called", unknownBecause: null, calls: [] });
    const unwatched = judge({ switches: WATCHED.filter((id) => id !== GRANT) });
    expect(umeng(unwatched)).toMatchObject({ passedConsent: "not-known", unknownBecause: "not-watched" });
    const before = judgeRun({ consent: accepted(), accesses: [{ t: 2 * S, stack: "umeng" }] });
    expect(umeng(before)).toMatchObject({ passedConsent: "not-known", unknownBecause: "not-watched" });
    expect(umeng(judge({ dropped: 3 })).unknownBecause).toBe("records-lost");
    expect(umeng(judge({ how: "lost" })).unknownBecause).toBe("records-lost");
  });
  test("is not known of an SDK that has no switch in the table", () => {
    const run = judge({ accesses: [{ t: 2 * S, stack: "sdk" }] });
    expect(run.sdks).toMatchObject([{ id: "pushlite", passedConsent: "not-known", unknownBecause: "no-switch" }]);
  });
  test("is not taken from a start, nor from a text that means neither", () => {
    const started = judge({ switchCalls: [{ t: 1.5 * S, switch: INIT, value: "" }] });
    expect(umeng(started)).toMatchObject({ passedConsent: "not-called", calls: [{ kind: "start", says: "neither" }] });
    const odd = judge({ switchCalls: [{ t: 1.5 * S, switch: GRANT, value: "com.x.Y" }] });
    expect(umeng(odd)).toMatchObject({ passedConsent: "not-known", unknownBecause: "not-understood" });
  });
  test("counts for the other SDKs of the vendor that the call speaks for", () => {
    const run = judge({ switchCalls: [{ t: 11 * S, switch: idOf("jiguang-core", "setAuth"), value: "true" }] });
    expect(run.sdks.map((sdk) => sdk.id)).toEqual(["jiguang-core", "umeng"]);
    expect(umeng(run).passedConsent).toBe("not-called");
  });
  test("leaves alone a switch that the table does not know, and harms nobody by its text", () => {
    const run = judge({
      switchCalls: [
        { t: 11 * S, switch: "SW9999", value: "true" },
        { t: 11 * S, switch: GRANT, value: `\u202etrue${"x".repeat(400)}` },
      ],
    });
    expect(umeng(run).calls).toHaveLength(1);
    expect(umeng(run).calls[0]?.value.length).toBeLessThan(80);
    expect(umeng(run).calls[0]?.value).not.toContain("\u202e");
  });
});

describe("the SDKs of a run", () => {
  test("are listed as readers, in a chain, or by a call; the bridge an app is built on too", () => {
    const run = judge({
      accesses: [
        { t: 2 * S, stack: "sdk" },
        { t: 3 * S, stack: "bridged" },
      ],
      switchCalls: [{ t: 2 * S, switch: INIT, value: "" }],
    });
    expect(run.sdks.map(({ id, seen }) => `${id}: ${seen.join(" ")}`)).toEqual([
      "pushlite: reader",
      "react-native: chain",
      "rn-device-info: chain",
      "umeng: switch",
    ]);
  });
  test("have their parties on the finding", () => {
    const [finding] = judge({}).findings;
    expect(finding?.caller.parties.map((p) => p.id)).toEqual(["umeng", "cn.news.reader", ""]);
  });
});

describe("doors to one datum", () => {
  const twoDoors = [
    { t: 2 * S, stack: "umeng" as const },
    { t: 4 * S, stack: "umeng" as const, row: "AA0950" },
  ];
  test("by one reader are one finding, with the doors described", () => {
    const run = judge({ accesses: twoDoors });
    const findings = run.findings.filter((f) => f.kind === "pre_consent");
    expect(findings).toHaveLength(1);
    expect(findings[0]?.doors).toEqual(["api", "shell"]);
    expect(findings[0]?.apis.map((a) => a.row)).toEqual(["AA0100", "AA0950"]);
  });
  test("by two readers are two findings", () => {
    const run = judge({ accesses: [twoDoors[0] as (typeof twoDoors)[0], { t: 4 * S, stack: "sdk", row: "AA0950" }] });
    const findings = run.findings.filter((f) => f.kind === "pre_consent");
    expect(findings.map((f) => [f.caller.reader.id, f.doors])).toEqual([
      ["umeng", ["api"]],
      ["pushlite", ["shell"]],
    ]);
  });
  test("make no finding worse than one door does", () => {
    const severity = (run: RunResult) => run.findings.find((f) => f.kind === "pre_consent")?.severity;
    const shell = judge({ accesses: [{ t: 2 * S, stack: "umeng", row: "AA0950" }] });
    expect(severity(shell)).toBe(severity(judge({})));
  });
});

describe("a look at the environment", () => {
  const look = { t: 2 * S, type: "env.detect", stack: "app" as const };
  test("is a limit of the run with who looked and how, never a finding", () => {
    const run = judge({ accesses: [look], looks: [{ t: 2 * S, how: "/system/bin/su" }] });
    expect(findingsOf(run)).toEqual([]);
    expect(run.limits).toMatchObject([{ kind: "environment", code: "instrumentation-detected", types: [] }]);
    expect(run.limits[0]?.text.en).toContain("1 time(s), first at 2.0 s: /system/bin/su");
    expect(run.limits[0]?.text.zh).toContain("新闻");
    expect(run.limits[0]?.text.en).not.toMatch(/evad|evasion|hid/i);
  });
  test("is told also where only the access or only the marker is left", () => {
    expect(judge({ accesses: [look] }).limits.map((l) => l.code)).toEqual(["instrumentation-detected"]);
    expect(judge({ accesses: [], looks: [{ t: 3 * S, how: "frida" }] }).limits.map((l) => l.code)).toEqual([
      "instrumentation-detected",
    ]);
  });
  test("by the platform for itself is none", () => {
    const own = { t: 2 * S, type: "env.detect", stack: "platform" as const };
    expect(judge({ accesses: [own], looks: [{ t: 2 * S, how: "" }] }).limits).toEqual([]);
    const both = judge({ accesses: [own, { ...own, t: 3 * S, stack: "app" }], looks: [{ t: 3 * S, how: "su" }] });
    expect(both.limits[0]?.text.en).toContain("1 time(s), first at 3.0 s: su");
  });
  test("changes no verdict", () => {
    const verdicts = (run: RunResult) => run.verdicts.map((v) => `${v.rule} ${v.verdict}`);
    const quiet = judge({ accesses: [] });
    expect(verdicts(judge({ accesses: [look], looks: [{ t: 2 * S, how: "su" }] }))).toEqual(verdicts(quiet));
    expect(quiet.limits).toEqual([]);
  });
  test("does not hide what else the same call read", () => {
    const run = judge({ accesses: [{ t: 2 * S, type: "id.android_id;env.detect", stack: "app", row: "AA0100" }] });
    expect(findingsOf(run)).toEqual(["pre_consent id.android_id cn.news.reader violation"]);
    expect(run.limits).toHaveLength(1);
  });
  test("names no more ways than a reader can take in", () => {
    const looks = Array.from({ length: 30 }, (_, i) => ({
      t: 2 * S + i * MS,
      how: `/path/${i}/\u202e${"y".repeat(300)}`,
    }));
    const text = judge({ accesses: [], looks }).limits[0]?.text.en ?? "";
    expect(text).toContain("30 time(s)");
    expect(text.length).toBeLessThan(1000);
    expect(text).not.toContain("\u202e");
  });
});

describe("a switch that the app's package does not have", () => {
  const answers = switches.filter((s) => s.kind === "answer" && s.sdk === "umeng").map((s) => s.id);
  const places = (place: "member" | "elsewhere" | "class" | "none") =>
    Object.fromEntries(answers.map((id) => [id, place]));

  test("was not “not called”: it is not in the app", () => {
    for (const place of ["none", "class"] as const)
      expect(umeng(judge({ code: { switches: places(place) } }))).toMatchObject({
        passedConsent: "not-known",
        unknownBecause: "not-in-app",
        switches: answers.map((id) => ({ switch: id, inApp: place, watched: true })),
      });
    const [finding] = judge({ code: { switches: places("none") } }).findings;
    expect(finding?.passedConsent).toMatchObject({ before: "not-known", unknownBecause: "not-in-app" });
  });
  test("need not have been watched, while one that is there must", () => {
    const [out, back] = [idOf("mixpanel", "optOutTracking"), idOf("mixpanel", "optInTracking")];
    const mixpanel = (watched: string, there: string): SdkFact | undefined => {
      const places = { [out]: "none" as const, [back]: "none" as const, [there]: "member" as const };
      const run = judge({
        accesses: [{ t: 2 * S, stack: "mixpanel" }],
        code: { switches: places },
        switches: [watched],
      });
      return run.sdks.find((sdk) => sdk.id === "mixpanel");
    };
    expect(mixpanel(out, out)).toMatchObject({ passedConsent: "not-called", unknownBecause: null });
    expect(mixpanel(back, out)).toMatchObject({ passedConsent: "not-known", unknownBecause: "not-watched" });
  });
  test("whose body is in another class can be called and is not watched by its own", () => {
    expect(umeng(judge({ code: { switches: places("elsewhere") } }))).toMatchObject({
      passedConsent: "not-known",
      unknownBecause: "not-watched",
    });
  });
  test("is taken to be there where a packer hides the app's code", () => {
    const run = judge({ code: { switches: null } });
    expect(umeng(run)).toMatchObject({ passedConsent: "not-called", switches: [{ inApp: "not-known" }] });
  });
  test("counts all the same where it was called: the code came later", () => {
    const run = judge({
      code: { switches: places("none") },
      switchCalls: [{ t: 11 * S, switch: GRANT, value: "true" }],
    });
    expect(umeng(run).passedConsent).toBe("yes");
  });
});

describe("the version of an SDK", () => {
  const constant = (name: string, value: string) => ({ kind: "constant" as const, name, value });
  const file = (name: string, value: string) => ({ kind: "file" as const, name, value });
  const version = (...versions: (ReturnType<typeof constant> | ReturnType<typeof file>)[]) =>
    umeng(judge({ code: { versions, switches: null } })).version;

  test("is what its own classes state, the surest name first", () => {
    expect(
      version(
        constant("com.umeng.a.B.VERSION", "1.0.0"),
        constant("com.umeng.commonsdk.BuildConfig.VERSION_NAME", "9.6.3"),
        constant("com.umeng.commonsdk.internal.deep.C.SDK_VERSION", "9.6.1"),
      ),
    ).toEqual({ text: "9.6.1", from: "com.umeng.commonsdk.internal.deep.C.SDK_VERSION" });
  });
  test("is both where two parts of it state different ones, and one where they agree", () => {
    const [common, push] = ["com.umeng.common.BuildConfig.VERSION_NAME", "com.umeng.push.BuildConfig.VERSION_NAME"];
    expect(version(constant(push, "6.5.1"), constant(common, "9.6.3"))).toEqual({
      text: "9.6.3 / 6.5.1",
      from: `${common} / ${push}`,
    });
    expect(version(constant(push, "9.6.3"), constant(common, "9.6.3"))).toEqual({ text: "9.6.3", from: common });
  });
  test("is that of a file of the build tools where no class states one", () => {
    const pom = "META-INF/maven/com.umeng.umsdk/common/pom.properties";
    expect(version(file(pom, "9.6.3"))).toEqual({ text: "9.6.3", from: pom });
    expect(version(file(pom, "9.6.3"), constant("com.umeng.A.VERSION", "9.0.0"))?.text).toBe("9.0.0");
  });
  test("is not that of another's code, of a protocol or of a minimum", () => {
    expect(
      version(
        constant("cn.news.reader.BuildConfig.VERSION_NAME", "1.0.0"),
        constant("com.umengfake.BuildConfig.VERSION_NAME", "2.0.0"),
        constant("com.umeng.A.PROTOCOL_VERSION", "3.0.0"),
        constant("com.umeng.A.MIN_SDK_VERSION", "4.0.0"),
        file("META-INF/com.google.android.material_material.version", "1.9.0"),
      ),
    ).toBeNull();
  });
  test("of Google's libraries is found by the names that Google gives the files", () => {
    const { sdks } = judge({
      accesses: [{ t: 2 * S, stack: "firebase" }],
      code: { versions: [file("firebase-analytics.properties", "21.5.0")], switches: null },
    });
    expect(sdks.map((sdk) => [sdk.id, sdk.version?.text])).toEqual([["firebase-analytics", "21.5.0"]]);
  });
});
