/** What the contract asks of a machine: an agent with rows armed, and commands that a made-up app obeys. */
import type { AccessRecord, CoverageRow, HookRow, InternedStack } from "../../trace/frame.ts";

export interface Side {
  coverage: CoverageRow[];
  stacks: ReadonlyMap<number, InternedStack>;
  seen(command: string): Promise<{ answer: string; accesses: AccessRecord[] }>;
  close(): Promise<void>;
}
export type OpenSide = (rows: HookRow[]) => Promise<Side>;
