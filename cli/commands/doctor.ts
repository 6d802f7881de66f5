/** `consentry doctor`: small checks, each with its remedy. */
import { execFile } from "node:child_process";
import { accessSync, constants, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import { readToolchain } from "../../controller/toolchain.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, say, type Language } from "../language.ts";

/** A run of the demo needs far less; a campaign more. */
const MIN_FREE_BYTES = 1 << 30;
const COMMAND_DEADLINE_MS = 30_000;

interface Check {
  name: { zh: string; en: string };
  run(): Promise<string>;
}

const CHECKS: Check[] = [
  { name: { zh: "Node 版本", en: "Node version" }, run: async () => process.version },
  { name: { zh: "Java 17", en: "Java 17" }, run: javaVersion },
  {
    name: { zh: "Frida", en: "Frida" },
    run: async () => {
      const host = await openFridaHost({ python: readToolchain().python });
      const found = `${host.kind} ${host.fridaVersion}`;
      await host.close();
      return found;
    },
  },
  {
    name: { zh: "虚拟终端组件", en: "virtual handset files" },
    run: async () => {
      const { handsetJar, agentHelperJar, jars } = readToolchain();
      const files = [handsetJar, agentHelperJar, ...jars.robolectric, ...Object.values(jars.sdk)];
      for (const file of files) accessSync(file, constants.R_OK);
      return `${files.length} jars`;
    },
  },
  {
    name: { zh: "临时目录空间", en: "space for temporary files" },
    run: async () => {
      const { bavail, bsize } = statfsSync(tmpdir());
      if (bavail * bsize < MIN_FREE_BYTES)
        throw new Error(
          `${Math.round((bavail * bsize) / 2 ** 20)} MiB free, at least ${MIN_FREE_BYTES / 2 ** 20} MiB needed`,
        );
      return `${Math.round((bavail * bsize) / 2 ** 30)} GiB`;
    },
  },
];

export async function doctor(options: { json?: boolean; lang?: string }): Promise<number> {
  const language = chooseLanguage(options.lang);
  const answers: { check: string; ok: boolean; detail: string }[] = [];
  for (const check of CHECKS) {
    try {
      answers.push({ check: check.name.en, ok: true, detail: await check.run() });
    } catch (error) {
      answers.push({ check: check.name.en, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
    const last = answers.at(-1);
    if (!options.json && last) process.stdout.write(line(language, check, last));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(answers)}\n`);
  return answers.every((answer) => answer.ok) ? EXIT.clean : EXIT.handset;
}

function line(language: Language, check: Check, answer: { ok: boolean; detail: string }): string {
  const state = answer.ok ? say(language, { zh: "正常", en: "ok" }) : say(language, { zh: "异常", en: "PROBLEM" });
  const remedy = answer.ok ? "" : say(language, { zh: "（运行 npm start 可修复）", en: " (npm start repairs it)" });
  return `${state}  ${check.name[language]}: ${answer.detail}${remedy}\n`;
}

/** Frida's Java bridge knows HotSpot 17 only. */
async function javaVersion(): Promise<string> {
  const { stderr } = await promisify(execFile)(readToolchain().java, ["-version"], { timeout: COMMAND_DEADLINE_MS });
  const version = /version "(\d+)[^"]*"/.exec(stderr);
  if (version?.[1] !== "17") throw new Error(`Java ${version?.[1] ?? "?"} found, exactly 17 is needed`);
  return version[0].slice(9, -1);
}
