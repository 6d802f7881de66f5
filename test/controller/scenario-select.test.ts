import { describe, expect, it } from "vitest";
import { label, parsePageSource } from "../../controller/page-source.ts";
import type { Selector } from "../../controller/scenario/selector-schema.ts";
import { describeSelector, selectAll, selectOne } from "../../controller/steps/select.ts";
import { parsePoint } from "../../controller/steps/touch.ts";

/** `[class, text, bounds, other attributes, children]` as a page source. */
type Node = [text: string, bounds: string, attributes?: string, children?: Node[]];

function source(windows: Node[]): string {
  const render = ([text, bounds, attributes = "", children = []]: Node): string =>
    `<node class="android.view.View" text="${text}" bounds="${bounds}" ${attributes}>${children.map(render).join("")}</node>`;
  return `<hierarchy>${windows.map(render).join("")}</hierarchy>`;
}

const PAGE = parsePageSource(
  source([
    [
      "",
      "[0,0][720,1280]",
      'resource-id="app:id/root"',
      [
        ["Privacy &amp; terms", "[0,0][720,80]"],
        ["Agree", "[0,100][200,180]", 'enabled="false" resource-id="app:id/agree_old"'],
        ["Agree", "[0,200][200,280]", 'resource-id="app:id/agree"'],
        ["Agree and go on", "[220,200][700,280]"],
        ["Price ($5", "[0,300][200,380]"],
        ["line one\nline two", "[0,400][200,480]".replace("\n", "")],
        ["", "[0,500][720,600]", 'resource-id="app:id/row"', [
          ["", "[0,500][100,600]", 'content-desc="avatar" checked="true"'],
          ["Anna", "[120,500][400,600]"],
        ]],
        ["", "[0,620][720,720]", 'resource-id="app:id/row"', [["Ben", "[120,620][400,720]", 'hint="name"']]],
        ["Hidden", "[0,800][0,800]"],
        ["Close", "[0,900][200,980]"],
      ],
    ],
    ["", "[100,400][620,900]", "", [["Close", "[300,800][420,880]"]]],
  ]),
); // prettier-ignore

function found(selector: Selector): string[] {
  return selectAll(PAGE, selector).map((node) => label(node) || node.id);
}

describe("a selector", () => {
  it("as plain text is the whole label, else the id, else a part of a label", () => {
    expect(found("Agree")).toEqual(["Agree", "Agree"]);
    expect(found("row")).toEqual(["app:id/row", "app:id/row"]);
    expect(found("go on")).toEqual(["Agree and go on"]);
    expect(found("x")).toEqual([]);
    expect(found("Hidden")).toEqual([]);
  });

  it("takes the enabled node before a disabled one, and the front window before one behind it", () => {
    expect(selectOne(PAGE, "Agree")?.id).toBe("app:id/agree");
    expect(selectOne(PAGE, { text: "Agree", enabled: false })?.id).toBe("app:id/agree_old");
    expect(selectOne(PAGE, "Close")?.bounds.x1).toBe(300);
    expect(selectOne(PAGE, { text: "Close", childOf: { id: "root" } })?.bounds.x1).toBe(0);
  });

  it("as a pattern is held against the whole text, letter case and line breaks aside", () => {
    expect(found({ textMatches: "agree" })).toEqual(["Agree", "Agree"]);
    expect(found({ textMatches: "agree.+" })).toEqual(["Agree and go on"]);
    expect(found({ textMatches: "line one line two" })).toHaveLength(1);
    expect(found({ textMatches: "name" })).toEqual(["Ben"]);
    expect(found({ textMatches: "Price ($5" })).toEqual(["Price ($5"]);
    expect(found({ idMatches: "agree.*" })).toEqual(["Agree", "Agree"]);
    expect(found({ idMatches: "app:id/r.w" })).toHaveLength(2);
    expect(found({ textMatches: "agre" })).toEqual([]);
  });

  it("may name a neighbour, a parent, a child, a state, a number", () => {
    expect(found({ textMatches: "[a-z ]+", rightOf: { id: "agree" } })).toEqual([
      "Agree and go on",
      "Anna",
      "Ben",
      "Close",
    ]);
    expect(found({ textMatches: ".+", above: "Agree and go on" })).toEqual(["Agree", "Privacy & terms"]);
    expect(found({ textMatches: "[a-z]+", childOf: { id: "row" } })).toEqual(["avatar", "Anna", "Ben"]);
    expect(selectOne(PAGE, { id: "row", containsChild: "Ben" })?.bounds.y1).toBe(620);
    expect(found({ checked: true })).toEqual(["avatar"]);
    expect(selectOne(PAGE, { id: "row", index: 1 })?.bounds.y1).toBe(620);
    expect(found({ id: "row", index: 2 })).toEqual([]);
    expect(found({ text: "Agree", below: "No such" })).toEqual([]);
  });

  it("ends in time on a label made to hold it up", () => {
    const hostile = parsePageSource(source([["a".repeat(60), "[0,0][9,9]"]]));
    expect(() => selectAll(hostile, { textMatches: "(a+)+b" })).toThrow(/does not come to an end/);
    expect(selectAll(hostile, { textMatches: "a+" })).toHaveLength(1);
  });

  it("reads well in a message", () => {
    expect(describeSelector("Agree")).toBe("Agree");
    expect(describeSelector({ id: "row", index: 1 })).toBe('row {"index":1}');
    expect(describeSelector({ checked: true })).toBe('{"checked":true}');
  });
});

describe("a point", () => {
  it.each([
    ["50%,50%", { x: 360, y: 640 }],
    ["10, 20", { x: 10, y: 20 }],
    ["100%,100%", { x: 719, y: 1279 }],
    ["12.5%, 9999", { x: 90, y: 1279 }],
  ])("%s is on the screen", (text, point) => {
    expect(parsePoint(text, { x1: 0, y1: 0, x2: 720, y2: 1280 })).toEqual(point);
  });
});
