/** A result as the rules would write it, with everything a report must be able to show. */
import {
  type Finding,
  type Result,
  RESULT_SCHEMA_VERSION,
  type RunResult,
  resultSchema,
} from "../../rules/result-schema.ts";

const START_US = 50_000_000;
const text = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });
const DOCUMENT = {
  document: text("个人信息保护法", "Personal Information Protection Law"),
  article: "13",
  role: "basis" as const,
  status: "in-force" as const,
  effectiveFrom: "2021-11-01",
  effectiveTo: null,
  fromMemory: false,
};
const DRAFT = {
  ...DOCUMENT,
  document: text("暂行规定", "Interim provisions"),
  article: "6(3)",
  role: "reference" as const,
  status: "draft" as const,
  effectiveFrom: null,
  fromMemory: true,
};

/** One finding; `change` overrides what a test is about. */
export function sampleFinding(fingerprint: string, change: Partial<Finding> = {}): Finding {
  return {
    fingerprint,
    rule: "cn-core.pre-consent",
    provisions: [
      { rule: "cn-core.pre-consent", pack: "cn-core", citations: [DOCUMENT] },
      { rule: "cn-draft-2021.art6-3-before", pack: "cn-draft-2021", citations: [DRAFT] },
    ],
    detector: "pre-consent",
    kind: "pre_consent",
    verdict: "violation",
    severity: "high",
    miitProblemType: text("违规收集个人信息", "Unlawful collection of personal information"),
    title: text("未发现同意即读取安卓标识（轻推）", "Android ID read with no consent observed (PushLite)"),
    explanation: text("在同意之前读取。", "Read before consent."),
    remedy: text("同意之后再初始化。", "Initialise after consent."),
    notProven: text("不证明数据已离开设备。", "Does not prove that data left the handset."),
    dataType: "id.android_id",
    dataTypeName: text("安卓标识", "Android ID"),
    phase: { consent: "pre-notice", app: "foreground-active" },
    caller: {
      reader: {
        kind: "sdk",
        id: "pushlite",
        name: "PushLite",
        confidence: "certain",
        reason: "nearest frame outside the platform com.pushlite.sdk.Profile.read (prefix com.pushlite.sdk)",
      },
      trigger: { kind: "app-call", frame: "com.zaowen.news.NewsApp.onCreate" },
      parties: [
        { kind: "sdk", id: "pushlite", name: "PushLite", frame: "com.pushlite.sdk.Profile.read" },
        { kind: "app", id: "com.zaowen.news", name: "早闻", frame: "com.zaowen.news.NewsApp.onCreate" },
        { kind: "system", id: "", name: "Android", frame: "android.app.Instrumentation.callApplicationOnCreate" },
      ],
    },
    passedConsent: { before: "not-called", unknownBecause: null, call: null },
    responsible: [],
    doors: ["api", "provider"],
    apis: [{ row: "AA0037", api: "android.provider.Settings$Secure.getString", args: { key: "android_id" }, count: 3 }],
    evidenceLevel: "obtained",
    outcomes: { value: 2, denied: 1 },
    count: 3,
    rawCount: 5,
    ambiguousCount: 1,
    firstUs: START_US + 2_400_000,
    lastUs: START_US + 4_100_000,
    observedSeconds: 8,
    repeats: null,
    ratePerMinute: 22.5,
    medianIntervalMs: 850,
    periodMs: 850,
    threshold: {
      text: text("每分钟不多于 1 次", "at most one a minute"),
      value: 1,
      source: "engineering-default",
    },
    evidence: [
      {
        n: 7,
        t: START_US + 2_400_000,
        row: "AA0037",
        outcome: "value",
        valueMask: "3b***26 [16-31]",
        thread: "main",
        stack: [
          "android.provider.Settings$Secure.getString(Settings.java:-2)",
          "com.pushlite.sdk.Profile.read(Profile.java:32)",
          "com.zaowen.news.NewsApp.onCreate(:18)",
          "java.lang.Thread.run(:-1)",
        ],
        canary: true,
        step: null,
      },
    ],
    noted: [],
    suppressed: null,
    question: null,
    screen: "screens/0001.png",
    corroboration: null,
    ...change,
  };
}

const DOOR = {
  row: "AA0037",
  api: "android.provider.Settings$Secure.getString",
  status: "armed",
  proven: true,
  fired: 3,
};

/** One run with every verdict and a finding of every severity. */
export function sampleRun(change: Partial<RunResult> = {}): RunResult {
  const severities = ["critical", "high", "medium", "low"] as const;
  const findings = [
    ...severities.map((severity) => sampleFinding(`fp-${severity}`, { severity })),
    sampleFinding("fp-person", { severity: "info", verdict: "needs-person", threshold: null, screen: null }),
  ];
  return {
    run: "accept",
    runId: "20260102-030405-abcdef",
    branch: "accept",
    app: {
      package: "com.zaowen.news",
      label: "早闻",
      versionName: "3.2.0",
      versionCode: "12",
      sha256: "ab".repeat(32),
      category: 30,
      categoryName: text("新闻资讯类", "News"),
    },
    handset: { id: "virtual", kind: "virtual", os: "Android API 34", model: "Virtual Handset" },
    startedWallMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    facts: [],
    fromUs: START_US,
    toUs: START_US + 60_000_000,
    outcome: "completed",
    verdicts: [
      {
        rule: "cn-core.pre-consent",
        pack: "cn-core",
        verdict: "violation",
        reason: null,
        findings: findings.map((f) => f.fingerprint),
      },
      { rule: "cn-core.background", pack: "cn-core", verdict: "pass", reason: null, findings: [] },
      {
        rule: "cn-core.frequency",
        pack: "cn-core",
        verdict: "unknown",
        reason: { code: "accesses-lost", text: text("有记录丢失", "records were lost") },
        findings: [],
      },
      {
        rule: "cn-core.out-of-step",
        pack: "cn-core",
        verdict: "needs-person",
        reason: { code: "ambiguous-time", text: text("落在误差之内", "inside the uncertainty") },
        findings: [],
      },
      {
        rule: "cn-draft-2021.art10-sdk",
        pack: "cn-draft-2021",
        verdict: "not-applicable",
        reason: { code: "branch-does-not-reach", text: text("不涉及该阶段", "does not lead there") },
        findings: [],
      },
    ],
    findings,
    coverage: [
      {
        dataType: "id.android_id",
        name: text("安卓标识", "Android ID"),
        core: [DOOR],
        further: [{ ...DOOR, row: "AA0091", status: "not-present" }],
        proven: true,
      },
      {
        dataType: "pii.sms",
        name: text("短信", "Text messages"),
        core: [{ ...DOOR, status: "failed", proven: false, fired: 0 }],
        further: [],
        proven: false,
      },
      {
        dataType: "sensor.motion",
        name: text("运动传感器", "Motion sensors"),
        core: [],
        further: [{ ...DOOR, row: "AA0440" }],
        proven: false,
      },
    ],
    exploration: {
      taps: 7,
      seconds: 12.5,
      ended: "all-visited",
      screens: [
        { number: 1, activity: "com.zaowen.news.MainActivity", kind: "none", depth: 0, png: "screens/0001.png" },
        { number: 2, activity: "com.zaowen.news.PolicyActivity", kind: "policy", depth: 2, png: null },
      ],
      ways: 3,
      activities: {
        declared: ["com.zaowen.news.MainActivity", "com.zaowen.news.PolicyActivity", "com.zaowen.news.PayActivity"],
        reached: ["com.zaowen.news.MainActivity", "com.zaowen.news.PolicyActivity"],
      },
      policy: { taps: 2, opened: true },
      left: [
        { screen: 1, label: "清空历史", why: "delete" },
        { screen: 1, label: "", why: "nameless" },
      ],
    },
    sdks: [
      {
        id: "umeng",
        name: text("友盟+", "Umeng"),
        vendor: "Umeng (Alibaba)",
        category: "analytics",
        version: { text: "9.7.9", from: "com.umeng.commonsdk.BuildConfig.VERSION_NAME" },
        seen: ["reader", "switch"],
        reads: 4,
        firstReadUs: START_US + 13_000_000,
        passedConsent: "yes",
        unknownBecause: null,
        switches: [
          {
            switch: "SW0003",
            api: "com.umeng.commonsdk.UMConfigure.submitPolicyGrantResult",
            inApp: "member",
            watched: true,
          },
          { switch: "SW0004", api: "com.umeng.commonsdk.UMConfigure.setGranted", inApp: "none", watched: true },
        ],
        calls: [
          {
            switch: "SW0004",
            api: "com.umeng.commonsdk.UMConfigure.submitPolicyGrantResult",
            meaning: text("提交用户对隐私政策的授权结果", "hands over the user's answer to the privacy policy"),
            kind: "answer",
            value: "true",
            says: "yes",
            t: START_US + 12_500_000,
            consent: "accepted",
          },
        ],
      },
      {
        id: "pushlite",
        name: text("轻推", "PushLite"),
        vendor: "PushLite",
        category: "push",
        version: null,
        seen: ["chain"],
        reads: 0,
        firstReadUs: null,
        passedConsent: "not-known",
        unknownBecause: "no-switch",
        switches: [],
        calls: [],
      },
    ],
    limits: [
      {
        kind: "environment",
        code: "instrumentation-detected",
        types: [],
        doors: [],
        text: text("应用查看运行环境 1 次：su", "the app looked at its environment 1 time(s): su"),
      },
      {
        kind: "handset-limit",
        code: "not-enforced",
        types: ["pii.sms"],
        doors: ["file", "shell"],
        text: text('{"api":"a.b.C.d"}', '{"api":"a.b.C.d"}'),
      },
      { kind: "environment", code: "launch-retried", types: [], doors: [], text: text("重试一次", "tried again") },
    ],
    loss: {
      emitted: 12,
      stored: 9,
      coalesced: 1,
      dropped: 1,
      lost: 1,
      rejected: 0,
      hookErrors: 3,
      tailKnown: true,
      closes: true,
    },
    integrity: { ok: true, head: "cd".repeat(32), rows: 700, problem: null },
    phases: [
      { axis: "app", scope: "", state: "foreground-active", t: START_US, uncertainty: 0, source: "process start" },
      { axis: "consent", scope: "", state: "pre-notice", t: START_US, uncertainty: 0, source: "process start" },
      {
        axis: "consent",
        scope: "",
        state: "undecided",
        t: START_US + 5_000_000,
        uncertainty: 1000,
        source: "consent-recogniser",
      },
      {
        axis: "consent",
        scope: "",
        state: "accepted",
        t: START_US + 12_000_000,
        uncertainty: 900_000,
        source: "touch",
      },
      {
        axis: "permission",
        scope: "perm.location",
        state: "granted",
        t: START_US + 20_000_000,
        uncertainty: 0,
        source: "touch",
      },
      { axis: "app", scope: "", state: "background", t: START_US + 40_000_000, uncertainty: 0, source: "touch" },
    ],
    steps: [
      { kind: "launch", name: "launch", t: START_US + 100_000, end: START_US + 5_000_000 },
      { kind: "tap", name: "accept", t: START_US + 12_000_000, end: null },
      { kind: "background", name: "", t: START_US + 40_000_000, end: START_US + 60_000_000 },
    ],
    screens: [{ t: START_US + 5_100_000, png: "screens/0001.png" }],
    series: [
      ["id.android_id", "pushlite", 2, 3, 1],
      ["id.android_id", "pushlite", 30, 4, 0],
      ["net.ip", "com.zaowen.news", 31, 1, 0],
      ["pii.clipboard", "", 32, 1, 0],
    ],
    ...change,
  };
}

/** A checked result of a run with findings, and one without. */
export function sampleResult(runs: RunResult[] = [sampleRun(), quietRun()]): Result {
  return resultSchema.parse({
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: { name: "consentry", version: "0.1.0" },
    profile: "lab",
    packs: [
      {
        id: "cn-core",
        version: "1.0.0",
        title: text("中国现行规则", "China, rules in force"),
        sha256: "11".repeat(32),
      },
      {
        id: "cn-draft-2021",
        version: "1.0.0",
        title: text("暂行规定（征求意见稿，未施行）", "Interim provisions (draft, not in force)"),
        sha256: "22".repeat(32),
      },
    ],
    runs,
  });
}

/** A run in which nothing was found and nothing is open. */
export function quietRun(): RunResult {
  const pass = { rule: "cn-core.pre-consent", pack: "cn-core", verdict: "pass" as const, reason: null, findings: [] };
  return sampleRun({ run: "refuse", branch: "refuse", findings: [], verdicts: [pass], series: [], limits: [] });
}
