/** The whole judgement: run folders and packs in, `Result` out. Pure: the same input gives the same output. */
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { loadAppTypes, type AppType } from "../catalogue/app-types.ts";
import { type DataTypeTable, loadDataTypes } from "../catalogue/data-types.ts";
import { loadSdkSwitches, type SdkSwitch } from "../catalogue/sdk-switches.ts";
import { loadSdks, type SdkTable } from "../catalogue/sdks.ts";
import { runName } from "../trace/run-folder.ts";
import { TraceReader } from "../trace/trace-reader.ts";
import { verifyRun } from "../trace/verify.ts";
import { loadOsLog, type OsLogTable } from "../catalogue/os-log.ts";
import { Attributor } from "./attribution.ts";
import { corroborate, isWitnessRun, readWitness, type Witness, witnessKey } from "./corroboration.ts";
import { beforeNotice } from "./before-notice.ts";
import { coverageOf } from "./coverage.ts";
import type { Declarations } from "./declarations.ts";
import {
  type Detection,
  type DetectorContext,
  type Hit,
  readerKey,
  type Sighting,
  SightingMaker,
} from "./detectors/detector.ts";
import { type DoorTable, loadDoors } from "./doors.ts";
import { RulesError } from "./errors.ts";
import { fingerprintOf, hitKey, type RuleHit } from "./charge.ts";
import { buildFinding } from "./finding.ts";
import { ENVIRONMENT_LOOK, lookLimits } from "./instrumentation.ts";
import { notedFacts } from "./noted-facts.ts";
import { lockOf } from "./lock.ts";
import { loadPacks, type Rule, type RulePack } from "./packs.ts";
import type { Control, Sample } from "./profile-schema.ts";
import { loadProfile, requireSample, underProfile } from "./profiles.ts";
import { provisionResults } from "./provisions.ts";
import { type Finding, RESULT_SCHEMA_VERSION, type Result, type RunResult } from "./result-schema.ts";
import { countRepeats } from "./repeats.ts";
import { type Cell, type Rollup, rollUp } from "./rollup.ts";
import { readRunFacts, type RunFacts } from "./run-facts.ts";
import { SdkLedger } from "./sdk-facts.ts";
import { clean } from "./text.ts";
import { judge, type Judgement } from "./verdict.ts";

/** One app asked about is a question; so many in one phase by one reader are a list. */
export const PROBES_THAT_MAKE_A_LIST = 5;

export interface AnalyzeOptions {
  /** Packs in order of primacy: built-in names, paths, or loaded packs. Default: every built-in pack. */
  packs?: readonly (string | RulePack)[];
  /** Who reads the result: what it must come with, and what a number that nobody enacted may carry. Default `vendor`. */
  profile?: Result["profile"];
  /** What is told of the sample, from `readSample`. */
  sample?: Sample | null;
  /** Selftests on the handset, from `readControl`. */
  controls?: readonly Control[];
  /** Folder that run names are relative to; the folder of the result file. */
  root?: string;
  /** The catalogue's doors; default: the rows that come with the product. */
  doors?: DoorTable;
  /** What the app says of itself, from `readDeclarations`. */
  declarations?: Declarations | null;
  /** How the evidence is checked; default `verifyRun`. */
  verify?: (dir: string) => RunResult["integrity"];
}

interface Knowledge {
  types: DataTypeTable;
  sdks: SdkTable;
  switches: SdkSwitch[];
  appTypes: Map<number, AppType>;
  doors: DoorTable;
  osLog: OsLogTable;
  /** Runs of the analysis that no agent looked into. */
  witnesses: Witness[];
  rules: Rule[];
  declarations: Declarations | null;
  profile: Result["profile"];
}

const NO_AGENT: Judgement = {
  verdict: "unknown",
  reason: {
    code: "no-agent",
    text: {
      zh: "本次运行未放入探针，只保留手机自身的记录，用于佐证其他运行",
      en: "no agent was in this run; it keeps the handset's own log and bears witness to other runs",
    },
  },
};

function integrityOf(dir: string): RunResult["integrity"] {
  const report = verifyRun(dir);
  const { problem } = report;
  // A run that was never closed is whole so far: that is a reason of its own, not damage.
  const ok = report.ok || problem?.code === "unsealed";
  const where = problem === null || problem.table === null ? "" : `${problem.table} n=${problem.n}: `;
  return { ok, head: report.head, rows: report.rows, problem: problem === null ? null : `${where}${problem.what}` };
}

/** Sightings of every cell, with one-app questions that amount to a list read as the list. */
function sightingsOf(rollup: Rollup): Sighting[] {
  const phaseOf = (cell: Cell): string =>
    JSON.stringify([readerKey(cell), cell.segment.consent, cell.segment.appClass]);
  const probed = new Map<string, Set<string>>();
  for (const cell of rollup.cells) {
    if (!cell.types.includes("app.probe")) continue;
    const packages = probed.get(phaseOf(cell)) ?? new Set();
    for (const name of cell.asked) packages.add(name);
    probed.set(phaseOf(cell), packages);
  }
  const isList = (cell: Cell): boolean => (probed.get(phaseOf(cell))?.size ?? 0) >= PROBES_THAT_MAKE_A_LIST;
  const maker = new SightingMaker();
  return rollup.cells
    .filter((cell) => cell.caller.reader.kind !== "platform")
    .flatMap((cell) => {
      const types = cell.types.map((type) => (type === "app.probe" && isList(cell) ? "app.list" : type));
      // A look at the environment is a limit of the run; nobody is accused of looking.
      return [...new Set(types)].filter((type) => type !== ENVIRONMENT_LOOK).map((type) => maker.make(cell, type));
    });
}

interface Outcome {
  rule: Rule;
  detection: Detection;
}

const ENGINEERING: Hit["weak"] = {
  zh: "阈值为工程默认值，并非法定数值，需人工确认",
  en: "the threshold is an engineering default that nobody enacted; a person must confirm",
};

function detectAll(rules: readonly Rule[], context: DetectorContext, profile: Result["profile"]): Outcome[] {
  // Packs bind the same detector with the same parameters to several provisions: it looks once.
  const done = new Map<string, Detection>();
  const { unenacted } = loadProfile(profile);
  const detect = (rule: Rule): Detection => {
    const key = JSON.stringify([rule.detector, rule.params, rule.changed]);
    const known = done.get(key);
    if (known !== undefined) return known;
    const applies = (rule.implementation.inapplicable?.(context, rule.params) ?? null) === null;
    const detection = applies ? rule.implementation.detect(context, rule.params) : { hits: [], ambiguous: 0 };
    done.set(key, detection);
    return detection;
  };
  return rules.map((rule) => {
    const detection = detect(rule);
    if (unenacted === "decides") return { rule, detection };
    const hits = detection.hits.map((hit) =>
      hit.threshold?.source === "engineering-default" ? { ...hit, weak: hit.weak ?? ENGINEERING } : hit,
    );
    return { rule, detection: { ...detection, hits } };
  });
}

/** What rules say of a run that they do not judge. */
function silence(rules: readonly Rule[]): Outcome[] {
  return rules.map((rule) => ({ rule, detection: { hits: [], ambiguous: 0 } }));
}

/** Rules that met the same facts together, the one that carries the finding first; references alone carry none. */
function gather(outcomes: readonly Outcome[]): Map<string, RuleHit[]> {
  const met = new Map<string, RuleHit[]>();
  for (const { rule, detection } of outcomes)
    for (const hit of detection.hits) met.set(hitKey(hit), [...(met.get(hitKey(hit)) ?? []), { rule, hit }]);
  for (const [key, list] of met) {
    const deciding = list.filter((m) => m.rule.decides);
    const primary = deciding.find((m) => m.hit.weak === null) ?? deciding[0];
    if (primary === undefined) met.delete(key);
    else met.set(key, [primary, ...list.filter((m) => m !== primary)]);
  }
  return met;
}

const REFERENCE_ALONE: NonNullable<Hit["weak"]> = {
  zh: "仅有未施行或参照性的条款，不单独成立",
  en: "only a draft or a reference names this; it does not stand alone",
};

function seriesOf(facts: RunFacts, rollup: Rollup, flagged: ReadonlySet<string>): RunResult["series"] {
  const lanes = new Map<string, Map<number, [count: number, flagged: number]>>();
  for (const cell of rollup.cells) {
    const { reader } = cell.caller;
    const who = reader.kind === "platform" ? "platform" : reader.id === "" ? "unknown" : reader.id;
    for (const type of cell.types) {
      const key = JSON.stringify([type, who]);
      const lane = lanes.get(key) ?? new Map<number, [number, number]>();
      lanes.set(key, lane);
      const mark = flagged.has(JSON.stringify([cell.ns[0], type])) ? 1 : 0;
      let second = Number.NaN;
      let slot: [number, number] = [0, 0];
      for (const t of cell.times) {
        const now = Math.floor((t - facts.fromUs) / 1e6);
        if (now !== second) {
          second = now;
          slot = lane.get(now) ?? [0, 0];
          slot[1] |= mark;
          lane.set(now, slot);
        }
        slot[0]++;
      }
    }
  }
  return [...lanes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, lane]) => {
      const [type, who] = JSON.parse(key) as [string, string];
      return [...lane]
        .sort(([a], [b]) => a - b)
        .map(([second, [count, mark]]): [string, string, number, number, number] => [type, who, second, count, mark]);
    });
}

function runHeader(facts: RunFacts, name: string, integrity: RunResult["integrity"], appTypes: Map<number, AppType>) {
  const { run, app, handset } = facts;
  const type = appTypes.get(app.category ?? 0);
  return {
    run: name,
    runId: run.id,
    branch: run.branch,
    app: {
      package: app.package,
      label: clean(app.label),
      versionName: clean(app.versionName),
      versionCode: clean(app.versionCode),
      sha256: app.sha256,
      category: app.category,
      categoryName: type === undefined ? null : { zh: type.zh, en: type.en },
    },
    handset: { id: handset.id, kind: handset.kind, os: handset.os, model: handset.model },
    startedWallMs: run.startedWallMs,
    fromUs: facts.fromUs,
    toUs: facts.toUs,
    outcome: facts.outcome,
    loss: facts.loss,
    integrity,
    phases: facts.phases,
    steps: facts.steps.map(({ kind, name: step, t, end }) => ({ kind, name: clean(step), t, end })),
    screens: facts.screens,
    exploration: facts.exploration,
  };
}

function judgeRun(reader: TraceReader, name: string, integrity: RunResult["integrity"], known: Knowledge): RunResult {
  const { types, sdks, switches, appTypes, doors, rules, profile } = known;
  const facts = readRunFacts(reader, types, sdks);
  const rollup = rollUp(reader, facts, new Attributor(facts.identity, sdks));
  const ledger = new SdkLedger(facts, sdks, switches);
  const witness = isWitnessRun(facts);
  // A run without the agent bears witness to others; what its walk noted, theirs noted too.
  const noted = witness ? [] : [beforeNotice(facts, rollup, types) ?? [], notedFacts(reader)].flat();
  const context: DetectorContext = {
    facts,
    types,
    appTypes,
    sightings: sightingsOf(rollup),
    noted,
    declarations: known.declarations?.app === facts.app.package ? known.declarations : null,
  };
  const outcomes = witness ? silence(rules) : detectAll(rules, context, profile);
  const met = gather(outcomes);
  const findings = [...met.values()].map((list) => ({
    list,
    finding: buildFinding(list, { reader, context, rollup, doors, sdks, ledger }),
  }));
  const flagged = new Set(
    findings.flatMap(
      ({ list }) =>
        list[0]?.hit.sightings.flatMap((s) => s.cell.types.map((type) => JSON.stringify([s.cell.ns[0], type]))) ?? [],
    ),
  );
  const fingerprints = new Map([...met].map(([key, [primary]]) => [key, fingerprintOf(primary as RuleHit)]));
  const verdicts = outcomes.map(({ rule, detection }) => {
    const carried = detection.hits.filter((hit) => met.has(hitKey(hit)));
    const alone = detection.hits
      .filter((hit) => !met.has(hitKey(hit)))
      .map((hit) => ({ ...hit, weak: hit.weak ?? REFERENCE_ALONE }));
    const standing = carried.filter((hit) => hit.weak === null);
    const weak = [...carried.filter((hit) => hit.weak !== null), ...alone];
    const judgement = witness
      ? NO_AGENT
      : judge(rule, detection, standing, weak, { context, doors, fired: rollup.fired, integrity });
    const ids = carried.map((hit) => fingerprints.get(hitKey(hit)) as string);
    return { rule: rule.id, pack: rule.pack, title: rule.name, ...judgement, findings: ids };
  });
  const { key } = witnessKey(reader);
  const witnesses = known.witnesses.filter((witness) => witness.key === key);
  // Damaged evidence proves nothing; what it seems to show is for a person to look into.
  const shown = findings.map(({ finding }): Finding => ({
    ...finding,
    verdict: integrity.ok ? finding.verdict : "needs-person",
    corroboration: corroborate(finding, witnesses, known.osLog),
  }));
  return {
    ...runHeader(facts, name, integrity, known.appTypes),
    facts: witness ? notedFacts(reader) : noted,
    limits: [...facts.limits, ...lookLimits(facts, rollup)],
    verdicts,
    findings: shown.sort((a, b) => a.firstUs - b.firstUs || (a.fingerprint < b.fingerprint ? -1 : 1)),
    coverage: coverageOf(doors, types, facts, rollup.fired),
    sdks: ledger.all(rollup),
    series: seriesOf(facts, rollup, flagged),
  };
}

function toolVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  return manifest.version;
}

/**
 * Judges recorded runs by rule packs.
 * @param runDirs run folders, judged and listed in this order
 * @throws RulesError for a pack or catalogue that cannot be used; TraceError for a folder that holds no readable trace
 */
export function analyzeRuns(runDirs: readonly string[], options: AnalyzeOptions = {}): Result {
  const packs = (options.packs ?? loadPacks()).map((pack) =>
    typeof pack === "string" ? (loadPacks([pack])[0] as RulePack) : pack,
  );
  const doors = options.doors ?? loadDoors();
  if (doors.size === 0)
    throw new RulesError("doors-missing", "the catalogue lists no API rows, so no pass could be justified");
  const profile = options.profile ?? "vendor";
  const sdks = loadSdks();
  const known: Knowledge = {
    types: loadDataTypes(),
    sdks,
    switches: loadSdkSwitches(undefined, sdks),
    appTypes: loadAppTypes(),
    doors,
    osLog: loadOsLog(),
    witnesses: [],
    rules: packs.flatMap((pack) => pack.rules),
    declarations: options.declarations ?? null,
    profile,
  };
  const nameOf = (dir: string): string =>
    options.root === undefined ? basename(resolve(dir)) : runName(dir, options.root);
  known.witnesses = runDirs.flatMap((dir) => {
    const reader = TraceReader.open(dir);
    try {
      return witnessKey(reader).isWitness ? [readWitness(reader, nameOf(dir), known)] : [];
    } finally {
      reader.close();
    }
  });
  const recorded = runDirs.map((dir) => {
    const integrity = (options.verify ?? integrityOf)(dir);
    const reader = TraceReader.open(dir);
    try {
      return judgeRun(reader, nameOf(dir), integrity, known);
    } finally {
      reader.close();
    }
  });
  const { sample = null, controls = [] } = options;
  const asked = loadProfile(profile);
  requireSample(asked, sample, recorded);
  const runs = countRepeats(underProfile(asked, recorded, controls));
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool: { name: "consentry", version: toolVersion() },
    profile,
    packs: packs.map(({ id, version, title, sha256 }) => ({ id, version, title, sha256 })),
    runs,
    provisions: provisionResults(packs, runs),
    lock: lockOf(packs, toolVersion()),
    sample,
    controls: [...controls],
  };
}
