import { randomUUID } from "node:crypto";
import { errors } from "appium/driver.js";
import type { Locator } from "./locators.ts";
import { type Document, type Element, elementAt, pathOf } from "./page.ts";

/** What the client holds: how the element was found and where it stood when last seen. */
interface Known {
  locator: Locator;
  /** The element it was searched in, if any. */
  context: string | undefined;
  path: number[];
  kind: string;
  words: string;
}

/** A session that finds without end must not fill our memory: the oldest ids become stale. */
const KNOWN_LIMIT = 20_000;

/**
 * Elements by id. The handset gives no lasting handles, so an element is found again before each use: at the same
 * place when it is still the same, else by the locator when exactly one match is the same; otherwise it is stale.
 */
export class Elements {
  #known = new Map<string, Known>();

  add(element: Element, locator: Locator, context: string | undefined): string {
    const id = randomUUID();
    this.#known.set(id, { locator, context, path: pathOf(element), kind: kindOf(element), words: wordsOf(element) });
    if (this.#known.size > KNOWN_LIMIT) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return id;
  }

  /** The element on the page as it is now. @throws StaleElementReferenceError, or NoSuchElementError for an unknown id. */
  resolve(id: string, page: Document): Element {
    const known = this.#known.get(id);
    if (!known) {
      throw new errors.NoSuchElementError(
        `the element id '${id}' is not known in this session: find the element again`,
      );
    }
    const there = elementAt(page, known.path);
    const sameKind = there !== undefined && kindOf(there) === known.kind;
    if (sameKind && wordsOf(there) === known.words) return there;
    const matches = this.#locate(known, page);
    if (sameKind && matches.includes(there)) return this.#seen(known, there);
    const same = matches.filter((one) => kindOf(one) === known.kind && wordsOf(one) === known.words);
    const [moved] = same;
    if (moved && same.length === 1) return this.#seen(known, moved);
    throw new errors.StaleElementReferenceError(
      `the element found by ${known.locator.strategy} '${known.locator.selector}' is no longer on the screen`,
    );
  }

  clear(): void {
    this.#known.clear();
  }

  #locate(known: Known, page: Document): Element[] {
    return known.locator.find(known.context === undefined ? page : this.resolve(known.context, page));
  }

  #seen(known: Known, element: Element): Element {
    known.path = pathOf(element);
    known.words = wordsOf(element);
    return element;
  }
}

/** What does not change while a view lives. */
function kindOf(element: Element): string {
  return ["package", "class", "resource-id"].map((name) => element.getAttribute(name) ?? "").join("\n");
}

function wordsOf(element: Element): string {
  return ["text", "content-desc"].map((name) => element.getAttribute(name) ?? "").join("\n");
}
