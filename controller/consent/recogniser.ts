/**
 * Reads a screen and says whether a consent notice is up, and which control does what.
 * Words are data (lexicon.json); every reading carries its reasons, which go into the trace.
 */
import lexicon from "./lexicon.json" with { type: "json" };
import { contains, label, type UiNode } from "../page-source.ts";

/** Longer labels are running text, not buttons (UTF-16 units). */
const MAX_BUTTON_LABEL = 40;
/** How far up a clickable ancestor may be and still own a label. */
const MAX_CLICKABLE_CLIMB = 3;

export interface Control {
  node: UiNode;
  /** What a tap hits: the clickable node that owns the label. */
  target: UiNode;
  label: string;
}

export interface ConsentReading {
  kind: "consent" | "permission" | "none";
  accept: Control | null;
  refuse: Control | null;
  policy: Control | null;
  /** Boxes that must be ticked before accepting. */
  boxes: Control[];
  /** True when the notice offers nothing but an acknowledgement. */
  noticeOnly: boolean;
  reasons: string[];
}

const WORDS = {
  accept: new Set(lexicon.accept),
  weakAccept: new Set(lexicon.weakAccept),
  acknowledge: new Set(lexicon.acknowledge),
  refuse: new Set(lexicon.refuse),
};

/** Packages that draw the platform's own permission dialogs. */
const PERMISSION_PACKAGES = new Set([
  "com.android.permissioncontroller",
  "com.google.android.permissioncontroller",
  "com.android.packageinstaller",
]);

/**
 * @param nodes the whole screen, all windows, z-order
 * @returns the reading; `kind` is `none` unless both a notice text and a control that decides were found
 */
export function recogniseConsent(nodes: UiNode[]): ConsentReading {
  const reasons: string[] = [];
  const empty: ConsentReading = {
    kind: "none",
    accept: null,
    refuse: null,
    policy: null,
    boxes: [],
    noticeOnly: false,
    reasons,
  };
  if (nodes.some((node) => PERMISSION_PACKAGES.has(node.package))) {
    reasons.push("window of the platform's permission controller");
    return { ...empty, kind: "permission" };
  }
  const texts = nodes.map(label).filter((text) => text !== "");
  const all = texts.join("\n").toLowerCase();
  const found = lexicon.notice.filter((word) => all.includes(word));
  if (found.length === 0) {
    reasons.push("no words of a privacy notice");
    return empty;
  }
  reasons.push(`notice words: ${found.join(", ")}`);
  const buttons = nodes.flatMap((node) => toControl(nodes, node));
  const pick = (words: Set<string>): Control | null => buttons.find((b) => words.has(normalise(b.label))) ?? null;
  const boxes = findBoxes(nodes);
  const refuse = pick(WORDS.refuse);
  let accept = pick(WORDS.accept);
  if (accept) reasons.push(`accept: "${accept.label}"`);
  if (!accept && (refuse || boxes.length > 0)) {
    accept = pick(WORDS.weakAccept);
    if (accept) reasons.push(`accept: "${accept.label}" (beside a refusal or a box to tick)`);
  }
  if (refuse) reasons.push(`refuse: "${refuse.label}"`);
  for (const box of boxes) reasons.push(`box: "${box.label}" ${box.node.checked ? "ticked" : "not ticked"}`);
  const acknowledge = accept || refuse ? null : pick(WORDS.acknowledge);
  if (!accept && !refuse && !acknowledge) {
    reasons.push("no control that decides");
    return empty;
  }
  if (acknowledge) reasons.push(`acknowledge only: "${acknowledge.label}"`);
  return {
    kind: "consent",
    accept: accept ?? acknowledge,
    refuse,
    policy: buttons.find((b) => lexicon.policy.some((word) => b.label.toLowerCase().includes(word))) ?? null,
    boxes,
    noticeOnly: acknowledge !== null,
    reasons,
  };
}

/** Lower case, without brackets, punctuation, spaces at the ends, and countdowns such as "(5s)". */
function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[(（[【]?\s*\d{1,3}\s*(s|秒)?\s*[)）\]】]?\s*$/u, "")
    .replace(/^[\s「『"'“《【[]+|[\s」』"'”》】\].!！。，,]+$/gu, "")
    .replace(/\s+/gu, " ");
}

function toControl(nodes: UiNode[], node: UiNode): Control[] {
  const text = label(node);
  if (text === "" || text.length > MAX_BUTTON_LABEL || node.checkable) return [];
  let target: UiNode | undefined = node;
  for (let climb = 0; target && !target.clickable && climb < MAX_CLICKABLE_CLIMB; climb++)
    target = nodes[target.parent];
  if (!target?.clickable) return [];
  return [{ node, target, label: text }];
}

/** A tick box whose own or neighbouring text speaks of agreeing. */
function findBoxes(nodes: UiNode[]): Control[] {
  return nodes.flatMap((node) => {
    if (!node.checkable || !/checkbox|switch|toggle/i.test(node.class)) return [];
    const beside = nodes.filter(
      (other) => other.parent === node.parent || contains(other.bounds, node.bounds.x1, node.bounds.y1),
    );
    const text = label(node) || beside.map(label).filter(Boolean).join(" ");
    const agrees = lexicon.tick.some((word) => text.toLowerCase().includes(word));
    return agrees ? [{ node, target: node, label: text.slice(0, 200) }] : [];
  });
}
