import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { darkPatterns, type DarkPatternName } from "../../controller/consent/dark-patterns.ts";
import { contrast, decodePicture, surfacesOf, type Rgb } from "../../controller/consent/picture.ts";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource, type Bounds } from "../../controller/page-source.ts";
import { screen, type Widget } from "./screens.ts";

const WIDTH = 720;
const HEIGHT = 1280;
const NOTICE: Widget = { text: "请阅读《隐私政策》，我们将收集您的设备信息", bounds: "[40,200][680,400]" };
const ACCEPT: Widget = { class: "android.widget.Button", text: "同意", clickable: true, bounds: "[40,600][680,700]" };
const REFUSE: Widget = {
  class: "android.widget.TextView",
  text: "不同意",
  clickable: true,
  bounds: "[40,740][680,840]",
};

/** A white picture with rectangles of colour; the last drawn lies on top. */
function picture(...rectangles: [Bounds, Rgb][]): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3).fill(255);
  for (const [{ x1, y1, x2, y2 }, colour] of rectangles)
    for (let y = y1; y < y2; y++) for (let x = x1; x < x2; x++) data.set(colour, (y * WIDTH + x) * 3);
  return encode({ width: WIDTH, height: HEIGHT, data, channels: 3, depth: 8 });
}

const at = (x1: number, y1: number, x2: number, y2: number): Bounds => ({ x1, y1, x2, y2 });

function patterns(widgets: Widget[], png: Uint8Array | null = null): DarkPatternName[] {
  const nodes = parsePageSource(screen(...widgets));
  return darkPatterns(recogniseConsent(nodes), nodes, png).map((one) => one.pattern);
}

describe("dark patterns of a notice", () => {
  it("finds none on a fair pair of buttons", () => {
    expect(patterns([NOTICE, ACCEPT, REFUSE])).toEqual([]);
  });

  it("finds a box that was ticked beforehand, and none that was not", () => {
    const box = {
      class: "android.widget.CheckBox",
      text: "我已阅读并同意《隐私政策》",
      checkable: true,
      clickable: true,
    };
    expect(patterns([NOTICE, { ...box, checked: true }, ACCEPT, REFUSE])).toEqual(["pre-ticked-box"]);
    expect(patterns([NOTICE, box, ACCEPT, REFUSE])).toEqual([]);
  });

  it("tells a missing refusal from one behind another layer", () => {
    expect(patterns([NOTICE, ACCEPT])).toEqual(["no-refusal"]);
    const more = { class: "android.widget.Button", text: "更多选项", clickable: true };
    expect(patterns([NOTICE, ACCEPT, more])).toEqual(["refusal-behind-layer"]);
  });

  it("finds a refusal that is a fraction of the size, shaming, or an exit", () => {
    expect(patterns([NOTICE, ACCEPT, { ...REFUSE, bounds: "[300,740][420,780]" }])).toEqual(["refusal-smaller"]);
    expect(patterns([NOTICE, ACCEPT, { ...REFUSE, text: "残忍拒绝" }])).toEqual(["shaming-words"]);
    expect(patterns([NOTICE, ACCEPT, { ...REFUSE, text: "不同意并退出" }])).toEqual(["exit-as-refusal"]);
  });

  it("finds a refusal hidden in running text, with the tap inside the words", () => {
    const text =
      "We use your data to recommend shows and to keep the service free of charge for everybody who listens to it. " +
      "Please read the Privacy Policy, or continue without accepting";
    const nodes = parsePageSource(
      screen({ text, clickable: true, bounds: "[40,200][680,440]" }, { ...ACCEPT, text: "Accept all" }),
    );
    const reading = recogniseConsent(nodes);
    const { target, node, label } = reading.refuse ?? expect.fail("no refusal was found");
    expect(label).toBe("continue without accepting");
    expect(target.bounds.y1).toBeGreaterThan(node.bounds.y1 + 100);
    expect(target.bounds.y2).toBeLessThanOrEqual(node.bounds.y2);
    expect(darkPatterns(reading, nodes, null).map((one) => one.pattern)).toContain("refusal-in-running-text");
  });

  it("measures colours in the screenshot: paler letters, and no ground of its own", () => {
    const fair = picture(
      [at(40, 600, 680, 700), [0, 100, 200]],
      [at(300, 630, 420, 670), [255, 255, 255]],
      [at(40, 740, 680, 840), [0, 100, 200]],
      [at(300, 770, 420, 810), [255, 255, 255]],
    );
    expect(patterns([NOTICE, ACCEPT, REFUSE], fair)).toEqual([]);
    const pale = picture(
      [at(40, 600, 680, 700), [0, 100, 200]],
      [at(300, 630, 420, 670), [255, 255, 255]],
      [at(300, 770, 420, 810), [210, 210, 210]],
    );
    const nodes = parsePageSource(screen(NOTICE, ACCEPT, REFUSE));
    const found = darkPatterns(recogniseConsent(nodes), nodes, pale);
    expect(found.map((one) => one.pattern)).toEqual(["refusal-paler", "refusal-not-a-button"]);
    expect(found[0]?.evidence).toMatchObject({ refuse: { ink: "#d2d2d2", ground: "#ffffff", contrast: 1.51 } });
  });

  it("says nothing of a screen that is no notice, nor of colours in a broken picture", () => {
    expect(patterns([{ text: "发现新版本" }, { ...ACCEPT, text: "立即更新" }])).toEqual([]);
    expect(patterns([NOTICE, ACCEPT, REFUSE], new Uint8Array([1, 2, 3]))).toEqual([]);
  });
});

describe("colours and surfaces of a picture", () => {
  it("computes the contrast that WCAG gives", () => {
    expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21, 5);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
    expect(contrast([10, 20, 30], [10, 20, 30])).toBe(1);
  });

  it("finds areas of one colour with their rectangles", () => {
    const image = decodePicture(picture([at(40, 600, 680, 700), [0, 100, 200]])) ?? expect.fail("not decoded");
    expect(surfacesOf(image).map(({ bounds, pixels }) => [bounds, pixels])).toEqual([
      [at(0, 0, WIDTH, HEIGHT), WIDTH * HEIGHT - 64_000],
      [at(40, 600, 680, 700), 64_000],
    ]);
  });
});
