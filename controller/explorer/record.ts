/** What an exploration leaves in the trace: the screens, the ways between them, and what was left alone. */
import type { Json } from "../../trace/trace-writer.ts";
import type { Exploration } from "./explore-schema.ts";
import type { Screen, ScreenGraph } from "./screen-graph.ts";

/** Longer lists are cut in the trace, and the counts beside them say so. */
const MAX_EDGES = 1000;
const MAX_LEFT = 500;

/** Why an exploration ended. */
export type ExplorationEnd =
  "all-visited" | "taps" | "duration" | "actions" | "consent-notice" | "stuck" | "app-left" | "interrupted" | "failed";

export interface Used {
  taps: number;
  backs: number;
  scrolls: number;
  ms: number;
}

export interface Activities {
  declared: readonly string[];
  reached: ReadonlySet<string>;
}

export function recordOf(
  graph: ScreenGraph,
  main: Screen | null,
  budget: Exploration,
  used: Used,
  ended: ExplorationEnd,
  activities: Activities,
): Json {
  const left = graph.screens.flatMap(({ number, shunned }) =>
    [...shunned.values()].map(({ label, why }) => ({ screen: number, label, why })),
  );
  return {
    budget: { taps: budget.taps, ms: budget.duration, depth: budget.depth, allow: budget.allow },
    used: { ...used },
    ended,
    main: main?.number ?? null,
    screens: graph.screens.map(({ number, activity, kind, depth, png, policy }) => ({
      number, activity, kind, depth, png, policy,
    })), // prettier-ignore
    edges: graph.edges.slice(0, MAX_EDGES).map(({ from, to, by, label }) => ({ from, to, by, label })),
    edgeCount: graph.edges.length,
    left: left.slice(0, MAX_LEFT),
    leftCount: left.length,
    activities: {
      declared: [...activities.declared],
      reached: activities.declared.filter((name) => activities.reached.has(name)),
    },
    policy: main === null ? null : graph.wayToPolicy(main),
  };
}
