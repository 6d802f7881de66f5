/**
 * Runs an Appium server with this driver as a child of whoever needs one:
 *
 *     node handset/driver/serve.ts [--port N] [--address A] [--log FILE] [--log-level L]
 *
 * Prints one line `{"listening":PORT}` on standard output, logs to standard error, and ends, with every handset it
 * started, when its standard input ends. Port 0 (the default) takes a free one. Exit code 3: it could not listen.
 */
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { sep } from "node:path";
import { parseArgs } from "node:util";

const EXIT_USAGE = 2;
const EXIT_ENVIRONMENT = 3;

const options = readOptions();
const address = options.address;
// What Appium prints is log: standard output holds our one line only.
const toStandardOutput = (line: string) => writeSync(1, `${line}\n`);
process.stdout.write = process.stderr.write.bind(process.stderr);

process.stdin.resume().once("end", () => process.exit(0));
process.stdin.once("error", () => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(0));

process.env.APPIUM_HOME = projectRoot();
const port = await usablePort(options.port, address);
const { main } = await import("appium");
await main({
  port,
  address,
  useDrivers: ["virtual"],
  loglevel: options["log-level"],
  logNoColors: true,
  ...(options.log === undefined ? {} : { logFile: options.log }),
} as Parameters<typeof main>[0]);
toStandardOutput(JSON.stringify({ listening: port }));

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "0" },
        address: { type: "string", default: "127.0.0.1" },
        log: { type: "string" },
        "log-level": { type: "string", default: "error" },
      },
    });
    const wanted = Number(values.port);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
      throw new TypeError(`--port must be 0 to 65535, not '${values.port}'`);
    }
    return { ...values, port: wanted };
  } catch (error) {
    process.stderr.write(`serve: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(EXIT_USAGE);
  }
}

/** The folder whose node_modules hold both Appium and this driver: Appium finds drivers there. */
function projectRoot(): string {
  const appium = createRequire(import.meta.url).resolve("appium");
  return appium.slice(0, appium.lastIndexOf(`${sep}node_modules${sep}`));
}

/** Appium ends the process on a taken port without a word for the caller: look first. */
async function usablePort(wanted: number, host: string): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      process.stderr.write(`serve: cannot listen on ${host}:${wanted}: ${error.code ?? error.message}\n`);
      process.exit(EXIT_ENVIRONMENT);
    });
    probe.listen(wanted, host, () => {
      const bound = probe.address();
      probe.close(() => resolve(typeof bound === "object" && bound !== null ? bound.port : wanted));
    });
  });
}
