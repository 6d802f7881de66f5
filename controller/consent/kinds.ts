/** What a screen is when it is not consent: marks in headings, texts and buttons, and controls that only such screens have. */
import type { UiNode } from "../page-source.ts";
import { isBox, type Elements } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { kindsOf, says, speaksOf, type OtherKind } from "./words.ts";

/** What a mark weighs by its place, and how many of a place count. */
const WEIGHT = { title: 3, button: 2, text: 1 } as const;
const MOST = { title: 3, button: 4, text: 2 } as const;
/** Headings are the first short texts that are no buttons. */
const HEADINGS = 2;
const MAX_HEADING = 48;
/** Stars that are labelled one by one make a rating. */
const STAR =
  /^(?:\d|one|two|three|four|five|[一二三四五]|eins?|zwei|drei|vier|fünf|une?|deux|trois|quatre|cinq) ?(?:stars?|颗?星|sterne?|étoiles?)/iu;
const LEAST_STARS = 3;
/** The least weight that makes a screen of a kind. */
const LEAST_KIND = 3;

/** Packages that draw the platform's own permission dialogs, of the platform and of makers. */
const PERMISSION_PACKAGES =
  /^(?:com\.(?:google\.)?android\.permissioncontroller|com\.android\.packageinstaller|com\.google\.android\.packageinstaller|com\.lbe\.security\.miui|com\.miui\.securitycenter|com\.huawei\.systemmanager|com\.hihonor\.systemmanager|com\.(?:coloros|oplus)\.securitypermission|com\.vivo\.permissionmanager|com\.meizu\.safe|com\.samsung\.android\.permissioncontroller)$/;

/** Kinds whose buttons say enough. */
const OWN_BUTTONS: ReadonlySet<OtherKind> = new Set<OtherKind>(["permission", "login", "ad", "upgrade", "other"]);

export interface KindScore {
  kind: OtherKind;
  score: number;
  marks: string[];
  /** A button or another control of that kind is among the marks. */
  hasControl: boolean;
  /** A heading is among the marks. */
  hasHeading: boolean;
}

export function isPermissionDialog(nodes: readonly UiNode[]): boolean {
  return nodes.some((node) => PERMISSION_PACKAGES.test(node.package));
}

/** Short texts at the top of the layer, buttons left out. */
export function headingsOf(elements: Elements): Elements["texts"] {
  const buttons = new Set(elements.labels.filter((one) => one.tappable).map((one) => one.node.index));
  // A heading stands over the running text; what follows it at the foot of a page is none.
  const running = elements.texts.filter(({ text }) => text.length > MAX_HEADING).map(({ node }) => node.bounds.y1);
  const foot = Math.min(...running);
  return elements.texts
    .filter(({ node }) => node.bounds.y1 <= foot)
    .filter(({ node, text }) => text.length <= MAX_HEADING && !buttons.has(node.index) && !isBox(node))
    .toSorted((a, b) => a.node.bounds.y1 - b.node.bounds.y1)
    .slice(0, HEADINGS);
}

/** True for a name or a question; a sentence that happens to come first names no matter. */
export function isTitle(text: string): boolean {
  return !/[。；;，,]|[.]$|^[·•]/u.test(text);
}

/** @returns every kind with marks enough, the heaviest first */
export function scoreKinds(elements: Elements, layer: TopLayer): KindScore[] {
  const scores = new Map<OtherKind, { place: Record<keyof typeof WEIGHT, number>; more: number; marks: string[] }>();
  const of = (kind: OtherKind): NonNullable<ReturnType<typeof scores.get>> => {
    const known = scores.get(kind) ?? { place: { title: 0, button: 0, text: 0 }, more: 0, marks: [] };
    scores.set(kind, known);
    return known;
  };
  const mark = (text: string, place: keyof typeof WEIGHT): void => {
    for (const kind of kindsOf(text, place)) {
      const score = of(kind);
      if (score.place[place] >= MOST[place]) continue;
      score.place[place] = Math.min(MOST[place], score.place[place] + WEIGHT[place]);
      score.marks.push(`${place} "${text.slice(0, 40)}"`);
    }
  };
  const structure = (kind: OtherKind, weight: number, what: string): void => {
    const score = of(kind);
    score.more += weight;
    score.marks.push(what);
  };
  for (const { text } of headingsOf(elements)) {
    mark(text, "title");
    const isOfKind = kindsOf(text, "title").some((kind) => kind !== "other");
    if (isTitle(text) && speaksOf(text, "matter") && !isOfKind)
      structure("other", 2, `another matter "${text.slice(0, 40)}"`);
  }
  for (const { said, tappable } of elements.labels) if (tappable) mark(said, "button");
  for (const { text } of elements.texts) mark(text, "text");
  const classes = layer.nodes.map((node) => node.class);
  const fields = layer.nodes.filter((node) => /EditText|AutoComplete/.test(node.class));
  if (classes.some((name) => /RatingBar/.test(name))) structure("rating", 3, "rating bar");
  const stars = elements.labels.filter(({ said }) => STAR.test(said)).length;
  if (stars >= LEAST_STARS) structure("rating", 3, "stars to choose from");
  if (classes.some((name) => /DatePicker|NumberPicker/.test(name))) structure("age-gate", 2, "date picker");
  if (fields.length > 0 && scores.has("login")) structure("login", 2, "field to fill in");
  const isOffered = elements.labels.some((one) => one.tappable && says(one.said, "dismiss"));
  if (isOffered && scores.has("rationale") && !scores.has("permission")) structure("rationale", 2, "may be put off");
  if (fields.length === 1 && scores.has("newsletter")) structure("newsletter", 1, "field to fill in");
  return [...scores]
    .map(([kind, s]) => ({
      kind,
      score: s.place.title + s.place.button + s.place.text + s.more,
      marks: s.marks,
      hasControl: s.place.button + s.more > 0,
      hasHeading: s.place.title > 0,
      // Words such as "yes, please" are on buttons of any kind: something else must say which it is.
      isTold: s.place.title + s.place.text + s.more > 0 || OWN_BUTTONS.has(kind),
    }))
    .filter(({ kind, score, isTold, hasControl }) => {
      return score >= LEAST_KIND && isTold && (kind !== "login" || hasControl);
    })
    .sort((a, b) => b.score - a.score);
}
