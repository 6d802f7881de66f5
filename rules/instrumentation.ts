/** The app looking for what watches it: told as a limit of the run, never as a finding and never as evasion. */
import type { RunResult } from "./result-schema.ts";
import type { Cell, Rollup } from "./rollup.ts";
import type { RunFacts } from "./run-facts.ts";
import { clean } from "./text.ts";

/** The data type of a look for a debugger, instrumentation, root, an emulator or screen recording. */
export const ENVIRONMENT_LOOK = "env.detect";
export const LOOK_LIMIT = "instrumentation-detected";
/** Ways of looking that are named; letters of each. */
const WAYS_SHOWN = 8;
const WAY_LENGTH = 80;
const US_PER_S = 1e6;

/** The limit that looks put on a run; none when nothing looked. */
export function lookLimits(facts: RunFacts, rollup: Rollup): RunResult["limits"] {
  const all = rollup.cells.filter((cell) => cell.types.includes(ENVIRONMENT_LOOK));
  const isPlatform = (cell: Cell): boolean => cell.caller.reader.kind === "platform";
  const cells = all.filter((cell) => !isPlatform(cell));
  // A marker has no stack: the access beside it, of the same row and instant, says whether the platform looked for itself.
  const byPlatform = new Set(all.filter(isPlatform).flatMap((cell) => cell.times.map((t) => `${cell.row} ${t}`)));
  const looks = facts.looks.filter(({ row, t }) => !byPlatform.has(`${row} ${t}`));
  const times = [...looks.map((look) => look.t), ...cells.map((cell) => cell.times[0] as number)];
  if (times.length === 0) return [];
  // Every look is an access too; where accesses were dropped the markers are the fuller count.
  const count = Math.max(
    looks.length,
    cells.reduce((sum, cell) => sum + cell.calls, 0),
  );
  const first = times.reduce((a, b) => Math.min(a, b));
  const ways = [...new Set(looks.map((look) => clean(look.how.slice(0, WAY_LENGTH)) || look.row))];
  const shown = ways.slice(0, WAYS_SHOWN).join(", ") + (ways.length > WAYS_SHOWN ? ", …" : "");
  const readers = [...new Set(cells.map((cell) => cell.caller.reader.name || cell.caller.reader.id))].filter(Boolean);
  const at = ((first - facts.fromUs) / US_PER_S).toFixed(1);
  const zhWho = readers.length > 0 ? `（${readers.join("、")}）` : "";
  const enWho = readers.length > 0 ? ` (${readers.join(", ")})` : "";
  return [
    {
      kind: "environment",
      code: LOOK_LIMIT,
      types: [],
      doors: [],
      text: {
        zh: `应用${zhWho}查看运行环境 ${count} 次，首次在第 ${at} 秒${shown === "" ? "" : `：${shown}`}；它在此环境中的行为可能与平时不同`,
        en: `the app${enWho} looked at its environment ${count} time(s), first at ${at} s${shown === "" ? "" : `: ${shown}`}; it may have behaved otherwise than it usually does`,
      },
    },
  ];
}
