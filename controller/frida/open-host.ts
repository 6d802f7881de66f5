/** Chooses how Frida is reached on this machine. */
import { fileURLToPath } from "node:url";
import { startChildHost, type ChildCommand } from "./child-host.ts";
import { FridaError, type FridaHost } from "./frida-host.ts";
import { removeAbandonedTemps } from "../private-temp.ts";

export interface OpenHostOptions {
  /** Python interpreter that has the `frida` wheel, from the toolchain file. */
  python: string;
  /** Tries only this one; by default npm first, then Python. */
  only?: "npm" | "python";
}

/** Command line of the child on the npm binding. */
export function npmCommand(): ChildCommand {
  return { kind: "npm", command: process.execPath, args: [fileURLToPath(new URL("npm-host.ts", import.meta.url))] };
}

/** Command line of the child on the PyPI wheel. */
export function pythonCommand(python: string): ChildCommand {
  return { kind: "python", command: python, args: [fileURLToPath(new URL("python-host.py", import.meta.url))] };
}

/** Opens the first Frida that loads, with the reasons of the others in `notes`; rejects with `frida-unavailable`. */
export async function openFridaHost(options: OpenHostOptions): Promise<FridaHost> {
  removeAbandonedTemps();
  const notes: string[] = [];
  const choices = [npmCommand(), pythonCommand(options.python)].filter(
    (choice) => (options.only ?? choice.kind) === choice.kind,
  );
  for (const choice of choices) {
    try {
      return await startChildHost({ ...choice, notes: [...notes] });
    } catch (error) {
      if (!(error instanceof FridaError)) throw error;
      notes.push(error.message);
    }
  }
  throw new FridaError(
    "frida-unavailable",
    `Frida could not be loaded (${notes.join("; ")}). Run npm start to repair it.`,
  );
}
