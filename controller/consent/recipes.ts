/**
 * Recipes: consent dialogs that many apps share, told by their ids or wording. Data in `scenarios/consent-recipes/*.yaml`:
 * how to detect the dialog, which control does what, and what goes away once the choice took. A recipe goes before the
 * heuristics, which read whatever it does not name.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { usageError } from "../errors.ts";
import type { UiNode } from "../page-source.ts";
import type { Elements, Label } from "./elements.ts";
import { normalise } from "./words.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "scenarios", "consent-recipes");
export const RECIPE_ROLES = ["accept", "refuse", "secondLayer", "policy", "guest"] as const;
export type RecipeRole = (typeof RECIPE_ROLES)[number];

/** Ids without package, with `*` at the end for those that go on with a number; texts as patterns for a whole label in lower case. Any of them finds the control. */
const Finder = z.strictObject({ ids: z.array(z.string()).optional(), texts: z.array(z.string()).optional() });
const Recipe = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string(),
  /** So many of the marks must be on the screen. */
  detect: Finder.extend({ least: z.int().positive() }),
  accept: Finder,
  refuse: Finder,
  secondLayer: Finder.optional(),
  policy: Finder.optional(),
  guest: Finder.optional(),
  /** While all of these are on the screen the dialog is up: a choice counts as taken when one of them is gone. */
  verify: Finder.refine(({ ids = [], texts = [] }) => ids.length + texts.length > 0, "names nothing to look for"),
});
export type Recipe = z.infer<typeof Recipe>;

let known: readonly Recipe[] | null = null;

/** @throws ControllerError `consent-recipe` exit 2, naming the file */
export function loadRecipes(folder = FOLDER): readonly Recipe[] {
  const recipes: Recipe[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith(".yaml"))
    .sort()) {
    try {
      recipes.push(...z.array(Recipe).parse(parse(readFileSync(path.join(folder, name), "utf8"))));
    } catch (error) {
      throw usageError(
        "consent-recipe",
        `${path.join(folder, name)}: ${error instanceof Error ? error.message : "unreadable"}`,
      );
    }
  }
  return recipes;
}

export interface Recognised {
  recipe: Recipe;
  controls: Partial<Record<RecipeRole, Label>>;
}

/** @returns the recipe whose marks are on the layer, with the controls that it names and that are there */
export function findRecipe(
  nodes: readonly UiNode[],
  elements: Elements,
  recipes = (known ??= loadRecipes()),
): Recognised | null {
  const ids = new Set(nodes.map(idOf).filter((id) => id !== ""));
  const said = new Set(elements.texts.map(({ text }) => normalise(text)));
  const marksOf = (finder: z.infer<typeof Finder>): string[] => [
    ...(finder.ids ?? []).filter((id) => [...ids].some((one) => isId(one, id))),
    ...(finder.texts ?? []).filter((one) => isAnySaid(said, one)),
  ];
  const recipe = recipes.find(({ detect, verify }) => {
    const wanted = (verify.ids?.length ?? 0) + (verify.texts?.length ?? 0);
    return marksOf(detect).length >= detect.least || marksOf(verify).length === wanted;
  });
  if (!recipe) return null;
  const controls: Recognised["controls"] = {};
  for (const role of RECIPE_ROLES) {
    const finder = recipe[role];
    const label = finder && elements.labels.find((one) => one.tappable && isFound(one, finder));
    if (label) controls[role] = label;
  }
  return { recipe, controls };
}

function idOf(node: UiNode): string {
  return node.id.split("/").at(-1) ?? "";
}

function isId(id: string, wanted: string): boolean {
  return wanted.endsWith("*") ? id.startsWith(wanted.slice(0, -1)) : id === wanted;
}

function isAnySaid(said: ReadonlySet<string>, pattern: string): boolean {
  const matcher = new RegExp(pattern, "iu");
  return [...said].some((text) => matcher.test(text));
}

function isFound(one: Label, { ids = [], texts = [] }: z.infer<typeof Finder>): boolean {
  if (ids.some((id) => isId(idOf(one.target), id) || isId(idOf(one.node), id))) return true;
  return texts.some((pattern) => new RegExp(pattern, "iu").test(one.said));
}
