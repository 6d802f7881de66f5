/** Bundles the agent into the one script that Frida loads. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { helperStamp } from "./helper/stamp.mjs";

export interface AgentBundle {
  /** JavaScript for `FridaSession.load`. */
  source: string;
  /** Hex SHA-256 of the source: which agent collected a run. */
  sha256: string;
}

let bundle: Promise<AgentBundle> | undefined;

/** Builds the agent once a process; the same sources give the same bytes. */
export function buildAgent(): Promise<AgentBundle> {
  bundle ??= bundleAgent([]);
  return bundle;
}

/**
 * Builds an agent with a fault planted, to see that a test notices it.
 * @param edit changes the text of one source file; must change it
 */
export function buildFaultyAgent(file: string, edit: (text: string) => string): Promise<AgentBundle> {
  const fault: Plugin = {
    name: "fault",
    setup(build) {
      build.onLoad({ filter: /agent[/\\\\]src[/\\\\][^/\\\\]+\.ts$/ }, ({ path }) => {
        if (!path.endsWith(`/${file}`)) return undefined;
        const text = readFileSync(path, "utf8");
        const changed = edit(text);
        if (changed === text) throw new Error(`the fault did not change ${file}`);
        return { contents: changed, loader: "ts" };
      });
    },
  };
  return bundleAgent([fault]);
}

async function bundleAgent(plugins: Plugin[]): Promise<AgentBundle> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const result = await build({
    entryPoints: [fileURLToPath(new URL("src/main.ts", import.meta.url))],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    alias: { buffer: "@frida/buffer" },
    charset: "utf8",
    logLevel: "silent",
    define: { HELPER_STAMP: JSON.stringify(helperStamp()) },
    plugins,
  });
  const source = result.outputFiles[0]?.text ?? "";
  return { source, sha256: createHash("sha256").update(source).digest("hex") };
}
