/** Hands and eyes: looks at the screen, taps, types, waits, and writes each of it into the trace. */
import type { MarkerRecord } from "../trace/frame.ts";
import type { Json, TraceWriter } from "../trace/trace-writer.ts";
import type { AppProcess } from "./app-process.ts";
import { handsetError } from "./errors.ts";
import { MARKER_UNCERTAINTY_US } from "./phase-tracker.ts";
import type { Handset } from "./handset.ts";
import { centre, label, parsePageSource, type Bounds, type UiNode } from "./page-source.ts";
import { withoutSecrets } from "./secret-picture.ts";
import { waitUnlessLate } from "./wait.ts";

/** How long an answered dialog may take to go away. */
const ANSWER_DEADLINE_MS = 3_000;
/** Dialogs in a row that are answered; an app that asks on and on is left standing at the next. */
const MAX_PERMISSION_DIALOGS = 10;
/** Parts of the platform's own crash and "isn't responding" dialogs. */
const CRASH_DIALOG_ID = "android:id/aerr_";
const WAIT_FOR_APP_ID = "android:id/aerr_wait";
const SYSTEM_PACKAGES = new Set(["android", "com.android.systemui"]);

/** Buttons of the platform's permission dialog, by its own resource ids, in the order that a person would choose. */
const GRANT_IDS = [
  "permission_allow_foreground_only_button",
  "permission_allow_button",
  "permission_allow_one_time_button",
];
const DENY_IDS = ["permission_deny_button", "permission_deny_and_dont_ask_again_button"];

/** What the controller does, as the trace names it. A step's name is text of the app or the scenario, else its kind. */
export type StepKind =
  | "launch" | "tap" | "text" | "back" | "background" | "foreground" | "lock" | "unlock" | "kill" | "step" | "wait" | "consent" | "note" | "fact" | "login" | "person" | "script" | "explore"; // prettier-ignore
export type Detail = { readonly [key: string]: Json };

/** A tap and the screen that it was chosen on, so that its effect can be confirmed afterwards. */
export interface Tap {
  name: string;
  point: { x: number; y: number };
  at: { t: number; errorUs: number };
  touch: MarkerRecord | null;
  before: readonly UiNode[];
}

export class Walker {
  readonly handset: Handset;
  readonly writer: TraceWriter;
  session: AppProcess;
  lastTap: Tap | null = null;
  /** As it was last looked at. */
  #screen: readonly UiNode[] = [];

  constructor(handset: Handset, writer: TraceWriter, session: AppProcess) {
    this.handset = handset;
    this.writer = writer;
    this.session = session;
  }

  /** Something that rules may judge; `name` is a stable code (docs/trace-schema.md). */
  fact(name: string, detail: Detail, t: number = this.session.now().t): void {
    this.writer.stepPoint("fact", name, t, detail);
  }

  async look(): Promise<UiNode[]> {
    const nodes = parsePageSource(await this.handset.source());
    this.#screen = nodes;
    return nodes;
  }

  /** Keeps the screen as evidence: picture, tree, and what was made of it, or is made of what is kept here. */
  async capture(detail: Detail | ((nodes: UiNode[], png: Buffer) => Detail)): Promise<UiNode[]> {
    const source = await this.handset.source();
    const { t } = this.session.now();
    const png = await this.handset.screenshot();
    const count = (text: string): number => this.writer.secretsIn(text);
    // What moved while the picture was taken is covered in both places.
    const sources = count(source) === 0 ? [source] : [source, await this.handset.source()];
    const kept = withoutSecrets(png, sources, count);
    const nodes = parsePageSource(source);
    this.#screen = nodes;
    this.writer.screen({
      t,
      ...(kept ? { png: kept, isCovered: true } : { png }),
      source,
      detail: typeof detail === "function" ? detail(nodes, png) : detail,
    });
    return nodes;
  }

  /** Does `action` as one recorded step; a failure closes the step with its reason and goes on up. */
  async during<T>(kind: StepKind, name: string, detail: Detail, action: () => Promise<T>): Promise<T> {
    const id = this.writer.stepOpen(kind, name, this.session.now().t, detail);
    try {
      const result = await action();
      this.writer.stepClose(id, this.session.now().t, {});
      return result;
    } catch (error) {
      this.writer.stepClose(id, this.session.now().t, {
        failed: error instanceof Error ? error.message.slice(0, 500) : "error",
      });
      throw error;
    }
  }

  point(kind: StepKind, name: string, detail: Detail = {}): void {
    this.writer.stepPoint(kind, name, this.session.now().t, detail);
  }

  /**
   * Taps the middle of a node and waits until all that the hooks saw is committed.
   * @returns the touch-up inside the node, as it entered the app's window; null when no hook saw it
   */
  async tapNode(node: UiNode, name: string): Promise<MarkerRecord | null> {
    return this.tapAt(centre(node.bounds), name);
  }

  /** As `tapNode`, at a point of the screen, pixels. */
  async tapAt({ x, y }: { x: number; y: number }, name: string): Promise<MarkerRecord | null> {
    const seen = this.session.markers.length;
    const before = this.#screen;
    const from = this.session.now();
    await this.during("tap", name, { x, y }, async () => {
      await this.handset.tap(x, y);
      await this.session.flush();
    });
    const to = this.session.now();
    const touches = this.session.markers.slice(seen).filter((m) => m.marker === "touch" && m.data["action"] === "up");
    const touch = touches.find((m) => isNear(m, x, y)) ?? null;
    const at = touch
      ? { t: touch.t, errorUs: MARKER_UNCERTAINTY_US }
      : { t: Math.round((from.t + to.t) / 2), errorUs: Math.ceil((to.t - from.t) / 2) + to.errorUs };
    this.lastTap = { name, point: { x, y }, at, touch, before };
    return touch;
  }

  /** The platform's own window over the app that no walk can pass, or null. */
  async systemDialog(): Promise<"app-crashed" | "app-hung" | "system-dialog" | null> {
    const nodes = await this.look();
    if (nodes.some((node) => node.id === WAIT_FOR_APP_ID)) return "app-hung";
    if (nodes.some((node) => node.id.startsWith(CRASH_DIALOG_ID))) return "app-crashed";
    const front = nodes.at(-1);
    return front && (SYSTEM_PACKAGES.has(front.package) || isPermissionPart(front)) ? "system-dialog" : null;
  }

  /** One swipe up inside a scrolling part of the screen. */
  async scrollWithin({ x1, y1, x2, y2 }: Bounds): Promise<void> {
    const x = Math.round((x1 + x2) / 2);
    const [from, to] = [Math.round(y2 - (y2 - y1) * 0.15), Math.round(y1 + (y2 - y1) * 0.15)];
    await this.during("tap", "↓", {}, () => this.handset.swipe({ x, y: from }, { x, y: to }));
  }

  /** Answers the platform's permission dialogs until none is up. @returns how many were answered */
  async answerPermissions(answer: "grant" | "deny"): Promise<number> {
    const ids = answer === "grant" ? GRANT_IDS : DENY_IDS;
    for (let answered = 0; ; answered++) {
      const nodes = await this.look();
      const dialog = nodes.filter(isPermissionPart);
      if (dialog.length === 0) return answered;
      if (answered === MAX_PERMISSION_DIALOGS) {
        this.fact("permission-loop", { dialogs: answered, answer });
        return answered;
      }
      const button = ids
        .map((id) => dialog.find((node) => node.id.endsWith(`:id/${id}`)))
        .find((node) => node !== undefined);
      if (!button) throw handsetError("permission-dialog", `the permission dialog offers no way to ${answer}`);
      const before = JSON.stringify(dialog.map(label));
      const seen = this.session.markers.length;
      await this.tapNode(button, label(button));
      // An app that asks again at once shows the same dialog: then its own answer tells, or, with no agent, the time.
      await waitUnlessLate(
        ANSWER_DEADLINE_MS,
        async () => {
          if (this.session.markers.slice(seen).some(({ marker }) => marker === "permission-result")) return true;
          const now = (await this.look()).filter(isPermissionPart);
          return now.length === 0 || JSON.stringify(now.map(label)) !== before ? true : null;
        },
        this.session.gone,
      );
    }
  }
}

/** Part of the platform's permission dialog, by its own resource ids. */
export function isPermissionPart(node: UiNode): boolean {
  return node.id.includes(":id/permission_");
}

/** A touch is ours when it lies where we tapped; the platform may round. */
function isNear(marker: MarkerRecord, x: number, y: number): boolean {
  return Math.abs(Number(marker.data["x"]) - x) <= 2 && Math.abs(Number(marker.data["y"]) - y) <= 2;
}
