/** A real browser for what only a browser can tell. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { TestContext } from "vitest";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts Debian's Chromium; a test on a machine without it is skipped, except in CI. */
export async function browserFor(ctx: TestContext): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    if (process.env["CI"]) throw new Error("Chromium is not installed");
    ctx.skip("Chromium is not installed");
    throw new Error("skipped");
  }
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  ctx.onTestFinished(() => browser.close());
  return browser;
}

export interface Seen {
  page: Page;
  /** Whatever a well-behaved report never does. */
  trouble: string[];
}

/** Opens a file and writes down requests, dialogs, console messages and errors. */
export async function open(browser: Browser, file: string, width = 1200, javaScriptEnabled = true): Promise<Seen> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, javaScriptEnabled });
  const trouble: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:image/png;base64,"))
      trouble.push(`request ${request.url().slice(0, 200)}`);
  });
  page.on("dialog", (dialog) => {
    trouble.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => trouble.push(`console ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`error ${error.message}`));
  page.on("popup", () => trouble.push("popup"));
  await page.goto(url, { waitUntil: "load" });
  return { page, trouble };
}
