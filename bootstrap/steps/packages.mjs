import fs from "node:fs";
import path from "node:path";
import { requireSpace } from "../files.mjs";
import { runNpm } from "../npm.mjs";
import { explain } from "../problem.mjs";

const UNPACKED_BYTES = 400e6;

/**
 * Installs the locked npm packages into `node_modules`, unless what lies there already is what the lock says.
 * Install scripts stay off: nothing the product needs has one, and a package's script is foreign code on this machine.
 */
export async function providePackages({ root, cache, node }) {
  if (packagesMatchLock(root)) return { outcome: "npm packages are there" };
  requireSpace(root, UNPACKED_BYTES, "npm packages");
  const args = ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await runNpm(node, args, root);
  if (code !== 0) throw explain("npm packages", output, cache);
  return { outcome: "installed npm packages" };
}

/** Compares `package-lock.json` with npm's own record of what it put into `node_modules`. */
export function packagesMatchLock(root) {
  const record = path.join(root, "node_modules", ".package-lock.json");
  if (!fs.existsSync(record)) return false;
  const installed = JSON.parse(fs.readFileSync(record, "utf8")).packages ?? {};
  const locked = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")).packages ?? {};
  return Object.entries(locked).every(([name, entry]) => {
    if (!name.startsWith("node_modules/")) return true;
    if (!installed[name]) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return installed[name].version === entry.version && installed[name].integrity === entry.integrity;
  });
}
