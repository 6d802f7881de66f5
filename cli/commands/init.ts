/** `consentry init`: writes a first scenario for an app from its manifest. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { handsetError, usageError } from "../../controller/errors.ts";
import { draftScenario, scenarioName } from "../../controller/scenario/draft.ts";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import { PROJECT_ROOT, readToolchain } from "../../controller/toolchain.ts";
import { convertApk } from "../../handset/driver/converter.ts";
import { HandsetError } from "../../handset/driver/errors.ts";
import { readToolchain as readHandsetToolchain } from "../../handset/driver/toolchain.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, say } from "../language.ts";
import { printable } from "../terminal.ts";

/** Framework that APKs are read against. */
const API_LEVEL = "34";
/** What of a package the user can mend: it is no APK, or not the right one. */
const USER_CAUSED = new Set(["not-an-apk", "corrupt-dex", "no-manifest", "too-large", "min-sdk-too-new"]);

const infoSchema = z.object({
  package: z.string(),
  label: z.string(),
  labels: z.object({ en: z.string().optional(), zh: z.string().optional() }).optional(),
  versionName: z.string(),
  permissions: z.array(z.string()),
  activities: z.array(z.string()),
});

export interface InitOptions {
  out?: string;
  json?: boolean;
  lang?: string;
}

/** @returns exit code; never overwrites a file */
export async function init(apk: string, options: InitOptions): Promise<number> {
  if (!existsSync(apk)) throw usageError("app-missing", `${apk}: no such file`, "check the path");
  const info = infoSchema.parse(await manifestOf(apk));
  const name = scenarioName(info.package);
  const out = resolve(options.out ?? `${name}.yaml`);
  const beside = (path: string): string => relative(dirname(out), path).split(sep).join("/");
  const schema = beside(join(PROJECT_ROOT, "docs", "scenario.schema.json"));
  const text = draftScenario(info, { app: beside(resolve(apk)), schema });
  parseScenario(text, out); // what is handed out is taken back
  write(out, text);
  const language = chooseLanguage(options.lang);
  const { activities, permissions } = info;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ file: out, name, package: info.package, activities: activities.length, permissions })}\n`,
    );
  } else {
    process.stdout.write(`${out}\n`);
    const next = say(language, { zh: "补充步骤后运行", en: "add steps, then run" });
    process.stderr.write(
      `${printable(info.label)}: ${next}: npx consentry run ${relative(process.cwd(), out) || out}\n`,
    );
  }
  return EXIT.clean;
}

async function manifestOf(apk: string): Promise<unknown> {
  const toolchain = readHandsetToolchain(readToolchain().file);
  const sdkJar = toolchain.sdk[API_LEVEL];
  if (sdkJar === undefined) throw handsetError("no-sdk", `no framework of API ${API_LEVEL}`, "run `npm run setup`");
  try {
    return (await convertApk(apk, toolchain, sdkJar)).info;
  } catch (cause) {
    if (cause instanceof HandsetError && USER_CAUSED.has(cause.code)) {
      throw usageError("app-not-installable", cause.message, "give an installable APK (splits: the base APK)");
    }
    throw cause;
  }
}

function write(out: string, text: string): void {
  try {
    writeFileSync(out, text, { flag: "wx" });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST")
      throw usageError("out-exists", `${out} already exists`, "choose another --out; nothing is overwritten");
    throw usageError("out-unwritable", `${out}: cannot be written (${code ?? "error"})`, "choose another --out");
  }
}
