/**
 * Reads a screen and says what it is, and which control does what. Words are data (lexicon/), known dialogs are recipes;
 * every reading carries its reasons, which go into the trace.
 */
import type { UiNode } from "../page-source.ts";
import { findDismiss } from "./dismiss.ts";
import { choicesOf, type Asked, type Choices } from "./choices.ts";
import { elementsOf, isInside, type Elements } from "./elements.ts";
import { headingsOf, isPermissionDialog, isTitle, scoreKinds, type KindScore } from "./kinds.ts";
import { nestedLink, policyByMore } from "./links.ts";
import { layersOf, type TopLayer } from "./layers.ts";
import { areaOf, emptyReading, type ConsentReading, type Control } from "./screen-reading.ts";
import { findRecipe, type Recipe, type Recognised } from "./recipes.ts";
import { rolesOf, type Roles } from "./roles.ts";
import { findScroll } from "./scroll.ts";
import { isConversation, isSettings, rowsOf } from "./structure.ts";
import { otherMatter } from "./topic.ts";
import { countdownOf, countOf, findIn, kindsOf, normalise, ofReader, says, speaksOf } from "./words.ts";

export type { ConsentReading, Control, ScreenKind } from "./screen-reading.ts";

/** What speaks for a notice, and what a notice needs at least. */
const WEIGHT = { heading: 2.5, policy: 2, agreement: 1, ask: 1, words: 1, box: 1 };
const MOST_ASKS = 3;
const LEAST_NOTICE = 2;
/** Without a heading, a link and a box a notice has so many words and phrases; fewer are met anywhere. */
const LEAST_SIGNS = 2;
/** A title goes first where something else on the screen says the same. */
const LEAST_TITLED = 4;
/** Where this much speaks for a notice, a pair of controls that agrees and refuses settles it. */
const CLEAR_NOTICE = 5;
/** The policy's name is this part of a link that is called so; a sentence that tells of it says more. */
const LEAST_NAME = 0.4;

/**
 * @param nodes the whole screen, all windows, in document order
 * @param recipes dialogs that are known by their marks; without it those of `scenarios/consent-recipes`
 * @returns the reading; controls of consent are found on a notice, the safe way past on any other screen
 */
export function recogniseConsent(nodes: UiNode[], recipes?: readonly Recipe[]): ConsentReading {
  let last = emptyReading(["nothing on the screen"]);
  for (const layer of layersOf(nodes)) {
    const reading = readLayer(nodes, layer, recipes);
    if (reading.kind !== "none" || layer.modal) return reading;
    last = reading;
  }
  return last;
}

function readLayer(nodes: UiNode[], layer: TopLayer, recipes?: readonly Recipe[]): ConsentReading {
  const reasons: string[] = layer.modal ? ["a dialog lies over the page; only it is read"] : [];
  const elements = elementsOf(nodes, layer);
  const reading = emptyReading(reasons);
  if (isPermissionDialog(layer.nodes)) {
    reasons.push("window of the platform's permission controller");
    return { ...reading, kind: "permission", dismiss: findDismiss("permission", elements, layer) };
  }
  const recognised = findRecipe(layer.nodes, elements, recipes);
  const rows = rowsOf(nodes, layer);
  const roles = withRecipe(rolesOf(elements, layer, nodes, rows), recognised);
  const [other] = scoreKinds(elements, layer);
  const notice = weighNotice(nodes, elements, roles, reasons);
  const choices = recognised !== null || notice.weight >= LEAST_NOTICE ? choicesOf(roles, notice) : null;
  const scroll = findScroll(elements, layer, choices?.accept ?? null, hasOpenBox(roles));
  if (recognised) {
    reasons.push(`recipe: ${recognised.recipe.name}`);
    return { ...asConsent(reading, roles, choices, scroll, elements), recipe: recognised.recipe.id };
  }
  if (isConversation(elements, layer)) {
    reasons.push("the lowest thing on the page is a place to write: people said what stands over it");
    return { ...reading, policy: namedPolicy(roles.policy) };
  }
  if (choices !== null || (notice.weight >= LEAST_NOTICE && scroll !== null)) {
    const matter = choices && otherMatter(nodes, choices, elements, notice.headingAt, areaOf(layer.screen));
    if (matter) reasons.push(matter);
    else if (isConsent(notice, choices, scroll, other, reasons))
      return asConsent(reading, roles, choices, scroll, elements);
  } else if (notice.weight > 0) reasons.push("no control that decides on a notice");
  const isList = isSettings(rows, layer, nodes);
  if (isList) reasons.push("a page of rows that lead on or switch something");
  const likely = !other || other.kind === "other" || (isList && other.kind !== "login") ? "none" : other.kind;
  const way = findDismiss(likely, elements, layer);
  // Words alone make an ordinary page; what stands in the way has a button of its kind, or a way past.
  const isOffer = likely === "ad" && !other?.hasHeading && !way;
  const kind = !isOffer && (other?.hasControl || way || layer.modal) ? likely : "none";
  const dismiss = kind === likely ? way : findDismiss(kind, elements, layer);
  if (other) reasons.push(`${other.kind}: ${other.marks.slice(0, 4).join(", ")}`);
  return {
    ...reading,
    kind,
    policy: kind === "none" ? namedPolicy(roles.policy) : roles.policy,
    guest: kind === "login" ? (roles.guest ?? skipOf(dismiss)) : null,
    boxes: kind === "login" ? roles.boxes : [],
    dismiss: dismiss ?? (kind === "login" ? roles.guest : null),
  };
}

/** A box that waits itself is not what keeps the answer waiting. */
function hasOpenBox({ boxes }: Roles): boolean {
  return boxes.some((box) => box.node.enabled && !box.node.checked);
}

/** On an ordinary page only a link that is called so, not a sentence that tells of a policy. */
function namedPolicy(policy: Control | null): Control | null {
  const said = policy ? normalise(policy.label) : "";
  const name = findIn(said, "policy");
  return name && name.end - name.start >= said.length * LEAST_NAME ? policy : null;
}

/** Skipping a login is going on as a guest. */
function skipOf(dismiss: Control | null): Control | null {
  return dismiss && says(normalise(dismiss.label), "skipLogin") ? dismiss : null;
}

/** What a recipe names goes before what was found by words and places. */
function withRecipe(roles: Roles, recognised: Recognised | null): Roles {
  if (!recognised) return roles;
  const { accept, refuse, policy, guest, secondLayer } = recognised.controls;
  return {
    ...roles,
    accept: accept ?? roles.accept,
    refuse: refuse ?? roles.refuse,
    policy: policy ?? roles.policy,
    guest: guest ?? roles.guest,
    second: secondLayer ?? roles.second,
  };
}

interface Notice extends Asked {
  hasPolicy: boolean;
  /** Upper edge of the heading that speaks of it. */
  headingAt: number | null;
}

function weighNotice(nodes: UiNode[], elements: Elements, roles: Roles, reasons: string[]): Notice {
  const headings = headingsOf(elements).filter(
    ({ text }) => speaksOf(text, "policy") || speaksOf(ofReader(text), "notice"),
  );
  const all = ofReader(elements.all);
  const asks = countOf(all, "ask");
  const words = countOf(all, "notice") + countOf(all, "data");
  const isThin = headings.length === 0 && !roles.policy && roles.boxes.length === 0 && asks + words < LEAST_SIGNS;
  let weight = Math.min(MOST_ASKS, asks) * WEIGHT.ask + (words > 0 ? WEIGHT.words : 0);
  if (headings.length > 0) weight += WEIGHT.heading;
  if (roles.boxes.length > 0) weight += WEIGHT.box;
  if (roles.policy) weight += WEIGHT.policy;
  else if (roles.agreement) weight += WEIGHT.agreement;
  if (isThin || (words === 0 && !roles.policy && roles.boxes.length === 0)) weight = 0;
  if (weight > 0)
    reasons.push(
      `notice: ${words} words of privacy, ${asks} phrases that ask` +
        (headings[0] ? `, heading "${headings[0].text}"` : "") +
        (roles.policy ? `, link "${roles.policy.label}"` : ""),
    );
  const ofPolicy = headings.some(({ text }) => isTitle(text) && speaksOf(text, "policy"));
  return {
    weight,
    asks,
    ofPolicy,
    hasField: hasFieldAt(roles.acknowledge ?? roles.acceptWeak ?? roles.unknown[0] ?? null, nodes, elements),
    hasPolicy: roles.policy !== null,
    inHeading: headings.length > 0,
    isTold:
      headings.length > 0 ||
      roles.policy !== null ||
      asks > 1 ||
      headingsOf(elements).some(({ text }) => speaksOf(text, "data")),
    headingAt: headings[0]?.node.bounds.y1 ?? null,
  };
}

/** A field to fill in stands in the block of the button and the text about data; one elsewhere on the page sends nothing. */
function hasFieldAt(button: Control | null, nodes: UiNode[], elements: Elements): boolean {
  if (elements.fields.length === 0) return false;
  const about = elements.texts.filter(({ text }) => speaksOf(text, "notice") || speaksOf(text, "data"));
  for (let at = button && nodes[button.target.parent]; at; at = nodes[at.parent]) {
    const { bounds } = at;
    if (elements.fields.some((field) => isInside(field, bounds))) return true;
    if (about.some(({ node }) => isInside(node, bounds))) return false;
  }
  return true;
}

/** A notice beside another kind: where a clear notice has a pair of answers it is one; else the heavier is believed. */
function isConsent(
  { weight: notice, asks, inHeading, hasPolicy }: Notice,
  choices: Choices | null,
  scroll: Control | null,
  other: KindScore | undefined,
  reasons: string[],
): boolean {
  if (!other) return true;
  const weight = notice + (choices?.weight ?? 0);
  const isPair = choices?.accept && choices.refuse && !choices.acknowledged;
  if (isPair && notice >= CLEAR_NOTICE && other.kind !== "login" && other.kind !== "other") return true;
  // What the title says goes before what is said under it.
  const isTitled = other.hasHeading && other.score >= LEAST_TITLED && !inHeading && !hasPolicy;
  const { refuse = null } = choices ?? {};
  const isSkip = refuse !== null && says(normalise(refuse.label), "skipLogin");
  const isSent = refuse !== null && kindsOf(normalise(refuse.label), "button").includes("login");
  const isLogin = other.kind === "login" && (refuse === null || isSkip || isSent);
  const isOther = other.kind === "other" && asks === 0;
  if (weight > other.score && !isLogin && !isOther && !isTitled) return choices !== null || scroll !== null;
  reasons.push(`more speaks for ${other.kind} (${other.score}) than for a notice (${weight})`);
  return false;
}

/** Beside a mere acknowledgement "learn more" tells of the policy; there is nothing to choose. */
function policyInstead(roles: Roles, choices: Choices | null): boolean {
  const isMore = roles.second !== null && says(normalise(roles.second.label), "more");
  return isMore && roles.policy === null && (choices?.acknowledged ?? false);
}

function asConsent(
  reading: ConsentReading,
  roles: Roles,
  choices: Choices | null,
  scroll: Control | null,
  elements: Elements,
): ConsentReading {
  const { accept = null, refuse = null, guest = null } = choices ?? {};
  const instead = policyInstead(roles, choices) ? roles.second : null;
  const policy =
    roles.policy ?? instead ?? policyByMore(elements, [accept, refuse, guest, roles.second]) ?? nestedLink(elements);
  const isSecond = instead === null && ![accept, refuse, guest].includes(roles.second);
  const second = isSecond ? roles.second : null;
  // "Tick all that you agree to": then the boxes of the purposes are what agrees.
  const boxes = speaksOf(elements.all, "tickAll") ? [...roles.boxes, ...roles.purposes] : roles.boxes;
  const { reasons } = reading;
  if (accept) reasons.push(`accept: "${accept.label}"${choices?.acknowledged ? " (acknowledgement only)" : ""}`);
  if (refuse) reasons.push(`refuse: "${refuse.label}"`);
  if (guest) reasons.push(`guest: "${guest.label}"`);
  if (second) reasons.push(`second layer: "${second.label}"`);
  for (const box of boxes) reasons.push(`box: "${box.label}" ${box.node.checked ? "ticked" : "not ticked"}`);
  if (scroll) reasons.push(`scroll: ${scroll.label}`);
  const countdown = [accept, refuse].map((one) => (one ? countdownOf(one.label) : null)).find((n) => n !== null);
  return {
    ...reading,
    kind: "consent",
    accept,
    refuse,
    guest,
    policy,
    secondLayer: second,
    boxes,
    scroll,
    noticeOnly: (choices?.acknowledged ?? false) && !second && !guest && boxes.length === 0,
    countdown: countdown ?? null,
  };
}
