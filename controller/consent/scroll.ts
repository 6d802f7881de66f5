/** The region that must be scrolled before the deciding control shows or works. */
import type { Elements } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { areaOf, type Control } from "./screen-reading.ts";
import { countdownOf, findIn } from "./words.ts";

/**
 * @param accept the control that accepts, if one shows
 * @param hasBox whether a box can be ticked first, which would also keep the control disabled
 */
export function findScroll(
  elements: Elements,
  layer: TopLayer,
  accept: Control | null,
  hasBox: boolean,
): Control | null {
  const region = layer.nodes
    .filter((node) => node.scrollable || /ScrollView|RecyclerView|ListView/.test(node.class))
    .sort((a, b) => areaOf(b.bounds) - areaOf(a.bounds))[0];
  if (!region) return null;
  const hint = findIn(elements.all, "scroll");
  const found = (why: string): Control => ({ node: region, target: region, label: why, score: 0.9 });
  const waits = accept !== null && !accept.target.enabled && countdownOf(accept.label) === null && !hasBox;
  if (hint && !(accept?.target.enabled ?? false)) return found(elements.all.slice(hint.start, hint.end));
  const isStuck = accept === null && !layer.nodes.some((node) => node.clickable);
  if (isStuck && areaOf(region.bounds) > areaOf(layer.screen) * 0.4)
    return found("nothing can be tapped yet, and the text goes on");
  if (waits) return found(`"${accept.label}" is disabled beside a region that scrolls`);
  return null;
}
