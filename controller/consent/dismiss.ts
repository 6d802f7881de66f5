/** The safe way past a screen that is not consent: closes, skips or puts off; never buys, sends, deletes, agrees or goes on. */
import { label, type UiNode } from "../page-source.ts";
import { iconsOf, type Elements, type Label } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { areaOf, type Control, type ScreenKind } from "./screen-reading.ts";
import { kindsOf, says } from "./words.ts";

const OFFERS: ReadonlySet<ScreenKind> = new Set<ScreenKind>(["rationale", "upgrade", "rating", "newsletter"]);
const CLOSE_ID = /close|dismiss|cancel|skip|shut|guanbi|later|negative|not_?now|(?:^|[_/])x(?:$|_)/i;
const CLOSE_GLYPH =
  /^(?:[×✕✖xX╳⨯❌🗙✗✘]|(?:点击|点此)?关闭.{0,4}|(?:[\w-]+[ _-]){0,2}(?:close|dismiss)(?:[ _-]?(?:button|dialog|ad|banner|sheet|popup|icon|btn|overlay|window|the ad|this ad|image|x)){0,2}|(?:btn|ic|icon|img|iv)_?close|close(?:btn|icon|button)|(?:anzeige |fenster |dialog )?schließen|fermer(?: .{1,16})?|skip(?: ad)?|跳过)$/iu;
/** A close that ends something other than what lies over the page. */
const CLOSES_MORE = /account|konto|compte|app\b|注销/iu;
/** The platform's buttons that say no, by their own ids. */
const DENY_ID = /permission_(?:deny|no_upgrade)|permission_deny_and_dont_ask_again/;
/** On a page that covers nothing this leads to the page before. */
const GOES_BACK = /^(?:go )?back$|^(?:返回|zurück|retour)/u;
/** A cross under a card stands within this part of the screen's height from it. */
const UNDER_CARD = 0.12;
/** A cross in the corner of a card stands within this part of the screen's height from its upper edge. */
const CORNER = 0.06;

export function findDismiss(kind: ScreenKind, elements: Elements, layer: TopLayer): Control | null {
  if (kind === "permission") {
    const deny = elements.labels.find((one) => DENY_ID.test(one.target.id) || DENY_ID.test(one.node.id));
    if (deny) return deny;
  }
  if (kind === "none" && !layer.modal) return null;
  const named = elements.labels.filter(
    (one) =>
      one.tappable &&
      (says(one.said, "dismiss") || (kind === "rationale" && says(one.said, "refuse"))) &&
      (layer.modal || !GOES_BACK.test(one.said)) &&
      !isUnsafe(one) &&
      !(kind === "age-gate" && says(one.said, "notOfAge")),
  );
  const cross = findCross(layer);
  const spoken = named.toSorted((a, b) => rank(b) - rank(a))[0];
  if (spoken) return spoken;
  if (kind === "age-gate" && !cross) {
    const ofAge = elements.labels.filter(
      (one) => one.tappable && says(one.said, "ofAge") && !says(one.said, "notOfAge"),
    );
    const [sure] = ofAge.toSorted((a, b) => rank(b) - rank(a));
    if (sure) return sure;
  }
  if (cross && kind !== "none") return { node: cross, target: cross, label: label(cross) || "×", score: 0.8 };
  const other = theOther(kind, elements);
  if (other) return other;
  const known = elements.labels.find((one) => one.tappable && says(one.said, "acknowledgeSafe"));
  if (known && (kind === "youth-mode" || kind === "ad" || kind === "age-gate" || layer.modal)) return known;
  return cross ? { node: cross, target: cross, label: label(cross) || "×", score: 0.7 } : null;
}

/** Beside the one button that does what the screen offers the other does not. */
function theOther(kind: ScreenKind, elements: Elements): Control | null {
  if (!OFFERS.has(kind)) return null;
  const buttons = elements.labels.filter((one) => one.tappable && /Button/.test(one.target.class));
  const [a, b] = buttons;
  if (buttons.length !== 2 || !a || !b) return null;
  const does = (one: Label): boolean => kindsOf(one.said, "button").some((mark) => mark === kind) || isUnsafe(one);
  if (does(a) === does(b)) return null;
  return does(a) ? b : a;
}

function isUnsafe(one: Label): boolean {
  return says(one.said, "unsafe") && !says(one.said, "dismiss");
}

function rank(one: Label): number {
  return (/Button/.test(one.target.class) ? 1 : 0) + (one.target.enabled ? 2 : 0);
}

/** A cross by its sign, description or id; else a bare icon at the layer's upper right or under the middle of its card. */
function findCross(layer: TopLayer): UiNode | null {
  const signed = layer.nodes.find((node) => {
    const said = label(node).trim();
    return CLOSE_GLYPH.test(said) && !CLOSES_MORE.test(said);
  });
  if (signed) return signed;
  const icons = iconsOf(layer);
  const byId = icons.find((node) => CLOSE_ID.test(node.id.split("/").at(-1) ?? ""));
  if (byId) return byId;
  const { screen } = layer;
  const texts = layer.nodes.filter((node) => label(node) !== "");
  const lowest = Math.max(...texts.map((node) => node.bounds.y2));
  const [width, height] = [screen.x2 - screen.x1, screen.y2 - screen.y1];
  return (
    icons
      .filter((node) => {
        const [x, y] = [(node.bounds.x1 + node.bounds.x2) / 2, (node.bounds.y1 + node.bounds.y2) / 2];
        const isCorner = x > screen.x2 - width * 0.3 && y < screen.y1 + height * 0.4;
        const isCardCorner =
          layer.modal && x > layer.bounds.x2 - width * 0.2 && Math.abs(y - layer.bounds.y1) < height * CORNER;
        const isUnder =
          Math.abs(x - (screen.x1 + screen.x2) / 2) < width * 0.08 && y > lowest && y < lowest + height * UNDER_CARD;
        return isCorner || isCardCorner || isUnder;
      })
      .sort((a, b) => areaOf(a.bounds) - areaOf(b.bounds))[0] ?? null
  );
}
