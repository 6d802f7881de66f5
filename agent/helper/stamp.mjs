/**
 * What tells one state of the helper from another: the hash of its sources, compiled into the jar and into the agent, so that
 * an agent never calls a helper of another state. Plain JavaScript on any Node >= 18.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the helper's sources. */
export const HELPER_SOURCES = fileURLToPath(new URL("src", import.meta.url));
const PACKAGE = "io.consentry.agent";

/** Hex SHA-256 of the sources, with their names. */
export function helperStamp() {
  const hash = createHash("sha256");
  for (const name of javaFiles(HELPER_SOURCES).sort()) {
    hash.update(`${name.split(path.sep).join("/")}\0`).update(fs.readFileSync(path.join(HELPER_SOURCES, name)));
  }
  return hash.digest("hex");
}

function javaFiles(folder) {
  return fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".java"));
}

/**
 * Writes the class that tells the stamp, to be compiled with the sources.
 * @param {string} folder made where it is missing
 */
export function writeStamp(folder, stamp = helperStamp()) {
  const target = path.join(folder, ...PACKAGE.split("."), "Stamp.java");
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const body = `public static String of() {\n    return "${stamp}";\n  }`;
  const lines = [`package ${PACKAGE};`, "", "/** Which state of the sources this is. */", "public final class Stamp {"];
  fs.writeFileSync(target, [...lines, "  private Stamp() {}", "", `  ${body}`, "}", ""].join("\n"));
}
