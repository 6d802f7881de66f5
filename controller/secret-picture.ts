/** A picture of a screen that shows a credential: kept, with the parts that show it covered. */
import { encode } from "fast-png";
import { decodePicture } from "./consent/picture.ts";
import { parsePageSource, type Bounds, type UiNode } from "./page-source.ts";

/** Letters may reach over the edge of their field. */
const MARGIN = 4;
const COVER = 0;

/**
 * @param sources page sources from before and after the picture was taken
 * @param count how often a text holds a credential, in any form
 * @returns the PNG with every part black that shows one; the PNG as it is where none does; null where it cannot be told what to cover
 */
export function withoutSecrets(
  png: Buffer,
  sources: readonly string[],
  count: (text: string) => number,
): Buffer | null {
  const covers: Bounds[] = [];
  for (const source of sources) {
    const expected = count(source);
    if (expected === 0) continue;
    const showing = parsePageSource(source).flatMap((node) => {
      const times = textsOf(node).reduce((sum, text) => sum + count(text), 0);
      return times > 0 ? [{ node, times }] : [];
    });
    // One that stands elsewhere in the source may be shown anywhere.
    if (showing.reduce((sum, { times }) => sum + times, 0) !== expected) return null;
    covers.push(...showing.map(({ node }) => node.bounds));
  }
  if (covers.length === 0) return png;
  const picture = decodePicture(png);
  if (picture === null) return null;
  const { width, height, rgb } = picture;
  for (const { x1, y1, x2, y2 } of covers) {
    const [left, right] = [Math.max(0, x1 - MARGIN), Math.min(width, x2 + MARGIN)];
    for (let y = Math.max(0, y1 - MARGIN); y < Math.min(height, y2 + MARGIN) && left < right; y++) {
      rgb.fill(COVER, (y * width + left) * 3, (y * width + right) * 3);
    }
  }
  return Buffer.from(encode({ width, height, data: rgb, channels: 3, depth: 8 }));
}

function textsOf({ text, description, hint, id, class: kind, package: owner }: UiNode): string[] {
  return [text, description, hint, id, kind, owner];
}
