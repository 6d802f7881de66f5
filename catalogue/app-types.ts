/** The 39 common app types and what is necessary for their basic function (regulation of 2021-03-12). */
import { readFileSync } from "node:fs";
import { CatalogueError } from "./tsv.ts";

export interface AppType {
  number: number;
  zh: string;
  en: string;
  /** Basic function, in the words of the regulation. */
  basicFunction: string;
  /** Necessary personal information, in the words of the regulation; empty = none is necessary. */
  necessary: string[];
  /** Data types a handset can see that the necessary list covers; our reading of it. */
  justifies: string[];
}

const FILE = new URL("./app-types.json", import.meta.url);

/** Types by number, 1 to 39. Throws CatalogueError when the file does not hold exactly those. */
export function loadAppTypes(file: string | URL = FILE): Map<number, AppType> {
  const document = JSON.parse(readFileSync(file, "utf8")) as { types: AppType[] };
  const types = new Map(document.types.map((type) => [type.number, type]));
  for (let number = 1; number <= 39; number++)
    if (!types.has(number)) throw new CatalogueError(`${String(file)}: app type ${number} is missing`);
  if (types.size !== document.types.length) throw new CatalogueError(`${String(file)}: an app type is listed twice`);
  return types;
}
