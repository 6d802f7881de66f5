import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { loadRecipes } from "../../controller/consent/recipes.ts";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => recogniseConsent(parsePageSource(screen(...widgets)));
const named = (id: string, text: string): Widget => ({ ...button(text), id: `com.example.app:id/${id}` });

const idOf = (widget: Widget): string => widget.id?.split("/")[1] ?? "";
const mark = (id: string): Widget => ({ text: "·", id: `com.example.app:id/${id}` });

/** What a dialog of each recipe shows: the control that accepts, the one that refuses, its other marks. */
const DIALOGS: Record<string, [Widget, Widget, ...Widget[]]> = {
  "uni-app-native": [
    named("btn_custom_privacy_sure", "好"),
    named("btn_custom_privacy_cancel", "不"),
    mark("tv_privacy_content"),
  ],
  cookiebot: [
    named("CybotCookiebotDialogBodyButtonAccept", "Fine"),
    named("CybotCookiebotDialogBodyButtonDecline", "Rather not"),
    mark("CybotCookiebotDialog"),
  ],
  "didomi-web": [
    named("didomi-notice-agree-button", "Fine"),
    named("didomi-notice-disagree-button", "Rather not"),
    mark("didomi-notice"),
  ],
  "google-ump": [
    button("Einwilligen"),
    button("Nicht einwilligen"),
    { text: "Kachelspiel bittet um Ihre Einwilligung zur Verwendung Ihrer personenbezogenen Daten" },
    button("Optionen verwalten"),
  ],
  "onetrust-native-banner": [
    named("btn_accept_cookies", "Fine"),
    named("btn_reject_cookies", "Rather not"),
    mark("alert_notice_text"),
  ],
  "onetrust-native-centre": [
    named("btn_allow_all", "Fine"),
    named("btn_reject_PC", "Rather not"),
    mark("btn_confirm_choices"),
    mark("main_info_text"),
  ],
  "onetrust-web": [
    named("onetrust-accept-btn-handler", "Fine"),
    named("onetrust-reject-all-handler", "Rather not"),
    mark("onetrust-banner-sdk"),
    mark("onetrust-policy-text"),
  ],
  sourcepoint: [button("Accept all"), button("Reject all"), mark("sp_message_container_887"), button("Options")],
  "inmobi-choice": [button("AGREE"), button("DISAGREE"), { text: "We value your privacy" }, button("MORE OPTIONS")],
  usercentrics: [button("Accept All"), button("Deny"), { text: "Powered by Usercentrics" }],
};

describe("recipes for dialogs that many apps share", () => {
  it("know uni-app's native dialog by its ids, whatever its buttons say", () => {
    const reading = read(
      { text: "欢迎来到果园", id: "com.example.app:id/tv_privacy_content" },
      named("btn_custom_privacy_visitor", "走走"),
      named("btn_custom_privacy_cancel", "算了"),
      named("btn_custom_privacy_sure", "出发"),
    );
    expect(reading).toMatchObject({ kind: "consent", recipe: "uni-app-native" });
    expect([reading.accept?.label, reading.refuse?.label, reading.guest?.label]).toEqual(["出发", "算了", "走走"]);
    expect(reading.reasons.join()).toContain("recipe: uni-app");
  });

  it("know Google's form by its wording", () => {
    const reading = read(
      { text: "Example asks for your consent" },
      button("Consent"),
      button("Do not consent"),
      button("Manage options"),
    );
    expect(reading.recipe).toBe("google-ump");
    expect(reading.accept?.label).toBe("Consent");
    expect(reading.refuse?.label).toBe("Do not consent");
    expect(reading.secondLayer?.label).toBe("Manage options");
  });

  it("hold the notice to be up while what must be gone is there, though its buttons are not", () => {
    const closing = [{ text: "Your choices" }, mark("alert_notice_text"), mark("btn_accept_cookies")];
    expect(read(...closing)).toMatchObject({ kind: "consent", recipe: "onetrust-native-banner" });
    expect(read({ text: "Your choices" }, mark("alert_notice_text")).kind).toBe("none");
  });

  it.each(Object.entries(DIALOGS))("%s: detects, accepts, refuses and verifies", (id, [accept, refuse, ...marks]) => {
    const reading = read(...marks, accept, refuse);
    expect(reading).toMatchObject({ kind: "consent", recipe: id });
    expect([reading.accept?.label, reading.refuse?.label]).toEqual([accept.text, refuse.text]);
    const { verify } = loadRecipes().find((recipe) => recipe.id === id) ?? expect.fail(`no recipe ${id}`);
    const isVerified = (widget: Widget): boolean =>
      (verify.ids ?? []).some(
        (one) => one === idOf(widget) || (one.endsWith("*") && idOf(widget).startsWith(one.slice(0, -1))),
      ) || (verify.texts ?? []).some((one) => new RegExp(one, "iu").test(widget.text ?? ""));
    const shown = [...marks, accept, refuse].filter(isVerified).map((widget) => ({ ...widget, clickable: false }));
    // While what verify names is there the dialog is up; when one of it has gone the choice took.
    expect(shown.length).toBeGreaterThan(0);
    expect(read({ text: "·" }, ...shown).kind).toBe("consent");
    expect(read({ text: "·" }, ...shown.slice(1)).kind).toBe("none");
  });

  it("are all tried above, each with an id of its own", () => {
    expect(
      loadRecipes()
        .map((recipe) => recipe.id)
        .sort(),
    ).toEqual(Object.keys(DIALOGS).sort());
  });

  it("are refused with the file's name when one is wrong", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "recipes-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, "wrong.yaml"), "- id: x\n  name: X\n  detect: { ids: [a] }\n  acept: {}\n");
    expect(() => loadRecipes(folder)).toThrow(/wrong\.yaml/);
  });
});
