import { describe, expect, it } from "vitest";
import { Elements } from "../../handset/driver/elements.ts";
import { createLocator } from "../../handset/driver/locators.ts";
import { elementAt, parsePage, pathOf, rectOf } from "../../handset/driver/page.ts";

const PACKAGE = "com.example.app";

interface View {
  id?: string;
  text?: string;
  desc?: string;
  class?: string;
  flags?: Record<string, boolean>;
  children?: View[];
}

function draw(views: View[]): string {
  return views
    .map((view, index) => {
      const name = view.class ?? "android.widget.TextView";
      const flags = Object.entries(view.flags ?? {}).map(([flag, value]) => `${flag}="${value}"`);
      const id = view.id === undefined ? "" : view.id.includes(":") ? view.id : `${PACKAGE}:id/${view.id}`;
      return (
        `<${name} index="${index}" package="${PACKAGE}" class="${name}" text="${view.text ?? ""}" ` +
        `resource-id="${id}" content-desc="${view.desc ?? ""}" bounds="[0,${index * 10}][100,${index * 10 + 10}]" ` +
        `${flags.join(" ")}>${draw(view.children ?? [])}</${name}>`
      );
    })
    .join("");
}

const page = (...views: View[]) => parsePage(`<hierarchy rotation="0">${draw(views)}</hierarchy>`);

const screen = page({
  class: "android.widget.LinearLayout",
  children: [
    { id: "title", text: "Consent", class: "android.widget.TextView" },
    {
      id: "row",
      class: "android.widget.LinearLayout",
      children: [
        { text: "Agree", desc: "agree", class: "android.widget.Button", flags: { clickable: true, enabled: true } },
        { text: "Disagree", class: "android.widget.Button", flags: { clickable: true, enabled: false } },
      ],
    },
    { id: "android:id/title", text: "agree later", flags: { checked: true } },
  ],
});

const texts = (strategy: string, selector: string) =>
  createLocator(strategy, selector, PACKAGE)
    .find(screen)
    .map((element) => element.getAttribute("text"));

describe("locators", () => {
  it.each([
    ["xpath", "//android.widget.Button", ["Agree", "Disagree"]],
    ["xpath", "//*[@text='Agree']", ["Agree"]],
    ["xpath", "(//android.widget.Button)[2]", ["Disagree"]],
    ["xpath", "//*[matches(@text, '^agree')]", ["agree later"]],
    ["xpath", "//*[lower-case(@text)='consent']", ["Consent"]],
    ["xpath", "//*[ends-with(@text, 'later')]", ["agree later"]],
    ["id", "com.example.app:id/title", ["Consent"]],
    ["id", "title", ["Consent"]],
    ["id", "android:id/title", ["agree later"]],
    ["accessibility id", "agree", ["Agree"]],
    ["accessibility id", "Agree", []],
    ["class name", "android.widget.Button", ["Agree", "Disagree"]],
    ["class name", "Button", []],
  ])("finds by %s %s", (strategy, selector, expected) => {
    expect(texts(strategy, selector)).toEqual(expected);
  });

  it.each([
    ['new UiSelector().text("Agree")', ["Agree"]],
    ['new UiSelector().text("agree")', []],
    ['UiSelector().textContains("AGREE")', ["Agree", "Disagree", "agree later"]],
    ['new UiSelector().textStartsWith("agree")', ["Agree", "agree later"]],
    ['new UiSelector().textMatches("Dis.*")', ["Disagree"]],
    ['new UiSelector().textMatches("agree")', []],
    ['new UiSelector().textMatches("(?i)AGREE")', ["Agree"]],
    ['new UiSelector().description("agree")', ["Agree"]],
    ['new UiSelector().descriptionContains("GRE")', ["Agree"]],
    ['new UiSelector().resourceId("com.example.app:id/title")', ["Consent"]],
    ['new UiSelector().resourceIdMatches(".*:id/title")', ["Consent", "agree later"]],
    ['new UiSelector().className("android.widget.Button").instance(1);', ["Disagree"]],
    ['new UiSelector().className("android.widget.Button").instance(2)', []],
    ['new UiSelector().className("android.widget.Button").enabled(false)', ["Disagree"]],
    ["new UiSelector().checked(true)", ["agree later"]],
    ['new UiSelector().className("android.widget.Button").index(0)', ["Agree"]],
    [
      'new UiSelector().resourceId("com.example.app:id/row").childSelector(new UiSelector().clickable(true))',
      ["Agree", "Disagree"],
    ],
    ['new UiSelector().text("Consent").fromParent(new UiSelector().checked(true))', ["agree later"]],
    ['new UiSelector().packageName("com.other")', []],
    ['new UiSelector().text("say \\"hi\\"")', []],
  ])("finds by %s", (selector, expected) => {
    expect(texts("-android uiautomator", selector)).toEqual(expected);
  });

  it.each([
    ["-android uiautomator", "new UiSelector().texts()", /no method 'texts'; it has: text,/],
    ["-android uiautomator", "new UiSelector().constructor()", /no method 'constructor'/],
    ["-android uiautomator", "new UiSelector().text(1)", /'text' takes one string/],
    ["-android uiautomator", 'new UiSelector().text("a"', /expected '\)' at character 26/],
    [
      "-android uiautomator",
      'new UiSelector().text("a") and more',
      /expected the end at character 28, before 'and more'/,
    ],
    ["-android uiautomator", 'new UiSelector().textMatches("(")', /no regular expression/],
    ["-android uiautomator", "new UiScrollable(new UiSelector())", /must end with scrollIntoView/],
    ["css selector", ".a", /strategy 'css selector' is not supported; there are: xpath/],
    ["xpath", "//*[", /no XPath/],
    ["xpath", "//@text", /something else than elements/],
    ["xpath", "count(//*)", /no XPath that finds elements/],
  ])("refuses %s %s as an invalid selector", (strategy, selector, message) => {
    const find = () => createLocator(strategy, selector, PACKAGE).find(screen);
    expect(find).toThrowError(message);
    expect(find).toThrowError(expect.objectContaining({ error: "invalid selector" }));
  });
});

describe("elements", () => {
  const find = (elements: Elements, view: ReturnType<typeof page>, strategy: string, selector: string, at = 0) => {
    const locator = createLocator(strategy, selector, PACKAGE);
    const element = locator.find(view)[at];
    if (!element) throw new Error("the test's own locator finds nothing");
    return elements.add(element, locator, undefined);
  };
  const stale = expect.objectContaining({ error: "stale element reference" });

  it("stay valid while their text changes and their locator still means them", () => {
    const elements = new Elements();
    const id = find(elements, page({ id: "counter", text: "1" }), "id", "counter");
    expect(elements.resolve(id, page({ id: "counter", text: "2" })).getAttribute("text")).toBe("2");
  });

  it("are stale when the screen has another view at their place", () => {
    const elements = new Elements();
    const id = find(elements, page({ id: "row", text: "App" }), "xpath", "//*[@text='App']");
    expect(() => elements.resolve(id, page({ id: "row", text: "Views" }))).toThrowError(stale);
    expect(() => elements.resolve(id, page({ id: "other", text: "App" }))).toThrowError(stale);
    expect(() => elements.resolve(id, page())).toThrowError(stale);
  });

  it("are found again when something was inserted before them", () => {
    const elements = new Elements();
    const id = find(elements, page({ text: "Agree" }), "xpath", "//*[@text='Agree']");
    const moved = elements.resolve(id, page({ text: "New" }, { text: "Agree" }));
    expect(rectOf(moved).y).toBe(10);
  });

  it("are stale when they moved and two views look like them", () => {
    const elements = new Elements();
    const id = find(elements, page({ text: "Row" }), "xpath", "//*[@text='Row']");
    expect(() => elements.resolve(id, page({ text: "New" }, { text: "Row" }, { text: "Row" }))).toThrowError(stale);
  });

  it("that were never found are unknown", () => {
    expect(() => new Elements().resolve("nothing", page())).toThrowError(/not known in this session/);
  });

  it("keep a path that leads back to them", () => {
    const button = createLocator("accessibility id", "agree", PACKAGE).find(screen)[0];
    if (!button) throw new Error("no button");
    expect(elementAt(screen, pathOf(button))).toBe(button);
  });
});
