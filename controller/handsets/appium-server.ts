/** A real Appium server in a child process. It ends when we end, and takes every handset process with it. */
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { handsetError } from "../errors.ts";

/** Appium loads in 1-2 s; a loaded machine may need many times that. */
const START_DEADLINE_MS = 60_000;
/** Between asking the server to end and ending it. */
const STOP_DEADLINE_MS = 5_000;
/** Lines of the child's diagnostics kept for an error message. */
const KEPT_LINES = 20;

const listeningSchema = z.object({ listening: z.number().int().positive() });

export class AppiumServer {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Resolves when the server's process has gone. */
  get ended(): Promise<void> {
    if (!this.isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#child.once("exit", () => resolve()));
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws ControllerError `appium-start` exit 3 */
  static async start(toolchainFile: string): Promise<AppiumServer> {
    const serve = createRequire(import.meta.url).resolve("appium-virtual-driver/serve.ts");
    const child = spawn(process.execPath, [serve, "--port", "0"], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      stdio: ["pipe", "pipe", "pipe"],
      // Ctrl-C on a terminal goes to a whole group of processes; the phones are still needed to end a run in order.
      detached: true,
      env: { ...process.env, VIRTUAL_HANDSET_TOOLCHAIN: toolchainFile },
    });
    const diagnostics: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      diagnostics.push(line);
      if (diagnostics.length > KEPT_LINES) diagnostics.shift();
    });
    const port = await new Promise<number>((resolve, reject) => {
      const fail = (why: string): void => {
        child.kill("SIGKILL");
        const tail = diagnostics.length ? `\n${diagnostics.join("\n")}` : "";
        reject(
          handsetError("appium-start", `the Appium server did not start: ${why}${tail}`, "run `npx consentry doctor`"),
        );
      };
      const timer = setTimeout(() => fail(`nothing heard for ${START_DEADLINE_MS / 1000} s`), START_DEADLINE_MS);
      child.once("exit", (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
      child.once("error", (error) => fail(error.message));
      createInterface({ input: child.stdout }).on("line", (line) => {
        const parsed = listeningSchema.safeParse(parseJson(line));
        if (!parsed.success) return;
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(parsed.data.listening);
      });
    });
    return new AppiumServer(child, port);
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const { ended } = this;
    this.#child.stdin?.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(timer);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // a log line, not our message
  }
}
