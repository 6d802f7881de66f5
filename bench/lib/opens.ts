/**
 * What ordinary file traffic notices: the same file opened and closed by three processes in turn, without an agent, with one
 * that arms every row of the catalogue on files, and with one whose gates are left out.
 */
import { buildFaultyAgent } from "../../agent/build.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { openAgent, type AgentSession } from "../../test/agent/agent-session.ts";
import { Target } from "../../test/agent/target.ts";

const ROUNDS = 15;
const OPENS = 1_000;
/** A file that no row watches. */
const FILE = "/etc/passwd";
const BEGIN = "go x 490154203237518";
const withoutGates = (text: string): string =>
  text.replace("overload.openGate()", "void 0").replace("}, gate)", "}, null)");

export interface Opens {
  /** Microseconds of opening and closing a file, medians. */
  withoutAgent: number;
  withAgent: number;
  withoutGates: number;
  /** Accesses that the opens made: none. */
  recorded: number;
}

export async function measureOpens(): Promise<Opens> {
  const rows = hookedRows(loadApiRows()).filter((row) => row.filter?.kind === "path");
  const agents: AgentSession[] = [];
  const plain = await Target.start();
  try {
    await plain.do(BEGIN);
    const { source } = await buildFaultyAgent("installer.ts", withoutGates);
    for (const more of [{}, { agentSource: source }]) {
      const agent = await openAgent(rows.map(toHookRow), more);
      agents.push(agent);
      await agent.target.do(BEGIN);
    }
    const targets = [plain, ...agents.map((agent) => agent.target)];
    const taken: number[][] = targets.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < targets.length; turn++) {
        const at = (turn + round) % targets.length;
        const nanoseconds = Number(await targets[at]?.do(`opens ${OPENS} ${FILE}`));
        if (round > 0) taken[at]?.push(nanoseconds / 1000);
      }
    }
    const [withoutAgent, withAgent, without] = taken.map(median) as [number, number, number];
    const recorded = agents.reduce((sum, agent) => sum + agent.accesses.length, 0);
    return { withoutAgent, withAgent, withoutGates: without, recorded };
  } finally {
    await plain.stop();
    for (const agent of agents) await agent.close();
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
