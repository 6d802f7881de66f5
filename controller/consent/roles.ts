/** Gives the labels of a layer their roles on a consent notice: which accepts, refuses, opens the policy and so on. */
import type { Bounds, UiNode } from "../page-source.ts";
import { findBoxes } from "./boxes.ts";
import type { Elements, Label } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { agreementLink, inlineChoice, policyLink } from "./links.ts";
import { areaOf, type Control } from "./screen-reading.ts";
import { isInRow, isOption, type Rows } from "./structure.ts";
import { hints, says, speaksOf, type LabelRole } from "./words.ts";

/** Ids that programmers give to the buttons of a notice; they count where the label says nothing known. */
const ACCEPT_ID =
  /(?:^|[_\W])(?:agree|accept|allow|consent|confirm|ok|yes|positive|sure)(?:$|[_\W\d])|(?<!dis|not_?)agree|accept|button1$/i;
const REFUSE_ID = /disagree|not_?agree|refuse|reject|decline|deny|cancel|exit|quit|negative|button2$|(?:^|_)no(?:$|_)/i;

/** What agrees or refuses is a few words (UTF-16 units). */
const MAX_HAN_ANSWER = 18;
const MAX_LATIN_ANSWER = 52;
const HAN = /\p{Script=Han}/u;

export interface Roles {
  accept: Control | null;
  acceptWeak: Control | null;
  acknowledge: Control | null;
  /** Tapping it is called an agreement by the text. */
  named: Control | null;
  refuse: Control | null;
  refuseWeak: Control | null;
  guest: Control | null;
  second: Control | null;
  policy: Control | null;
  agreement: Control | null;
  /** Boxes to agree. */
  boxes: Control[];
  /** Boxes and switches of purposes. */
  purposes: Control[];
  /** Saves what the boxes say. */
  save: Control | null;
  inlineRefuse: Control | null;
  inlineGuest: Control | null;
  /** Goes back to the notice. */
  back: Control | null;
  /** Buttons without a known role, the most prominent first. */
  unknown: Label[];
}

export function rolesOf(elements: Elements, layer: TopLayer, nodes: UiNode[], rows: Rows): Roles {
  const boxes = findBoxes(elements, layer, nodes);
  const isBoxText = (one: Label): boolean =>
    [...boxes.agreeing, ...boxes.others].some(
      (box) =>
        box.node.index === one.node.index ||
        (sameRow(box.target.bounds, one) && speaksOf(one.said, "tick") && !/Button/.test(one.target.class)),
    );
  const free = elements.labels.filter((one) => one.tappable && !isBoxText(one));
  const policy = policyLink(elements, isBoxText);
  const agreement = agreementLink(elements, isBoxText);
  const isLink = (one: Label): boolean =>
    one.target.index === policy?.target.index || one.target.index === agreement?.target.index || isLegal(one);
  // What pays is never an answer to a notice, nor is a row of a list; to order as a guest does not pay yet.
  const isAside = (one: Label): boolean => isInRow(one, rows, nodes) || isOption(one, layer, nodes);
  const buttons = free.filter(
    (one) => !isLink(one) && !isAside(one) && (!hints(one.said, "pay") || hints(one.said, "guest")),
  );
  const best = (fits: (one: Label) => boolean): Label | null =>
    mostProminent(
      buttons.filter((one) => fits(one) && !isUnderAnother(one, elements)),
      layer.bounds,
    )[0] ?? null;
  const as = (role: LabelRole) => best((one) => says(one.said, role) && !isBack(one) && !isIcon(one));

  const refuse = best(isRefuse) ?? best(isLooseRefuse);
  const guest =
    best((one) => says(one.said, "guest")) ??
    best((one) => (hints(one.said, "guest") || isLesser(one)) && !isAccept(one) && one !== refuse);
  const accept = best(isAccept) ?? best(isLooseAccept);
  const save = best((one) => says(one.said, "save") && one !== accept);
  const second = best(
    (one) =>
      says(one.said, "second") &&
      ![refuse, guest, accept].includes(one) &&
      !isIcon(one) &&
      !isRepeated(one, free) &&
      (!speaksOf(one.said, "policy") || speaksOf(one.said, "settings")) &&
      !says(one.said, "save"),
  );
  const roles = { accept, refuse, guest, save, second };
  const known = new Set<Label | null>(Object.values(roles));
  return {
    ...roles,
    acceptWeak: as("acceptWeak"),
    acknowledge: as("acknowledge"),
    named: best((one) => !known.has(one) && !isBack(one) && isNamed(one, elements)),
    refuseWeak:
      as("refuseWeak") ??
      best(
        (one) =>
          (hints(one.said, "later") || (says(one.said, "dismiss") && !isIcon(one))) &&
          !known.has(one) &&
          !isBack(one) &&
          !says(one.said, "acceptWeak") &&
          !says(one.said, "acknowledge"),
      ),
    policy,
    agreement,
    boxes: boxes.agreeing,
    purposes: boxes.others,
    inlineRefuse: inlineChoice("inlineRefuse", elements),
    inlineGuest: inlineChoice("inlineGuest", elements),
    second: second ?? inlineChoice("inlineSecond", elements),
    back: best(isBack),
    unknown: mostProminent(
      buttons.filter(
        (one) =>
          !known.has(one) &&
          !isBack(one) &&
          !isNavigation(one, layer) &&
          !isSecondLine(one, elements) &&
          !says(one.said, "more"),
      ),
      layer.bounds,
    ),
  };
}

const isBack = (one: Label): boolean => says(one.said, "back");
/** What tells of a lesser way to use the app goes on without agreeing, also where it says so in words of refusing. */
const isLesser = (one: Label): boolean => hints(one.said, "lesser");
const isRefuse = (one: Label): boolean => says(one.said, "refuse") && !isBack(one) && !isLesser(one) && isAnswer(one);
const isLooseRefuse = (one: Label): boolean =>
  hints(one.said, "refuse") &&
  !hints(one.said, "notRefuse") &&
  !isLesser(one) &&
  isAnswer(one) &&
  !isBack(one) &&
  !says(one.said, "guest") &&
  !says(one.said, "save");
const isAccept = (one: Label): boolean =>
  says(one.said, "accept") && isAnswer(one) && !isRefuse(one) && !isBack(one) && !says(one.said, "save");
const isLooseAccept = (one: Label): boolean =>
  hints(one.said, "accept") &&
  isAnswer(one) &&
  !hints(one.said, "notAccept") &&
  !isBack(one) &&
  !says(one.said, "save");
/** A sentence is no answer. */
const isAnswer = (one: Label): boolean =>
  one.said.length <= (HAN.test(one.said) ? MAX_HAN_ANSWER : MAX_LATIN_ANSWER) && !/[。；;？?]/u.test(one.said);
/** The title of a legal text, however it is worded around it. */
const isLegal = (one: Label): boolean => /《/u.test(one.label) && !/^同意《|同意并/u.test(one.said);

/** By the id that its programmer gave it. */
export function looksLike(one: Label, what: "accept" | "refuse"): boolean {
  const ids = `${one.target.id.split("/").at(-1) ?? ""} ${one.node.id.split("/").at(-1) ?? ""}`;
  return what === "refuse" ? REFUSE_ID.test(ids) : ACCEPT_ID.test(ids) && !REFUSE_ID.test(ids);
}

const isIcon = (one: Label): boolean => /ImageButton|ImageView/.test(one.target.class) && one.node.text === "";
const isRepeated = (one: Label, all: readonly Label[]): boolean =>
  all.some((other) => other !== one && other.said === one.said);

/** What can be tapped and says two things is a card or a row; a button says one. */
function isSecondLine(one: Label, { labels }: Elements): boolean {
  return labels.some((other) => other.target.index === one.target.index && other.said !== one.said);
}

/** The second line of a row; a button's own two lines say one thing. */
function isUnderAnother(one: Label, { labels }: Elements): boolean {
  return (
    !/Button/.test(one.target.class) &&
    labels.some(
      (other) =>
        other.target.index === one.target.index &&
        other.said !== one.said &&
        other.node.bounds.y2 <= one.node.bounds.y1,
    )
  );
}

/** "By tapping Continue you agree": the button's name stands between the two. */
function isNamed(one: Label, { texts }: Elements): boolean {
  return texts.some(({ node, text }) => {
    const at = node === one.node ? -1 : text.indexOf(one.label);
    if (at <= 0 || text.length <= one.label.length * 2) return false;
    const before = text.slice(0, at).replace(/[\s"“”„«»「『【[‘']+$/u, "");
    const after = text.slice(at + one.label.length).toLowerCase();
    return speaksOf(before, "byTapping") && hints(after, "accept") && !hints(after.slice(0, 8), "refuse");
  });
}

/** Icons of a title bar and entries of menus and lists are no answers. */
function isNavigation(one: Label, layer: TopLayer): boolean {
  const height = layer.screen.y2 - layer.screen.y1;
  const isTitleBar = !layer.modal && one.target.bounds.y2 < layer.screen.y1 + height * 0.09;
  return isIcon(one) || isTitleBar;
}

/** Whole buttons before small texts, lower before higher. */
function mostProminent(candidates: Label[], bounds: Bounds): Label[] {
  const height = Math.max(1, bounds.y2 - bounds.y1);
  const rank = (one: Label): number =>
    (/Button/.test(one.target.class) ? 1 : 0) +
    (one.target.bounds.y2 - bounds.y1) / height +
    Math.min(1, areaOf(one.target.bounds) / (areaOf(bounds) * 0.1 + 1)) / 2;
  return candidates.toSorted((a, b) => rank(b) - rank(a));
}

function sameRow(a: Bounds, one: Label): boolean {
  const b = one.node.bounds;
  return Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1) > 0;
}
