/** Rules about reads before and after the decision, in functions, in the background and too often. */
import { accepted, type MicroRun, MS, refused, S } from "../micro-trace.ts";
import type { RuleCases } from "./case.ts";

const accept = (more: MicroRun): MicroRun => ({ branch: "accept", consent: accepted(), ...more });
const refuse = (more: MicroRun): MicroRun => ({ branch: "refuse", consent: refused(), ...more });
const every = (seconds: number, count: number, stack: "sdkTimer" | "appClick" = "sdkTimer") =>
  Array.from({ length: count }, (_, i) => ({ t: 12 * S + i * seconds * S, stack }));
const search = (justifies: string[]) => ({ name: "search", from: 15 * S, to: 25 * S, justifies });

export const READ_CASES: Record<string, RuleCases> = {
  "cn-core.pre-consent": {
    violates: [{ where: "the ID is read while the notice is up", run: { accesses: [{ t: 5 * S }] }, verdict: "violation" }],
    clean: [
      { where: "it is read in the same millisecond as the click", run: accept({ accesses: [{ t: 10 * S, stack: "sdkTimer" }] }), verdict: "needs-person" },
      { where: "it is read after it", run: accept({ accesses: [{ t: 11 * S }] }), verdict: "pass" },
      { where: "the platform reads it", run: { accesses: [{ t: 5 * S, stack: "platform" }] }, verdict: "pass" },
    ],
  },
  "cn-core.post-refusal": {
    violates: [{ where: "the ID is read after a refusal", run: refuse({ accesses: [{ t: 20 * S }] }), verdict: "violation" }],
    clean: [{ where: "only what identifies nobody is read", run: refuse({ accesses: [{ t: 20 * S, type: "fp.build" }] }), verdict: "pass" }],
  },
  "cn-core.limited-mode": {
    violates: [{ where: "the ID is read in the limited mode", run: { branch: "guest", consent: [{ state: "undecided", t: S }, { state: "guest", t: 10 * S }], accesses: [{ t: 20 * S }] }, verdict: "violation" }],
    clean: [{ where: "nothing is", run: { branch: "guest", consent: [{ state: "undecided", t: S }, { state: "guest", t: 10 * S }] }, verdict: "pass" }],
  },
  "cn-core.post-withdrawal": {
    violates: [{ where: "the ID is read after it was withdrawn", run: { branch: "accept-withdraw", consent: [...accepted(), { state: "withdrawn", t: 30 * S }], accesses: [{ t: 40 * S }] }, verdict: "violation" }],
    clean: [{ where: "it is read before that only", run: { branch: "accept-withdraw", consent: [...accepted(), { state: "withdrawn", t: 30 * S }], accesses: [{ t: 20 * S }] }, verdict: "pass" }],
  },
  "cn-core.out-of-step": {
    violates: [{ where: "contacts are read in a search", run: accept({ steps: [search([])], accesses: [{ t: 20 * S, type: "pii.contacts" }] }), verdict: "violation" }],
    clean: [
      { where: "the function needs them", run: accept({ steps: [search(["pii.contacts"])], accesses: [{ t: 20 * S, type: "pii.contacts" }] }), verdict: "pass" },
      { where: "they are declared", run: accept({ declares: ["pii.contacts"], steps: [search([])], accesses: [{ t: 20 * S, type: "pii.contacts" }] }), verdict: "pass" },
    ],
  },
  "cn-core.frequency": {
    violates: [{ where: "the ID is read one time over the rate", run: accept({ accesses: every(4, 4) }), verdict: "violation" }],
    clean: [
      { where: "it is read within the rate", run: accept({ accesses: every(4, 2) }), verdict: "pass" },
      { where: "it is read as often, but pressed for by the user", run: accept({ accesses: every(4, 8, "appClick") }), verdict: "pass" },
      { where: "its reads are one burst", run: accept({ accesses: every(0, 8).map((a, i) => ({ ...a, t: a.t + i * MS })) }), verdict: "pass" },
    ],
  },
  "cn-core.fixed-period": {
    violates: [{ where: "the clipboard is read every five seconds", run: accept({ accesses: every(5, 7).map((a) => ({ ...a, type: "pii.clipboard" })) }), verdict: "violation" }],
    clean: [{ where: "one interval is missing to be sure", run: accept({ accesses: every(5, 5) }), verdict: "pass" }],
  },
  "cn-core.background": {
    violates: [{ where: "the position is read out of sight", run: accept({ app: [{ state: "background", t: 30 * S }], steps: [{ kind: "background", name: "", from: 30 * S, to: 60 * S }], accesses: [{ t: 40 * S, type: "loc.precise" }] }), verdict: "violation" }],
    clean: [{ where: "a function that needs it goes on", run: accept({ app: [{ state: "background", t: 30 * S }], steps: [{ kind: "background", name: "", from: 30 * S, to: 60 * S }, { name: "route", from: 20 * S, to: 59 * S, justifies: ["loc.precise"] }], accesses: [{ t: 40 * S, type: "loc.precise" }] }), verdict: "pass" }],
  },
}; // prettier-ignore
