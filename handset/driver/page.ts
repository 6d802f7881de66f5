import { DOMParser, type Document, type Element, type Node } from "@xmldom/xmldom";
import { HandsetError } from "./errors.ts";

/** Pixels on the screen. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

const BOUNDS = /^\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]$/;
export type { Document, Element, Node };

/** Parses a page source. @throws HandsetError `bad-source`. */
export function parsePage(source: string): Document {
  try {
    return new DOMParser({ onError: refuse }).parseFromString(source, "text/xml");
  } catch (cause) {
    throw new HandsetError("bad-source", `the page source is not well formed: ${String(cause)}`, { cause });
  }
}

function refuse(_level: string, message: string): never {
  throw new Error(message);
}

export function isElement(node: Node | null | undefined): node is Element {
  return node?.nodeType === 1;
}

export function childElements(node: Node): Element[] {
  const children: Element[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (isElement(child)) children.push(child);
  return children;
}

/** All elements below `node`, in document order. */
export function* descendants(node: Node): Generator<Element> {
  for (const child of childElements(node)) {
    yield child;
    yield* descendants(child);
  }
}

/** Where an element stands: its position among the elements of each level, from the root down. */
export function pathOf(element: Element): number[] {
  const path: number[] = [];
  for (let at: Node = element; at.parentNode; at = at.parentNode)
    path.unshift(childElements(at.parentNode).indexOf(at as Element));
  return path;
}

export function elementAt(document: Document, path: readonly number[]): Element | undefined {
  let at: Node = document;
  for (const position of path) {
    const child = childElements(at)[position];
    if (!child) return undefined;
    at = child;
  }
  return isElement(at) ? at : undefined;
}

export function rectOf(element: Element): Rect {
  const [, left, top, right, bottom] = (BOUNDS.exec(element.getAttribute("bounds") ?? "") ?? []).map(Number);
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) {
    return { x: 0, y: 0, width: 0, height: 0 };
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The part of `rect` that lies inside `frame`; width or height 0 when none does. */
export function intersect(rect: Rect, frame: Rect): Rect {
  const x = Math.max(rect.x, frame.x);
  const y = Math.max(rect.y, frame.y);
  const width = Math.max(0, Math.min(rect.x + rect.width, frame.x + frame.width) - x);
  const height = Math.max(0, Math.min(rect.y + rect.height, frame.y + frame.height) - y);
  return { x, y, width, height };
}

export function centerOf(rect: Rect): { x: number; y: number } {
  return { x: Math.round(rect.x + rect.width / 2), y: Math.round(rect.y + rect.height / 2) };
}
