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
    const mark = (id: string): Widget => ({ text: " ", id: `com.example.app:id/${id}` });
    const closing = [{ text: "Your choices" }, mark("alert_notice_text"), mark("btn_accept_cookies")];
    expect(read(...closing)).toMatchObject({ kind: "consent", recipe: "onetrust-native-banner" });
    expect(read({ text: "Your choices" }, mark("alert_notice_text")).kind).toBe("none");
  });

  it("are many, each with an id of its own", () => {
    const ids = loadRecipes().map((recipe) => recipe.id);
    expect(ids.length).toBeGreaterThanOrEqual(8);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("are refused with the file's name when one is wrong", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "recipes-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(path.join(folder, "wrong.yaml"), "- id: x\n  name: X\n  detect: { ids: [a] }\n  acept: {}\n");
    expect(() => loadRecipes(folder)).toThrow(/wrong\.yaml/);
  });
});
