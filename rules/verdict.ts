/**
 * From what a detector found, and from what the run could not show, to the verdict of one rule. A violation rests on
 * stored evidence and stands whatever else was lost; a pass needs every ingredient, and unknown never becomes a pass.
 */
import { unprovenCore } from "./coverage.ts";
import type { Detection, DetectorContext, Hit, Window } from "./detectors/detector.ts";
import type { DoorTable } from "./doors.ts";
import type { Rule } from "./packs.ts";
import type { Bilingual, RunResult, Verdict } from "./result-schema.ts";
import { appClassOf, type ConsentState, observed, type Segment } from "./segments.ts";
import type { UnknownStretch } from "./unknown-stretches.ts";

/** Clock samples of one session that disagree by more than this put every phase boundary in doubt. */
export const CLOCK_TOLERANCE_US = 50_000;
/** Rows named in a reason; the coverage section lists all. */
const ROWS_NAMED = 10;
/** Stretches of loss named in a reason. */
const SPANS_NAMED = 5;
/** Limits of a handset behind which an app may have read without being seen. */
const BLIND_LIMITS = new Set(["native-libraries", "packed", "split", "dex-method-failed", "class-not-loadable"]);
/** Limit of a process of the app that no agent was in. */
const UNWATCHED_PROCESS = "process-unwatched";
/** The end of a process is noted from outside, this much sooner or later than the end of its session. */
const DYING_US = 1_000_000;
/** How a recording may end without cutting a phase short. */
const WHOLE_OUTCOMES = new Set(["completed", "app-left", "no-notice", "no-control", "no-effect"]);

/** The decision each word of a branch name leads to. */
const BRANCH_STATES: Record<string, ConsentState[]> = {
  ignore: ["pre-notice", "undecided"],
  refuse: ["pre-notice", "undecided", "refused"],
  guest: ["pre-notice", "undecided", "guest"],
  accept: ["pre-notice", "undecided", "accepted"],
  withdraw: ["withdrawn"],
  login: ["pre-notice", "undecided", "accepted"],
  upgrade: ["pre-notice", "undecided", "accepted"],
};

export interface Reason {
  code: string;
  text: Bilingual;
}
export interface Judgement {
  verdict: Verdict;
  reason: Reason | null;
}

export interface RunEvidence {
  context: DetectorContext;
  doors: DoorTable;
  fired: ReadonlyMap<string, number>;
  integrity: RunResult["integrity"];
}

const reason = (code: string, zh: string, en: string): Reason => ({ code, text: { zh, en } });

/** Consent states that a branch is meant to reach. */
export function aimedStates(branch: string): Set<ConsentState> {
  return new Set(branch.split(/[^a-z]+/).flatMap((word) => BRANCH_STATES[word] ?? []));
}

function inWindow(segment: Segment, window: Window): boolean {
  return window.consents.includes(segment.consent) && window.appClasses.includes(segment.appClass);
}

/** Whether something unseen in a stretch could have been in the rule's phase, as far as the segment's states are certain. */
function mayMeet(segment: Segment, window: Window, { lo, hi }: UnknownStretch): boolean {
  return (
    segment.lo <= hi &&
    segment.hi > lo &&
    segment.consents.some((state) => window.consents.includes(state)) &&
    segment.apps.some((state) => window.appClasses.includes(appClassOf(state)))
  );
}

function lossReason(lost: readonly UnknownStretch[], fromUs: number): Reason {
  const records = lost.reduce((sum, stretch) => sum + stretch.records, 0);
  const at = (t: number): string => ((t - fromUs) / 1e6).toFixed(1);
  const spans = lost.map(({ lo, hi }) => `${at(lo)}–${at(hi)} s`);
  const shown = spans.slice(0, SPANS_NAMED).join(", ") + (spans.length > SPANS_NAMED ? ", …" : "");
  return reason(
    "accesses-lost",
    `该阶段可能有 ${records} 条记录丢失、被放弃或被拒收（${shown}）`,
    `${records} record(s) that this phase may have had were lost, dropped or rejected (${shown})`,
  );
}

/** Whether the run was in the rule's phase, and if not, whether it should have been. */
function reach({ facts }: DetectorContext, window: Window): Judgement | null {
  const preConsent = window.consents.includes("pre-notice");
  const noticeSeen = facts.phases.some(
    (p) => p.axis === "consent" && p.state !== "not-launched" && p.state !== "pre-notice",
  );
  const time = observed(facts.segments, (s) => inWindow(s, window));
  if (preConsent && !noticeSeen && time > 0)
    return {
      verdict: "needs-person",
      reason: reason(
        "no-notice-recognised",
        "本次运行未识别到同意界面，需人工确认应用是否提供",
        "no consent notice was recognised in this run; a person must see whether the app shows one",
      ),
    };
  if (time > 0) return null;
  const aimed = aimedStates(facts.run.branch);
  const leads = window.consents.some((state) => aimed.has(state));
  // Out of sight is only aimed at where the controller sent the app away.
  const sentAway = facts.steps.some((s) => ["background", "lock", "kill"].includes(s.kind));
  const meant = leads && (window.appClasses.includes("foreground") || sentAway);
  if (meant)
    return {
      verdict: "unknown",
      reason: reason(
        "phase-not-reached",
        "本分支应到达该阶段，但未能到达",
        "the branch should have reached this phase and did not",
      ),
    };
  return {
    verdict: "not-applicable",
    reason: reason("branch-does-not-reach", "本分支不涉及该阶段", "this branch does not lead to that phase"),
  };
}

/**
 * Whether all that the rule's phase holds is time in which no process of the app ran: then nothing was read, and nothing
 * was tested either. A process that came up unwatched leaves its limit.
 */
function wasNotRunning({ facts }: DetectorContext, window: Window): boolean {
  const phase = facts.segments.filter((s) => inWindow(s, window));
  if (phase.length === 0 || phase.some((s) => s.appClass !== "stopped")) return false;
  if (facts.limits.some((limit) => limit.code === UNWATCHED_PROCESS)) return false;
  const lived = phase.flatMap(({ lo, hi }) =>
    facts.sessions.map(({ started, ended }) => Math.min(hi, ended ?? hi) - Math.max(lo, started)),
  );
  return lived.every((us) => us <= DYING_US);
}

/** What stands between nothing seen and a pass, or null. */
function doubt(rule: Rule, evidence: RunEvidence, window: Window): Reason | null {
  const { context, doors, fired } = evidence;
  const { facts, types } = context;
  const segments = facts.segments.filter((s) => inWindow(s, window));
  const from = segments[0]?.lo ?? facts.fromUs;
  const to = segments.at(-1)?.hi ?? facts.toUs;
  if (!facts.sealed) return reason("run-not-closed", "记录未正常结束", "the recording was not closed");
  if (!WHOLE_OUTCOMES.has(facts.outcome) && to > facts.toUs)
    return reason(
      "run-incomplete",
      `记录在该阶段中断（${facts.outcome}）`,
      `the recording broke off in this phase (${facts.outcome})`,
    );
  const sessions = facts.sessions.filter((s) => s.started < to && (s.ended ?? Number.POSITIVE_INFINITY) >= from);
  // It came up when the app had been ended and left alone, which is the last thing a run does.
  const last = facts.segments.at(-1);
  if (last !== undefined && inWindow(last, window) && facts.limits.some((l) => l.code === UNWATCHED_PROCESS))
    return reason(
      UNWATCHED_PROCESS,
      "应用被结束后有进程自行启动，其中没有采集",
      "a process of the app came up by itself after it was ended, and nothing watched it",
    );
  const unknown = facts.unknown.filter((stretch) => facts.segments.some((s) => mayMeet(s, window, stretch)));
  const lost = unknown.filter((stretch) => stretch.why === "lost");
  if (lost.length > 0) return lossReason(lost, facts.fromUs);
  if (sessions.length === 0 || unknown.length > 0)
    return reason(
      "session-tail-unknown",
      "进程结束前的最后部分是否完整无从得知",
      "whether the last part before a process ended is complete is not known",
    );
  const hookErrors = sessions.reduce((sum, s) => sum + s.hookErrors, 0);
  if (hookErrors > 0)
    return reason(
      "hook-errors",
      `采集代码出错 ${hookErrors} 次，出错的调用读了什么无从得知`,
      `${hookErrors} error(s) inside hooks: what those calls read is not known`,
    );
  if (facts.clockDisagreementUs > CLOCK_TOLERANCE_US)
    return reason(
      "clock-disagrees",
      `时钟样本相差 ${facts.clockDisagreementUs} 微秒`,
      `clock samples disagree by ${facts.clockDisagreementUs} microseconds`,
    );
  const concerns = (type: string): boolean => rule.implementation.concerns(rule.params, type, types);
  const blind = facts.limits.filter(
    (l) => BLIND_LIMITS.has(l.code) && (l.types.length === 0 || l.types.some(concerns)),
  );
  if (blind.length > 0) {
    const codes = [...new Set(blind.map((l) => l.code))].join(", ");
    return reason(
      "handset-limit",
      `该手机无法运行应用的一部分：${codes}`,
      `the handset could not run a part of the app: ${codes}`,
    );
  }
  const unproven = unprovenCore(doors, facts, fired, concerns);
  if (unproven.length > 0) {
    const named = unproven
      .slice(0, ROWS_NAMED)
      .map((d) => `${d.row} ${d.api} (${d.status})`)
      .join(", ");
    const more = unproven.length > ROWS_NAMED ? ` +${unproven.length - ROWS_NAMED}` : "";
    return reason(
      "core-door-unproven",
      `未经证实有效的核心入口：${named}${more}`,
      `core doors not proven to work: ${named}${more}`,
    );
  }
  return null;
}

/** What a rule says that rests on what the walk noted, where it noted nothing of the kind. */
function nothingNoted({ facts }: DetectorContext, inapplicable: Reason | null): Judgement {
  if (inapplicable !== null) return { verdict: "not-applicable", reason: inapplicable };
  if (!facts.sealed)
    return { verdict: "unknown", reason: reason("run-not-closed", "记录未正常结束", "the recording was not closed") };
  if (!WHOLE_OUTCOMES.has(facts.outcome))
    return {
      verdict: "unknown",
      reason: reason("run-incomplete", `记录中断（${facts.outcome}）`, `the recording broke off (${facts.outcome})`),
    };
  return { verdict: "pass", reason: null };
}

/**
 * Verdict of a rule for one run.
 * @param standing hits that carry a violation; `weak` hits that a person must look at.
 */
export function judge(
  rule: Rule,
  detection: Detection,
  standing: readonly Hit[],
  weak: readonly Hit[],
  evidence: RunEvidence,
): Judgement {
  const { context, integrity } = evidence;
  if (!integrity.ok)
    return { verdict: "unknown", reason: reason("evidence-damaged", "证据校验未通过", "the evidence does not verify") };
  if (standing.length > 0) return { verdict: "violation", reason: null };
  const [first] = weak;
  if (first !== undefined)
    return {
      verdict: "needs-person",
      reason: { code: "weak-evidence", text: first.weak ?? { zh: "需人工确认", en: "a person must confirm" } },
    };
  const inapplicable = rule.implementation.inapplicable?.(context, rule.params) ?? null;
  if (rule.implementation.onNoted === true) return nothingNoted(context, inapplicable);
  const window = rule.implementation.window(rule.params);
  const reached = reach(context, window);
  if (reached !== null && reached.verdict !== "needs-person") return reached;
  if (inapplicable !== null) return { verdict: "not-applicable", reason: inapplicable };
  if (wasNotRunning(context, window))
    return {
      verdict: "not-applicable",
      reason: reason(
        "not-running",
        "该阶段应用没有进程在运行，不存在读取",
        "no process of the app was running in this phase, so nothing could be read",
      ),
    };
  const doubtful = doubt(rule, evidence, window);
  if (doubtful !== null) return { verdict: "unknown", reason: doubtful };
  // What a person would be asked to look at must be whole first.
  if (reached !== null) return reached;
  if (detection.ambiguous > 0)
    return {
      verdict: "needs-person",
      reason: reason(
        "ambiguous-time",
        `${detection.ambiguous} 次读取落在决定时刻的误差之内`,
        `${detection.ambiguous} access(es) fall inside the uncertainty of a change`,
      ),
    };
  return { verdict: "pass", reason: null };
}
