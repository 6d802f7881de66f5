/**
 * What shows that a tap took consent back. That the screen is another one shows nothing: the tap may have led to a page that
 * explains how to withdraw, or to the mail that asks for it.
 */
import { contains, label, type UiNode } from "../page-source.ts";
import type { ConsentReading } from "./screen-reading.ts";

/**
 * `switched`: the switch or box stands otherwise. `answered`: "are you sure?" was answered and is gone. `asked-again`: the notice
 * is up again. `told`: the app says that it was done. `control-gone`: the control is no longer offered. `app-closed`: the app
 * ended itself on it.
 */
export type WithdrawalSign = "switched" | "answered" | "asked-again" | "told" | "control-gone" | "app-closed";

export interface Point {
  x: number;
  y: number;
}

/** Whole labels or starts of them, lower case. */
const WITHDRAW = [
  "撤回同意", "撤销同意", "撤回授权", "撤销授权", "撤回隐私", "撤销隐私", "撤回个人信息", "withdraw consent", "withdraw my consent", "revoke consent",
  "withdraw", "einwilligung widerrufen", "retirer mon consentement",
]; // prettier-ignore
const CONFIRM = [
  "确认撤回", "确定撤回", "确认撤销", "确定撤销", "仍要撤回", "继续撤回", "撤回", "撤销", "确定", "确认", "继续", "是",
  "withdraw", "yes, withdraw", "confirm", "revoke", "continue", "yes", "ok", "widerrufen", "ja", "retirer", "oui",
]; // prettier-ignore
/** A question has a way back beside the answer. */
const BACK = [
  "取消", "再想想", "暂不", "返回", "否", "cancel", "keep", "no", "not now", "go back", "abbrechen", "nein", "annuler", "non",
]; // prettier-ignore
/** Done, and not "once you have ...". */
const TOLD =
  /已(成功)?(撤回|撤销|取消同意)|(撤回|撤销)(已)?(成功|生效)|\b(withdrawn|revoked|widerrufen|retiré)\b|no longer (consent|agree)/i;
const NOT_TOLD =
  /[后如若将未不待?？吗]|无法|失败|\b(if|when|once|after|can|cannot|may|how|never|not|be|failed|unable|wenn|nachdem|kann|nicht|si|après|peut|comment)\b|n't\b/i;
const ABOUT = /撤回|撤销|withdraw|revoke|widerruf|retir(er|ait)/i;
const MAX_TOLD = 60;
/** Running text of this length explains something. */
const EXPLANATION = 120;
/** Of the labels around the control that must have stayed for the page to be the same. */
const SAME_PAGE = 0.5;
const MAX_LABEL = 60;
/** How far up a clickable ancestor may be and still own a label. */
const MAX_CLIMB = 3;

/**
 * @param before the screen on which the tap fell
 * @param after the screen now
 * @param reading of `after`
 * @returns null where what shows now may mean anything
 */
export function signOf(
  before: readonly UiNode[],
  point: Point,
  after: readonly UiNode[],
  reading: Pick<ConsentReading, "kind" | "accept">,
): Exclude<WithdrawalSign, "app-closed"> | null {
  const touched = touchedAt(before, point);
  if (touched === null || questionAfter(before, after) !== null) return null;
  if (partsOf(before, touched).some((part) => isSwitched(part, after))) return "switched";
  const isNotice = reading.kind === "consent" && reading.accept !== null && !ABOUT.test(reading.accept.label);
  if (isNotice && !isThere(reading.accept?.node, before)) return "asked-again";
  const news = after.filter((node) => label(node) !== "" && !isThere(node, before));
  if (news.some((node) => isTold(label(node)))) return "told";
  if (isStillThere(before, touched, after)) return null;
  const isAnswer = partsOf(before, touched).some(
    (part) => isOneOf(label(part), CONFIRM) && !isOneOf(label(part), WITHDRAW),
  );
  if (isAnswer && hasBack(before)) return explains(news) ? null : "answered";
  return isSamePage(before, after) || !explains(news) ? "control-gone" : null;
}

/** What confirms the question that came after a tap, or null where none did. */
export function questionAfter(before: readonly UiNode[], after: readonly UiNode[]): UiNode | null {
  const news = new Set(after.filter((node) => label(node) !== "" && !isThere(node, before)));
  if (!hasBack([...news])) return null;
  return named(after, CONFIRM, (node) => news.has(node));
}

/** The control that takes consent back by its usual name. */
export function withdrawalControl(nodes: readonly UiNode[]): UiNode | null {
  return named(nodes, WITHDRAW);
}

/** What a tap there hits: of the windows the front one, in it the innermost that takes taps. */
function touchedAt(nodes: readonly UiNode[], { x, y }: Point): UiNode | null {
  const under = nodes.filter(({ bounds, enabled }) => enabled && contains(bounds, x, y));
  const isLeaf = (node: UiNode): boolean => nodes.every(({ parent }) => parent !== node.index);
  return under.findLast((node) => node.clickable || node.checkable) ?? under.findLast(isLeaf) ?? null;
}

function partsOf(nodes: readonly UiNode[], owner: UiNode): UiNode[] {
  const isIn = (node: UiNode | undefined): boolean =>
    node !== undefined && (node === owner || isIn(nodes[node.parent]));
  return nodes.filter(isIn);
}

function isSwitched(part: UiNode, after: readonly UiNode[]): boolean {
  if (!part.checkable) return false;
  const now = after.filter((node) => node.checkable && node.class === part.class && node.id === part.id);
  const same = now.find((node) => isAt(node, part)) ?? (now.length === 1 ? now[0] : undefined);
  return same !== undefined && same.checked !== part.checked;
}

function isStillThere(before: readonly UiNode[], touched: UiNode, after: readonly UiNode[]): boolean {
  const named = partsOf(before, touched).filter((part) => label(part) !== "");
  if (named.length > 0) return named.some((part) => isThere(part, after));
  return after.some((node) => node.class === touched.class && node.id === touched.id && isAt(node, touched));
}

function isAt({ bounds: a }: UiNode, { bounds: b }: UiNode): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}

/** By what it says and is; where it stands may shift. */
function isThere(node: UiNode | undefined, nodes: readonly UiNode[]): boolean {
  return nodes.some((other) => label(other) === (node && label(node)) && other.class === node?.class);
}

function isSamePage(before: readonly UiNode[], after: readonly UiNode[]): boolean {
  const labelled = before.filter((node) => label(node) !== "");
  const stayed = labelled.filter((node) => isThere(node, after)).length;
  // The control itself went.
  return stayed >= Math.max(1, (labelled.length - 1) * SAME_PAGE);
}

function explains(news: readonly UiNode[]): boolean {
  return news.some((node) => label(node).length >= EXPLANATION || ABOUT.test(label(node)));
}

function isTold(text: string): boolean {
  return text.length <= MAX_TOLD && TOLD.test(text) && !NOT_TOLD.test(text);
}

function hasBack(nodes: readonly UiNode[]): boolean {
  return nodes.some((node) => isOneOf(label(node), BACK));
}

/** The label is one of the words, or begins with it: "keep it" with "keep", "notes" not with "no". */
function isOneOf(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => {
    if (!lower.startsWith(word)) return false;
    const next = lower.slice(word.length, word.length + 1);
    return next === "" || (word.length > 1 && !(/[a-zà-ü]/.test(word) && /[\p{L}\p{N}]/u.test(next)));
  });
}

/** The clickable node whose label is, or else begins with, one of the words; earlier words first. */
function named(
  nodes: readonly UiNode[],
  words: readonly string[],
  isMeant: (node: UiNode) => boolean = () => true,
): UiNode | null {
  const controls = nodes.filter((node) => {
    if (label(node) === "" || label(node).length > MAX_LABEL || !node.enabled || !isMeant(node)) return false;
    let owner: UiNode | undefined = node;
    for (let climb = 0; owner && !owner.clickable && climb < MAX_CLIMB; climb++) owner = nodes[owner.parent];
    return owner?.clickable === true;
  });
  for (const word of words) {
    const found =
      controls.find((node) => label(node).toLowerCase() === word) ??
      controls.find((node) => isOneOf(label(node), [word]));
    if (found) return found;
  }
  return null;
}
