/** Arms catalogue rows and markers, proves them by a call of its own, and says what is covered. */
import type { CoverageRow, HookRow, InstallOptions } from "../../trace/frame.ts";
import { LIMITS } from "./limits.ts";
import type { AppRuntime, JniValue, Lookup, Overload } from "./app-runtime.ts";
import { makeHookBody, type ArmedRow, type HookBody } from "./hook.ts";
import { planMarkers, type MarkerPlan } from "./markers.ts";
import type { RecordQueue } from "./queue.ts";
import { currentThread } from "./threads.ts";

interface RowState {
  row: HookRow;
  status: CoverageRow["status"];
  reason: string | undefined;
  armed: ArmedRow | undefined;
}

interface Placed {
  member: Member;
  overloads: Overload[];
}

interface Member {
  class: string;
  member: string;
  rows: RowState[];
  markers: MarkerPlan[];
}

export class Installer {
  readonly #runtime: AppRuntime;
  readonly #queue: RecordQueue;
  readonly #appPackage: string;
  readonly #rows: RowState[];
  readonly #members: Member[];
  /** Per marker, why it is not in place; null where it is. */
  readonly #markers = new Map<string, string | null>();

  constructor(runtime: AppRuntime, queue: RecordQueue, options: InstallOptions) {
    this.#runtime = runtime;
    this.#queue = queue;
    this.#appPackage = options.appPackage;
    const off = new Set(options.disarm);
    this.#rows = options.rows.map((row) => ({
      row,
      status: off.has(row.id) ? "disarmed" : "waiting",
      reason: undefined,
      armed: undefined,
    }));
    this.#members = groupByMember(this.#rows, planMarkers(runtime, queue, options.switches));
  }

  /**
   * Arms everything that the platform and the app's own loader have: an app's class is armed before it starts. What other loaders
   * bring later is not: the rows of their constructors tell that they came.
   */
  async install(): Promise<void> {
    const placed = this.#place(this.#members);
    // Replacements take effect in one go at the next turn of the event loop.
    await nextTurn();
    this.#verify(placed);
  }

  /** The rows, and each kind of marker under its name with an `@`. */
  coverage(): CoverageRow[] {
    const markers = [...this.#markers].map(([name, problem]): CoverageRow => ({
      row: `@${name}`,
      status: problem === null ? "armed" : "failed",
      overloads: 0,
      ...(problem === null ? {} : { reason: problem.slice(0, LIMITS.argument) }),
      selfTested: problem === null,
    }));
    const rows = this.#rows.map(({ row, status, reason, armed }): CoverageRow => ({
      row: row.id,
      status,
      overloads: armed?.overloads.length ?? 0,
      ...(reason === undefined ? {} : { reason: reason.slice(0, LIMITS.argument) }),
      selfTested: armed?.selfTested ?? false,
    }));
    return [...rows, ...markers];
  }

  /** Puts bodies in place of the members of classes that are there. */
  #place(members: readonly Member[]): Placed[] {
    const placed: Placed[] = [];
    for (const member of members) {
      const rows = member.rows.filter((state) => state.status === "waiting");
      if (rows.length === 0 && member.markers.length === 0) continue;
      const found = this.#lookup(member);
      if (found.state === "found") {
        for (const overload of found.overloads) this.#replace(member, rows, overload, found.overloads);
        placed.push({ member, overloads: found.overloads });
      } else {
        this.#note(member, rows, found);
      }
    }
    return placed;
  }

  #lookup(member: Member): Lookup {
    try {
      return this.#runtime.lookup(member.class, member.member);
    } catch (error) {
      return { state: "failed", reason: String(error) };
    }
  }

  #replace(member: Member, rows: RowState[], overload: Overload, all: Overload[]): void {
    let body: HookBody = (env, self, args) => overload.callOriginal(env, self, args);
    for (const state of rows) {
      state.armed ??= { row: state.row, overloads: all, selfTested: false, platformOnly: 0 };
      body = makeHookBody(state.armed, overload, body, this.#runtime, this.#queue, this.#appPackage);
    }
    for (const plan of member.markers) body = plan.body(body, overload);
    const zero: JniValue = overload.result.length > 1 ? NULL : 0;
    overload.replace((env, self, args) => {
      const thread = currentThread();
      if (thread.testing !== null) {
        thread.testing.fired = true;
        return zero;
      }
      return body(env, self, args, thread);
    });
  }

  #note(member: Member, rows: RowState[], found: Exclude<Lookup, { state: "found" }>): void {
    this.#noteMarkers(member, found.state === "failed" ? found.reason : found.state);
    for (const state of rows) {
      if (found.state === "no-class" && !isPlatform(member.class)) {
        state.reason = "the app has not loaded this class";
      } else if (found.state === "failed") {
        state.status = "failed";
        state.reason = found.reason;
      } else {
        state.status = "not-present";
        state.reason = found.state === "no-class" ? "no such class" : found.reason;
      }
    }
  }

  #noteMarkers(member: Member, problem: string | null): void {
    for (const { name, isLate } of member.markers) {
      if (isLate && problem !== null) continue;
      const before = this.#markers.get(name) ?? null;
      this.#markers.set(name, before ?? (problem === null ? null : `${member.class}.${member.member}: ${problem}`));
    }
  }

  #verify(placed: readonly Placed[]): void {
    for (const { member, overloads } of placed) this.#verifyMember(member, overloads);
  }

  #verifyMember(member: Member, overloads: readonly Overload[]): void {
    const broken = overloads.filter((overload) => !overload.replaced);
    const fired = broken.length === 0 && this.#selfTest(overloads);
    this.#noteMarkers(member, fired ? null : "the hook did not fire");
    for (const state of member.rows) {
      if (state.armed === undefined || state.status !== "waiting") continue;
      state.status = broken.length === 0 ? "armed" : "failed";
      state.reason = broken.length === 0 ? undefined : `not replaced: ${broken.map(refusal).join(" ")}`;
      state.armed.selfTested = fired;
    }
  }

  /**
   * Calls every overload as the app would, on an object that was never constructed. The hook tells that it fired and returns
   * at once, so nothing of the platform runs, nothing is asked of anybody, and nothing is recorded.
   */
  #selfTest(overloads: readonly Overload[]): boolean {
    return this.#runtime.perform((env) => {
      const thread = currentThread();
      return overloads.every((overload) => {
        const canary = { fired: false };
        thread.testing = canary;
        try {
          overload.callBlank(env);
        } finally {
          thread.testing = null;
        }
        return canary.fired;
      });
    });
  }
}

function refusal({ descriptor, problem }: Overload): string {
  return problem === null ? descriptor : `${descriptor} (${problem})`;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function isPlatform(className: string): boolean {
  return /^(java|javax|android|com\.android|dalvik|libcore)\./.test(className);
}

function groupByMember(rows: RowState[], plans: MarkerPlan[]): Member[] {
  const members = new Map<string, Member>();
  const of = (className: string, name: string): Member => {
    const key = `${className}#${name}`;
    const known = members.get(key) ?? { class: className, member: name, rows: [], markers: [] };
    members.set(key, known);
    return known;
  };
  for (const state of rows) if (state.status !== "disarmed") of(state.row.class, state.row.member).rows.push(state);
  for (const plan of plans) of(plan.class, plan.member).markers.push(plan);
  return [...members.values()];
}
