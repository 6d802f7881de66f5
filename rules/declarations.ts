/**
 * What an app says that it does, taken from its policy by a person: types, SDKs, permissions, lists, each with its place in
 * the text. An entry that nobody confirmed never decides: what depends on it is for a person.
 */
import { z } from "zod";
import { permissionGroup } from "../catalogue/permission-groups.ts";
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { SdkTable } from "../catalogue/sdks.ts";
import { YamlFile } from "./yaml-file.ts";

/** YAML reads 2.10 as the number 2.1. */
const place = z
  .string("a place in the policy as text: a heading, a sentence, or a number in quotes")
  .min(1, "the place in the policy, e.g. a heading or a sentence");
const confirmed = z.boolean();
const stated = { place, confirmed };
const words = z.array(z.string().min(1));

const schema = z.strictObject({
  schema: z.literal("declarations/1"),
  /** Package name; runs of other apps are judged without this file. */
  app: z.string().min(1),
  policy: z.strictObject({ version: z.string().default(""), url: z.string().default("") }).prefault({}),
  types: z
    .array(
      z.strictObject({
        type: z.string(),
        purpose: z.string().min(1),
        /** Seconds between two reads by a timer, where the policy states them. */
        interval: z.number().positive().nullable().default(null),
        ...stated,
      }),
    )
    .default([]),
  sdks: z.array(z.strictObject({ sdk: z.string(), types: words.default([]), ...stated })).default([]),
  permissions: z.array(z.strictObject({ permission: z.string(), purpose: z.string().min(1), ...stated })).default([]),
  appType: z
    .strictObject({ value: z.number().int().min(1).max(39), ...stated })
    .nullable()
    .default(null),
  /** Whether the rules changed against the version that the branch `upgrade` starts from. */
  rulesChanged: z
    .strictObject({ value: z.boolean(), ...stated })
    .nullable()
    .default(null),
  /** The two lists inside the app: what was collected, what is shared with third parties. */
  lists: z
    .strictObject({
      collected: z
        .strictObject({ types: words, ...stated })
        .nullable()
        .default(null),
      shared: z
        .strictObject({ sdks: words, ...stated })
        .nullable()
        .default(null),
    })
    .prefault({}),
});

/** Types are canonical ids, SDKs ids of the catalogue's table, permissions `perm.*`. */
export type Declarations = z.infer<typeof schema>;

/**
 * Reads a declarations file.
 * @throws RulesError `declarations-invalid` with `file:line: what`, also for a type, an SDK or a permission that does not exist
 */
export function readDeclarations(file: string, types: DataTypeTable, sdks: SdkTable): Declarations {
  const yaml: YamlFile = YamlFile.read(file, "declarations-invalid");
  const found = yaml.check(schema, yaml.value());
  const typeAt = (word: string, at: PropertyKey[]): string =>
    types.canonical(word) ?? yaml.fail(yaml.lineOf(at), `unknown data type "${word}"`);
  const sdkAt = (word: string, at: PropertyKey[]): string =>
    (sdks.named(word) ?? sdks.find(word))?.id ?? yaml.fail(yaml.lineOf(at), `unknown SDK "${word}"`);
  const permissionAt = (word: string, at: PropertyKey[]): string => {
    const group = permissionGroup(word) ?? (word.startsWith("perm.") ? types.canonical(word) : null);
    return group ?? yaml.fail(yaml.lineOf(at), `unknown permission "${word}"`);
  };
  const { collected, shared } = found.lists;
  return {
    ...found,
    types: found.types.map((entry, i) => ({ ...entry, type: typeAt(entry.type, ["types", i, "type"]) })),
    sdks: found.sdks.map((entry, i) => ({
      ...entry,
      sdk: sdkAt(entry.sdk, ["sdks", i, "sdk"]),
      types: entry.types.map((word, k) => typeAt(word, ["sdks", i, "types", k])),
    })),
    permissions: found.permissions.map((entry, i) => ({
      ...entry,
      permission: permissionAt(entry.permission, ["permissions", i, "permission"]),
    })),
    lists: {
      collected: collected && {
        ...collected,
        types: collected.types.map((word, k) => typeAt(word, ["lists", "collected", "types", k])),
      },
      shared: shared && { ...shared, sdks: shared.sdks.map((word, k) => sdkAt(word, ["lists", "shared", "sdks", k])) },
    },
  };
}
