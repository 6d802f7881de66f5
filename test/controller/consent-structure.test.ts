import { describe, expect, it } from "vitest";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => recogniseConsent(parsePageSource(screen(...widgets)));

const NOTICE = { text: "We and our partners process your personal data. Do you consent to the privacy policy?" };

describe("the arrangement of a screen", () => {
  it("makes nothing said in a conversation an answer, while the same words over no place to write are one", () => {
    const field = { class: "android.widget.EditText", text: "Message", bounds: "[0,1180][600,1260]", clickable: true };
    expect(read(NOTICE, button("I agree"), button("I refuse"), field).kind).toBe("none");
    expect(read(NOTICE, button("I agree"), button("I refuse")).kind).toBe("consent");
  });

  it("makes options of which one is chosen no answer, and no box to agree", () => {
    const option = (text: string, y: number): Widget => ({
      class: "android.widget.LinearLayout",
      clickable: true,
      bounds: `[0,${y}][720,${y + 90}]`,
      children: [
        { class: "android.widget.RadioButton", checkable: true, bounds: `[20,${y + 20}][70,${y + 70}]` },
        { text, bounds: `[90,${y + 20}][600,${y + 70}]` },
      ],
    });
    const reading = read(
      { text: "Third-party cookies" },
      { text: "Choose whether sites may use cookies to follow you." },
      option("Accept all cookies", 300),
      option("Reject all cookies", 400),
    );
    expect([reading.kind, reading.accept, reading.boxes]).toEqual(["none", null, []]);
  });

  it("makes a sentence no button", () => {
    const sentence = {
      text: "Yes, I agree that they should ask us before they share any of our names",
      clickable: true,
    };
    expect(read({ text: "Privacy" }, NOTICE, sentence).accept).toBeNull();
  });
});

describe("a button that the text names", () => {
  it("agrees where tapping it is said to be an agreement", () => {
    const text = { text: "轻点“就这样”，即表示您同意我们按隐私政策处理您的个人信息" };
    const reading = read({ text: "您的个人信息" }, text, button("就这样"), button("不继续"));
    expect([reading.accept?.label, reading.refuse?.label]).toEqual(["就这样", "不继续"]);
  });

  it("goes on as a guest where it names a lesser way to use the app, also in words of refusing", () => {
    const reading = read(
      { text: "Einwilligung" },
      { text: "Wir verarbeiten Ihre personenbezogenen Daten nur mit Ihrer Einwilligung." },
      button("Zustimmen"),
      button("Abbrechen"),
      button("Ohne Einwilligung im Basismodus nutzen"),
    );
    expect([reading.refuse?.label, reading.guest?.label]).toEqual([
      "Abbrechen",
      "Ohne Einwilligung im Basismodus nutzen",
    ]);
  });
});
