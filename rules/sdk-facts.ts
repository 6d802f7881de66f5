/** Facts about SDKs: which were seen in a run, and whether the app had told them what the user decided. */
import type { SdkSwitch } from "../catalogue/sdk-switches.ts";
import type { SdkTable } from "../catalogue/sdks.ts";
import type { Finding, SdkFact } from "./result-schema.ts";
import type { Rollup } from "./rollup.ts";
import type { RunFacts } from "./run-facts.ts";
import { versionsOf } from "./sdk-versions.ts";
import { segmentFinder } from "./segments.ts";
import { clean } from "./text.ts";

type Call = SdkFact["calls"][number];

/** Letters of an argument that are kept: an answer is short, anything longer is none. */
const VALUE_SHOWN = 64;
/** Calls listed of one SDK. */
const CALLS_SHOWN = 50;

export class SdkLedger {
  private readonly facts: RunFacts;
  private readonly sdks: SdkTable;
  private readonly byId: Map<string, SdkSwitch>;
  private readonly switches: readonly SdkSwitch[];
  private readonly calls = new Map<string, Call[]>();
  private readonly versions: ReturnType<typeof versionsOf>;

  constructor(facts: RunFacts, sdks: SdkTable, switches: readonly SdkSwitch[]) {
    this.facts = facts;
    this.sdks = sdks;
    this.switches = switches;
    this.versions = versionsOf(facts.code.versions, sdks);
    this.byId = new Map(switches.map((one) => [one.id, one]));
    const segmentAt = segmentFinder(facts.segments);
    for (const { t, switch: id, value } of facts.switchCalls) {
      const known = this.byId.get(id);
      if (known === undefined) continue;
      const call: Call = {
        switch: id,
        api: `${known.class}.${known.member}`,
        meaning: { zh: known.zh, en: known.en },
        kind: known.kind,
        value: clean(value.slice(0, VALUE_SHOWN)),
        says: known.yes.includes(value) ? "yes" : known.no.includes(value) ? "no" : "neither",
        t,
        consent: segmentAt(t).consent,
      };
      for (const sdk of [known.sdk, ...known.also]) this.add(sdk, call);
    }
  }

  /** Repeats that say the same in the same phase, with nothing else said between them, are one entry. */
  private add(sdk: string, call: Call): void {
    const list = this.calls.get(sdk) ?? [];
    const last = list.at(-1);
    if (last?.switch === call.switch && last.value === call.value && last.consent === call.consent) return;
    list.push(call);
    this.calls.set(sdk, list);
  }

  /** What an SDK had been told before a time. */
  private told(id: string, before: number): Pick<SdkFact, "passedConsent" | "unknownBecause"> & { call: Call | null } {
    const call = (this.calls.get(id) ?? []).findLast((one) => one.kind === "answer" && one.t < before) ?? null;
    if (call !== null && call.says !== "neither") return { passedConsent: call.says, unknownBecause: null, call };
    const unknown = (unknownBecause: SdkFact["unknownBecause"]) => ({
      passedConsent: "not-known" as const,
      unknownBecause,
      call,
    });
    if (call !== null) return unknown("not-understood");
    const answers = this.answersOf(id);
    if (answers.length === 0) return unknown("no-switch");
    // What is not in the app cannot be called, and need not be watched.
    const callable = answers.filter(({ inApp }) => inApp !== "class" && inApp !== "none");
    if (callable.length === 0) return unknown("not-in-app");
    // One of several that was not watched may be the one that was called.
    if (callable.some(({ watched }) => !watched)) return unknown("not-watched");
    if (!isWholeUntil(this.facts, before)) return unknown("records-lost");
    return { passedConsent: "not-called", unknownBecause: null, call: null };
  }

  /** Switches that hand an SDK the user's answer. */
  private answersOf(id: string): SdkFact["switches"] {
    const { switchesWatched, code } = this.facts;
    return this.switches
      .filter((s) => s.kind === "answer" && (s.sdk === id || s.also.includes(id)))
      .map((s) => ({
        switch: s.id,
        api: `${s.class}.${s.member}`,
        inApp: code.switches?.[s.id] ?? ("not-known" as const),
        // A hook of the class does not reach a body that another class has.
        watched: (switchesWatched?.has(s.id) ?? false) && code.switches?.[s.id] !== "elsewhere",
      }));
  }

  /** What the reader of a finding had been told before the first read; null where the reader is no SDK. */
  before(reader: Finding["caller"]["reader"], firstUs: number): Finding["passedConsent"] {
    if (reader.kind !== "sdk") return null;
    const { passedConsent, unknownBecause, call } = this.told(reader.id, firstUs);
    return { before: passedConsent, unknownBecause, call };
  }

  /** Every SDK seen in the run, by id. */
  all(rollup: Rollup): SdkFact[] {
    const seen = new Map<string, { seen: Set<SdkFact["seen"][number]>; reads: number; first: number | null }>();
    const note = (id: string, how: SdkFact["seen"][number]) => {
      const entry = seen.get(id) ?? { seen: new Set(), reads: 0, first: null };
      entry.seen.add(how);
      seen.set(id, entry);
      return entry;
    };
    for (const cell of rollup.cells) {
      const { reader, parties } = cell.caller;
      for (const party of parties) if (this.countsAsSdk(party.id) && party.id !== reader.id) note(party.id, "chain");
      if (reader.kind !== "sdk") continue;
      const entry = note(reader.id, "reader");
      entry.reads += cell.calls;
      entry.first = Math.min(entry.first ?? Number.POSITIVE_INFINITY, cell.times[0] as number);
    }
    for (const [id, calls] of this.calls)
      if (calls.some((call) => this.byId.get(call.switch)?.sdk === id)) note(id, "switch");
    return [...seen]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([id, entry]): SdkFact[] => {
        const sdk = this.sdks.named(id);
        if (sdk === null) return [];
        const { passedConsent, unknownBecause } = this.told(id, Number.POSITIVE_INFINITY);
        return [
          {
            id,
            name: sdk.name,
            vendor: sdk.vendor,
            category: sdk.category,
            version: this.versions.get(id) ?? null,
            seen: [...entry.seen].sort(),
            reads: entry.reads,
            firstReadUs: entry.first,
            passedConsent,
            unknownBecause,
            switches: this.answersOf(id),
            calls: (this.calls.get(id) ?? []).slice(0, CALLS_SHOWN),
          },
        ];
      });
  }

  /** Utilities that every app bundles are no SDK to be told anything; a bridge is named, as the app is built on it. */
  private countsAsSdk(id: string): boolean {
    const sdk = this.sdks.named(id);
    return sdk !== null && (sdk.role === "sdk" || sdk.category === "bridge");
  }
}

/** Whether a call before a time that left no mark was not made. */
function isWholeUntil({ loss, sessions, unknown }: RunFacts, before: number): boolean {
  return (
    loss.closes && loss.hookErrors === 0 && sessions.length > 0 && unknown.every((stretch) => stretch.lo >= before)
  );
}
