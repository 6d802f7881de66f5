/** Maestro's selectors: a text is a regular expression over the whole text, description or hint, letter case ignored. */
import { z } from "zod";
import type { Selector, TapTarget, Target } from "../scenario/selector-schema.ts";
import { strict } from "../scenario/strict.ts";

/** YAML reads a bare 42 as a number; on the screen it is text. */
const patternSchema = z.union([z.string().min(1).max(500), z.number().transform(String)]);
const indexSchema = z.union([z.number().int().min(0), z.string().regex(/^\d{1,3}$/).transform(Number)]); // prettier-ignore

const selectorShape = {
  text: patternSchema.optional(),
  id: patternSchema.optional(),
  index: indexSchema.optional(),
  enabled: z.boolean().optional(),
  checked: z.boolean().optional(),
  focused: z.boolean().optional(),
  selected: z.boolean().optional(),
  get below() {
    return maestroSelector.optional();
  },
  get above() {
    return maestroSelector.optional();
  },
  get leftOf() {
    return maestroSelector.optional();
  },
  get rightOf() {
    return maestroSelector.optional();
  },
  get childOf() {
    return maestroSelector.optional();
  },
  get containsChild() {
    return maestroSelector.optional();
  },
};

/** Keys of a selector that are understood, for the documentation and for messages. */
export const SELECTOR_KEYS = Object.keys(selectorShape);

/** Keys that every command may carry. */
export const commonShape = {
  label: z.string().max(200).optional(),
  optional: z.boolean().optional(),
};

type Written = Omit<Target, "textMatches" | "idMatches">;

/** `text` and `id` are patterns in Maestro; everything else has the same name and meaning. */
function lower<T extends Written>({ text, id, ...rest }: T): Omit<T, "text" | "id"> & Target {
  return {
    ...rest,
    ...(text === undefined ? {} : { textMatches: text }),
    ...(id === undefined ? {} : { idMatches: id }),
  };
}

const plain = patternSchema.transform((text) => ({ textMatches: text }));

export const maestroSelector: z.ZodType<Selector, unknown> = z.lazy(() =>
  z.union([plain, strict(selectorShape).transform(lower)]),
);

export const maestroTarget: z.ZodType<Target, unknown> = z.union([
  plain,
  strict({ ...selectorShape, ...commonShape }).transform(lower),
]);

export const maestroTap: z.ZodType<TapTarget, unknown> = z.union([
  plain,
  strict({
    ...selectorShape,
    ...commonShape,
    point: z.string().max(40).optional(),
    retryTapIfNoChange: z.literal(false, { error: "a tap is done once; remove it" }).optional(),
  }).transform(({ retryTapIfNoChange: _, ...target }) => lower(target)),
]);
