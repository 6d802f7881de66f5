/** Puts the controls of a notice together: words that say little count beside others that decide. */
import type { Label } from "./elements.ts";
import { looksLike, type Roles } from "./roles.ts";
import type { Control } from "./screen-reading.ts";
import { hints } from "./words.ts";

const WEIGHT = { accept: 2, refuse: 2, guest: 0.5, box: 1, second: 1, simple: 1 };

export interface Choices {
  accept: Control | null;
  refuse: Control | null;
  guest: Control | null;
  /** Only an acknowledgement is offered. */
  acknowledged: boolean;
  /** How much the controls speak for a notice. */
  weight: number;
}

export interface Asked {
  /** Phrases that ask or tell of data. */
  asks: number;
  inHeading: boolean;
}

/** @returns null when nothing decides */
export function choicesOf(roles: Roles, asked: Asked): Choices | null {
  const guest = roles.guest ?? roles.inlineGuest;
  const isAsked = asked.inHeading || asked.asks > 0;
  let { accept, refuse } = roles;
  const weight =
    (accept ? WEIGHT.accept : 0) +
    (refuse ? WEIGHT.refuse : 0) +
    (guest ? WEIGHT.guest : 0) +
    (roles.second ? WEIGHT.second : 0) +
    (roles.boxes.length > 0 ? WEIGHT.box : 0);
  const isTaken = (one: Control | null): boolean =>
    one !== null && [accept, refuse, guest, roles.second].some((other) => other?.target.index === one.target.index);
  if (roles.save) {
    // Saving says what the boxes say.
    const isOn = roles.purposes.some((box) => box.node.checked);
    if (!refuse && !isOn && roles.purposes.length > 0) refuse = roles.save;
    else if (!accept) accept = roles.save;
  }
  const isPair = roles.acceptWeak !== null && roles.refuseWeak !== null && isAsked;
  if (!accept && !isTaken(roles.acceptWeak) && (refuse ?? guest ?? roles.boxes[0] ?? roles.second ?? isPair))
    accept = roles.acceptWeak;
  if (!accept && (refuse ?? roles.boxes[0])) accept = primary(roles.unknown, roles.boxes.length > 0);
  if (!refuse && accept && !isTaken(roles.refuseWeak) && roles.refuseWeak?.target.index !== accept.target.index)
    refuse = roles.refuseWeak;
  if (!refuse && accept)
    refuse = roles.inlineRefuse ?? roles.unknown.find((one) => one !== accept && looksLike(one, "refuse")) ?? null;
  if (accept && refuse && accept.target.index === refuse.target.index && accept.label === refuse.label) refuse = null;
  if (accept ?? refuse) return { accept, refuse, guest, acknowledged: false, weight };
  const simple = roles.acknowledge ?? roles.acceptWeak;
  if (simple && isAsked)
    return { accept: simple, refuse: null, guest, acknowledged: true, weight: weight + WEIGHT.simple };
  return null;
}

/** The button that goes on, where its label says nothing known: by its id, else the most prominent. */
function primary(unknown: readonly Label[], hasBox: boolean): Control | null {
  const candidates = unknown.filter(
    (one) => !looksLike(one, "refuse") && !hints(one.said, "later") && !hints(one.said, "refuse"),
  );
  return (
    candidates.find((one) => looksLike(one, "accept")) ??
    (hasBox ? candidates.find((one) => /Button/.test(one.target.class)) : null) ??
    (hasBox ? candidates[0] : undefined) ??
    null
  );
}
