/** What a step points at on the screen. */
import { z } from "zod";
import { wholePattern } from "./pattern.ts";
import { strict } from "./strict.ts";

const MAX_TEXT = 500;
/** Longer patterns are programs, not labels. */
const MAX_PATTERN = 300;

/** All that is given must hold. `text` and `description` are the whole label, letter for letter. */
export interface Element {
  text?: string | undefined;
  /** Regular expression over the whole text, description or hint; letter case is ignored. */
  textMatches?: string | undefined;
  /** Full resource id, or what follows `:id/`. */
  id?: string | undefined;
  idMatches?: string | undefined;
  description?: string | undefined;
  /** Which of several, from 0, top to bottom and left to right. */
  index?: number | undefined;
  enabled?: boolean | undefined;
  checked?: boolean | undefined;
  focused?: boolean | undefined;
  selected?: boolean | undefined;
  below?: Selector | undefined;
  above?: Selector | undefined;
  leftOf?: Selector | undefined;
  rightOf?: Selector | undefined;
  childOf?: Selector | undefined;
  containsChild?: Selector | undefined;
}
/** A plain text is the whole label, else the resource id, else a part of a label. */
export type Selector = string | Element;

const patternSchema = z
  .string()
  .max(MAX_PATTERN)
  .refine((text) => wholePattern(text) !== null, { error: "is no regular expression that JavaScript reads" });

const plainSchema = z.string().min(1).max(MAX_TEXT).describe("Whole label, else resource id, else part of a label");
export const selectorSchema: z.ZodType<Selector, Selector> = z
  .lazy(() => z.union([plainSchema, named(strict(elementShape))]))
  .meta({ id: "selector" });

export const elementShape = {
  text: z.string().min(1).max(MAX_TEXT).optional().describe("Whole text, letter for letter"),
  textMatches: patternSchema.optional().describe("Regular expression over the whole text, description or hint"),
  id: z.string().min(1).max(MAX_TEXT).optional().describe("Resource id, whole or what follows :id/"),
  idMatches: patternSchema.optional().describe("Regular expression over the resource id"),
  description: z.string().min(1).max(MAX_TEXT).optional().describe("Whole content description"),
  index: z.number().int().min(0).max(999).optional().describe("Which of several, from 0, in reading order"),
  enabled: z.boolean().optional(),
  checked: z.boolean().optional(),
  focused: z.boolean().optional(),
  selected: z.boolean().optional(),
  below: selectorSchema.optional(),
  above: selectorSchema.optional(),
  leftOf: selectorSchema.optional(),
  rightOf: selectorSchema.optional(),
  childOf: selectorSchema.optional(),
  containsChild: selectorSchema.optional(),
};

/** A selector must point at something. */
function named<T extends z.ZodType<Element>>(schema: T): T {
  return schema.refine((element) => Object.keys(elementShape).some((key) => key in element), {
    error: `a selector needs at least one of ${Object.keys(elementShape).join(", ")}`,
  });
}

/** Options that every step with a selector takes. */
const optionsShape = {
  optional: z.boolean().optional().describe("The step is passed over when nothing matches in time"),
  label: z.string().max(200).optional().describe("Name of the step in the evidence"),
};

export interface Target extends Element {
  optional?: boolean | undefined;
  label?: string | undefined;
}

/** A selector with the step's own options beside it. */
export const targetSchema: z.ZodType<string | Target, string | Target> = z.union([
  plainSchema,
  named(strict({ ...elementShape, ...optionsShape })),
]);

/** `50%,30%` of the screen, or pixels `360,400`. */
export const pointSchema = z
  .string()
  .regex(/^\s*\d{1,4}(\.\d+)?%?\s*,\s*\d{1,4}(\.\d+)?%?\s*$/, 'a point is written "50%,30%" or "360,400"');

export interface TapTarget extends Target {
  point?: string | undefined;
}

export const tapSchema: z.ZodType<string | TapTarget, string | TapTarget> = z.union([
  plainSchema,
  strict({
    ...elementShape,
    ...optionsShape,
    point: pointSchema.optional().describe("Place on the screen, where no control can be named"),
  }).refine((target) => target.point !== undefined || Object.keys(elementShape).some((key) => key in target), {
    error: "needs a selector (text, id, description ...) or a point",
  }),
]);
