/** What one run walks: a branch of the consent matrix and, after it, at most one app state, one way with permissions, one witness. */

/** The consent matrix. `upgrade` installs an older version first and needs one (scenario key `upgradeFrom`). */
export const CONSENT_BRANCHES = [
  "ignore",
  "refuse",
  "refuse-relaunch",
  "ignore-refuse-relaunch",
  "accept",
  "accept-withdraw",
  "guest",
  "login-consent",
  "upgrade",
] as const;
export type ConsentBranch = (typeof CONSENT_BRANCHES)[number];

/** Where the app is left when the branch's own steps are done. */
export const STATE_MODIFIERS = ["silent", "background", "locked", "killed"] as const;
export type StateModifier = (typeof STATE_MODIFIERS)[number];

/** How every permission dialog of the run is answered. */
export const PERMISSION_MODIFIERS = ["grant", "deny"] as const;
export type PermissionModifier = (typeof PERMISSION_MODIFIERS)[number];

/** The same walk without the agent: only what the handset itself logs. */
export const WITNESS_MODIFIER = "witness";

/** Longer text is no combination. */
const MAX_TEXT = 80;

export interface Combination {
  consent: ConsentBranch;
  state?: StateModifier;
  permission?: PermissionModifier;
  witness: boolean;
}

const MODIFIERS = [STATE_MODIFIERS, PERMISSION_MODIFIERS, [WITNESS_MODIFIER]] as const;

/** Every modifier, in the order in which a combination names them. */
export const ALL_MODIFIERS: readonly string[] = MODIFIERS.flat();

/**
 * Reads `<consent branch>[+<modifier>...]`, e.g. `refuse`, `accept+background+deny`.
 * @returns the combination, or an English sentence that says what is wrong with the text
 */
export function parseCombination(text: string): Combination | string {
  const [consent, ...modifiers] = text.slice(0, MAX_TEXT).split("+");
  if (!isOneOf(CONSENT_BRANCHES, consent)) {
    return `"${text.slice(0, MAX_TEXT)}": the branch must be one of ${CONSENT_BRANCHES.join(", ")}`;
  }
  let group = 0;
  for (const modifier of modifiers) {
    const found = MODIFIERS.findIndex((names) => (names as readonly string[]).includes(modifier));
    if (found < 0) return `"+${modifier}": the modifiers are ${ALL_MODIFIERS.join(", ")}`;
    if (found < group) {
      return `"${text}": at most one of each group, in this order: state (${STATE_MODIFIERS.join(", ")}), permission (${PERMISSION_MODIFIERS.join(", ")}), ${WITNESS_MODIFIER}`;
    }
    group = found + 1;
  }
  const state = modifiers.find((modifier) => isOneOf(STATE_MODIFIERS, modifier));
  const permission = modifiers.find((modifier) => isOneOf(PERMISSION_MODIFIERS, modifier));
  return {
    consent,
    ...(state ? { state } : {}),
    ...(permission ? { permission } : {}),
    witness: modifiers.includes(WITNESS_MODIFIER),
  };
}

/** The one text of a combination: name of the run's folder and `meta.run.branch`. */
export function combinationText(combination: Combination): string {
  const { consent, state, permission, witness } = combination;
  return [consent, state, permission, witness ? WITNESS_MODIFIER : undefined].filter((part) => part).join("+");
}

/** As `parseCombination` for text that was checked before. @throws RangeError where it was not */
export function combinationOf(text: string): Combination {
  const parsed = parseCombination(text);
  if (typeof parsed === "string") throw new RangeError(parsed);
  return parsed;
}

function isOneOf<T extends string>(names: readonly T[], text: string | undefined): text is T {
  return text !== undefined && (names as readonly string[]).includes(text);
}
