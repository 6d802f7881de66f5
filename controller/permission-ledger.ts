/**
 * What the app asks for and what it is told, over all its processes in a run. A permission that was denied and is asked for
 * again is noted as a fact at the moment of asking; whether that is a fault is for the rules.
 */
import type { MarkerRecord } from "../trace/frame.ts";
import type { Json } from "../trace/trace-writer.ts";

/** Names of one request that are kept. */
const MAX_NAMES = 32;
const MAX_NAME_LENGTH = 200;
/** Names over the whole run; Android has far fewer runtime permissions. */
const MAX_KEPT = 500;

interface Asked {
  requests: number;
  denials: number;
  lastDeniedUs: number;
  /** Number of the process in which it was last denied. */
  deniedIn: number;
}

export class PermissionLedger {
  readonly #fact: (name: string, t: number, detail: Json) => void;
  readonly #byName = new Map<string, Asked>();
  #process = 0;

  /** @param fact writes a fact into the trace at a handset time, microseconds */
  constructor(fact: (name: string, t: number, detail: Json) => void) {
    this.#fact = fact;
  }

  processStarted(): void {
    this.#process++;
  }

  marker({ marker, t, data }: MarkerRecord): void {
    if (marker === "permission-request") {
      for (const name of namesOf(data["names"])) this.#requested(name, t);
    } else if (marker === "permission-result") {
      const results = namesOf(data["results"]);
      for (const [index, name] of namesOf(data["names"]).entries()) {
        if (results[index] === "-1") this.#denied(name, t);
      }
    }
  }

  /** Names of the last denial and when it was, or null where nothing was denied. */
  lastDenial(): { names: string[]; t: number } | null {
    const t = Math.max(0, ...[...this.#byName.values()].map((asked) => asked.lastDeniedUs));
    if (t === 0) return null;
    return { names: [...this.#byName].filter(([, asked]) => asked.lastDeniedUs === t).map(([name]) => name), t };
  }

  #requested(name: string, t: number): void {
    const asked = this.#of(name);
    asked.requests++;
    if (asked.denials === 0) return;
    this.#fact("permission-repeat", t, {
      permission: name,
      requests: asked.requests,
      denials: asked.denials,
      when: asked.deniedIn === this.#process ? "this-process" : "relaunch",
      sinceDenialUs: t - asked.lastDeniedUs,
    });
  }

  #denied(name: string, t: number): void {
    const asked = this.#of(name);
    asked.denials++;
    asked.lastDeniedUs = t;
    asked.deniedIn = this.#process;
  }

  #of(name: string): Asked {
    const known = this.#byName.get(name);
    if (known) return known;
    const asked = { requests: 0, denials: 0, lastDeniedUs: 0, deniedIn: 0 };
    if (this.#byName.size < MAX_KEPT) this.#byName.set(name, asked);
    return asked;
  }
}

function namesOf(list: unknown): string[] {
  return String(list ?? "")
    .split(",")
    .map((name) => name.trim().slice(0, MAX_NAME_LENGTH))
    .filter((name) => name !== "")
    .slice(0, MAX_NAMES);
}
