import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../bench/consent.ts";
import { closeOcr } from "../../controller/consent/ocr.ts";
import { readScreen } from "../../controller/consent/read-screen.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen } from "./screens.ts";

afterAll(closeOcr);

describe("screens of the labelled corpus", () => {
  it("are read with the precision and recall that the bench holds us to", async () => {
    expect(await run([])).toBe(0);
  });
});

describe("a screen whose tree says nothing", () => {
  const silent = parsePageSource(screen({ class: "android.view.SurfaceView", bounds: "[0,0][720,1280]" }));

  it("is looked at in the screenshot, and only such a screen is", async () => {
    const speaking = parsePageSource(screen({ text: "隐私政策" }, button("同意"), button("不同意")));
    const asked: string[] = [];
    const shot = (): Promise<Buffer> => Promise.resolve(Buffer.from(asked.push("asked") > 0 ? "no picture" : ""));
    expect((await readScreen(speaking, shot)).kind).toBe("consent");
    expect(asked).toEqual([]);
    const reading = await readScreen(silent, shot);
    expect(asked).toEqual(["asked"]);
    expect(reading.kind).toBe("none");
    expect(reading.reasons.join()).toContain("could not be read");
  });
});
