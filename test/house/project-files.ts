import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "..", "..");

/** Every file of the working copy that is, or would be, under version control; paths relative to the root. */
export function projectFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  const names = listed.toString("utf8").split("\0");
  return [...new Set(names)].filter((name) => name !== "" && fs.existsSync(path.join(ROOT, name))).sort();
}

const BINARY = /\.(apk|png|jpe?g|keystore|jks|jar|sqlite|gz|zip|webp|ico)$/;

/** The text files among them, with their content. */
export function textFiles(): { name: string; text: string }[] {
  return projectFiles()
    .filter((name) => !BINARY.test(name))
    .map((name) => ({ name, text: fs.readFileSync(path.join(ROOT, name), "utf8") }));
}
