/**
 * Walks a consent notice to a decision, layer by layer. The instant of decision is the UP touch of the last layer's
 * control, confirmed by the notice going away and staying away; a layer that leads to another is not yet the decision.
 */
import type { MarkerRecord } from "../../trace/frame.ts";
import { MARKER_UNCERTAINTY_US, type ConsentState, type PhaseTracker } from "../phase-tracker.ts";
import { label } from "../page-source.ts";
import { observe, waitUnlessLate } from "../wait.ts";
import type { Detail, Walker } from "../walker.ts";
import { isNotice, readNow, tapControl, type Control, type Reading } from "./look.ts";
import { darkPatterns, type DarkPattern } from "./dark-patterns.ts";
import { getPast } from "./get-past.ts";

/** A refusal may ask again ("are you sure?"), a settings page has its own way out; more layers than this is a loop. */
const MAX_LAYERS = 6;
/** How long a notice may take to go away, or its next layer to come. */
const EFFECT_DEADLINE_MS = 8_000;
/** Between two layers there may be nothing for a moment: a notice counts as gone when it stays away this long. */
const GONE_FOR_MS = 700;
/** A control may be held back by a countdown; the longest seen in the wild is 60 s. */
const COUNTDOWN_DEADLINE_MS = 75_000;
/** Swipes through a notice whose control shows only at its end. */
const MAX_SCROLLS = 15;
/** The back key is no way out of here. */
const NO_MORE_BACKS = Number.POSITIVE_INFINITY;
/** Screens before the notice that are walked past. */
const MAX_PAST = 8;

export type Choice = "accept" | "refuse" | "guest";

export type DecisionOutcome =
  | { kind: "decided"; state: ConsentState; t: number; uncertainty: number; layers: number; appLeft: boolean }
  | { kind: "no-control"; layers: number }
  | { kind: "no-effect"; layers: number };

export interface NoticeOptions {
  deadlineMs: number;
  /** Answer to permission dialogs on the way. */
  permissions: "grant" | "deny";
  /** A login page with its own box to agree counts as a notice, too. */
  login?: boolean;
}

/**
 * Waits for a notice, past screens that are none. Records the first screen that shows one and, where nothing was decided
 * yet, the change to `undecided`.
 * @returns null when none came in time
 */
export async function awaitNotice(
  walker: Walker,
  tracker: PhaseTracker,
  options: NoticeOptions,
): Promise<Reading | null> {
  let past = 0;
  let backs = 0;
  let isFirstScreen = false;
  let lastWithout = walker.session.startedUs;
  const reading = await waitUnlessLate(
    options.deadlineMs,
    async () => {
      const { t } = walker.session.now();
      const seen = await readNow(walker);
      if (seen.kind === "permission") await walker.answerPermissions(options.permissions);
      if (isNotice(seen) || (options.login === true && seen.kind === "login")) return seen;
      lastWithout = t;
      const way = past < MAX_PAST ? await getPast(walker, seen, isFirstScreen ? NO_MORE_BACKS : backs) : null;
      if (way !== null) past++;
      backs = way === "back" ? backs + 1 : 0;
      isFirstScreen ||= way === "back" && (await leftByBack(walker));
      return null;
    },
    walker.session.gone,
  );
  if (!reading) return null;
  await walker.session.flush();
  const shown = shownAt(walker.session.markers);
  const now = walker.session.now();
  const isFirst = tracker.consent === "pre-notice";
  if (isFirst) {
    const source = "consent-recogniser";
    // Where nothing inside the app tells, it may have come at any time since the last look.
    const uncertainty = shown === null ? now.t - lastWithout + now.errorUs : MARKER_UNCERTAINTY_US;
    tracker.setConsent("undecided", shown ?? now.t, uncertainty, source, { reasons: reading.reasons });
  }
  if (isFirst) await keepLayer(walker, reading, 1);
  else await walker.capture({ reading: describe(reading) });
  return reading;
}

/** Keeps a layer of the notice, and notes each way in which it pushes towards one answer. */
async function keepLayer(walker: Walker, reading: Reading, layer: number): Promise<void> {
  let patterns: DarkPattern[] = [];
  await walker.capture((nodes, png) => {
    patterns = darkPatterns(reading, nodes, png);
    return { reading: describe(reading), layer, darkPatterns: patterns.map(({ pattern }) => pattern) };
  });
  for (const { pattern, evidence } of patterns) walker.fact("dark-pattern", { pattern, layer, ...evidence });
}

/**
 * Decides on the notice that is up. The tracker learns the decision only when the notice went away.
 * @param permissions answer to permission dialogs that come over the notice
 */
export async function decide(
  walker: Walker,
  tracker: PhaseTracker,
  choice: Choice,
  first: Reading,
  permissions: "grant" | "deny",
): Promise<DecisionOutcome> {
  let reading = first;
  for (let layer = 1; layer <= MAX_LAYERS; layer++) {
    if ((await walker.answerPermissions(permissions)) > 0) reading = await readNow(walker);
    reading = await prepared(walker, choice, reading);
    const step = stepOf(choice, reading);
    if (!step) return { kind: "no-control", layers: layer };
    const control = await enabled(walker, choice, step.control, permissions);
    if (!control) return { kind: "no-effect", layers: layer };
    await tapControl(walker, control);
    const { at, touch } = walker.lastTap ?? { at: walker.session.now(), touch: null };
    const next = await effectOf(walker, signature(reading));
    if (next === "none") return { kind: "no-effect", layers: layer };
    if (next === "gone" || next === "app-left") {
      const source = touch ? "touch" : "tap-command";
      tracker.setConsent(step.state, at.t, at.errorUs, source, { label: control.label, layers: layer });
      const { t, errorUs: uncertainty } = at;
      return { kind: "decided", state: step.state, t, uncertainty, layers: layer, appLeft: next === "app-left" };
    }
    walker.point("consent", String(layer + 1), { tapped: control.label, reading: describe(next) });
    await keepLayer(walker, next, layer + 1);
    reading = next;
  }
  return { kind: "no-effect", layers: MAX_LAYERS };
}

/** The back key on an app's first screen leaves it: it is brought back, and what stands in the way stays. */
async function leftByBack(walker: Walker): Promise<boolean> {
  if (walker.session.over !== null || (await walker.handset.appState()) !== "background") return false;
  await walker.session.flush();
  walker.fact("walked-past", { kind: "none", by: "foreground", reasons: ["the back key left the app"] });
  await walker.during("foreground", "foreground", {}, async () => {
    await walker.handset.foreground();
    await walker.session.flush();
  });
  return true;
}

/** The control of this layer that leads to the choice, and what the choice is when the notice goes away after it. */
function stepOf(choice: Choice, reading: Reading): { control: Control; state: ConsentState } | null {
  const { accept, refuse, guest, secondLayer } = reading;
  const as = (control: Control | null, state: ConsentState) => control && { control, state };
  if (choice === "accept") return as(accept, "accepted") ?? as(secondLayer, "accepted");
  if (choice === "guest") return as(guest, "guest") ?? as(refuse, "refused") ?? as(secondLayer, "refused");
  return as(refuse, "refused") ?? as(guest, "guest") ?? as(secondLayer, "refused");
}

/** Boxes as the choice wants them, and a notice scrolled to where its control shows. */
async function prepared(walker: Walker, choice: Choice, first: Reading): Promise<Reading> {
  let reading = first;
  const wrong = reading.boxes.filter((box) => box.node.checked !== (choice === "accept"));
  // Boxes of a refusal matter only beside a control that saves them: on the way to another layer they are left alone.
  if (wrong.length > 0 && (choice === "accept" || (reading.refuse !== null && !reading.secondLayer))) {
    for (const box of wrong) await tapControl(walker, box);
    reading = await readNow(walker);
  }
  for (let swipes = 0; swipes < MAX_SCROLLS; swipes++) {
    const wanted = stepOf(choice, reading)?.control;
    if (!reading.scroll || (wanted && wanted.target.enabled)) return reading;
    await walker.scrollWithin(reading.scroll.target.bounds);
    const next = await readNow(walker);
    if (!isNotice(next) && next.kind !== "login") return reading;
    reading = next;
  }
  return reading;
}

/** Waits until the control may be tapped; null when it stays held back. */
async function enabled(
  walker: Walker,
  choice: Choice,
  control: Control,
  permissions: "grant" | "deny",
): Promise<Control | null> {
  if (control.target.enabled) return control;
  return waitUnlessLate(
    COUNTDOWN_DEADLINE_MS,
    async () => {
      const seen = await readNow(walker);
      if (seen.kind === "permission") await walker.answerPermissions(permissions);
      const now = isNotice(seen) || seen.kind === "login" ? stepOf(choice, seen)?.control : undefined;
      return now?.target.enabled ? now : null;
    },
    walker.session.gone,
  );
}

/** What a tap led to: the notice is gone, the app is gone, another layer, or nothing within the deadline. */
async function effectOf(walker: Walker, before: string): Promise<"gone" | "app-left" | "none" | Reading> {
  const effect = await waitUnlessLate(
    EFFECT_DEADLINE_MS,
    async () => {
      if ((await walker.handset.appState()) !== "foreground") return "app-left" as const;
      let now = await readNow(walker);
      if (!isNotice(now)) {
        if (!(await observe(GONE_FOR_MS, walker.session.gone))) return null;
        if ((await walker.handset.appState()) !== "foreground") return "app-left" as const;
        now = await readNow(walker);
        if (!isNotice(now)) return "gone" as const;
      }
      return signature(now) === before ? null : now;
    },
    walker.session.gone,
  );
  return effect ?? (walker.session.over === null ? "none" : "app-left");
}

/** Two layers differ in what their controls say or where they are; a countdown or a box alone makes no new layer. */
function signature({ accept, refuse, guest, secondLayer }: Reading): string {
  const labels = [accept, refuse, guest, secondLayer].map((c) =>
    c ? [c.label.replace(/[\d\s()（）sS秒]+/gu, ""), c.target.id, c.target.bounds] : null,
  );
  return JSON.stringify(labels);
}

/** The notice came with the last window or activity that appeared before it was recognised. */
function shownAt(markers: readonly MarkerRecord[]): number | null {
  const last = markers.findLast(
    (m) => m.marker === "window-shown" || (m.marker === "activity" && m.data["state"] === "resumed"),
  );
  return last?.t ?? null;
}

/** A reading as the trace keeps it. */
export function describe(reading: Reading): Detail {
  const show = (control: Control | null): Detail | null =>
    control && { label: control.label, bounds: { ...control.target.bounds }, enabled: control.target.enabled };
  return {
    kind: reading.kind,
    accept: show(reading.accept),
    refuse: show(reading.refuse),
    policy: show(reading.policy),
    guest: show(reading.guest),
    secondLayer: show(reading.secondLayer),
    boxes: reading.boxes.map((box) => ({ label: label(box.node) || box.label, checked: box.node.checked })),
    noticeOnly: reading.noticeOnly,
    reasons: reading.reasons,
  };
}
