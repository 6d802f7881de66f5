import { childElements, descendants, type Element, isElement, type Node } from "./page.ts";

/** A Java-like expression: `new UiSelector().text("a").instance(1)`. */
interface Chain {
  type: string;
  arguments: Argument[];
  calls: { name: string; arguments: Argument[] }[];
}
type Argument = string | number | boolean | Chain;

/** What is wrong with a UiSelector expression; becomes W3C `invalid selector`. */
export class UiSelectorError extends Error {
  readonly code = "invalid-ui-selector";
}

/** A parsed expression: which elements it means, and whether it asks to scroll until one of them is there. */
export interface UiQuery {
  /** Matches of the wanted element below `root`, in document order. */
  find(root: Node): Element[];
  /** For `UiScrollable`: the container to scroll, and at most how many swipes. */
  scroll?: { container: (root: Node) => Element[]; maxSwipes: number; horizontal: boolean };
}

const DEFAULT_MAX_SWIPES = 30;
const EXPRESSION_LIMIT = 10_000;

/** @throws UiSelectorError naming the place and what is possible there. */
export function parseUiSelector(expression: string): UiQuery {
  if (expression.length > EXPRESSION_LIMIT) throw new UiSelectorError("the UiSelector expression is too long");
  const chain = new Parser(expression).parse();
  if (chain.type === "UiScrollable") return scrollable(chain);
  const select = selector(chain);
  return { find: (root) => select(root, descendants) };
}

type Walk = (root: Node) => Iterable<Element>;
type Select = (root: Node, walk: Walk) => Element[];
type Test = (element: Element) => boolean;

type TextTest = (attribute: string, wanted: string) => Test;

const is: TextTest = (attribute, wanted) => (element) => element.getAttribute(attribute) === wanted;
const matches: TextTest = (attribute, wanted) => {
  const pattern = wholeMatch(wanted);
  return (element) => pattern.test(element.getAttribute(attribute) ?? "");
};
// UiAutomator compares these two without regard to case.
const contains: TextTest = (attribute, wanted) => {
  const low = wanted.toLowerCase();
  return (element) => (element.getAttribute(attribute) ?? "").toLowerCase().includes(low);
};
const startsWith: TextTest = (attribute, wanted) => {
  const low = wanted.toLowerCase();
  return (element) => (element.getAttribute(attribute) ?? "").toLowerCase().startsWith(low);
};

const STRING_METHODS: Record<string, [attribute: string, test: TextTest]> = {
  text: ["text", is],
  textContains: ["text", contains],
  textStartsWith: ["text", startsWith],
  textMatches: ["text", matches],
  description: ["content-desc", is],
  descriptionContains: ["content-desc", contains],
  descriptionStartsWith: ["content-desc", startsWith],
  descriptionMatches: ["content-desc", matches],
  resourceId: ["resource-id", is],
  resourceIdMatches: ["resource-id", matches],
  className: ["class", is],
  classNameMatches: ["class", matches],
  packageName: ["package", is],
  packageNameMatches: ["package", matches],
};

const FLAG_METHODS: Record<string, string> = {
  checkable: "checkable",
  checked: "checked",
  clickable: "clickable",
  enabled: "enabled",
  focusable: "focusable",
  focused: "focused",
  longClickable: "long-clickable",
  scrollable: "scrollable",
  selected: "selected",
};

function selector(chain: Chain): Select {
  if (chain.type !== "UiSelector") throw new UiSelectorError(`expected a UiSelector, not '${chain.type}'`);
  if (chain.arguments.length > 0) throw new UiSelectorError("UiSelector() takes no arguments");
  const tests: Test[] = [];
  let instance: number | undefined;
  let then: Select | undefined;
  for (const { name, arguments: given } of chain.calls) {
    const string = Object.hasOwn(STRING_METHODS, name) ? STRING_METHODS[name] : undefined;
    const flag = Object.hasOwn(FLAG_METHODS, name) ? FLAG_METHODS[name] : undefined;
    if (string) tests.push(string[1](string[0], only(name, given, "string")));
    else if (flag) {
      const wanted = given.length === 0 ? "true" : String(only(name, given, "boolean"));
      tests.push((element) => (element.getAttribute(flag) ?? "false") === wanted);
    } else if (name === "index") {
      const wanted = String(only(name, given, "number"));
      tests.push((element) => element.getAttribute("index") === wanted);
    } else if (name === "instance") instance = only(name, given, "number");
    else if (name === "childSelector") {
      const child = selector(onlyChain(name, given));
      then = (root) => child(root, descendants);
    } else if (name === "fromParent") {
      const sibling = selector(onlyChain(name, given));
      then = (root) => (root.parentNode ? sibling(root.parentNode, childElements) : []);
    } else throw new UiSelectorError(`UiSelector has no method '${name}'; it has: ${METHODS.join(", ")}`);
  }
  return (root, walk) => {
    let found = [...walk(root)].filter(
      (element) => tests.every((test) => test(element)) && element.nodeName !== "hierarchy",
    );
    if (instance !== undefined) found = found.slice(instance, instance + 1);
    return then ? unique(found.flatMap((element) => then(element, descendants))) : found;
  };
}

const METHODS = [
  ...Object.keys(STRING_METHODS),
  ...Object.keys(FLAG_METHODS),
  "index",
  "instance",
  "childSelector",
  "fromParent",
];

function scrollable(chain: Chain): UiQuery {
  const container = selector(onlyChain("UiScrollable", chain.arguments));
  let maxSwipes = DEFAULT_MAX_SWIPES;
  let horizontal = false;
  let wanted: Select | undefined;
  for (const { name, arguments: given } of chain.calls) {
    if (name === "setMaxSearchSwipes") maxSwipes = only(name, given, "number");
    else if (name === "setAsHorizontalList") horizontal = true;
    else if (name === "setAsVerticalList") horizontal = false;
    else if (name === "scrollIntoView") {
      wanted = selector(onlyChain(name, given));
    } else if (name === "scrollTextIntoView") {
      wanted = selector({ type: "UiSelector", arguments: [], calls: [{ name: "text", arguments: given }] });
    } else if (name === "scrollDescriptionIntoView") {
      wanted = selector({ type: "UiSelector", arguments: [], calls: [{ name: "description", arguments: given }] });
    } else {
      throw new UiSelectorError(
        `UiScrollable has no method '${name}' here; it has: setMaxSearchSwipes, setAsHorizontalList, ` +
          `setAsVerticalList, scrollIntoView, scrollTextIntoView, scrollDescriptionIntoView`,
      );
    }
  }
  const find = wanted;
  if (!find) throw new UiSelectorError("a UiScrollable locator must end with scrollIntoView(...)");
  return {
    find: (root) => find(root, descendants),
    scroll: { container: (root) => container(root, descendants), maxSwipes, horizontal },
  };
}

function only<K extends "string" | "number" | "boolean">(
  method: string,
  given: Argument[],
  kind: K,
): K extends "string" ? string : K extends "number" ? number : boolean {
  const [value] = given;
  if (given.length !== 1 || typeof value !== kind) throw new UiSelectorError(`'${method}' takes one ${kind}`);
  return value as ReturnType<typeof only<K>>;
}

function onlyChain(method: string, given: Argument[]): Chain {
  const [value] = given;
  if (given.length !== 1 || typeof value !== "object") throw new UiSelectorError(`'${method}' takes one UiSelector`);
  return value;
}

/** Java's `matches` is on the whole string and `.` crosses no line end, as here. */
function wholeMatch(pattern: string): RegExp {
  try {
    const ignoreCase = pattern.startsWith("(?i)");
    return new RegExp(`^(?:${ignoreCase ? pattern.slice(4) : pattern})$`, ignoreCase ? "iu" : "u");
  } catch (cause) {
    throw new UiSelectorError(`'${pattern}' is no regular expression`, { cause });
  }
}

function unique(elements: Element[]): Element[] {
  return [...new Set(elements)].filter(isElement);
}

/** Recursive descent over the few forms of Java that selectors use. */
class Parser {
  #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Chain {
    const chain = this.#chain();
    this.#take(/;?/y);
    this.#space();
    if (this.#at < this.#text.length) throw this.#expected("the end");
    return chain;
  }

  #chain(): Chain {
    this.#take(/new\b/y);
    const type = this.#name();
    const chain: Chain = { type, arguments: this.#arguments(), calls: [] };
    while (this.#take(/\./y) !== undefined) chain.calls.push({ name: this.#name(), arguments: this.#arguments() });
    return chain;
  }

  #arguments(): Argument[] {
    if (this.#take(/\(/y) === undefined) throw this.#expected("'('");
    const given: Argument[] = [];
    if (this.#take(/\)/y) !== undefined) return given;
    do given.push(this.#argument());
    while (this.#take(/,/y) !== undefined);
    if (this.#take(/\)/y) === undefined) throw this.#expected("')'");
    return given;
  }

  #argument(): Argument {
    const string = this.#take(/"(?:[^"\\]|\\.)*"/y);
    if (string !== undefined) return unescape(string.slice(1, -1));
    const number = this.#take(/-?\d+/y);
    if (number !== undefined) return Number(number);
    const flag = this.#take(/(?:true|false)\b/y);
    if (flag !== undefined) return flag === "true";
    return this.#chain();
  }

  #name(): string {
    const name = this.#take(/[A-Za-z_][\w.]*(?=\s*\()/y);
    if (name === undefined) throw this.#expected("a name followed by '('");
    return name.split(".").at(-1) ?? name;
  }

  #take(pattern: RegExp): string | undefined {
    this.#space();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #expected(what: string): UiSelectorError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    return new UiSelectorError(`expected ${what} at character ${this.#at + 1}${rest ? `, before '${rest}'` : ""}`);
  }
}

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

function unescape(text: string): string {
  return text.replace(/\\(u([0-9a-fA-F]{4})|.)/gs, (_all, char: string, hex: string | undefined) =>
    hex ? String.fromCharCode(parseInt(hex, 16)) : (ESCAPES[char] ?? char),
  );
}
