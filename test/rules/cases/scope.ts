/** Rules about declarations, scope and manner. */
import { accepted, type MicroRun, MS, S } from "../micro-trace.ts";
import type { RuleCases } from "./case.ts";

const accept = (more: MicroRun): MicroRun => ({ branch: "accept", consent: accepted(), ...more });
const PLACE = "place: section 2, purpose: sign-in";
const type = (id: string, confirmed = true, more = "") => `{ type: ${id}, ${PLACE}, confirmed: ${confirmed}${more} }`;
const sdk = (id: string, more = "") => `sdks: [{ sdk: ${id}, place: list, confirmed: true${more} }]`;
const read = { t: 20 * S };
const bySdk = { t: 20 * S, stack: "sdk" as const };
const step = (justifies: string[]) => ({ name: "search", from: 15 * S, to: 25 * S, justifies });
const silentFrom = [{ state: "foreground-silent", t: 30 * S }];
const ask = { t: 20 * S, type: "perm.location" };
const both = { t: 20 * S, type: "perm.location;perm.contacts" };
const photos = (count: number, seconds: number) =>
  Array.from({ length: count }, (_, i) => ({ t: 20 * S + Math.floor((i * seconds * S) / count), type: "pii.photos" }));
const start = (intent: string, stack: "appOther" | "appClick" = "appOther") =>
  accept({ accesses: [{ t: 20 * S, type: "act.assoc_start", outcome: "none", stack, args: { intent } }] });

export const SCOPE_CASES: Record<string, RuleCases> = {
  "cn-scope.undeclared-type": {
    violates: [
      { where: "the policy names another type", run: accept({ accesses: [read] }), verdict: "violation", declared: `types: [${type("id.imei")}]` },
      { where: "the policy names none", run: accept({ accesses: [read] }), verdict: "violation", declared: "types: []" },
      { where: "the entry that names it is not confirmed", run: accept({ accesses: [read] }), verdict: "needs-person", declared: `types: [${type("id.android_id", false)}]` },
      { where: "another entry is not confirmed", run: accept({ accesses: [read] }), verdict: "needs-person", declared: `types: [${type("id.imei", false)}]` },
    ],
    clean: [
      { where: "the policy names it", run: accept({ accesses: [read] }), verdict: "pass", declared: `types: [${type("id.android_id")}]` },
      { where: "the policy names what it belongs to", run: accept({ accesses: [read] }), verdict: "pass", declared: `types: [${type("id.device")}]` },
      { where: "nobody said what the policy names", run: accept({ accesses: [read] }), verdict: "not-applicable" },
    ],
  },
  "cn-scope.undeclared-recipient": {
    violates: [
      { where: "the SDK is in no list", run: accept({ accesses: [bySdk] }), verdict: "violation", declared: "sdks: []" },
      { where: "the SDK is listed for another type", run: accept({ accesses: [bySdk] }), verdict: "violation", declared: sdk("pushlite", ", types: [id.imei]") },
      { where: "nobody knows the reader", run: accept({ accesses: [{ t: 20 * S, stack: "stranger" }] }), verdict: "needs-person", declared: "sdks: []" },
    ],
    clean: [
      { where: "the SDK is listed", run: accept({ accesses: [bySdk] }), verdict: "pass", declared: sdk("pushlite") },
      { where: "the app itself reads", run: accept({ accesses: [read] }), verdict: "pass", declared: "sdks: []" },
    ],
  },
  "cn-scope.lists": {
    violates: [
      { where: "the list of what was collected leaves it out", run: accept({ accesses: [read] }), verdict: "violation", declared: "lists: { collected: { types: [id.imei], place: Settings, confirmed: true } }" },
      { where: "the list of what is shared leaves the SDK out", run: accept({ accesses: [bySdk] }), verdict: "violation", declared: "lists: { shared: { sdks: [adnest], place: Settings, confirmed: true } }" },
      { where: "the list is not confirmed", run: accept({ accesses: [read] }), verdict: "needs-person", declared: "lists: { collected: { types: [], place: Settings, confirmed: false } }" },
    ],
    clean: [
      { where: "the list shows it", run: accept({ accesses: [read] }), verdict: "pass", declared: "lists: { collected: { types: [id.android_id], place: Settings, confirmed: true } }" },
      { where: "the lists were not taken down", run: accept({ accesses: [read] }), verdict: "not-applicable", declared: "types: []" },
    ],
  },
  "cn-scope.early-permission": {
    violates: [{ where: "the first screen asks for the location", run: accept({ accesses: [ask] }), verdict: "violation" }],
    clean: [
      { where: "the user did something first", run: accept({ touches: [15 * S], accesses: [ask] }), verdict: "pass" },
      { where: "the function under way needs it", run: accept({ steps: [step(["perm.location"])], accesses: [ask] }), verdict: "pass" },
      { where: "the app is a map", run: accept({ category: 1, accesses: [ask] }), verdict: "pass" },
      { where: "it is about notifications", run: accept({ accesses: [{ ...ask, type: "perm.notifications" }] }), verdict: "pass" },
    ],
  },
  "cn-scope.bundled-permissions": {
    violates: [
      { where: "one call asks for two groups", run: accept({ accesses: [both] }), verdict: "violation" },
      { where: "the user pressed for it", run: accept({ accesses: [{ ...both, stack: "appClick" }] }), verdict: "needs-person" },
    ],
    clean: [
      { where: "the function needs one of the two", run: accept({ steps: [step(["perm.contacts"])], accesses: [both] }), verdict: "pass" },
      { where: "both are one question to the user", run: accept({ accesses: [{ t: 20 * S, type: "perm.storage;perm.read_media_visual" }] }), verdict: "pass" },
      { where: "they are asked for one by one", run: accept({ accesses: [ask, { t: 30 * S, type: "perm.contacts" }] }), verdict: "pass" },
    ],
  },
  "cn-scope.silent": {
    violates: [
      { where: "the clipboard is read with nobody there", run: accept({ app: silentFrom, steps: [step([])], accesses: [{ t: 40 * S, type: "pii.clipboard", stack: "appOther" }] }), verdict: "violation" },
      { where: "nothing tells what the app is for", run: accept({ app: silentFrom, accesses: [{ t: 40 * S, type: "pii.clipboard", stack: "appOther" }] }), verdict: "needs-person" },
    ],
    clean: [
      { where: "it is read while somebody is", run: accept({ app: silentFrom, steps: [step([])], accesses: [{ t: 20 * S, type: "pii.clipboard", stack: "appOther" }] }), verdict: "pass" },
      { where: "it is declared", run: accept({ app: silentFrom, steps: [step([])], declares: ["pii.clipboard"], accesses: [{ t: 40 * S, type: "pii.clipboard", stack: "appOther" }] }), verdict: "pass" },
      { where: "the app was never left alone", run: accept({ steps: [step([])] }), verdict: "not-applicable" },
    ],
  },
  "cn-scope.precision": {
    violates: [{ where: "a rough position would do and the precise one is read", run: accept({ steps: [step(["loc.coarse"])], accesses: [{ t: 20 * S, type: "loc.precise" }] }), verdict: "violation" }],
    clean: [
      { where: "the function needs the precise one", run: accept({ steps: [step(["loc.any"])], accesses: [{ t: 20 * S, type: "loc.precise" }] }), verdict: "pass" },
      { where: "the rough one is read", run: accept({ steps: [step(["loc.coarse"])], accesses: [{ t: 20 * S, type: "loc.coarse" }] }), verdict: "pass" },
    ],
  },
  "cn-scope.bulk-local": {
    violates: [{ where: "a hundred and one pictures are read in a moment", run: accept({ accesses: photos(101, 9) }), verdict: "violation" }],
    clean: [
      { where: "a hundred are", run: accept({ accesses: photos(100, 9) }), verdict: "pass" },
      { where: "they are read over a longer time", run: accept({ accesses: photos(101, 30) }), verdict: "pass" },
      { where: "the user pressed for it", run: accept({ accesses: photos(150, 9).map((a) => ({ ...a, stack: "appClick" as const })) }), verdict: "pass" },
    ],
  },
  "cn-scope.media-unasked": {
    violates: [{ where: "the microphone opens by itself", run: accept({ accesses: [{ t: 20 * S, type: "mic.record" }] }), verdict: "needs-person" }],
    clean: [
      { where: "a finger was lifted a second before", run: accept({ touches: [19 * S], accesses: [{ t: 20 * S, type: "mic.record" }] }), verdict: "pass" },
      { where: "the function records", run: accept({ steps: [step(["mic.record"])], accesses: [{ t: 20 * S, type: "mic.record" }] }), verdict: "pass" },
    ],
  },
  "cn-scope.sensitive-alone": {
    violates: [{ where: "nothing asked about the position", run: accept({ accesses: [{ t: 20 * S, type: "loc.precise" }] }), verdict: "needs-person" }],
    clean: [
      { where: "the permission was granted before", run: accept({ permissions: [{ scope: "perm.location", state: "granted", t: 20 * S - MS }], accesses: [{ t: 20 * S, type: "loc.precise" }] }), verdict: "pass" },
      { where: "it is not sensitive", run: accept({ accesses: [read] }), verdict: "pass" },
    ],
  },
  "cn-scope.out-of-app-type": {
    violates: [{ where: "a reader of books reads the contacts", run: accept({ category: 35, accesses: [{ t: 20 * S, type: "pii.contacts" }] }), verdict: "needs-person" }],
    clean: [
      { where: "functions are tagged", run: accept({ category: 35, steps: [step([])], accesses: [{ t: 30 * S, type: "pii.contacts", stack: "appClick" }] }), verdict: "not-applicable" },
      { where: "a map reads the position", run: accept({ category: 1, accesses: [{ t: 20 * S, type: "loc.precise" }] }), verdict: "pass" },
    ],
  },
  "cn-scope.associated-start": {
    violates: [{ where: "another app is started by itself", run: start("com.other.app android.intent.action.MAIN"), verdict: "needs-person" }],
    clean: [
      { where: "the user pressed for it", run: start("com.other.app android.intent.action.MAIN", "appClick"), verdict: "pass" },
      { where: "it is the phone's own settings", run: start("com.android.settings android.settings.SETTINGS"), verdict: "pass" },
      { where: "no app is named", run: start("android.intent.action.VIEW"), verdict: "pass" },
    ],
  },
}; // prettier-ignore
