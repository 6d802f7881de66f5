import { describe, expect, it } from "vitest";
import { PermissionLedger } from "../../controller/permission-ledger.ts";
import type { MarkerRecord } from "../../trace/frame.ts";

const CAMERA = "android.permission.CAMERA";
const CONTACTS = "android.permission.READ_CONTACTS";

function ledger() {
  const facts: { name: string; t: number; detail: unknown }[] = [];
  const kept = new PermissionLedger((name, t, detail) => facts.push({ name, t, detail }));
  const mark = (marker: MarkerRecord["marker"], t: number, data: MarkerRecord["data"]): void =>
    kept.marker({ kind: "marker", seq: 1, t, tid: 1, marker, data });
  const ask = (t: number, ...names: string[]): void => mark("permission-request", t, { names: names.join(",") });
  const tell = (t: number, results: string, ...names: string[]): void =>
    mark("permission-result", t, { names: names.join(","), results });
  kept.processStarted();
  return { kept, facts, ask, tell };
}

describe("the ledger of permissions", () => {
  it("notes a permission asked for again after a denial, at the moment of asking", () => {
    const { facts, ask, tell } = ledger();
    ask(10, CAMERA);
    tell(20, "-1", CAMERA);
    ask(50, CAMERA);
    expect(facts).toEqual([
      {
        name: "permission-repeat",
        t: 50,
        detail: { permission: CAMERA, requests: 2, denials: 1, when: "this-process", sinceDenialUs: 30 },
      },
    ]);
  });

  it("tells asking again after a relaunch from asking again at once", () => {
    const { kept, facts, ask, tell } = ledger();
    ask(10, CAMERA);
    tell(20, "-1", CAMERA);
    kept.processStarted();
    ask(90, CAMERA);
    expect(facts).toMatchObject([{ detail: { when: "relaunch" } }]);
  });

  it("notes nothing of what was granted, or never denied", () => {
    const { kept, facts, ask, tell } = ledger();
    ask(10, CAMERA, CONTACTS);
    tell(20, "0,-1", CAMERA, CONTACTS);
    ask(30, CAMERA);
    ask(40, "android.permission.RECORD_AUDIO");
    expect(facts).toEqual([]);
    expect(kept.lastDenial()).toEqual({ names: [CONTACTS], t: 20 });
    expect(ledger().kept.lastDenial()).toBeNull();
  });

  it("keeps no endless list of names that the app makes up", () => {
    const { kept, tell } = ledger();
    const names = Array.from({ length: 5000 }, (_, i) => `made.up.${i}`);
    for (let i = 0; i < names.length; i += 20) {
      const some = names.slice(i, i + 20);
      tell(1, some.map(() => "-1").join(","), ...some);
    }
    expect(kept.lastDenial()?.names.length).toBe(500);
  });
});
