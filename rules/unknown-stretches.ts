/**
 * When a run does not know what happened: stretches of handset time in which accesses may have been that are not stored.
 * Records are numbered, so a gap in the numbers lies between its neighbours; what cannot be placed makes its whole session
 * a stretch.
 */
import type { LossAccount } from "../trace/session-account.ts";
import type { TraceReader } from "../trace/trace-reader.ts";

/** A record has the time its call began and the number of its end: neighbours in number may be so far apart in order. */
export const CALL_SLACK_US = 1_000_000;

export interface UnknownStretch {
  session: string;
  /** Microseconds, both included. */
  lo: number;
  hi: number;
  /** Records known to be missing in it; 0 where that is not known either. */
  records: number;
  /** `lost`: counted and missing, dropped or rejected; `tail`: the process ended before its last counters could be read. */
  why: "lost" | "tail";
}

interface Gap {
  lo: number;
  hi: number;
  records: number;
}

type Numbered = [seq: number, t: number];

interface Numbering {
  gaps: Gap[];
  /** Time of the last record in number, null when there is none. */
  lastT: number | null;
  slackUs: number;
}

const RECORDS = `SELECT seq, t FROM accesses WHERE session = ? UNION ALL SELECT seq, t FROM markers WHERE session = ?
  ORDER BY seq`;

function numberingOf(reader: TraceReader, session: string, started: number): Numbering {
  const gaps: Gap[] = [];
  let before: Numbered = [0, started];
  let latest = Number.NEGATIVE_INFINITY;
  let slackUs = CALL_SLACK_US;
  for (const [seq, t] of reader.db.prepare(RECORDS).raw().iterate(session, session) as Iterable<Numbered>) {
    if (seq > before[0] + 1) gaps.push({ lo: before[1], hi: t, records: seq - before[0] - 1 });
    // What was seen out of order at its worst is what the missing ones may have been, too.
    slackUs = Math.max(slackUs, latest - t);
    latest = Math.max(latest, t);
    before = [seq, t];
  }
  return { gaps, lastT: before[0] === 0 ? null : before[1], slackUs };
}

/**
 * Whether every missing access is one of the missing numbers, or stands in one. A record that stands for several tells only
 * the time of the first, so a session that folded any can place no gap but its tail.
 */
function isPlaceable(account: LossAccount, inside: number): boolean {
  const absent = account.lost + account.rejected;
  if (account.dropped > 0 || inside > account.missing) return false;
  if (absent > 0 && account.missing === 0) return false;
  return inside === 0 || (account.coalesced === 0 && absent <= account.missing);
}

/** Stretches of every session, in order; a session that was never closed is one as a whole. */
export function unknownStretches(reader: TraceReader, toUs: number): UnknownStretch[] {
  const sessions = reader.sessions();
  const ids = new Set(sessions.map(({ id }) => id));
  const rejected = new Map<string, number>();
  for (const { session } of reader.rejected())
    for (const id of ids.has(session) ? [session] : ids) rejected.set(id, (rejected.get(id) ?? 0) + 1);
  return sessions.flatMap(({ id, started, end }): UnknownStretch[] => {
    const whole = (records: number, why: UnknownStretch["why"]): UnknownStretch[] => [
      { session: id, lo: started, hi: end?.ended ?? toUs, records, why },
    ];
    if (end === null) return whole(0, "tail");
    const { account, ended } = end;
    const refused = rejected.get(id) ?? 0;
    const absent = account.dropped + account.lost + account.rejected;
    if (absent === 0 && account.missing === 0 && refused === 0 && account.tailKnown) return [];
    const { gaps, lastT, slackUs } = numberingOf(reader, id, started);
    const inside = gaps.reduce((sum, gap) => sum + gap.records, 0);
    // A message that was refused and left no gap held something that is not numbered.
    if (!isPlaceable(account, inside) || (refused > 0 && account.missing === 0))
      return whole(Math.max(absent, account.missing, refused), "lost");
    const placed = gaps.map((gap): UnknownStretch => {
      const [lo, hi] = [Math.min(gap.lo, gap.hi), Math.max(gap.lo, gap.hi)];
      return { session: id, lo: lo - slackUs, hi: hi + slackUs, records: gap.records, why: "lost" };
    });
    const tail = account.missing - inside;
    if (tail > 0 || !account.tailKnown) {
      const lo = lastT === null ? started : lastT - slackUs;
      placed.push({ session: id, lo, hi: ended, records: tail, why: account.tailKnown ? "lost" : "tail" });
    }
    return placed.map((stretch) => ({
      ...stretch,
      lo: Math.max(started, stretch.lo),
      hi: Math.min(ended, stretch.hi),
    }));
  });
}
