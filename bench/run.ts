/** `npm run bench -- NAME [arguments]`: runs `bench/NAME.ts`, which exports `run(args): Promise<number>` (exit code). */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const EXIT_USAGE = 2;
const HERE = import.meta.dirname;

/** What a benchmark file exports. */
export interface Benchmark {
  /** Runs, prints its figures to stdout and returns the exit code: 0 if what it holds us to was met. */
  run(args: string[]): Promise<number>;
}

const [name = "", ...args] = process.argv.slice(2);
const known = fs
  .readdirSync(HERE)
  .filter((file) => file.endsWith(".ts") && file !== path.basename(import.meta.filename))
  .map((file) => path.basename(file, ".ts"));
if (known.includes(name)) {
  const benchmark = (await import(pathToFileURL(path.join(HERE, `${name}.ts`)).href)) as Benchmark;
  process.exitCode = await benchmark.run(args);
} else {
  process.stderr.write(`bench: unknown benchmark "${name}"; there are: ${known.join(", ") || "none"}\n`);
  process.exitCode = EXIT_USAGE;
}
