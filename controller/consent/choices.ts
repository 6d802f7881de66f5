/** Puts the controls of a notice together: words that say little count beside others that decide. */
import { looksLike, type Roles } from "./roles.ts";
import { areaOf, type Control } from "./screen-reading.ts";
import { hints, kindsOf, normalise, says } from "./words.ts";

const WEIGHT = { accept: 2, refuse: 2, guest: 0.5, box: 1, second: 1, simple: 1 };

/** Areas of two equal buttons are within this ratio. */
const LEAST_EQUAL = 0.5;

/** Two buttons whose words say little answer only where so much speaks for a notice. */
const LEAST_GUESSED = 4;

export interface Choices {
  accept: Control | null;
  refuse: Control | null;
  guest: Control | null;
  /** Only an acknowledgement is offered. */
  acknowledged: boolean;
  /** Boxes to agree. */
  boxes: Control[];
  /** How much the controls speak for a notice. */
  weight: number;
}

export interface Asked {
  /** What speaks for a notice. */
  weight: number;
  /** Phrases that ask or tell of data. */
  asks: number;
  inHeading: boolean;
  /** Something is to be filled in: then a button that goes on sends it. */
  hasField: boolean;
  /** The heading names the policy itself. */
  ofPolicy: boolean;
  /** A heading, a link or several phrases tell of data: then buttons whose words say little may answer. */
  isTold: boolean;
}

/** @returns null when nothing decides */
export function choicesOf(roles: Roles, asked: Asked): Choices | null {
  const guest = roles.guest ?? roles.inlineGuest;
  const isAsked = asked.inHeading || asked.asks > 0;
  let { accept, refuse } = roles;
  accept ??= roles.named;
  const weight =
    (accept ? WEIGHT.accept : 0) +
    (refuse ? WEIGHT.refuse : 0) +
    (guest ? WEIGHT.guest : 0) +
    (roles.second ? WEIGHT.second : 0) +
    (roles.boxes.length > 0 ? WEIGHT.box : 0);
  const isTaken = (one: Control | null): boolean =>
    one !== null && [accept, refuse, guest, roles.second].some((other) => other?.target.index === one.target.index);
  if (roles.save && (roles.purposes.length > 0 || roles.boxes.length > 0)) {
    // Saving says what the boxes say.
    const isOn = roles.purposes.some((box) => box.node.checked);
    if (!refuse && !isOn && roles.purposes.length > 0) refuse = roles.save;
    else if (!accept) accept = roles.save;
  }
  const isWeakPair = roles.refuseWeak !== null && isAsked && asked.isTold && !asked.hasField;
  // "Learn more" opens what is told, not choices.
  const choosing = roles.second && says(normalise(roles.second.label), "more") ? null : roles.second;
  const isSupported = refuse ?? guest ?? roles.boxes[0] ?? choosing ?? (isWeakPair ? roles.refuseWeak : null);
  if (!accept && !isTaken(roles.acceptWeak) && isSupported && !isRefusing(roles, roles.acceptWeak))
    accept = roles.acceptWeak;
  // What acknowledges beside something that puts off or refuses agrees.
  if (!accept && isWeakPair && !isTaken(roles.acknowledge) && !isRefusing(roles, roles.acknowledge))
    accept = roles.acknowledge;
  const isAnswered = refuse ?? roles.boxes[0] ?? guest ?? (isWeakPair ? roles.refuseWeak : null);
  const mayGuess = isAsked || roles.boxes.length > 0;
  const isThin = !refuse && !guest && roles.boxes.length === 0 && asked.weight < LEAST_GUESSED;
  if (!accept && isAnswered && mayGuess && !isThin && !(asked.hasField && !roles.boxes[0]))
    accept = primary(roles, roles.boxes.length > 0);
  if (!refuse && accept) refuse = refusalBeside(accept, roles, isTaken(roles.refuseWeak));
  if (accept && refuse && isSame(accept, refuse)) refuse = null;
  const isTold = isAsked || accept !== null || roles.boxes.length > 0 || roles.back !== null;
  if ((accept ?? refuse) && isTold) return { accept, refuse, guest, boxes: roles.boxes, acknowledged: false, weight };
  // "Think again" beside "browse only": the layer that follows a refusal.
  if (guest && roles.back && isAsked) return { accept, refuse, guest, boxes: roles.boxes, acknowledged: false, weight };
  const simple = roles.acknowledge ?? roles.acceptWeak;
  if (simple && !asked.hasField && (asked.ofPolicy || (asked.asks > 0 && asked.isTold)))
    return {
      accept: simple,
      refuse: null,
      guest,
      boxes: roles.boxes,
      acknowledged: true,
      weight: weight + WEIGHT.simple,
    };
  return null;
}

/** A label that may go on or refuse ("Cancel", "Not now") never goes on. */
function isRefusing({ refuse, refuseWeak }: Roles, one: Control | null): boolean {
  return [refuse, refuseWeak].some((other) => other !== null && other.target.index === one?.target.index);
}

function isSame(a: Control, b: Control): boolean {
  return a.target.index === b.target.index && a.label === b.label;
}

/** The answer beside one that accepts: by weak words, inside a text, by its id, or because it is its equal in looks. */
function refusalBeside(accept: Control, roles: Roles, isWeakTaken: boolean): Control | null {
  const weak = roles.refuseWeak;
  if (weak && !isWeakTaken && weak.target.index !== accept.target.index) return weak;
  if (roles.inlineRefuse) return roles.inlineRefuse;
  const others = roles.unknown.filter(
    (one) => one.target.index !== accept.target.index && !hints(one.said, "deed") && !says(one.said, "more"),
  );
  const byId = others.find((one) => looksLike(one, "refuse"));
  if (byId) return byId;
  const equals = others.filter((one) => isEqual(one, accept) && !hints(one.said, "back"));
  return equals.length === 1 ? (equals[0] ?? null) : null;
}

/** Buttons of one class and about one size stand for a choice between them. */
function isEqual(a: Control, b: Control): boolean {
  const ratio = areaOf(a.target.bounds) / Math.max(1, areaOf(b.target.bounds));
  return a.target.class === b.target.class && ratio > LEAST_EQUAL && ratio < 1 / LEAST_EQUAL;
}

/** The button that goes on, where its label says nothing known: by its id, the only one, or the most prominent one at a box. */
function primary(roles: Roles, hasBox: boolean): Control | null {
  const candidates = roles.unknown.filter(
    (one) =>
      !looksLike(one, "refuse") &&
      !isRefusing(roles, one) &&
      !says(one.said, "refuseWeak") &&
      !says(one.said, "dismiss") &&
      !kindsOf(one.said, "button").includes("login") &&
      (["later", "refuse", "back", "deed"] as const).every((role) => !hints(one.said, role)),
  );
  const byId = candidates.find((one) => looksLike(one, "accept"));
  if (byId) return byId;
  const buttons = candidates.filter((one) => /Button/.test(one.target.class));
  if (!hasBox && buttons.length === 1) return buttons[0] ?? null;
  if (!hasBox) return candidates.length === 1 ? (candidates[0] ?? null) : null;
  return candidates.find((one) => /Button/.test(one.target.class)) ?? candidates[0] ?? null;
}
