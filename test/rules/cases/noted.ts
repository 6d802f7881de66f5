/** Rules about the notice, permissions and self start. */
import { accepted, type MicroRun, NOTICE, refused, S } from "../micro-trace.ts";
import type { RuleCases } from "./case.ts";

const fact = (name: string, t: number, detail: Record<string, string | number | boolean | string[] | object[]>) => ({
  name,
  t,
  detail: detail as Record<string, never>,
});
const pattern = (code: string) => fact("dark-pattern", 1 * S + 1, { pattern: code, layer: 1 });
const box = (checked: boolean) => fact("login-page", 2 * S, { edge: "before", boxes: [{ label: "I agree", checked }] });
const again = (when: string, asked: boolean, t = 15 * S) => fact("asked-again", t, { asked, when, after: "refused" });
const LOCATION = "android.permission.ACCESS_FINE_LOCATION";
const DENIED = { scope: "perm.location", state: "denied", t: 20 * S };
const repeat = (when: string, t: number, since: number) =>
  fact("permission-repeat", t, { permission: LOCATION, requests: 2, denials: 1, when, sinceDenialUs: since });
const exit = (outcome: string, since: number) =>
  fact("exit-after-denial", 20 * S + since, { permissions: [LOCATION], outcome, sinceDenialUs: since });
const tap = (t: number) => ({ kind: "tap", name: "a control", from: t, to: t + 1 });
const step = (justifies: string[]) => ({ name: "save", from: 15 * S, to: 25 * S, justifies });
const tried = (works: boolean) => fact("function", 25 * S, { function: "save", works, permissions: "deny", why: "" });
const lost = fact("function-lost", 40 * S, { function: "save", permissions: [LOCATION] });
const accept = (more: MicroRun): MicroRun => ({ branch: "accept", consent: accepted(), ...more });
const refuse = (more: MicroRun): MicroRun => ({ branch: "refuse", consent: refused(), ...more });
const explored = (policy: { taps: number; opened: boolean } | null, ended = "all-visited") => ({
  exploration: {
    used: { taps: 9, ms: 9000 }, ended, screens: [], edgeCount: 3,
    activities: { declared: [], reached: [] }, policy, left: [],
  },
}); // prettier-ignore
const selfStart = (started: boolean) => fact("self-start", 55 * S, { started, watchedUs: 5 * S, event: "service" });
const ended = [{ state: "stopped", t: 50 * S }];

export const NOTED_CASES: Record<string, RuleCases> = {
  "cn-notice.default-tick": {
    violates: [
      { where: "a box of the notice is ticked when it comes up", run: { facts: [pattern("pre-ticked-box")] }, verdict: "violation" },
      { where: "a box of the login page is ticked before anybody touched it", run: { facts: [box(true)] }, verdict: "violation" },
    ],
    clean: [
      { where: "the box of the login page stands open", run: { facts: [box(false)] }, verdict: "pass" },
      { where: "the notice is uneven in another way", run: { facts: [pattern("refusal-smaller")] }, verdict: "pass" },
      { where: "no notice came", run: { consent: [] }, verdict: "not-applicable" },
    ],
  },
  "cn-notice.no-refusal": {
    violates: [{ where: "the recogniser saw no way to refuse", run: { facts: [pattern("no-refusal")] }, verdict: "needs-person" }],
    clean: [{ where: "the refusal is only smaller", run: { facts: [pattern("refusal-smaller")] }, verdict: "pass" }],
  },
  "cn-notice.unequal-choice": {
    violates: [{ where: "the refusal lies behind another layer", run: { facts: [pattern("refusal-behind-layer")] }, verdict: "needs-person" }],
    clean: [{ where: "nothing was measured", run: {}, verdict: "pass" }],
  },
  "cn-notice.notice-missing": {
    violates: [
      { where: "none was recognised", run: { consent: [], outcome: "no-notice" }, verdict: "needs-person" },
      { where: "a login page came first", run: { consent: [{ ...NOTICE, t: 5 * S }], facts: [fact("walked-past", 2 * S, { kind: "login", by: "back", reasons: [] })] }, verdict: "needs-person" },
    ],
    clean: [
      { where: "an advertisement came first", run: { consent: [{ ...NOTICE, t: 5 * S }], facts: [fact("walked-past", 2 * S, { kind: "ad", by: "tap", reasons: [] })] }, verdict: "pass" },
      { where: "a login page came after it", run: { facts: [fact("walked-past", 2 * S, { kind: "login", by: "back", reasons: [] })] }, verdict: "pass" },
    ],
  },
  "cn-notice.asked-again": {
    violates: [{ where: "the notice is up again at the next start", run: refuse({ facts: [again("relaunch", true)] }), verdict: "needs-person" }],
    clean: [
      { where: "it stays away", run: refuse({ facts: [again("relaunch", false)] }), verdict: "pass" },
      { where: "it comes after an update", run: accept({ facts: [again("upgrade", true)] }), verdict: "not-applicable" },
    ],
  },
  "cn-notice.reconsent": {
    violates: [
      { where: "nobody says whether the rules changed", run: accept({ facts: [again("upgrade", false)] }), verdict: "needs-person" },
      { where: "the rules changed", run: accept({ facts: [again("upgrade", false)] }), verdict: "violation", declared: "rulesChanged: { value: true, place: change log, confirmed: true }" },
      { where: "the change is not confirmed", run: accept({ facts: [again("upgrade", false)] }), verdict: "needs-person", declared: "rulesChanged: { value: true, place: change log, confirmed: false }" },
    ],
    clean: [
      { where: "the new version asks", run: accept({ facts: [again("upgrade", true)] }), verdict: "pass" },
      { where: "the rules are the same", run: accept({ facts: [again("upgrade", false)] }), verdict: "not-applicable", declared: "rulesChanged: { value: false, place: both texts, confirmed: true }" },
    ],
  },
  "cn-notice.permission-repeat": {
    violates: [
      { where: "it is asked for again at once", run: accept({ permissions: [DENIED], facts: [repeat("this-process", 22 * S, 2 * S)] }), verdict: "violation" },
      { where: "it is asked for when the app is started again and left alone", run: accept({ permissions: [DENIED], steps: [tap(25 * S), { kind: "launch", name: "", from: 30 * S, to: 31 * S }], facts: [repeat("relaunch", 32 * S, 12 * S)] }), verdict: "violation" },
      { where: "dialogs come on and on", run: accept({ permissions: [DENIED], facts: [fact("permission-loop", 30 * S, { dialogs: 10, answer: "deny" })] }), verdict: "needs-person" },
    ],
    clean: [
      { where: "the user tapped something in between", run: accept({ permissions: [DENIED], steps: [tap(21 * S)], facts: [repeat("this-process", 22 * S, 2 * S)] }), verdict: "pass" },
      { where: "a finger was lifted in between, whoever moved it", run: accept({ permissions: [DENIED], touches: [21 * S], facts: [repeat("this-process", 22 * S, 2 * S)] }), verdict: "pass" },
      { where: "nothing was denied", run: accept({}), verdict: "not-applicable" },
    ],
  },
  "cn-notice.denied-exit": {
    violates: [
      { where: "the app closes right after the denial", run: accept({ permissions: [DENIED], facts: [exit("app-left", 2 * S)], outcome: "app-left" }), verdict: "violation" },
      { where: "it crashes, for whatever reason", run: accept({ permissions: [DENIED], facts: [exit("app-crashed", 2 * S)], outcome: "app-left" }), verdict: "needs-person" },
      { where: "it closes one second past the limit", run: accept({ permissions: [DENIED], facts: [exit("app-left", 31 * S)], outcome: "app-left" }), verdict: "needs-person" },
      { where: "the user tapped something before it closed", run: accept({ permissions: [DENIED], steps: [tap(21 * S)], facts: [exit("app-left", 2 * S)], outcome: "app-left" }), verdict: "needs-person" },
    ],
    clean: [{ where: "the app stays", run: accept({ permissions: [DENIED] }), verdict: "pass" }],
  },
  "cn-notice.function-refused": {
    violates: [
      { where: "the function needs no location and stops without it", run: accept({ steps: [step(["pii.contacts"])], facts: [tried(false), lost] }), verdict: "violation" },
      { where: "the scenario does not say what functions need", run: accept({ steps: [step([])], facts: [tried(false), lost] }), verdict: "needs-person" },
    ],
    clean: [
      { where: "the function needs it", run: accept({ steps: [step(["perm.location"])], facts: [tried(false), lost] }), verdict: "pass" },
      { where: "the function works without it", run: accept({ steps: [step([])], facts: [tried(true)] }), verdict: "pass" },
      { where: "it was not tried", run: accept({}), verdict: "not-applicable" },
    ],
  },
  "cn-notice.policy-distance": {
    violates: [
      { where: "the way found is five taps long", run: accept({ meta: explored({ taps: 5, opened: true }) }), verdict: "needs-person" },
      { where: "everything was visited and no way found", run: accept({ meta: explored(null) }), verdict: "needs-person" },
    ],
    clean: [
      { where: "it is four taps long", run: accept({ meta: explored({ taps: 4, opened: true }) }), verdict: "pass" },
      { where: "exploring broke off", run: accept({ meta: explored(null, "taps") }), verdict: "not-applicable" },
    ],
  },
  "cn-notice.self-start": {
    violates: [
      { where: "it comes back after a refusal", run: refuse({ app: ended, facts: [selfStart(true)] }), verdict: "violation" },
      { where: "it comes back after consent", run: accept({ app: ended, facts: [selfStart(true)] }), verdict: "needs-person" },
    ],
    clean: [
      { where: "it stays ended", run: refuse({ app: ended, facts: [selfStart(false)] }), verdict: "pass" },
      { where: "the handset starts nothing by itself", run: refuse({ app: ended, facts: [selfStart(false)], limits: [{ kind: "handset-limit", code: "self-start-unseen", types: ["act.self_start"] }] }), verdict: "not-applicable" },
    ],
  },
}; // prettier-ignore
