/**
 * The one pass over a run's accesses: folded into cells of equal stack, row, types, outcome and segment. Everything
 * after it works on cells, whose number depends on the app's code and not on how often it ran.
 */
import type { StackFrame } from "../trace/frame.ts";
import type { TraceReader } from "../trace/trace-reader.ts";
import type { Attribution, Attributor } from "./attribution.ts";
import type { RunFacts } from "./run-facts.ts";
import { type Segment, segmentFinder } from "./segments.ts";
import { clean } from "./text.ts";

/** Positions kept per cell for evidence; times are all kept, they carry rates and periods. */
export const EVIDENCE_PER_CELL = 10;
/** Distinct other apps remembered per cell. */
const APPS_PER_CELL = 64;
/** Rows fetched in one call: fetching one by one takes a third longer, and more at once need memory for nothing. */
const ROWS_AT_ONCE = 2000;

export interface Cell {
  /** Index of the distinct stack, equal over sessions. */
  stack: number;
  row: string;
  types: string[];
  outcome: string;
  segment: Segment;
  /** Times of the records, microseconds, ascending. */
  times: number[];
  /** Positions of the first records. */
  ns: number[];
  /** Calls, coalesced ones counted singly. */
  calls: number;
  /** Apps asked about, for `app.probe`, or started, for `act.assoc_start`: what the arguments say. */
  asked: ReadonlySet<string>;
  caller: Attribution;
}

export interface Rollup {
  cells: Cell[];
  /** Distinct stacks by index. */
  stacks: { frames: StackFrame[]; cut: boolean; caller: Attribution }[];
  /** Calls seen per row, itself or inside another. */
  fired: Map<string, number>;
}

type RawRow = [
  n: number,
  t: number,
  count: number,
  /** Everything else that accesses of one cell have in common, in one text: one look-up an access instead of six. */
  kind: string,
  args: string | null,
];

/** What accesses have in common apart from time and from what was read inside them. */
interface Place {
  stack: number;
  row: string;
  types: string[];
  outcome: string;
  /** By index of the segment. */
  cells: Map<number, Cell>;
}

/** Accesses of one place that read the same rows inside. */
interface Kind {
  place: Place;
  inner: string[];
  calls: number;
}

const SEPARATOR = "\n";
/** `inner` first and the listener last: only the latter is the app's text, and may hold anything. */
const ACCESSES = `SELECT n, t, count, inner || char(10) || stack || char(10) || session || char(10) || row || char(10) || types || char(10)
  || outcome || char(10) || CASE WHEN instr(args, '"listener"') THEN ifnull(json_extract(args, '$.listener'), '') ELSE '' END,
  CASE WHEN instr(types, 'app.probe') OR instr(types, 'act.assoc_start') THEN args END FROM accesses WHERE n > ? ORDER BY n LIMIT ${ROWS_AT_ONCE}`;

function* accessesOf(reader: TraceReader): Iterable<RawRow> {
  const statement = reader.db.prepare(ACCESSES).raw();
  let last = 0;
  for (;;) {
    const rows = statement.all(last) as RawRow[];
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
    last = rows.at(-1)?.[0] ?? last;
  }
}

function valuesOf(args: string): string {
  const values = Object.values(JSON.parse(args) as Record<string, unknown>);
  return values.map(String).join(" ");
}

const NOBODY: ReadonlySet<string> = new Set();

/** Names the other apps that calls were about, each distinct text of arguments read once. */
class Questions {
  private readonly seen = new Map<Cell, Set<string>>();

  note(cell: Cell, args: string): void {
    let asked = this.seen.get(cell);
    if (asked === undefined) this.seen.set(cell, (asked = new Set()));
    if (asked.size >= APPS_PER_CELL || asked.has(args)) return;
    asked.add(args);
    cell.asked = new Set([...cell.asked, clean(valuesOf(args))]);
  }
}

/** Distinct stacks, with who is behind each. */
class Stacks {
  readonly list: Rollup["stacks"] = [];
  private readonly byText = new Map<string, number>();
  private readonly reader: TraceReader;
  private readonly attributor: Attributor;

  constructor(reader: TraceReader, attributor: Attributor) {
    this.reader = reader;
    this.attributor = attributor;
  }

  /** Index of a stack, equal over sessions. `listener`: class of the app's callback that the platform delivered to. */
  index(session: string, id: number, listener: string): number {
    const stack = this.reader.stack(session, id) ?? { frames: [], cut: true };
    const isDelivery = stack.frames.length === 0 && listener !== "";
    const text = JSON.stringify([stack.frames, stack.cut, isDelivery ? listener : ""]);
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const caller = isDelivery
      ? this.attributor.attributeListener(listener)
      : this.attributor.attribute(stack.frames, stack.cut);
    this.byText.set(text, this.list.length);
    return this.list.push({ ...stack, caller }) - 1;
  }
}

/** Reads every access once, in the order of the trace. */
export function rollUp(reader: TraceReader, facts: RunFacts, attributor: Attributor): Rollup {
  const stacks = new Stacks(reader, attributor);
  const places = new Map<string, Place>();
  const kindOf = (text: string): Kind => {
    const [inner = "", ...rest] = text.split(SEPARATOR);
    const key = rest.join(SEPARATOR);
    let place = places.get(key);
    if (place === undefined) {
      const [stack = "", session = "", row = "", types = "", outcome = "", ...listener] = rest;
      const index = stacks.index(session, Number(stack), listener.join(" "));
      place = { stack: index, row, types: types.split(";"), outcome, cells: new Map() };
      places.set(key, place);
    }
    return { place, inner: JSON.parse(inner) as string[], calls: 0 };
  };

  const kinds = new Map<string, Kind>();
  const cells: Cell[] = [];
  const find = segmentFinder(facts.segments);
  const unsorted = new Set<Cell>();
  const questions = new Questions();
  const cellOf = ({ stack, row, types, outcome, cells: known }: Place, segment: Segment): Cell => {
    const { caller } = stacks.list[stack] as Rollup["stacks"][number];
    const cell: Cell = {
      stack, row, types, outcome, segment, times: [], ns: [], calls: 0, asked: NOBODY, caller,
    }; // prettier-ignore
    known.set(segment.index, cell);
    cells.push(cell);
    return cell;
  };
  for (const [n, t, count, text, args] of accessesOf(reader)) {
    let kind = kinds.get(text);
    if (kind === undefined) kinds.set(text, (kind = kindOf(text)));
    kind.calls += count;
    const segment = find(t);
    const cell = kind.place.cells.get(segment.index) ?? cellOf(kind.place, segment);
    const { times, ns } = cell;
    if (times.length > 0 && t < (times[times.length - 1] as number)) unsorted.add(cell);
    times.push(t);
    if (ns.length < EVIDENCE_PER_CELL) ns.push(n);
    cell.calls += count;
    if (args !== null) questions.note(cell, args);
  }
  for (const cell of unsorted) cell.times.sort((a, b) => a - b);
  const fired = new Map<string, number>();
  for (const { place, inner, calls } of kinds.values())
    for (const row of [place.row, ...inner]) fired.set(row, (fired.get(row) ?? 0) + calls);
  return { cells, stacks: stacks.list, fired };
}
