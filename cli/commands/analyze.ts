/** `consentry analyze`: old evidence, judged by the rules of today. */
import { dirname, join, resolve } from "node:path";
import { judge, type JudgeOptions } from "../judge.ts";

export async function analyze(paths: string[], options: JudgeOptions & { out?: string }): Promise<number> {
  const first = resolve(paths[0] ?? ".");
  const folder = paths.length === 1 ? first : dirname(first);
  return judge(paths, { ...options, out: options.out ?? join(folder, "result.json"), report: false });
}
