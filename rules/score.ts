/** Recall and precision of results against a labelled app. Pure. */
import { type DataTypeTable, loadDataTypes } from "../catalogue/data-types.ts";
import { loadSdks, type SdkTable } from "../catalogue/sdks.ts";
import { RulesError } from "./errors.ts";
import type { Finding, Result, RunResult } from "./result-schema.ts";
import { appClassOf } from "./segments.ts";
import type { Behaviour, Truth, TruthPhase } from "./truth-schema.ts";

export { parseTruth, readTruth, type Truth } from "./truth-schema.ts";

export interface Figures {
  /** Expected (behaviour, kind) pairs, and those that a finding covers. */
  expected: number;
  found: number;
  /** Findings that say violation, and those a label covers. */
  findings: number;
  covered: number;
  /** `found / expected`; 1 when nothing was expected. */
  recall: number;
  /** `covered / findings`; 1 when nothing was said. */
  precision: number;
  /** Rule verdicts, and of them unknown or for a person: neither found nor false, but no use either. */
  verdicts: number;
  unknown: number;
  needsPerson: number;
  /** Accesses inside the uncertainty of a change. */
  ambiguous: number;
  unknownShare: number;
}

export interface BranchScore extends Figures {
  branch: string;
  missed: { behaviour: string; kind: string; run: string }[];
  /** `label` names the near-miss that was flagged, if it is one. */
  falsePositives: {
    fingerprint: string;
    kind: string;
    dataType: string;
    caller: string;
    phase: string;
    label: string | null;
    run: string;
  }[];
}

export interface Score {
  app: string;
  branches: BranchScore[];
  total: Figures;
}

type Counts = Omit<Figures, "recall" | "precision" | "unknownShare">;
const share = (part: number, whole: number, empty: number): number => (whole === 0 ? empty : part / whole);

function figures(counts: readonly Counts[]): Figures {
  const sum = (key: keyof Counts): number => counts.reduce((total, c) => total + c[key], 0);
  const [expected, found, findings, covered, verdicts, unknown] = [
    sum("expected"),
    sum("found"),
    sum("findings"),
    sum("covered"),
    sum("verdicts"),
    sum("unknown"),
  ];
  return {
    expected,
    found,
    findings,
    covered,
    recall: share(found, expected, 1),
    precision: share(covered, findings, 1),
    verdicts,
    unknown,
    needsPerson: sum("needsPerson"),
    ambiguous: sum("ambiguous"),
    unknownShare: share(unknown, verdicts, 0),
  };
}

/** Phases of the labels that a finding's phase belongs to. */
export function truthPhases(finding: Pick<Finding, "phase">): Set<TruthPhase> {
  const { consent, app } = finding.phase;
  const phases = new Set<TruthPhase>();
  if (consent === "not-launched" || consent === "pre-notice" || consent === "undecided") phases.add("pre-consent");
  if (consent === "undecided") phases.add("undecided");
  if (consent === "refused" || consent === "guest") phases.add("refused");
  if (consent === "accepted" && appClassOf(app) === "foreground") phases.add("accepted-foreground");
  if (appClassOf(app) === "background") phases.add("background");
  if (consent === "withdrawn") phases.add("after-withdrawal");
  return phases;
}

class Matcher {
  private readonly truth: Truth;
  private readonly types: DataTypeTable;
  private readonly sdks: SdkTable;

  constructor(truth: Truth, types: DataTypeTable, sdks: SdkTable) {
    this.truth = truth;
    this.types = types;
    this.sdks = sdks;
  }

  /** Equal, an alias, or one step to the listed parent; umbrellas match only themselves. */
  typeMatches(labelled: string | readonly string[] | undefined, found: string): boolean {
    if (labelled === undefined) return true;
    const list = (typeof labelled === "string" ? [labelled] : labelled).flatMap((word) => word.split(/[;,|]/));
    return list.some((word) => {
      const id = this.types.canonical(word.trim());
      if (id === null) return false;
      if (id === found) return true;
      const [parent, child] = this.types.get(id)?.parent === found ? [found, id] : [id, found];
      return this.types.get(child)?.parent === parent && !parent.endsWith(".any");
    });
  }

  callerMatches(caller: string, kind: "app" | "sdk" | undefined, finding: Finding): boolean {
    if (caller === "any" || caller === "") return true;
    const { reader } = finding.caller;
    const app = this.truth.app.package;
    if (kind === "app" || (kind === undefined && (caller === app || caller.startsWith(`${app}.`))))
      return reader.kind === "app";
    if (reader.kind === "app" || reader.kind === "platform") return false;
    const sdk = this.sdks.find(caller);
    if (sdk !== null && reader.id === sdk.id) return true;
    const names = [
      caller,
      ...this.truth.app.sdks.flatMap((s) =>
        typeof s !== "string" && s.prefix === caller && s.name !== undefined ? [s.name] : [],
      ),
    ];
    if (names.some((name) => name.toLowerCase() === reader.name.toLowerCase())) return true;
    // Code that the SDK table does not know is named by its package.
    return reader.kind === "unknown" && (within(reader.name, caller) || within(caller, reader.id));
  }

  covers(label: Pick<Behaviour, "data_type" | "phase" | "caller" | "caller_kind">, finding: Finding): boolean {
    return (
      (label.phase === "any" || truthPhases(finding).has(label.phase)) &&
      this.typeMatches(label.data_type, finding.dataType) &&
      this.callerMatches(label.caller, label.caller_kind, finding)
    );
  }
}

const within = (name: string, parent: string): boolean =>
  parent !== "" && (name === parent || name.startsWith(`${parent}.`));

function scoreRun(run: RunResult, truth: Truth, matcher: Matcher): BranchScore {
  const behaviours = truth.behaviours.filter((b) => b.branches === undefined || b.branches.includes(run.branch));
  const said = run.findings.filter((f) => f.verdict === "violation");
  const pairs = behaviours.flatMap((behaviour) =>
    [...new Set(behaviour.expected)].map((kind) => ({ behaviour, kind })),
  );
  const missed = pairs.filter(
    ({ behaviour, kind }) => !said.some((f) => f.kind === kind && matcher.covers(behaviour, f)),
  );
  const tolerated = (f: Finding): boolean =>
    truth.tolerated.some((t) =>
      matcher.covers({ ...t, data_type: t.data_type ?? f.dataType, caller_kind: undefined }, f),
    );
  const labelled = (f: Finding): boolean =>
    behaviours.some((b) => [...b.expected, ...b.also_valid].includes(f.kind) && matcher.covers(b, f));
  const wrong = said.filter((f) => !labelled(f) && !tolerated(f));
  const counts: Counts = {
    expected: pairs.length,
    found: pairs.length - missed.length,
    findings: said.length,
    covered: said.length - wrong.length,
    verdicts: run.verdicts.length,
    unknown: run.verdicts.filter((v) => v.verdict === "unknown").length,
    needsPerson: run.verdicts.filter((v) => v.verdict === "needs-person").length,
    ambiguous: run.findings.reduce((sum, f) => sum + f.ambiguousCount, 0),
  };
  return {
    branch: run.branch,
    ...figures([counts]),
    missed: missed.map(({ behaviour, kind }) => ({ behaviour: behaviour.id, kind, run: run.run })),
    falsePositives: wrong.map((f) => ({
      fingerprint: f.fingerprint,
      kind: f.kind,
      dataType: f.dataType,
      caller: f.caller.reader.id,
      phase: `${f.phase.consent}/${f.phase.app}`,
      label:
        truth.must_not_flag.find((m) =>
          matcher.covers({ ...m, data_type: m.data_type ?? f.dataType, caller_kind: undefined }, f),
        )?.id ?? null,
      run: run.run,
    })),
  };
}

/**
 * Scores every run of the labelled app, per branch and in total; repeats of a branch are added up.
 * @throws RulesError `result-invalid` when no result holds a run of the app
 */
export function scoreTruth(truth: Truth, results: readonly Result[]): Score {
  const matcher = new Matcher(truth, loadDataTypes(), loadSdks());
  // A run without the agent finds nothing by design; it only bears witness to others.
  const judged = results.flatMap((result) => result.runs).filter((run) => !run.branch.endsWith("+witness"));
  const samePackage = judged.filter((run) => run.app.package === truth.app.package);
  // Releases of one app may stand in one result: the labels are of one of them.
  const sameVersion = samePackage.filter((run) => run.app.versionName === truth.app.version);
  const runs = sameVersion.length > 0 ? sameVersion : samePackage;
  if (runs.length === 0) throw new RulesError("result-invalid", `no run of ${truth.app.package} in the given results`);
  const scored = runs.map((run) => scoreRun(run, truth, matcher));
  const branches = [...new Set(scored.map((s) => s.branch))].map((branch): BranchScore => {
    const list = scored.filter((s) => s.branch === branch);
    return {
      branch,
      ...figures(list),
      missed: list.flatMap((s) => s.missed),
      falsePositives: list.flatMap((s) => s.falsePositives),
    };
  });
  return { app: truth.app.package, branches, total: figures(scored) };
}
