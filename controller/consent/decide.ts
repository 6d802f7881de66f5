/**
 * Walks a consent notice to a decision, layer by layer. The instant of decision is the UP touch of the last layer's
 * control, confirmed by the notice going away.
 */
import type { MarkerRecord } from "../../trace/frame.ts";
import { MARKER_UNCERTAINTY_US, type PhaseTracker } from "../phase-tracker.ts";
import { label } from "../page-source.ts";
import { waitUnlessLate } from "../wait.ts";
import type { Detail, Walker } from "../walker.ts";
import { recogniseConsent, type ConsentReading, type Control } from "./recogniser.ts";

/** A refusal may ask again ("are you sure?"); more layers than this is a loop. */
const MAX_LAYERS = 4;
/** How long a notice may take to go away, or its next layer to come. */
const EFFECT_DEADLINE_MS = 8_000;

export type DecisionOutcome =
  | { kind: "decided"; t: number; uncertainty: number; layers: number; appLeft: boolean }
  | { kind: "no-control"; layers: number }
  | { kind: "no-effect"; layers: number };

/** Waits for a notice. Records the first screen that shows one and the change to `undecided`. */
export async function awaitNotice(
  walker: Walker,
  tracker: PhaseTracker,
  deadlineMs: number,
  permissions: "grant" | "deny",
): Promise<ConsentReading | null> {
  const reading = await waitUnlessLate(
    deadlineMs,
    async () => {
      const seen = recogniseConsent(await walker.look());
      if (seen.kind === "permission") await walker.answerPermissions(permissions);
      return seen.kind === "consent" ? seen : null;
    },
    walker.session.gone,
  );
  if (!reading) return null;
  await walker.session.flush();
  const shown = shownAt(walker.session.markers);
  const now = walker.session.now();
  const t = shown ?? now.t;
  tracker.setConsent("undecided", t, shown === null ? now.errorUs : MARKER_UNCERTAINTY_US, "consent-recogniser", {
    reasons: reading.reasons,
  });
  await walker.capture({ reading: describe(reading) });
  return reading;
}

/** Accepts or refuses. The tracker learns the decision only when the notice went away. */
export async function decide(
  walker: Walker,
  tracker: PhaseTracker,
  choice: "accept" | "refuse",
  first: ConsentReading,
): Promise<DecisionOutcome> {
  let reading = first;
  for (let layer = 1; layer <= MAX_LAYERS; layer++) {
    if (choice === "accept") reading = await tickBoxes(walker, reading);
    const control = choice === "accept" ? reading.accept : reading.refuse;
    if (!control) return { kind: "no-control", layers: layer };
    const before = walker.session.now();
    const touch = await walker.tapNode(control.target, control.label);
    const after = walker.session.now();
    const next = await effectOf(walker, signature(reading.accept, reading.refuse));
    if (next === "none") return { kind: "no-effect", layers: layer };
    if (next === "gone" || next === "app-left") {
      const t = touch ? touch.t : Math.round((before.t + after.t) / 2);
      const uncertainty = touch ? MARKER_UNCERTAINTY_US : Math.ceil((after.t - before.t) / 2) + after.errorUs;
      tracker.setConsent(
        choice === "accept" ? "accepted" : "refused",
        t,
        uncertainty,
        touch ? "touch" : "tap-command",
        {
          label: control.label,
          layers: layer,
        },
      );
      return { kind: "decided", t, uncertainty, layers: layer, appLeft: next === "app-left" };
    }
    walker.point("consent", String(layer + 1), { reading: describe(next) });
    await walker.capture({ reading: describe(next), layer: layer + 1 });
    reading = next;
  }
  return { kind: "no-effect", layers: MAX_LAYERS };
}

async function tickBoxes(walker: Walker, reading: ConsentReading): Promise<ConsentReading> {
  const open = reading.boxes.filter((box) => !box.node.checked);
  if (open.length === 0) return reading;
  for (const box of open) await walker.tapNode(box.target, box.label.slice(0, 80));
  return recogniseConsent(await walker.look());
}

/** What a tap led to: the notice is gone, the app is gone, another layer, or nothing within the deadline. */
async function effectOf(walker: Walker, before: string): Promise<"gone" | "app-left" | "none" | ConsentReading> {
  const effect = await waitUnlessLate(
    EFFECT_DEADLINE_MS,
    async () => {
      if ((await walker.handset.appState()) !== "foreground") return "app-left" as const;
      const now = recogniseConsent(await walker.look());
      if (now.kind !== "consent") return "gone" as const;
      return signature(now.accept, now.refuse) === before ? null : now;
    },
    walker.session.gone,
  );
  return effect ?? (walker.session.lost === null ? "none" : "app-left");
}

/** Two layers differ in what their controls say or where they are. */
function signature(...controls: (Control | null)[]): string {
  return JSON.stringify(controls.map((c) => (c ? [c.label, c.target.bounds, c.target.id] : null)));
}

/** The notice came with the last window or activity that appeared before it was recognised. */
function shownAt(markers: readonly MarkerRecord[]): number | null {
  const last = markers.findLast(
    (m) => m.marker === "window-shown" || (m.marker === "activity" && m.data["state"] === "resumed"),
  );
  return last?.t ?? null;
}

function describe(reading: ConsentReading): Detail {
  const show = (control: Control | null): Detail | null =>
    control && { label: control.label, bounds: { ...control.target.bounds } };
  return {
    kind: reading.kind,
    accept: show(reading.accept),
    refuse: show(reading.refuse),
    policy: show(reading.policy),
    boxes: reading.boxes.map((box) => ({ label: label(box.node), checked: box.node.checked })),
    noticeOnly: reading.noticeOnly,
    reasons: reading.reasons,
  };
}
