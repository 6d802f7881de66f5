/** Hashes of everything that judges besides the code: packs, legal texts, tables of the catalogue, changed thresholds. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { legalTextFiles } from "./legal-texts.ts";
import type { Lock } from "./lock-schema.ts";
import type { RulePack } from "./packs.ts";

const CATALOGUE = new URL("../catalogue/", import.meta.url);
const APIS = new URL("../catalogue/apis/", import.meta.url);
const TABLE = /\.(?:tsv|json|jsonl)$/;

const digest = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

function tables(folder: URL, prefix: string): [name: string, path: string][] {
  return readdirSync(folder)
    .filter((name) => TABLE.test(name))
    .map((name) => [`${prefix}${name}`, fileURLToPath(new URL(name, folder))]);
}

let files: Lock["files"] | null = null;

/** Files of the product do not change while it runs: hashed once. */
function productFiles(): Lock["files"] {
  const paths: [string, string][] = [
    ...tables(CATALOGUE, "catalogue/"),
    ...tables(APIS, "catalogue/apis/"),
    ...legalTextFiles().map((path): [string, string] => [`texts/${basename(path)}`, path]),
  ];
  return (files ??= paths
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, path]) => ({ name, sha256: digest(readFileSync(path)) })));
}

/** @param tool version of the tool */
export function lockOf(packs: readonly RulePack[], tool: string): Lock {
  const held: Omit<Lock, "sha256"> = {
    tool,
    packs: packs.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    files: productFiles(),
    thresholds: packs.flatMap((pack) =>
      pack.rules.flatMap(({ id, changed }) => (changed === null ? [] : [{ rule: id, params: changed }])),
    ),
  };
  return { ...held, sha256: digest(JSON.stringify(held)) };
}
