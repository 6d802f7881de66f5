/** Everybody whose code is in a stack, from the one nearest to the platform outwards: the chain a read came along. */
import type { StackFrame } from "../trace/frame.ts";
import { type AppIdentity, headOf, type Owner, packageOf } from "./owner.ts";
import type { Caller } from "./result-schema.ts";
import { clean } from "./text.ts";

export type Party = Caller["parties"][number];

/** Segments of a package that name unknown code, and a bundled library. */
const UNKNOWN_SEGMENTS = 3;
const LIBRARY_SEGMENTS = 2;

/** `Class.member`, or the class alone where no member is known. */
export const showFrame = ([owner, member]: StackFrame): string => clean(member === "" ? owner : `${owner}.${member}`);

/** Name of code that nobody knows: `id` for grouping, `name` for people. */
export function unknownName(className: string): { id: string; name: string } {
  const home = packageOf(className) || className;
  return { id: clean(headOf(home, UNKNOWN_SEGMENTS)), name: clean(home) };
}

function partyOf(frame: StackFrame, owner: Owner, app: AppIdentity): Party | null {
  const at = showFrame(frame);
  switch (owner.kind) {
    case "platform":
      return owner.webview ? { kind: "webview", id: "", name: "WebView", frame: at } : null;
    case "plumbing": {
      const name = clean(headOf(frame[0], LIBRARY_SEGMENTS));
      return { kind: "library", id: name, name, frame: at };
    }
    case "app":
      return { kind: "app", id: app.package, name: clean(app.label || app.package), frame: at };
    case "unknown":
      return { kind: "unknown", ...unknownName(frame[0]), frame: at };
    default: {
      const { id, name, category, role } = owner.sdk;
      const kind = category === "bridge" ? "bridge" : role === "sdk" ? "sdk" : "library";
      return { kind, id, name: name.en, frame: at };
    }
  }
}

/**
 * Parties of a stack, innermost first; frames of one party in a row are one. The system comes last, where the stack shows
 * that it called: how the outermost party was started.
 */
export function partiesOf(
  frames: readonly StackFrame[],
  owners: readonly Owner[],
  app: AppIdentity,
  cut: boolean,
): Party[] {
  const first = owners.findIndex((owner) => owner.kind !== "platform");
  if (first < 0) return [];
  const parties: Party[] = [];
  let outermost = first;
  for (let i = first; i < frames.length; i++) {
    const party = partyOf(frames[i] as StackFrame, owners[i] as Owner, app);
    if (party === null) continue;
    outermost = i;
    const last = parties.at(-1);
    if (last === undefined || last.kind !== party.kind || last.id !== party.id) parties.push(party);
  }
  const outside = frames[outermost + 1];
  if (outside !== undefined && !cut)
    parties.push({ kind: "system", id: "", name: "Android", frame: showFrame(outside) });
  return parties;
}
