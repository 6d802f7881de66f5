/** A phone with one app for the tests of the handset process: the driver's own device, and a few ways to look at it. */
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { expect } from "vitest";
import * as xpath from "xpath";
import { Device } from "../../handset/driver/device.ts";

export const API_DEMOS = join(import.meta.dirname, "../../node_modules/android-apidemos/apks/ApiDemos-debug.apk");
export const PROBE = join(import.meta.dirname, "runtime-probe/probe.apk");

/** Something that the app does a moment later has happened by then. */
const EVENTUALLY_MS = 10_000;
const POLL_MS = 50;

export interface Node {
  text: string;
  description: string;
  id: string;
  package: string;
  className: string;
  checked: boolean;
  focused: boolean;
  password: boolean;
  /** Left, top, right, bottom in pixels. */
  bounds: [number, number, number, number];
}

export class Phone {
  readonly device: Device;
  readonly app: string;

  private constructor(device: Device, app: string) {
    this.device = device;
    this.app = app;
  }

  static async with(apk: string, locale = "en-US"): Promise<Phone> {
    const device = new Device({ apiLevel: 34, locale, seed: {} });
    const info = await device.install(apk);
    return new Phone(device, info.package);
  }

  async launch(): Promise<void> {
    await this.device.startSuspended(this.app);
    await this.device.resume();
  }

  call(method: string, params: object = {}): Promise<unknown> {
    return this.device.call(method, params);
  }

  async state(): Promise<{
    app: string;
    activity: string | null;
    activities: string[];
    services: string[];
    pid: number;
    uptimeMs: number;
  }> {
    return (await this.call("state")) as never;
  }

  /** Every node on screen, in drawing order. */
  async nodes(): Promise<Node[]> {
    const document = new DOMParser().parseFromString((await this.call("source")) as string, "text/xml");
    const found = xpath.select("//*[@bounds]", document as never) as unknown as Element[];
    return found.map((element) => {
      const of = (name: string) => element.getAttribute(name) ?? "";
      return {
        text: of("text"),
        description: of("content-desc"),
        id: of("resource-id"),
        package: of("package"),
        className: of("class"),
        checked: of("checked") === "true",
        focused: of("focused") === "true",
        password: of("password") === "true",
        bounds: [...of("bounds").matchAll(/-?\d+/g)].map((match) => Number(match[0])) as Node["bounds"],
      };
    });
  }

  async find(matches: (node: Node) => boolean): Promise<Node | undefined> {
    return (await this.nodes()).find(matches);
  }

  async texts(): Promise<string[]> {
    return (await this.nodes()).map((node) => node.text).filter((text) => text !== "");
  }

  /** Taps the middle of a node, after scrolling down to it where it is below the screen. */
  async tap(matches: (node: Node) => boolean): Promise<void> {
    for (let swipes = 0; ; swipes++) {
      const node = await this.find(matches);
      if (node) {
        const [left, top, right, bottom] = node.bounds;
        await this.call("tap", { x: (left + right) / 2, y: (top + bottom) / 2 });
        return;
      }
      expect(swipes, `no node ${String(matches)} on screen`).toBeLessThan(4);
      await this.call("swipe", { x1: 360, y1: 1150, x2: 360, y2: 400, durationMs: 300 });
    }
  }

  press(label: string): Promise<void> {
    return this.tap((node) => node.text === label && node.className === "android.widget.Button");
  }

  event(name: string): Record<string, unknown> | undefined {
    return this.device.events().events.find((event) => event.event === name);
  }

  close(): Promise<void> {
    return this.device.close();
  }
}

/** Waits until `look` returns something, within a deadline that only a broken phone reaches. */
export async function eventually<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + EVENTUALLY_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`did not happen within ${EVENTUALLY_MS} ms: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The lines that the probe app has written on its screen since `clear`. */
export async function notes(phone: Phone): Promise<string[]> {
  const first = await phone.find((node) => node.className === "android.widget.TextView" && node.text.includes("\n"));
  return (first?.text ?? "").trim().split("\n");
}
