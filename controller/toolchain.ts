import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The folder of this working copy. */
export const PROJECT_ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where the bootstrap records what it installed. */
export const TOOLCHAIN_FILE = path.join(PROJECT_ROOT, ".tools", "toolchain.json");

const file = z.string().min(1);

const toolchainSchema = z.object({
  version: z.literal(1),
  /** A Node that runs TypeScript sources as they are. */
  node: file,
  /** The interpreter of the private environment that holds Frida. */
  python: file,
  /** A Java 17 runtime; it need not bring javac. */
  java: file,
  jars: z.object({
    /** The class path of the handset's process, without the handset jar. */
    robolectric: z.array(file).min(1),
    /** The class path of the APK converter, without the handset jar. */
    convert: z.array(file).min(1),
    ecj: file,
    dx: file,
    /** Android framework jars by API level. */
    sdk: z.record(z.string().regex(/^\d+$/), file),
  }),
  handsetJar: file.nullable(),
  agentHelperJar: file.nullable(),
  /** The helper for Android's own machine. */
  agentHelperDex: file.nullable().default(null),
  /** The folder shared between working copies. */
  cache: file,
});

type Recorded = z.infer<typeof toolchainSchema>;

/** Absolute paths of every tool the product starts. */
export interface Toolchain extends Recorded {
  handsetJar: string;
  agentHelperJar: string;
  /** The file all this was read from. */
  file: string;
}

/** The tools are not installed, or not any more. Code `toolchain-missing`; the remedy is in the message. */
export class ToolchainError extends Error {
  readonly code = "toolchain-missing";
  readonly messageZh: string;

  constructor(what: string, whatZh: string) {
    super(`${what} Run "npm run setup" in ${PROJECT_ROOT}.`);
    this.name = "ToolchainError";
    this.messageZh = `${whatZh}请在 ${PROJECT_ROOT} 中运行 “npm run setup”。`;
  }
}

/**
 * Reads the toolchain file and checks that what it names is there.
 * @param from another file, for tests
 * @throws ToolchainError naming the file and the remedy
 */
export function readToolchain(from: string = TOOLCHAIN_FILE): Toolchain {
  const toolchain = parse(from);
  const { jars } = toolchain;
  const named = [toolchain.node, toolchain.python, toolchain.java, jars.ecj, jars.dx];
  const jarFiles = [...jars.robolectric, ...jars.convert, ...Object.values(jars.sdk)];
  const { handsetJar, agentHelperJar } = toolchain;
  if (handsetJar === null || agentHelperJar === null) {
    throw new ToolchainError("The Java sources are not compiled yet.", "尚未编译 Java 源代码。");
  }
  const absent = [...named, ...jarFiles, handsetJar, agentHelperJar].find((one) => !fs.existsSync(one));
  if (absent !== undefined) throw new ToolchainError(`${absent} is missing.`, `缺少 ${absent}。`);
  return { ...toolchain, handsetJar, agentHelperJar, file: from };
}

function parse(from: string): Recorded {
  let text: string;
  try {
    text = fs.readFileSync(from, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ToolchainError("The tools are not installed yet.", "尚未安装所需工具。");
  }
  try {
    return toolchainSchema.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new ToolchainError(`${from} is damaged.`, `${from} 已损坏。`);
  }
}
