/** Turns hits that name the same facts into one finding, with its texts and its evidence. */
import type { SdkTable } from "../catalogue/sdks.ts";
import type { TraceReader } from "../trace/trace-reader.ts";
import { chargeOf, questionOf, type RuleHit } from "./charge.ts";
import type { DetectorContext, Hit } from "./detectors/detector.ts";
import { groupedCount, mergedTimes } from "./detectors/repetition.ts";
import type { DoorTable } from "./doors.ts";
import { medianGap } from "./median-gap.ts";
import { notedFinding } from "./noted-finding.ts";
import type { Rule } from "./packs.ts";
import { responsibleParties } from "./responsible.ts";
import type { Bilingual, Finding, Severity } from "./result-schema.ts";
import type { Cell, Rollup } from "./rollup.ts";
import type { SdkLedger } from "./sdk-facts.ts";
import { deedWords } from "./deed-words.ts";
import { clean, round } from "./text.ts";
import { LEVEL_WORDS, NO_STEP, phaseWords, UNKNOWN_READER } from "./words.ts";

/** Accesses shown with a finding. */
const EVIDENCE_SHOWN = 10;
/** Past this multiple of a limit a finding weighs more. */
const GROSS_EXCESS = 10;
const SEVERITIES: Severity[] = ["info", "low", "medium", "high", "critical"];
/** Outcomes in which the app got nothing. */
const FRUITLESS = new Set(["denied", "empty", "masked", "error"]);
/** Codes of limits that say a platform check is missing here, so a value proves less than on a phone. */
const NOT_ENFORCED = "not-enforced";

export interface FindingSources {
  reader: TraceReader;
  context: DetectorContext;
  rollup: Rollup;
  doors: DoorTable;
  sdks: SdkTable;
  ledger: SdkLedger;
}

function shift(severity: Severity, by: number): Severity {
  const index = SEVERITIES.indexOf(severity) + by;
  return SEVERITIES[Math.min(SEVERITIES.length - 1, Math.max(0, index))] as Severity;
}

function severityOf(
  rule: Rule,
  hit: Hit,
  outcomes: Record<string, number>,
  obtained: boolean,
  sensitive: boolean,
): Severity {
  if (hit.weak !== null) return "info";
  const fruitless = Object.keys(outcomes).every((outcome) => FRUITLESS.has(outcome));
  if (fruitless) return shift(rule.severity, -1);
  const gross = (hit.excess ?? 0) >= GROSS_EXCESS;
  return shift(rule.severity, (obtained && sensitive) || gross ? 1 : 0);
}

/** Positions to show: some of every cell, so that each outcome, stack and door is represented. */
function shownPositions(cells: readonly Cell[]): number[] {
  const positions: number[] = [];
  for (let depth = 0; positions.length < EVIDENCE_SHOWN && cells.some((c) => c.ns[depth] !== undefined); depth++)
    for (const cell of cells) {
      const n = cell.ns[depth];
      if (n !== undefined && positions.length < EVIDENCE_SHOWN) positions.push(n);
    }
  return positions.sort((a, b) => a - b);
}

interface StoredAccess {
  n: number;
  t: number;
  row: string;
  args: string;
  outcome: string;
  /** Planted values that the value is or contains, null when none. */
  canaries: string | null;
  value_mask: string | null;
  thread: string;
}

const accessSql = "SELECT n, t, row, args, outcome, canaries, value_mask, thread FROM accesses WHERE n = ?";

function argsOf(text: string): Record<string, string> {
  const values = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [clean(key), clean(String(value))]));
}

function readerWords(cell: Cell, sdks: SdkTable, label: string): Bilingual {
  const { reader } = cell.caller;
  if (reader.kind === "sdk") return sdks.find(cell.caller.readerClass)?.name ?? { zh: reader.name, en: reader.name };
  if (reader.kind === "app")
    return { zh: `应用自身 ${label}`.trim(), en: `the app itself, ${label}`.replace(/, $/, "") };
  return { zh: `${UNKNOWN_READER.zh} ${reader.name}`.trim(), en: `${UNKNOWN_READER.en} ${reader.name}`.trim() };
}

/**
 * One finding out of every rule that the same facts meet.
 * @param met the rules that hit, primary first; the primary is one that decides.
 */
export function buildFinding(met: readonly RuleHit[], sources: FindingSources): Finding {
  const { reader, context, rollup, doors, sdks, ledger } = sources;
  const { facts, types } = context;
  const primary = met[0] as RuleHit;
  const { rule, hit } = primary;
  if (hit.noted !== undefined) return notedFinding(met, hit.noted, context);
  const cells = hit.sightings.map((s) => s.cell);
  const first = cells.reduce((a, b) => ((b.times[0] as number) < (a.times[0] as number) ? b : a));
  const times = mergedTimes(cells);
  const firstUs = times[0] as number;
  const lastUs = times[times.length - 1] as number;

  const outcomes: Record<string, number> = {};
  const apis = new Map<string, { row: string; count: number; n: number }>();
  for (const cell of cells) {
    outcomes[cell.outcome] = (outcomes[cell.outcome] ?? 0) + cell.calls;
    const api = apis.get(cell.row) ?? { row: cell.row, count: 0, n: cell.ns[0] as number };
    apis.set(cell.row, { ...api, count: api.count + cell.calls, n: Math.min(api.n, cell.ns[0] as number) });
  }
  const access = reader.db.prepare<[number], StoredAccess>(accessSql);
  const stored = (n: number): StoredAccess => access.get(n) as StoredAccess;
  const stackOf = new Map(cells.flatMap((cell) => cell.ns.map((n) => [n, cell] as const)));
  const evidence = shownPositions(cells).map((n) => {
    const row = stored(n);
    const cell = stackOf.get(n) as Cell;
    return {
      n,
      t: row.t,
      row: row.row,
      outcome: row.outcome,
      valueMask: row.value_mask,
      thread: clean(row.thread),
      stack: (rollup.stacks[cell.stack]?.frames ?? []).map(([c, m, f, l]) => clean(`${c}.${m}(${f}:${l})`)),
      canary: row.canaries !== null,
      step: cell.segment.steps[0]?.name ?? null,
    };
  });

  const doorOf = (cell: Cell): string => doors.get(cell.row)?.door ?? "api";
  const caps = facts.limits.filter((l) => l.code === NOT_ENFORCED && types.matches(l.types, hit.dataType));
  // A value proves less only where it came through the door that a phone would have kept shut.
  const capped = (cell: Cell): boolean => caps.some((l) => l.doors.length === 0 || l.doors.includes(doorOf(cell)));
  const obtained = cells.some((cell) => cell.outcome === "value" && !capped(cell));
  const level = obtained ? "obtained" : "invoked";
  const count = groupedCount(cells);
  const seconds = hit.observedUs / 1e6;
  const rate = seconds > 0 ? round((count * 60) / seconds) : null;
  const period = met.map((m) => m.hit.periodMs).find((ms) => ms !== null) ?? null;
  const middle = medianGap(times);
  const steps = [...new Set(cells.flatMap((c) => c.segment.steps.map((s) => clean(s.name))))].join(", ");
  const words = {
    type: types.name(hit.dataType),
    ...deedWords(types, hit.dataType),
    reader: readerWords(first, sdks, clean(facts.app.label)),
    phase: phaseWords(hit.consent, hit.appClass),
    level: LEVEL_WORDS[level],
    count,
    seconds: round(seconds),
    rate: rate ?? "",
    period: period === null ? "" : { zh: `，间隔约 ${period} 毫秒`, en: `, about every ${period} ms` },
    periodMs: period ?? "",
    limit: hit.threshold?.value ?? "",
    limitText: hit.threshold?.text ?? "",
    step: steps === "" ? NO_STEP : { zh: steps, en: steps },
    ...hit.words,
  };
  const severity = severityOf(rule, hit, outcomes, obtained, types.get(hit.dataType)?.sensitive ?? false);
  const screen = facts.screens.findLast((s) => s.t <= firstUs) ?? null;
  const passedConsent = ledger.before(first.caller.reader, firstUs);
  return {
    ...chargeOf(met, severity, words, facts.run.startedWallMs),
    dataType: hit.dataType,
    dataTypeName: types.name(hit.dataType),
    phase: { consent: hit.consent, app: first.segment.app },
    caller: { reader: first.caller.reader, trigger: first.caller.trigger, parties: first.caller.parties },
    passedConsent,
    responsible: responsibleParties(facts.app.package, first.caller, passedConsent),
    doors: [...new Set(cells.map(doorOf))].sort(),
    apis: [...apis.values()]
      .sort((a, b) => (a.row < b.row ? -1 : 1))
      .map((api) => ({ row: api.row, api: doors.api(api.row), args: argsOf(stored(api.n).args), count: api.count })),
    evidenceLevel: level,
    outcomes,
    count,
    rawCount: cells.reduce((sum, cell) => sum + cell.calls, 0),
    ambiguousCount: hit.ambiguous,
    firstUs,
    lastUs,
    observedSeconds: round(seconds),
    repeats: null,
    ratePerMinute: rate,
    medianIntervalMs: middle === null ? null : round(middle / 1000),
    periodMs: period,
    threshold: hit.threshold,
    evidence,
    noted: [],
    suppressed: null,
    question: questionOf(primary, words),
    screen: screen?.png ?? null,
    corroboration: null,
  };
}
