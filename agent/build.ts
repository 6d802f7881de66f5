/** Bundles the agent into the one script that Frida loads. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface AgentBundle {
  /** JavaScript for `FridaSession.load`. */
  source: string;
  /** Hex SHA-256 of the source: which agent collected a run. */
  sha256: string;
}

let bundle: Promise<AgentBundle> | undefined;

/** Builds the agent once a process; the same sources give the same bytes. */
export function buildAgent(): Promise<AgentBundle> {
  bundle ??= bundleAgent();
  return bundle;
}

async function bundleAgent(): Promise<AgentBundle> {
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
  });
  const source = result.outputFiles[0]?.text ?? "";
  return { source, sha256: createHash("sha256").update(source).digest("hex") };
}
