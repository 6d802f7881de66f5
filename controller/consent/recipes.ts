/**
 * Recipes: consent dialogs that many apps share, told by their ids or wording. Data in `scenarios/consent-recipes/*.yaml`:
 * how to detect the dialog, which control does what, and what is gone once the choice took. A recipe goes before the
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

/** Ids without package; texts as patterns for a whole label in lower case. Any of them finds the control. */
const Finder = z.strictObject({ ids: z.array(z.string()).optional(), texts: z.array(z.string()).optional() });
const Recipe = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string(),
  /** So many of the marks must be on the screen. */
  detect: Finder.extend({ least: z.int().positive() }),
  accept: Finder.optional(),
  refuse: Finder.optional(),
  secondLayer: Finder.optional(),
  policy: Finder.optional(),
  guest: Finder.optional(),
  /** Ids that must be gone before a choice counts as taken. */
  gone: z.array(z.string()).optional(),
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
  const recipe = recipes.find(({ detect, gone }) => {
    const marks = [
      ...(detect.ids ?? []).filter((id) => ids.has(id)),
      ...(detect.texts ?? []).filter((one) => isAnySaid(said, one)),
    ];
    return marks.length >= detect.least || (gone?.length ? gone.every((id) => ids.has(id)) : false);
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

function isAnySaid(said: ReadonlySet<string>, pattern: string): boolean {
  const matcher = new RegExp(pattern, "iu");
  return [...said].some((text) => matcher.test(text));
}

function isFound(one: Label, { ids = [], texts = [] }: z.infer<typeof Finder>): boolean {
  if (ids.includes(idOf(one.target)) || ids.includes(idOf(one.node))) return true;
  return texts.some((pattern) => new RegExp(pattern, "iu").test(one.said));
}
