/** Hands and eyes: looks at the screen, taps, types, waits, and writes each of it into the trace. */
import type { MarkerRecord } from "../trace/frame.ts";
import type { Json, TraceWriter } from "../trace/trace-writer.ts";
import type { AppSession } from "./app-session.ts";
import { handsetError, usageError } from "./errors.ts";
import type { Handset } from "./handset.ts";
import { centre, label, parsePageSource, type UiNode } from "./page-source.ts";
import type { Selector } from "./scenario/scenario-schema.ts";
import { waitFor } from "./wait.ts";

/** How long a control that a step names may take to appear. */
const CONTROL_DEADLINE_MS = 10_000;

/** Buttons of the platform's permission dialog, by its own resource ids, in the order that a person would choose. */
const GRANT_IDS = [
  "permission_allow_foreground_only_button",
  "permission_allow_button",
  "permission_allow_one_time_button",
];
const DENY_IDS = ["permission_deny_button", "permission_deny_and_dont_ask_again_button"];

/** What the controller does, as the trace names it. A step's name is text of the app or the scenario, else its kind. */
export type StepKind =
  | "launch" | "tap" | "text" | "back" | "background" | "foreground" | "lock" | "unlock" | "kill" | "step" | "wait" | "consent" | "note"; // prettier-ignore
export type Detail = { readonly [key: string]: Json };

export class Walker {
  readonly handset: Handset;
  readonly writer: TraceWriter;
  session: AppSession;

  constructor(handset: Handset, writer: TraceWriter, session: AppSession) {
    this.handset = handset;
    this.writer = writer;
    this.session = session;
  }

  async look(): Promise<UiNode[]> {
    return parsePageSource(await this.handset.source());
  }

  /** Keeps the screen as evidence: picture, tree, and what was made of it. */
  async capture(detail: Detail): Promise<UiNode[]> {
    const source = await this.handset.source();
    const { t } = this.session.now();
    const png = await this.handset.screenshot();
    this.writer.screen({ t, png, source, detail });
    return parsePageSource(source);
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
    const seen = this.session.markers.length;
    const { x, y } = centre(node.bounds);
    await this.during("tap", name, { x, y }, async () => {
      await this.handset.tap(x, y);
      await this.session.flush();
    });
    const touches = this.session.markers.slice(seen).filter((m) => m.marker === "touch" && m.data["action"] === "up");
    return touches.find((m) => isNear(m, x, y)) ?? null;
  }

  async find(selector: Selector): Promise<UiNode> {
    const what = typeof selector === "string" ? selector : JSON.stringify(selector);
    return waitFor(
      `"${what}" on the screen`,
      CONTROL_DEADLINE_MS,
      async () => pick(await this.look(), selector),
      this.session.gone,
    );
  }

  async waitVisible(selector: Selector, deadlineMs: number): Promise<void> {
    const what = typeof selector === "string" ? selector : JSON.stringify(selector);
    await waitFor(
      `"${what}" on the screen`,
      deadlineMs,
      async () => pick(await this.look(), selector),
      this.session.gone,
    );
  }

  async scroll(direction: "down" | "up"): Promise<void> {
    const size = await this.handset.screenSize();
    const x = Math.round(size.x2 / 2);
    const [low, high] = [Math.round(size.y2 * 0.75), Math.round(size.y2 * 0.3)];
    const [from, to] = direction === "down" ? [low, high] : [high, low];
    await this.during("tap", direction === "down" ? "↓" : "↑", {}, () =>
      this.handset.swipe({ x, y: from }, { x, y: to }),
    );
  }

  /** Answers the platform's permission dialogs until none is up. @returns how many were answered */
  async answerPermissions(answer: "grant" | "deny"): Promise<number> {
    const ids = answer === "grant" ? GRANT_IDS : DENY_IDS;
    for (let answered = 0; ; answered++) {
      const nodes = await this.look();
      const dialog = nodes.filter((node) => node.id.includes(":id/permission_"));
      if (dialog.length === 0) return answered;
      const button = ids
        .map((id) => dialog.find((node) => node.id.endsWith(`:id/${id}`)))
        .find((node) => node !== undefined);
      if (!button) throw handsetError("permission-dialog", `the permission dialog offers no way to ${answer}`);
      const before = JSON.stringify(dialog.map(label));
      await this.tapNode(button, label(button));
      await waitFor(
        "the permission dialog to be answered",
        CONTROL_DEADLINE_MS,
        async () => {
          const now = (await this.look()).filter((node) => node.id.includes(":id/permission_"));
          return now.length === 0 || JSON.stringify(now.map(label)) !== before ? true : null;
        },
        this.session.gone,
      );
    }
  }
}

/** A touch is ours when it lies where we tapped; the platform may round. */
function isNear(marker: MarkerRecord, x: number, y: number): boolean {
  return Math.abs(Number(marker.data["x"]) - x) <= 2 && Math.abs(Number(marker.data["y"]) - y) <= 2;
}

/** First enabled node that the selector means: whole label before part of it; taps go to its clickable ancestor by position. */
export function pick(nodes: UiNode[], selector: Selector): UiNode | null {
  const live = nodes.filter((node) => node.enabled);
  if (typeof selector === "string") {
    return (
      live.find((node) => node.text.trim() === selector || node.description.trim() === selector) ??
      live.find((node) => node.id === selector || node.id.endsWith(`:id/${selector}`)) ??
      live.find((node) => selector.length >= 2 && label(node).includes(selector)) ??
      null
    );
  }
  if (selector.text === undefined && selector.id === undefined && selector.description === undefined) {
    throw usageError("selector-empty", "a selector needs text, id or description");
  }
  return (
    live.find(
      (node) =>
        (selector.text === undefined || node.text.trim() === selector.text) &&
        (selector.description === undefined || node.description.trim() === selector.description) &&
        (selector.id === undefined || node.id === selector.id || node.id.endsWith(`:id/${selector.id}`)),
    ) ?? null
  );
}
