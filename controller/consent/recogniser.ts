/**
 * Reads a screen and says what it is, and which control does what. Words are data (lexicon/), known dialogs are recipes;
 * every reading carries its reasons, which go into the trace.
 */
import type { UiNode } from "../page-source.ts";
import { findDismiss } from "./dismiss.ts";
import { elementsOf, type Elements } from "./elements.ts";
import { headingsOf, isPermissionDialog, LEAST_KIND, scoreKinds, type KindScore } from "./kinds.ts";
import { layersOf, type TopLayer } from "./layers.ts";
import { emptyReading, type ConsentReading, type Control } from "./screen-reading.ts";
import { rolesOf, type Roles } from "./roles.ts";
import { findScroll } from "./scroll.ts";
import { countdownOf, countOf, speaksOf } from "./words.ts";

export type { ConsentReading, Control, ScreenKind } from "./screen-reading.ts";

/** What speaks for a notice, and what a notice needs at least. */
const WEIGHT = {
  heading: 2.5,
  policy: 2,
  agreement: 1,
  ask: 1,
  words: 1,
  accept: 2,
  refuse: 1.5,
  guest: 0.5,
  box: 1,
  second: 1,
};
const MOST_ASKS = 3;
const LEAST_NOTICE = 2;

/**
 * @param nodes the whole screen, all windows, in document order
 * @returns the reading; controls of consent are found on a notice, the safe way past on any other screen
 */
export function recogniseConsent(nodes: UiNode[]): ConsentReading {
  return readNodes(nodes, false);
}

/** As `recogniseConsent`; `isPicture` when the nodes are texts read from a screenshot, of which none is called clickable. */
export function readNodes(nodes: UiNode[], isPicture: boolean): ConsentReading {
  let last = emptyReading(["nothing on the screen"]);
  for (const layer of layersOf(nodes)) {
    const reading = readLayer(nodes, layer, isPicture);
    if (reading.kind !== "none" || layer.modal) return reading;
    last = reading;
  }
  return last;
}

function readLayer(nodes: UiNode[], layer: TopLayer, isPicture: boolean): ConsentReading {
  const reasons: string[] = layer.modal ? ["a dialog lies over the page; only it is read"] : [];
  const elements = elementsOf(nodes, layer);
  const reading = emptyReading(reasons);
  if (isPermissionDialog(layer.nodes)) {
    reasons.push("window of the platform's permission controller");
    return { ...reading, kind: "permission", dismiss: findDismiss("permission", elements, layer) };
  }
  const roles = rolesOf(elements, layer, nodes, isPicture);
  const [other] = scoreKinds(elements, layer);
  const notice = weighNotice(elements, roles, reasons);
  const decided = notice.weight >= LEAST_NOTICE ? decideControls(roles, notice) : null;
  const scroll = findScroll(elements, layer, decided?.accept ?? null, roles.boxes.length > 0);
  const isNotice = decided !== null || (notice.weight >= LEAST_NOTICE + 1 && scroll !== null);
  if (isNotice && isConsent(notice.weight + (decided?.weight ?? 0), other, decided, reasons)) {
    return asConsent(reading, roles, decided, scroll);
  }
  const kind = other && other.score >= LEAST_KIND ? other.kind : "none";
  reasons.push(
    other && kind !== "none"
      ? `${kind}: ${other.marks.slice(0, 4).join(", ")}`
      : decided
        ? "words and controls speak for something else"
        : "no control that decides on a notice",
  );
  return {
    ...reading,
    kind,
    policy: kind === "none" && !layer.modal ? null : roles.policy,
    guest: kind === "login" ? roles.guest : null,
    boxes: kind === "login" ? roles.boxes : [],
    dismiss: findDismiss(kind, elements, layer),
  };
}

interface Notice {
  weight: number;
  asks: number;
  inHeading: boolean;
}

function weighNotice(elements: Elements, roles: Roles, reasons: string[]): Notice {
  const headings = headingsOf(elements).filter((text) => speaksOf(text, "policy") || speaksOf(text, "notice"));
  const asks = countOf(elements.all, "ask");
  const words = countOf(elements.all, "notice");
  let weight = Math.min(MOST_ASKS, asks) * WEIGHT.ask + (words > 0 ? WEIGHT.words : 0);
  if (headings.length > 0) weight += WEIGHT.heading;
  if (roles.policy) weight += WEIGHT.policy;
  else if (roles.agreement) weight += WEIGHT.agreement;
  if (words === 0 && !roles.policy) weight = 0;
  if (weight > 0)
    reasons.push(
      `notice: ${words} words of privacy, ${asks} phrases that ask` +
        (headings[0] === undefined ? "" : `, heading "${headings[0]}"`) +
        (roles.policy ? `, link "${roles.policy.label}"` : ""),
    );
  return { weight, asks, inHeading: headings.length > 0 };
}

interface Decided {
  accept: Control | null;
  refuse: Control | null;
  guest: Control | null;
  acknowledged: boolean;
  weight: number;
}

/** Puts the controls of a notice together: words that alone say little count beside others that decide. */
function decideControls(roles: Roles, notice: Notice): Decided | null {
  const guest = roles.guest ?? roles.inlineGuest;
  let refuse = roles.refuse;
  let accept = roles.accept;
  if (!accept && (refuse ?? guest ?? roles.boxes[0] ?? roles.second)) accept = roles.acceptWeak;
  if (!refuse && accept) refuse = roles.refuseWeak;
  if (!refuse && accept) refuse = roles.inlineRefuse;
  if (accept && refuse && accept.target.index === refuse.target.index && accept.label === refuse.label) refuse = null;
  const weight =
    (roles.accept ? WEIGHT.accept : 0) +
    (roles.refuse ? WEIGHT.refuse : 0) +
    (guest ? WEIGHT.guest : 0) +
    (roles.second ? WEIGHT.second : 0) +
    (roles.boxes.length > 0 ? WEIGHT.box : 0);
  if (accept || refuse) return { accept, refuse, guest, acknowledged: false, weight };
  const simple = roles.acknowledge ?? roles.acceptWeak;
  if (simple && (notice.inHeading || notice.asks > 0)) {
    return { accept: simple, refuse: null, guest, acknowledged: true, weight: weight + WEIGHT.box };
  }
  return null;
}

/** A notice with weight beside another kind: a pair that agrees and refuses tells; else the heavier one is believed. */
function isConsent(weight: number, other: KindScore | undefined, decided: Decided | null, reasons: string[]): boolean {
  if (!other || other.score < LEAST_KIND) return true;
  const isHeavier = weight > other.score;
  if (!isHeavier) reasons.push(`more speaks for ${other.kind} (${other.score}) than for a notice (${weight})`);
  return isHeavier && decided !== null;
}

function asConsent(
  reading: ConsentReading,
  roles: Roles,
  decided: Decided | null,
  scroll: Control | null,
): ConsentReading {
  const { accept = null, refuse = null, guest = null } = decided ?? {};
  const { reasons } = reading;
  if (accept) reasons.push(`accept: "${accept.label}"${decided?.acknowledged ? " (acknowledgement only)" : ""}`);
  if (refuse) reasons.push(`refuse: "${refuse.label}"`);
  if (guest) reasons.push(`guest: "${guest.label}"`);
  if (roles.second) reasons.push(`second layer: "${roles.second.label}"`);
  for (const box of roles.boxes) reasons.push(`box: "${box.label}" ${box.node.checked ? "ticked" : "not ticked"}`);
  if (scroll) reasons.push(`scroll: ${scroll.label}`);
  const countdown = [accept, refuse].map((one) => (one ? countdownOf(one.label) : null)).find((n) => n !== null);
  return {
    ...reading,
    kind: "consent",
    accept,
    refuse,
    guest,
    policy: roles.policy,
    secondLayer: roles.second,
    boxes: roles.boxes,
    scroll,
    noticeOnly: decided?.acknowledged ?? false,
    countdown: countdown ?? null,
  };
}
