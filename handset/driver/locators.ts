import { errors } from "appium/driver.js";
import xpath from "xpath";
import { descendants, type Element, isElement, type Node } from "./page.ts";
import { parseUiSelector, type UiQuery, UiSelectorError } from "./ui-selector.ts";

/** Strategies of a WebDriver client, as UiAutomator2 has them. */
export const STRATEGIES = ["xpath", "id", "accessibility id", "class name", "-android uiautomator"];

/** Finds elements below a node of the page source. */
export interface Locator extends UiQuery {
  strategy: string;
  selector: string;
}

/**
 * @param appPackage completes ids without a package, as UiAutomator2 does.
 * @throws InvalidSelectorError with what is wrong in the selector.
 */
export function createLocator(strategy: string, selector: string, appPackage: string | undefined): Locator {
  const byAttribute = (attribute: string, ...wanted: string[]): Locator => ({
    strategy,
    selector,
    find: (root) => [...descendants(root)].filter((element) => wanted.includes(element.getAttribute(attribute) ?? "")),
  });
  switch (strategy) {
    case "xpath":
      return { strategy, selector, find: xpathFinder(selector) };
    case "id":
      return selector.includes(":id/") || appPackage === undefined
        ? byAttribute("resource-id", selector)
        : byAttribute("resource-id", selector, `${appPackage}:id/${selector}`);
    case "accessibility id":
      return byAttribute("content-desc", selector);
    case "class name":
      return byAttribute("class", selector);
    case "-android uiautomator":
      try {
        return { strategy, selector, ...parseUiSelector(selector) };
      } catch (error) {
        if (error instanceof UiSelectorError) throw new errors.InvalidSelectorError(error.message);
        throw error;
      }
    default:
      throw new errors.InvalidSelectorError(
        `locator strategy '${strategy}' is not supported; there are: ${STRATEGIES.join(", ")}`,
      );
  }
}

/** What the XPath engine hands to a function; its own type declarations leave this out. */
interface XPathValue {
  stringValue(): string;
}
interface XPathExpression {
  select(options: { node: unknown; functions: object }): unknown[];
}
const { parse } = xpath as unknown as { parse: (expression: string) => XPathExpression };

/** The XPath 2 functions that testers of phones use, over the XPath 1 engine. */
const FUNCTIONS = Object.assign(Object.create(null) as object, {
  matches: (_context: unknown, text: XPathValue, pattern: XPathValue) =>
    new RegExp(pattern.stringValue(), "u").test(text.stringValue()),
  "ends-with": (_context: unknown, text: XPathValue, end: XPathValue) => text.stringValue().endsWith(end.stringValue()),
  "lower-case": (_context: unknown, text: XPathValue) => text.stringValue().toLowerCase(),
  "upper-case": (_context: unknown, text: XPathValue) => text.stringValue().toUpperCase(),
});

function xpathFinder(selector: string): (root: Node) => Element[] {
  const invalid = (cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new errors.InvalidSelectorError(`'${selector}' is no XPath that finds elements: ${why}`);
  };
  let expression: XPathExpression;
  try {
    expression = parse(selector);
  } catch (cause) {
    throw invalid(cause);
  }
  return (root) => {
    let found: unknown[];
    try {
      found = expression.select({ node: root, functions: FUNCTIONS });
    } catch (cause) {
      throw invalid(cause);
    }
    if (!found.every((one) => isElement(one as Node))) throw invalid("it selects something else than elements");
    return found as Element[];
  };
}
