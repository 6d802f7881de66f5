/** The fault matrix: kinds of steps, kinds of faults, and how a run may end that meets one in the other. */
import type Database from "better-sqlite3";
import type { RunOutcome } from "../../controller/run-outcome.ts";
import { until, type Process } from "../../test/campaign/processes.ts";
import type { InsideFault } from "./fault-injector.ts";

/** Of the scenario; what it may take longer, see `LIMIT_MS` of fault-cell.ts. */
export const BUDGET_MS = 240_000;
/** A process that a fault is about may just be starting. */
const VICTIM_DEADLINE_MS = 90_000;
const LOOK_INTERVAL_MS = 10;

/** What a fault can lay hands on. */
export interface Victims {
  /** The command line's process. */
  pid: number;
  tree(): Process[];
  /** Leaves a word for the app on its own disk. */
  tellApp(way: "crash" | "exit" | "hang" | "ask"): void;
  /** Asks the injector inside the command line. */
  tellInside(fault: InsideFault): void;
}

export interface StepKind {
  /** Sections of the scenario file. */
  scenario: string;
  branch: string;
  /** Text of a scenario module beside it, `look.ts`. */
  module?: string;
  /** Whether the step is under way. */
  isUnderWay(trace: Database.Database): boolean;
}

export interface Fault {
  /** How a run may end. */
  outcomes: readonly RunOutcome[];
  happen(victims: Victims): void | Promise<void>;
}

const STEP_SQL = "SELECT EXISTS (SELECT 1 FROM steps WHERE kind = ? AND edge = ? AND (? = '' OR name = ?))";
const step =
  (kind: string, edge: "open" | "close" | "point", name = "") =>
  (trace: Database.Database): boolean =>
    trace.prepare(STEP_SQL).pluck().get(kind, edge, name, name) === 1;
const phase =
  (state: string) =>
  (trace: Database.Database): boolean =>
    trace.prepare("SELECT EXISTS (SELECT 1 FROM phase_changes WHERE state = ?)").pluck().get(state) === 1;
const accept = (...steps: string[]): Pick<StepKind, "scenario" | "branch"> => ({
  scenario: `steps:\n${steps.map((each) => `  - ${each}\n`).join("")}`,
  branch: "accept",
});

/** Looks at the screen for a while, as modules do, and answers no dialog. */
const MODULE = `const LOOKS = 40;
export default async ({ find, mark, waitFor }) => {
  mark("looking");
  let looks = 0;
  await waitFor("enough looks", 60_000, async () => {
    if (await find({ idMatches: "permission_message" })) throw new Error("a dialog is in the way");
    return ++looks >= LOOKS ? true : null;
  });
};
`;

export const STEP_KINDS: Readonly<Record<string, StepKind>> = {
  launch: {
    ...accept("idle: 1s"),
    isUnderWay: (trace) => trace.prepare("SELECT EXISTS (SELECT 1 FROM meta)").pluck().get() === 1,
  },
  notice: { ...accept("idle: 1s"), isUnderWay: step("launch", "close") },
  decide: { ...accept("idle: 1s"), isUnderWay: phase("undecided") },
  tap: {
    ...accept("mark: tapping", "repeat: { times: 12, commands: [tapOn: 刷新] }", "idle: 1s"),
    isUnderWay: step("note", "point", "tapping"),
  },
  permission: {
    ...accept("tapOn: 通讯录", "mark: asking", "permission: grant", "idle: 2s"),
    isUnderWay: step("note", "point", "asking"),
  },
  background: { ...accept("background: 30s", "tapOn: 刷新"), isUnderWay: phase("background") },
  lock: { ...accept("lock: 30s", "tapOn: 刷新"), isUnderWay: phase("screen-locked") },
  kill: {
    ...accept("mark: killing", "kill", "relaunch", "tapOn: 刷新"),
    isUnderWay: step("note", "point", "killing"),
  },
  relaunch: { ...accept("kill", "relaunch", "tapOn: 刷新"), isUnderWay: step("kill", "close") },
  login: {
    ...accept("tapOn: 登录", 'login: { user: somebody, password: "${env:BRITTLE_PASSWORD}" }', "idle: 2s"),
    isUnderWay: step("login", "open"),
  },
  script: { ...accept("script: look.ts"), module: MODULE, isUnderWay: step("note", "point", "looking") },
  person: {
    ...accept("awaitPerson: { reason: face, deadline: 30s }", "tapOn: 刷新"),
    isUnderWay: step("person", "open"),
  },
};

/** Ends the process whose command line matches, waiting for it where it is not there yet. */
const killed =
  (command: RegExp) =>
  async ({ tree }: Victims): Promise<void> => {
    const look = (): Process | null => tree().find((each) => command.test(each.command)) ?? null;
    const { pid } = await until(String(command), VICTIM_DEADLINE_MS, look, LOOK_INTERVAL_MS);
    process.kill(pid, "SIGKILL");
  };

export const FAULTS: Readonly<Record<string, Fault>> = {
  crash: { outcomes: ["app-crashed"], happen: ({ tellApp }) => tellApp("crash") },
  exit: { outcomes: ["app-left"], happen: ({ tellApp }) => tellApp("exit") },
  hang: { outcomes: ["app-hung"], happen: ({ tellApp }) => tellApp("hang") },
  // Answered as the scenario says where something looks for a control behind it.
  dialog: { outcomes: ["completed", "system-dialog", "step-failed"], happen: ({ tellApp }) => tellApp("ask") },
  "session-deleted": { outcomes: ["session-lost"], happen: ({ tellInside }) => tellInside("delete-session") },
  "driver-killed": { outcomes: ["session-lost"], happen: killed(/appium-virtual-driver\/serve\.ts|driver\/serve\.ts/) },
  "handset-killed": { outcomes: ["process-lost"], happen: killed(/virtualhandset\.Main/) },
  "agent-detached": { outcomes: ["agent-lost"], happen: ({ tellInside }) => tellInside("detach-agent") },
  "frida-killed": { outcomes: ["agent-lost"], happen: killed(/python-host\.py|npm-host\.ts/) },
  interrupted: { outcomes: ["interrupted"], happen: ({ pid }) => void process.kill(pid, "SIGINT") },
};

/** Cells where the fault may meet nothing, or something that stands in for it. */
const BESIDES: Readonly<Record<string, readonly RunOutcome[]>> = {
  // A launch before the app's first line is tried once more.
  "launch agent-detached": ["completed"],
  "launch handset-killed": ["completed"],
  "relaunch agent-detached": ["completed"],
  "relaunch handset-killed": ["completed"],
  // Whoever loads Frida cannot do so any more.
  "launch frida-killed": ["process-lost"],
  // The process is ended anyway, before or after.
  "kill crash": ["completed"],
  "kill exit": ["completed"],
  "kill hang": ["completed"],
  "kill handset-killed": ["completed"],
  "kill agent-detached": ["completed"],
};

export function expectedOutcomes(stepKind: string, fault: string): readonly RunOutcome[] {
  return [...(FAULTS[fault]?.outcomes ?? []), ...(BESIDES[`${stepKind} ${fault}`] ?? [])];
}
