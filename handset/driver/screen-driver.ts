import { setTimeout as pause } from "node:timers/promises";
import { BaseDriver, errors } from "appium/driver.js";
import { imageUtil } from "appium/support.js";
import { CONSTRAINTS } from "./capabilities.ts";
import { COMMAND_DEADLINE_MS, type Device, DISPLAY } from "./device.ts";
import { Elements } from "./elements.ts";
import {
  type ActionSequence,
  drag,
  fingerOfScroll,
  interpretActions,
  type Step,
  swipeWithin,
  typing,
} from "./gestures.ts";
import { HOME_SOURCE, homeScreenshot } from "./home-screen.ts";
import { createLocator, type Locator, STRATEGIES } from "./locators.ts";
import { centerOf, descendants, type Document, type Element, intersect, parsePage, type Rect, rectOf } from "./page.ts";

export const ELEMENT_KEY = "element-6066-11e4-a52e-4f735466cecf";
export type ElementReference = { [ELEMENT_KEY]: string };

/** As long as UiAutomator2 presses. */
const LONG_PRESS_MS = 500;
/** How often a search looks again while an implicit wait runs. */
const POLL_MS = 50;
/** A list is scrolled by this part of itself, so that no row is skipped. */
const SCROLL_PERCENT = 0.7;
const SCREEN: Rect = { x: 0, y: 0, width: DISPLAY.width, height: DISPLAY.height };

/** WebDriver's names of attributes -> names in the page source. */
const ATTRIBUTE_ALIASES: Record<string, string> = {
  className: "class",
  contentDescription: "content-desc",
  description: "content-desc",
  longClickable: "long-clickable",
  resourceId: "resource-id",
};
const ATTRIBUTES = [
  "index",
  "package",
  "class",
  "text",
  "resource-id",
  "content-desc",
  "checkable",
  "checked",
  "clickable",
  "enabled",
  "focusable",
  "focused",
  "long-clickable",
  "password",
  "scrollable",
  "selected",
  "displayed",
  "bounds",
  "hint",
];

/** What a WebDriver client does with the screen: finding, reading, touching, typing. */
export abstract class ScreenDriver extends BaseDriver<typeof CONSTRAINTS> {
  override desiredCapConstraints = CONSTRAINTS;
  override locatorStrategies = STRATEGIES;
  protected elements = new Elements();
  #device: Device | undefined;

  protected get device(): Device {
    if (!this.#device) throw new errors.NoSuchDriverError("the session has no device");
    return this.#device;
  }

  protected setDevice(device: Device | undefined): void {
    this.#device = device;
    this.elements.clear();
  }

  /** Package of the session's app; completes ids in locators. */
  protected abstract get appPackage(): string | undefined;

  // Page

  /** UiAutomator's XML over all windows. While no app is up, a home screen without icons. */
  override async getPageSource(): Promise<string> {
    if (!this.device.hasApp()) return HOME_SOURCE;
    return String(await this.device.call("source"));
  }

  async getScreenshot(): Promise<string> {
    return this.device.hasApp() ? String(await this.device.call("screenshot")) : homeScreenshot();
  }

  async getWindowRect(): Promise<Rect> {
    return SCREEN;
  }

  async getOrientation(): Promise<string> {
    return "PORTRAIT";
  }

  async back(): Promise<void> {
    await this.perform([{ do: "key", keycode: 4 }]);
  }

  async getContexts(): Promise<string[]> {
    return ["NATIVE_APP"];
  }

  async getCurrentContext(): Promise<string> {
    return "NATIVE_APP";
  }

  async setContext(name: string): Promise<void> {
    if (name !== "NATIVE_APP")
      throw new errors.NoSuchContextError(`there is no context '${name}': web views do not run here`);
  }

  // Finding

  override async findElOrEls(
    strategy: string,
    selector: string,
    mult: true,
    context?: unknown,
  ): Promise<ElementReference[]>;
  override async findElOrEls(
    strategy: string,
    selector: string,
    mult: false,
    context?: unknown,
  ): Promise<ElementReference>;
  override async findElOrEls(
    strategy: string,
    selector: string,
    mult: boolean,
    context?: string,
  ): Promise<ElementReference | ElementReference[]> {
    const locator = createLocator(strategy, selector, this.appPackage);
    const deadline = Date.now() + this.implicitWaitMs;
    let found = await this.#search(locator, context, true);
    while (found.length === 0 && Date.now() < deadline) {
      await pause(Math.min(POLL_MS, deadline - Date.now()));
      found = await this.#search(locator, context, false);
    }
    const references = found.map((element) => ({ [ELEMENT_KEY]: this.elements.add(element, locator, context) }));
    if (mult) return references;
    const [first] = references;
    if (!first) {
      throw new errors.NoSuchElementError(`no element on the screen is found by ${strategy} '${selector}'`);
    }
    return first;
  }

  async active(): Promise<ElementReference> {
    return await this.findElOrEls("xpath", "//*[@focused='true']", false);
  }

  async #search(locator: Locator, context: string | undefined, scroll: boolean): Promise<Element[]> {
    const look = async () => {
      const page = await this.page();
      return locator.find(context === undefined ? page : this.elements.resolve(context, page));
    };
    let found = await look();
    if (found.length > 0 || !locator.scroll || !scroll) return found;
    const { container, maxSwipes, horizontal } = locator.scroll;
    const swipe = async (direction: string): Promise<boolean> => {
      const [area] = container(await this.page());
      return area !== undefined && (await this.swipeAndCompare(rectOf(area), direction));
    };
    // To the start first, then on to the end; each stops where the page no longer moves.
    for (let left = maxSwipes; left > 0 && (await swipe(horizontal ? "right" : "down")); left--);
    found = await look();
    for (let left = maxSwipes; left > 0 && found.length === 0; left--) {
      const moved = await swipe(horizontal ? "left" : "up");
      found = await look();
      if (!moved) break;
    }
    return found;
  }

  /** Swipes inside `area` and says whether that changed the page. */
  protected async swipeAndCompare(
    area: Rect,
    direction: string,
    percent = SCROLL_PERCENT,
    speed?: number,
  ): Promise<boolean> {
    const before = await this.getPageSource();
    await this.perform([swipeWithin(intersect(area, SCREEN), direction, percent, speed)]);
    return (await this.getPageSource()) !== before;
  }

  protected async page(): Promise<Document> {
    return parsePage(await this.getPageSource());
  }

  protected async element(id: string): Promise<Element> {
    return this.elements.resolve(id, await this.page());
  }

  // Elements

  async getText(id: string): Promise<string> {
    return (await this.element(id)).getAttribute("text") ?? "";
  }

  async getName(id: string): Promise<string> {
    return (await this.element(id)).getAttribute("class") ?? "";
  }

  async getAttribute(name: string, id: string): Promise<string | null> {
    const element = await this.element(id);
    if (name === "name") return element.getAttribute("content-desc") || element.getAttribute("text");
    const attribute = ATTRIBUTE_ALIASES[name] ?? name;
    if (!ATTRIBUTES.includes(attribute)) {
      throw new errors.InvalidArgumentError(
        `an element has no attribute '${name}'; it has: name, ${ATTRIBUTES.join(", ")}`,
      );
    }
    return element.getAttribute(attribute);
  }

  async getProperty(name: string, id: string): Promise<string | null> {
    return await this.getAttribute(name, id);
  }

  async getElementRect(id: string): Promise<Rect> {
    return rectOf(await this.element(id));
  }

  async elementDisplayed(id: string): Promise<boolean> {
    const element = await this.element(id);
    return element.getAttribute("displayed") !== "false" && hasArea(intersect(rectOf(element), SCREEN));
  }

  async elementEnabled(id: string): Promise<boolean> {
    return (await this.element(id)).getAttribute("enabled") === "true";
  }

  async elementSelected(id: string): Promise<boolean> {
    const element = await this.element(id);
    return element.getAttribute("selected") === "true" || element.getAttribute("checked") === "true";
  }

  async getElementScreenshot(id: string): Promise<string> {
    const { x, y, width, height } = await this.visibleRect(id);
    return await imageUtil.cropBase64Image(await this.getScreenshot(), { left: x, top: y, width, height });
  }

  async click(id: string): Promise<void> {
    await this.perform([{ do: "tap", ...centerOf(await this.visibleRect(id)) }]);
  }

  /** Types into a field after what is there; a line end is the ENTER key. */
  async setValue(text: string | string[], id: string): Promise<void> {
    await this.#focus(id);
    await this.perform(typing(Array.isArray(text) ? text.join("") : text));
  }

  async clear(id: string): Promise<void> {
    await this.#focus(id);
    await this.device.call("text", { text: "", replace: true });
  }

  async #focus(id: string): Promise<void> {
    if ((await this.element(id)).getAttribute("focused") === "true") return;
    await this.click(id);
    const page = await this.page();
    const element = this.elements.resolve(id, page);
    const focused = [element, ...descendants(element)].some((one) => one.getAttribute("focused") === "true");
    if (!focused) {
      throw new errors.InvalidElementStateError(
        `cannot type into ${element.getAttribute("class")}: it does not take the focus when tapped`,
      );
    }
  }

  /** The part of an element that can be touched. @throws InvalidElementStateError when it lies outside the screen. */
  protected async visibleRect(id: string): Promise<Rect> {
    const rect = intersect(rectOf(await this.element(id)), SCREEN);
    if (!hasArea(rect))
      throw new errors.InvalidElementStateError("the element has no visible area: scroll to it first");
    return rect;
  }

  // Gestures

  async performActions(actions: ActionSequence[]): Promise<void> {
    const locate = async (origin: unknown): Promise<Rect> => {
      const id = (origin as Partial<ElementReference> | null)?.[ELEMENT_KEY];
      if (id === undefined) throw new errors.InvalidArgumentError("an origin is 'viewport', 'pointer' or an element");
      return await this.visibleRect(id);
    };
    await this.perform(await interpretActions(actions, locate));
  }

  async releaseActions(): Promise<void> {
    this.log.debug("No finger is on the screen between commands");
  }

  async mobileClickGesture(elementId?: string, x?: number, y?: number): Promise<void> {
    await this.perform([{ do: "tap", ...(await this.#point(elementId, x, y)) }]);
  }

  async mobileLongClickGesture(elementId?: string, x?: number, y?: number, duration = LONG_PRESS_MS): Promise<void> {
    await this.perform([{ do: "tap", ...(await this.#point(elementId, x, y)), durationMs: duration }]);
  }

  async mobileDragGesture(
    endX: number,
    endY: number,
    elementId?: string,
    startX?: number,
    startY?: number,
    speed?: number,
  ): Promise<void> {
    await this.perform([drag(await this.#point(elementId, startX, startY), { x: endX, y: endY }, speed)]);
  }

  async mobileSwipeGesture(direction: string, percent?: number, elementId?: string, ...area: number[]): Promise<void> {
    const [left, top, width, height, speed] = area;
    const rect = await this.#area(elementId, left, top, width, height);
    await this.perform([swipeWithin(rect, direction, percent ?? 1, speed)]);
  }

  /** @returns whether there was something to scroll. */
  async mobileScrollGesture(
    direction: string,
    percent?: number,
    elementId?: string,
    ...area: number[]
  ): Promise<boolean> {
    const [left, top, width, height, speed] = area;
    const rect = await this.#area(elementId, left, top, width, height);
    return await this.swipeAndCompare(rect, fingerOfScroll(direction), percent ?? 1, speed);
  }

  async #point(elementId?: string, x?: number, y?: number): Promise<{ x: number; y: number }> {
    if (elementId !== undefined) {
      const rect = await this.visibleRect(elementId);
      return x === undefined || y === undefined ? centerOf(rect) : { x: rect.x + x, y: rect.y + y };
    }
    if (x === undefined || y === undefined) throw new errors.InvalidArgumentError("give an elementId or x and y");
    return { x, y };
  }

  async #area(elementId?: string, left?: number, top?: number, width?: number, height?: number): Promise<Rect> {
    if (elementId !== undefined) return await this.visibleRect(elementId);
    if (left === undefined || top === undefined || width === undefined || height === undefined) {
      throw new errors.InvalidArgumentError("give an elementId or left, top, width and height");
    }
    return { x: left, y: top, width, height };
  }

  protected async perform(steps: readonly Step[]): Promise<void> {
    for (const { do: what, ...params } of steps) {
      if ("ms" in params) await pause(params.ms);
      else {
        const durationMs = "durationMs" in params ? (params.durationMs ?? 0) : 0;
        await this.device.call(what, params, COMMAND_DEADLINE_MS + durationMs);
      }
    }
  }
}

function hasArea({ width, height }: Rect): boolean {
  return width > 0 && height > 0;
}
