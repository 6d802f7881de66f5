/** What the buttons of a layer decide on: the use of personal data, or another matter that one may agree to. */
import type { UiNode } from "../page-source.ts";
import type { Choices } from "./choices.ts";
import { isInside, type Elements } from "./elements.ts";
import { headingsOf, isTitle } from "./kinds.ts";
import { areaOf } from "./screen-reading.ts";
import { hints, normalise, ofReader, speaksOf } from "./words.ts";

/** A text beside buttons that says what they are about has so many UTF-16 units. */
const LEAST_TOPIC = 8;
/** A block that takes up less of the screen than this is a part of a page with a matter of its own. */
const PART_OF_PAGE = 0.2;
/** A heading that greets names the app, whatever the name says. */
const GREETING = /^(?:欢迎|您好|你好|hi\b|hello|welcome|willkommen|bienvenue)/iu;

/**
 * @param headingAt upper edge of a heading that speaks of a notice; null where none does
 * @returns null when the buttons are about data; else why they are not
 */
export function otherMatter(
  nodes: UiNode[],
  choices: Choices,
  elements: Elements,
  headingAt: number | null,
  screenArea: number,
): string | null {
  const answers = [choices.accept, choices.refuse, choices.guest].filter((one) => one !== null);
  const [control] = answers;
  if (!control) return null;
  if (hints(normalise(control.label), "deed") && !isOfData(control.label))
    return `"${control.label}" does something else`;
  const isHeaded = headingAt !== null && headingAt < control.target.bounds.y1;
  const named = headingsOf(elements).find(
    ({ text }) => isTitle(text) && speaksOf(text, "matter") && !isOfData(text) && !GREETING.test(text),
  );
  if (named && !isHeaded) return `"${named.text}" names another matter`;
  const { boxes } = choices;
  // A box says what is agreed to.
  const isOfBox =
    !speaksOf(elements.all, "policy") &&
    boxes.some(({ label }) => speaksOf(label, "matter")) &&
    !boxes.some(({ label }) => isOfData(label));
  if (isOfBox) return `the box "${boxes[0]?.label}" is for another matter`;
  const buttons = answers.map((one) => one.node.index);
  for (let at = nodes[control.target.parent]; at; at = nodes[at.parent]) {
    const { bounds } = at;
    const topic = elements.texts
      .filter(
        ({ node }) => isInside(node, bounds) && areaOf(node.bounds) < areaOf(bounds) && !buttons.includes(node.index),
      )
      .map(({ text }) => text);
    if (!topic.some((text) => text.length >= LEAST_TOPIC && !isShortLabel(text, elements))) continue;
    const all = topic.join("\n");
    if (isOfData(all)) return null;
    if (speaksOf(all, "matter")) return "the text beside the buttons is about another matter";
    const isPart = areaOf(bounds) < screenArea * PART_OF_PAGE && /[?？]/u.test(all);
    if (isHeaded && !isPart) return null;
    const isAgreed = (["agreement", "tick"] as const).some((role) => speaksOf(all, role));
    return isAgreed && !isPart ? null : "what stands beside the buttons is about something else";
  }
  return null;
}

function isOfData(text: string): boolean {
  const own = ofReader(text);
  return (["notice", "policy", "data"] as const).some((role) => speaksOf(own, role));
}

function isShortLabel(text: string, elements: Elements): boolean {
  return elements.labels.some((one) => one.tappable && one.label === text);
}
