/**
 * The one pass over a run's accesses: folded into cells of equal stack, row, types, outcome and segment. Everything
 * after it works on cells, whose number depends on the app's code and not on how often it ran.
 */
import type { StackFrame } from "../trace/frame.ts";
import type { TraceReader } from "../trace/trace-reader.ts";
import type { Attribution, Attributor } from "./attribution.ts";
import type { RunFacts } from "./run-facts.ts";
import { type Segment, segmentFinder } from "./segments.ts";

/** Positions kept per cell for evidence; times are all kept, they carry rates and periods. */
export const EVIDENCE_PER_CELL = 10;
/** Distinct packages remembered per cell of one-app questions. */
const PACKAGES_PER_CELL = 64;

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
  /** Packages asked about, for `app.probe`. */
  packages: ReadonlySet<string>;
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
  stack: number,
  count: number,
  /** Session, row, types, outcome and listener in one text: one look-up an access instead of five. */
  kind: string,
  inner: string | null,
  args: string | null,
];

/** What accesses have in common apart from stack and time. */
interface Kind {
  session: string;
  row: string;
  types: string[];
  outcome: string;
  /** Class of the app's callback, where the platform delivered to one by itself; else "". */
  listener: string;
  /** By stack id and segment. */
  cells: Map<number, Cell>;
}

const KIND_SEPARATOR = "\n";

function kindOf(text: string): Kind {
  const [session = "", row = "", types = "", outcome = "", ...listener] = text.split(KIND_SEPARATOR);
  return { session, row, types: types.split(";"), outcome, listener: listener.join(" "), cells: new Map() };
}

function probedPackage(args: string): string {
  const values = Object.values(JSON.parse(args) as Record<string, unknown>);
  return values.map(String).join(" ");
}

const NO_PACKAGES: ReadonlySet<string> = new Set();

function withPackage(packages: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return packages.has(name) || packages.size >= PACKAGES_PER_CELL ? packages : new Set([...packages, name]);
}

/** Reads every access once, in the order of the trace. */
export function rollUp(reader: TraceReader, facts: RunFacts, attributor: Attributor): Rollup {
  const stacks: Rollup["stacks"] = [];
  const byText = new Map<string, number>();
  const byKey = new Map<string, Map<number, number>>();
  const stackIndex = ({ session, listener }: Kind, id: number): number => {
    const owner = JSON.stringify([session, listener]);
    let ids = byKey.get(owner);
    if (ids === undefined) byKey.set(owner, (ids = new Map()));
    const known = ids.get(id);
    if (known !== undefined) return known;
    const stack = reader.stack(session, id) ?? { frames: [], cut: true };
    const isDelivery = stack.frames.length === 0 && listener !== "";
    const text = JSON.stringify([stack.frames, stack.cut, isDelivery ? listener : ""]);
    let index = byText.get(text);
    if (index === undefined) {
      index = stacks.length;
      byText.set(text, index);
      const caller = isDelivery
        ? attributor.attributeListener(listener)
        : attributor.attribute(stack.frames, stack.cut);
      stacks.push({ ...stack, caller });
    }
    ids.set(id, index);
    return index;
  };

  const kinds = new Map<string, Kind>();
  const cells: Cell[] = [];
  const fired = new Map<string, number>();
  const find = segmentFinder(facts.segments);
  const unsorted = new Set<Cell>();
  const sql = `SELECT n, t, stack, count, session || char(10) || row || char(10) || types || char(10) || outcome || char(10) ||
    CASE WHEN instr(args, '"listener"') THEN ifnull(json_extract(args, '$.listener'), '') ELSE '' END,
    CASE WHEN inner = '[]' THEN NULL ELSE inner END, CASE WHEN instr(types, 'app.probe') THEN args END
    FROM accesses ORDER BY n`;
  for (const raw of reader.db.prepare(sql).raw().iterate() as Iterable<RawRow>) {
    const [n, t, stackId, count, kindText, inner, args] = raw;
    let kind = kinds.get(kindText);
    if (kind === undefined) kinds.set(kindText, (kind = kindOf(kindText)));
    const segment = find(t);
    const key = stackId * facts.segments.length + segment.index;
    let cell = kind.cells.get(key);
    if (cell === undefined) {
      const { row, types, outcome } = kind;
      const stack = stackIndex(kind, stackId);
      const caller = (stacks[stack] as Rollup["stacks"][number]).caller;
      cell = { stack, row, types, outcome, segment, times: [], ns: [], calls: 0, packages: NO_PACKAGES, caller };
      kind.cells.set(key, cell);
      cells.push(cell);
    }
    if (t < (cell.times.at(-1) ?? 0)) unsorted.add(cell);
    cell.times.push(t);
    if (cell.ns.length < EVIDENCE_PER_CELL) cell.ns.push(n);
    cell.calls += count;
    if (args !== null) cell.packages = withPackage(cell.packages, probedPackage(args));
    if (inner !== null)
      for (const nested of JSON.parse(inner) as string[]) fired.set(nested, (fired.get(nested) ?? 0) + count);
  }
  for (const cell of unsorted) cell.times.sort((a, b) => a - b);
  for (const cell of cells) fired.set(cell.row, (fired.get(cell.row) ?? 0) + cell.calls);
  return { cells, stacks, fired };
}
