/**
 * `result.json`: what the rules say about one or several runs. Written by the engine, read by every renderer.
 * Same runs and same packs give the same bytes: nothing in here depends on when or where it was judged.
 */
import { z } from "zod";
import { lockSchema } from "./lock-schema.ts";
import { controlSchema, sampleSchema } from "./profile-schema.ts";
import { provisionResultSchema } from "./provision-schema.ts";
import { bilingualSchema, citationSchema, confidenceSchema, severitySchema, verdictSchema } from "./result-terms.ts";

export {
  type Bilingual,
  bilingualSchema,
  citationSchema,
  confidenceSchema,
  type Severity,
  severitySchema,
  type Verdict,
  verdictSchema,
} from "./result-terms.ts";

export const RESULT_SCHEMA_VERSION = 1;

export const consentStateSchema = z.enum([
  "not-launched",
  "pre-notice",
  "undecided",
  "refused",
  "guest",
  "accepted",
  "withdrawn",
]);
export const appStateSchema = z.enum([
  "foreground-active",
  "foreground-silent",
  "background",
  "screen-locked",
  "stopped",
]);

/**
 * One party of the chain along which a read came. `bridge` passes on calls of script (React Native, Flutter, Cordova),
 * `webview` those of a web page, `library` those of other code; `system` is how the outermost party was started.
 */
export const partySchema = z.strictObject({
  kind: z.enum(["app", "sdk", "library", "bridge", "webview", "system", "unknown"]),
  id: z.string(),
  name: z.string(),
  frame: z.string(),
});

export const callerSchema = z.strictObject({
  reader: z.strictObject({
    kind: z.enum(["app", "sdk", "platform", "unknown"]),
    /** SDK id of the catalogue's table, the app's package, or "". Fingerprints use it. */
    id: z.string(),
    name: z.string(),
    confidence: confidenceSchema,
    reason: z.string(),
  }),
  trigger: z.strictObject({
    kind: z.enum(["app-call", "user-input", "own-component", "system-callback", "thread", "unknown"]),
    frame: z.string(),
  }),
  /** Everybody in the stack of the first read, nearest to the platform first. */
  parties: z.array(partySchema).default([]),
});
export type Caller = z.infer<typeof callerSchema>;

/** What an app told an SDK about the user's decision. `not-known` never stands for `not-called`. */
export const passedConsentSchema = z.enum(["yes", "no", "not-called", "not-known"]);

const unknownBecauseSchema = z
  .enum(["no-switch", "not-in-app", "not-watched", "not-understood", "records-lost"])
  .nullable();

/** A call of a consent switch of an SDK; by the app, or by another SDK for it. */
export const switchCallSchema = z.strictObject({
  switch: z.string(),
  api: z.string(),
  meaning: bilingualSchema,
  kind: z.enum(["answer", "notice", "prepare", "start", "partial"]),
  /** The argument as text, "" where the call itself says it. */
  value: z.string(),
  says: z.enum(["yes", "no", "neither"]),
  t: z.number(),
  consent: consentStateSchema,
});

/** An SDK seen in a run: as a reader, somewhere in the stack of a read, or by a call of its switch. */
export const sdkFactSchema = z.strictObject({
  id: z.string(),
  name: bilingualSchema,
  vendor: z.string(),
  category: z.string(),
  /** What the app's package states, and where: a constant of a class, or a file. Null where it states nothing. */
  version: z.strictObject({ text: z.string(), from: z.string() }).nullable(),
  seen: z.array(z.enum(["reader", "chain", "switch"])),
  /** Calls of which it was the reader, and the first of them. */
  reads: z.number(),
  firstReadUs: z.number().nullable(),
  passedConsent: passedConsentSchema,
  /**
   * Why it is not known: the catalogue has no switch of it, the app has none of those under their known names, not all were
   * watched, what was handed over is not understood, records were lost. Null where it is known.
   */
  unknownBecause: unknownBecauseSchema,
  /** Switches of the catalogue that hand over an answer, and whether the app's package has them. */
  switches: z
    .array(
      z.strictObject({
        switch: z.string(),
        api: z.string(),
        inApp: z.enum(["member", "elsewhere", "class", "none", "not-known"]),
        watched: z.boolean(),
      }),
    )
    .default([]),
  /** In order of time; a switch called over and over is listed where what it says changes. */
  calls: z.array(switchCallSchema),
});
export type SdkFact = z.infer<typeof sdkFactSchema>;

/** One rule of one pack applied to one run. */
export const ruleVerdictSchema = z.strictObject({
  rule: z.string(),
  pack: z.string(),
  /** What the rule is about, for rules that have no finding to show. */
  title: bilingualSchema.optional(),
  verdict: verdictSchema,
  /** Why not pass, as a stable code with details; null for pass and violation. */
  reason: z.strictObject({ code: z.string(), text: bilingualSchema }).nullable(),
  findings: z.array(z.string()),
});

/**
 * What the handset itself logged in the same scenario and branch without the agent: a line about that data type in that
 * phase, none, or the log cannot hold one. `lines` and `apis` are those of the witness run named.
 */
export const corroborationSchema = z.strictObject({
  state: z.enum(["corroborated", "not-corroborated", "not-observable"]),
  witness: z.string(),
  lines: z.number(),
  apis: z.array(z.string()),
});
export type Corroboration = z.infer<typeof corroborationSchema>;

/** Something that the walk noted beside reads; `name` and `detail` are those of docs/trace-schema.md. Not a verdict. */
export const notedFactSchema = z.strictObject({
  name: z.string(),
  t: z.number(),
  detail: z.record(z.string(), z.json()),
});
export type NotedFact = z.infer<typeof notedFactSchema>;

export const findingSchema = z.strictObject({
  /** Stable across runs and app versions: rule, data type, reader, phase; no times. */
  fingerprint: z.string(),
  /** Primary rule, and every rule of every loaded pack that the same facts meet. A reference never stands alone. */
  rule: z.string(),
  provisions: z.array(z.strictObject({ rule: z.string(), pack: z.string(), citations: z.array(citationSchema) })),
  detector: z.string(),
  /** Finding kind of the labelled-behaviour format: pre_consent, post_refusal, out_of_scenario, frequency, background, ... */
  kind: z.string(),
  verdict: z.enum(["violation", "needs-person"]),
  severity: severitySchema,
  miitProblemType: bilingualSchema.nullable(),
  title: bilingualSchema,
  explanation: bilingualSchema,
  remedy: bilingualSchema,
  /** What this finding does not prove. */
  notProven: bilingualSchema,
  dataType: z.string(),
  dataTypeName: bilingualSchema,
  phase: z.strictObject({ consent: consentStateSchema, app: appStateSchema }),
  caller: callerSchema,
  /** Where the reader is an SDK: what it had been told before the first of these reads, and by which call. */
  passedConsent: z
    .strictObject({
      before: passedConsentSchema,
      unknownBecause: unknownBecauseSchema,
      call: switchCallSchema.nullable(),
    })
    .nullable()
    .default(null),
  /** Who answers for it: the app, and an SDK only for what it did by itself or against what it was told. */
  responsible: z
    .array(z.strictObject({ kind: z.enum(["app", "sdk"]), id: z.string(), because: bilingualSchema }))
    .default([]),
  doors: z.array(z.string()),
  apis: z.array(
    z.strictObject({ row: z.string(), api: z.string(), args: z.record(z.string(), z.string()), count: z.number() }),
  ),
  /** `observed`: seen on the handset by the walk; no datum was read. */
  evidenceLevel: z.enum(["observed", "invoked", "obtained", "transmitted"]),
  outcomes: z.record(z.string(), z.number()),
  /** Accesses grouped (nested and burst calls once), and raw calls. */
  count: z.number(),
  rawCount: z.number(),
  ambiguousCount: z.number(),
  firstUs: z.number(),
  lastUs: z.number(),
  /** Length of the phase that was observed, seconds; the denominator of any rate. */
  observedSeconds: z.number(),
  ratePerMinute: z.number().nullable(),
  medianIntervalMs: z.number().nullable(),
  periodMs: z.number().nullable(),
  threshold: z
    .strictObject({
      text: bilingualSchema,
      value: z.number(),
      source: z.enum(["law", "standard", "practice", "engineering-default", "campaign", "declaration"]),
    })
    .nullable(),
  /** In how many of the runs of this app and branch it came; null where there was only one. */
  repeats: z.strictObject({ found: z.number(), of: z.number() }).nullable().default(null),
  /** Up to 10 accesses that carry it, by position in the trace. */
  evidence: z.array(
    z.strictObject({
      n: z.number(),
      t: z.number(),
      row: z.string(),
      outcome: z.string(),
      valueMask: z.string().nullable(),
      thread: z.string(),
      stack: z.array(z.string()),
      canary: z.boolean(),
      step: z.string().nullable(),
    }),
  ),
  /** What the walk noted and the finding rests on; [] where reads carry it. */
  noted: z.array(notedFactSchema).default([]),
  /** Somebody answers for it: it stays here and fails no build until its day (YYYY-MM-DD) is past. */
  suppressed: z.strictObject({ reason: z.string(), author: z.string(), expires: z.string() }).nullable().default(null),
  /** What a person is asked where the record alone does not decide. */
  question: bilingualSchema.nullable().default(null),
  /** Screen nearest before the first access, as a path inside the run folder. */
  screen: z.string().nullable(),
  /** Null where no run without the agent was made of the same scenario and branch. */
  corroboration: corroborationSchema.nullable().default(null),
});
export type Finding = z.infer<typeof findingSchema>;

export const coverageEntrySchema = z.strictObject({
  dataType: z.string(),
  name: bilingualSchema,
  /** Doors by state; a pass needs every core door proven. */
  core: z.array(
    z.strictObject({ row: z.string(), api: z.string(), status: z.string(), proven: z.boolean(), fired: z.number() }),
  ),
  further: z.array(
    z.strictObject({ row: z.string(), api: z.string(), status: z.string(), proven: z.boolean(), fired: z.number() }),
  ),
  proven: z.boolean(),
});

/** What the explorer saw of the app; how much of it a person must still look at. */
export const explorationSchema = z.strictObject({
  taps: z.number(),
  seconds: z.number(),
  /** Stable code: `all-visited`, `taps`, `duration`, ... */
  ended: z.string(),
  /** Screens by number, in the order reached; `png` inside the run folder. */
  screens: z.array(
    z.strictObject({
      number: z.number(),
      activity: z.string(),
      kind: z.string(),
      depth: z.number(),
      png: z.string().nullable(),
    }),
  ),
  /** Ways between screens. */
  ways: z.number(),
  activities: z.strictObject({ declared: z.array(z.string()), reached: z.array(z.string()) }),
  /** Taps from the main page until the policy is open; null where none was found. */
  policy: z.strictObject({ taps: z.number(), opened: z.boolean() }).nullable(),
  /** Controls that were not tapped, and why. */
  left: z.array(z.strictObject({ screen: z.number(), label: z.string(), why: z.string() })),
});
export type ExplorationResult = z.infer<typeof explorationSchema>;

export const runResultSchema = z.strictObject({
  /** Run folder name, relative to the result file. */
  run: z.string(),
  runId: z.string(),
  branch: z.string(),
  app: z.strictObject({
    package: z.string(),
    label: z.string(),
    versionName: z.string(),
    versionCode: z.string(),
    sha256: z.string(),
    category: z.number().nullable(),
    /** Name of that type, of the 39. */
    categoryName: bilingualSchema.nullable().default(null),
  }),
  handset: z.strictObject({
    id: z.string(),
    kind: z.enum(["virtual", "android", "ios"]),
    os: z.string(),
    model: z.string(),
  }),
  startedWallMs: z.number(),
  /** Handset clock, microseconds: start and end of the recording. */
  fromUs: z.number(),
  toUs: z.number(),
  outcome: z.string(),
  verdicts: z.array(ruleVerdictSchema),
  findings: z.array(findingSchema),
  coverage: z.array(coverageEntrySchema),
  sdks: z.array(sdkFactSchema).default([]),
  limits: z.array(
    z.strictObject({
      kind: z.string(),
      code: z.string(),
      /** Data types and doors that it is about; [] = all. */
      types: z.array(z.string()),
      doors: z.array(z.string()).default([]),
      text: bilingualSchema,
    }),
  ),
  loss: z.strictObject({
    emitted: z.number(),
    stored: z.number(),
    coalesced: z.number(),
    dropped: z.number(),
    lost: z.number(),
    rejected: z.number(),
    /** Errors inside hooks: what those calls read is not known. */
    hookErrors: z.number().default(0),
    /** False where a process ended before its last counters could be read. */
    tailKnown: z.boolean().default(true),
    closes: z.boolean(),
  }),
  integrity: z.strictObject({ ok: z.boolean(), head: z.string(), rows: z.number(), problem: z.string().nullable() }),
  /** For the timeline. */
  phases: z.array(
    z.strictObject({
      axis: z.string(),
      scope: z.string(),
      state: z.string(),
      t: z.number(),
      uncertainty: z.number(),
      source: z.string(),
    }),
  ),
  steps: z.array(z.strictObject({ kind: z.string(), name: z.string(), t: z.number(), end: z.number().nullable() })),
  screens: z.array(z.strictObject({ t: z.number(), png: z.string() })),
  facts: z.array(notedFactSchema).default([]),
  /** Null where the app was not explored. */
  exploration: explorationSchema.nullable().default(null),
  /** Accesses per lane and second: [dataType, readerId, second from fromUs, count, flagged 0|1]. */
  series: z.array(z.tuple([z.string(), z.string(), z.number(), z.number(), z.number()])),
});
export type RunResult = z.infer<typeof runResultSchema>;

export const resultSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  tool: z.strictObject({ name: z.literal("consentry"), version: z.string() }),
  profile: z.enum(["vendor", "lab", "official"]),
  packs: z.array(z.strictObject({ id: z.string(), version: z.string(), title: bilingualSchema, sha256: z.string() })),
  runs: z.array(runResultSchema),
  /** Every row of the loaded packs' legal texts, with what these runs say of it. */
  provisions: z.array(provisionResultSchema).default([]),
  /** Hashes of what judged: the same runs under the same lock give the same bytes. */
  lock: lockSchema.nullable().default(null),
  /** What the profile asked for beside the runs. */
  sample: sampleSchema.nullable().default(null),
  controls: z.array(controlSchema).default([]),
});
export type { Lock } from "./lock-schema.ts";
export type { ProvisionResult } from "./provision-schema.ts";
export type Result = z.infer<typeof resultSchema>;
