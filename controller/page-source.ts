/** The screen as the driver tells it: UiAutomator's XML turned into a flat list of nodes with bounds. */
import { DOMParser, type Element } from "@xmldom/xmldom";

/** A page source larger than this is not looked at. */
export const MAX_SOURCE_BYTES = 8 << 20;
/** More nodes than any real screen has. */
const MAX_NODES = 20_000;

export interface Bounds {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface UiNode {
  index: number;
  parent: number;
  depth: number;
  package: string;
  class: string;
  text: string;
  description: string;
  id: string;
  clickable: boolean;
  enabled: boolean;
  checkable: boolean;
  checked: boolean;
  scrollable: boolean;
  focused: boolean;
  selected: boolean;
  /** A field whose text is not shown. */
  password: boolean;
  /** Text of an empty field. */
  hint: string;
  bounds: Bounds;
}

/** @returns nodes in document order; an empty list when the source is no XML (the screen then counts as unreadable). */
export function parsePageSource(xml: string): UiNode[] {
  if (xml.length > MAX_SOURCE_BYTES) return [];
  const nodes: UiNode[] = [];
  let root: Element | null;
  try {
    root = new DOMParser({ onError: () => undefined }).parseFromString(xml, "text/xml").documentElement;
  } catch {
    return []; // a broken tree is a fact about the screen, and the caller records it as unreadable
  }
  const visit = (element: Element, parent: number, depth: number): void => {
    if (nodes.length >= MAX_NODES || depth > 200) return;
    const bounds = parseBounds(element.getAttribute("bounds"));
    let self = parent;
    if (bounds) {
      self = nodes.length;
      const flag = (name: string): boolean => element.getAttribute(name) === "true";
      nodes.push({
        index: self,
        parent,
        depth,
        package: element.getAttribute("package") ?? "",
        class: element.getAttribute("class") ?? element.tagName,
        text: element.getAttribute("text") ?? "",
        description: element.getAttribute("content-desc") ?? "",
        id: element.getAttribute("resource-id") ?? "",
        clickable: flag("clickable"),
        enabled: element.getAttribute("enabled") !== "false",
        checkable: flag("checkable"),
        checked: flag("checked"),
        scrollable: flag("scrollable"),
        focused: flag("focused"),
        selected: flag("selected"),
        password: flag("password"),
        hint: element.getAttribute("hint") ?? "",
        bounds,
      });
    }
    for (let child = element.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 1) visit(child as Element, self, depth + 1);
    }
  };
  if (root) visit(root, -1, 0);
  return nodes;
}

function parseBounds(text: string | null): Bounds | null {
  const match = /^\[(-?\d{1,6}),(-?\d{1,6})\]\[(-?\d{1,6}),(-?\d{1,6})\]$/.exec(text ?? "");
  if (!match) return null;
  const [x1, y1, x2, y2] = match.slice(1).map(Number) as [number, number, number, number];
  return { x1, y1, x2, y2 };
}

export function centre(bounds: Bounds): { x: number; y: number } {
  return { x: Math.round((bounds.x1 + bounds.x2) / 2), y: Math.round((bounds.y1 + bounds.y2) / 2) };
}

export function contains(bounds: Bounds, x: number, y: number): boolean {
  return x >= bounds.x1 && x <= bounds.x2 && y >= bounds.y1 && y <= bounds.y2;
}

/** Text that a person reads on the node. */
export function label(node: UiNode): string {
  return (node.text || node.description).trim();
}
