/** The lanes of one run: its series by data type and reader, those with findings first. */
import type { Bilingual, RunResult } from "../../rules/result-schema.ts";
import { READERS } from "../texts/states.ts";
import { asksFor, PERMISSIONS } from "../texts/permissions.ts";
import { wordFor } from "../texts/language.ts";
import { TIMELINE } from "../texts/timeline.ts";
import { typeNames, type View } from "../view.ts";

export interface Lane {
  type: string;
  reader: string;
  count: number;
  flaggedCount: number;
  firstSecond: number;
  seconds: { second: number; count: number; flagged: boolean }[];
  /** Exact times of the accesses that the findings list. */
  moments: number[];
  /** Anchor of the finding, where there is one. */
  anchor: string | null;
}

function readerName(view: View, run: RunResult, id: string): string {
  if (id === run.app.package) return view.say(READERS.app);
  if (id === "platform") return view.say(READERS.platform);
  return id === "" ? view.say(TIMELINE.unknownReader) : id;
}

/** A type that neither coverage nor findings name: most are requests for a permission. */
function nameOf(type: string): Bilingual {
  const word = wordFor(PERMISSIONS, type);
  return Object.hasOwn(PERMISSIONS, type) ? asksFor(word) : word;
}

export function lanesOf(view: View, run: RunResult): Lane[] {
  const names = typeNames(run);
  const readers = new Map(run.findings.map(({ caller: { reader } }) => [reader.id, reader.name || reader.id]));
  const lanes = new Map<string, Lane>();
  for (const [dataType, readerId, second, count, flagged] of run.series) {
    const key = JSON.stringify([dataType, readerId]);
    let lane = lanes.get(key);
    if (lane === undefined) {
      const problem = view.problems.find((one) =>
        one.sightings.some(
          ({ run: of, finding }) =>
            of === run && finding.dataType === dataType && finding.caller.reader.id === readerId,
        ),
      );
      const findings = run.findings.filter((one) => one.dataType === dataType && one.caller.reader.id === readerId);
      lane = {
        type: view.say(names.get(dataType) ?? nameOf(dataType)),
        reader: readers.get(readerId) ?? readerName(view, run, readerId),
        count: 0,
        flaggedCount: 0,
        firstSecond: second,
        seconds: [],
        moments: [...new Set(findings.flatMap((one) => one.evidence.map((access) => access.t)))].sort((a, b) => a - b),
        anchor: problem?.anchor ?? null,
      };
      lanes.set(key, lane);
    }
    lane.count += count;
    lane.flaggedCount += flagged === 1 ? count : 0;
    lane.firstSecond = Math.min(lane.firstSecond, second);
    lane.seconds.push({ second, count, flagged: flagged === 1 });
  }
  return [...lanes.values()].sort(
    (a, b) => Number(b.flaggedCount > 0) - Number(a.flaggedCount > 0) || a.firstSecond - b.firstSecond,
  );
}
