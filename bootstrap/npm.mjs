import fs from "node:fs";
import path from "node:path";
import { run } from "./child.mjs";
import { SetupProblem } from "./problem.mjs";

/**
 * Runs the user's npm under a given Node, so that it judges packages by the Node that will run them.
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runNpm(node, args, cwd) {
  const { npm_execpath: started, ...rest } = process.env;
  const env = { ...rest };
  // What an outer `npm start` or `npm test` says about its own project must not reach the inner npm.
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix|global|omit|include)$/i.test(name))
      delete env[name];
  }
  env.PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ""}`;
  const cli = started && /npm-cli\.c?js$/.test(started) && fs.existsSync(started) ? started : undefined;
  const result = cli ? await run(node, [cli, ...args], { cwd, env }) : await run("npm", args, { cwd, env });
  if (result.code === 127) {
    throw new SetupProblem("no-npm", {
      en: "npm was not found on the PATH. Install npm (Debian: apt install npm; it comes with Node from nodejs.org) and run the command again.",
      zh: "在 PATH 中找不到 npm。请安装 npm（Debian：apt install npm；从 nodejs.org 安装的 Node 自带 npm）后重新运行命令。",
    });
  }
  return result;
}
