import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../child.mjs";
import { fillOnce, hashOf, requireSpace } from "../files.mjs";
import { SetupProblem, explain } from "../problem.mjs";

const MINIMUM = [3, 9];
const LOCK = fileURLToPath(new URL("../requirements.lock", import.meta.url));
const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python3.9"];
const PROBE = [
  "import sys, json, sysconfig, importlib.util as u",
  "print(json.dumps({'version': list(sys.version_info[:3]), 'platform': sysconfig.get_platform(),",
  "'venv': all(u.find_spec(m) for m in ('venv', 'ensurepip'))}))",
].join("\n");
/** Unpacked, with the wheels beside them for a while. */
const UNPACKED_BYTES = 400e6;
const NO_VENV = /No module named '?(venv|ensurepip)|ensurepip is not available/;
const KEY_LENGTH = 16;

/**
 * Provides a private Python environment with the locked packages (Frida, the Java runtime, the jar fetcher).
 * @returns {Promise<{ python: string, outcome: string }>} the environment's interpreter
 */
export async function providePython({ cache, env }) {
  const base = await findPython(env);
  const key = hashOf(fs.readFileSync(LOCK), base.version.join("."), base.platform).slice(0, KEY_LENGTH);
  const folder = path.join(cache, "python", key);
  const python = path.join(folder, "bin", "python");
  // The interpreter is a link to the system's: dangling once that was removed.
  if (fs.existsSync(folder) && !fs.existsSync(python)) fs.rmSync(folder, { recursive: true, force: true });
  if (fs.existsSync(python)) return { python, outcome: "Python packages are there" };
  await fillOnce(folder, async (partial) => {
    requireSpace(cache, UNPACKED_BYTES, "Python packages");
    const made = await run(base.command, ["-m", "venv", partial], { env });
    if (made.code !== 0)
      throw NO_VENV.test(made.output) ? noVenv(base) : explain("Python packages", made.output, cache);
    const install = ["-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input", "-q"];
    const args = [...install, "--disable-pip-version-check", "-r", LOCK];
    const filled = await run(path.join(partial, "bin", "python"), args, { env });
    if (filled.code !== 0) throw explain("Python packages", filled.output, cache);
  });
  return { python, outcome: "installed Python packages" };
}

/** The first Python on the PATH (or `CONSENTRY_PYTHON`) that is recent enough and can make virtual environments. */
export async function findPython(env) {
  const names = env.CONSENTRY_PYTHON ? [env.CONSENTRY_PYTHON] : NAMES;
  let tooOld;
  let withoutVenv;
  for (const command of names) {
    const { code, output } = await run(command, ["-c", PROBE], { env });
    if (code !== 0) continue;
    const found = { command, ...JSON.parse(output.trim().split("\n").pop()) };
    const [major, minor] = found.version;
    if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) tooOld ??= found;
    else if (!found.venv) withoutVenv ??= found;
    else return found;
  }
  if (withoutVenv) throw noVenv(withoutVenv);
  const seen = tooOld ? ` (found only ${tooOld.version.join(".")})` : "";
  const seenZh = tooOld ? `（仅找到 ${tooOld.version.join(".")}）` : "";
  throw new SetupProblem("no-python", {
    en: `Python ${MINIMUM.join(".")} or newer is needed${seen}. Install it (Debian: apt install python3 python3-venv; macOS: brew install python) or name it in CONSENTRY_PYTHON.`,
    zh: `需要 Python ${MINIMUM.join(".")} 或更高版本${seenZh}。请安装（Debian：apt install python3 python3-venv；macOS：brew install python），或用 CONSENTRY_PYTHON 指定。`,
  });
}

function noVenv(found) {
  const version = found.version.slice(0, 2).join(".");
  return new SetupProblem("no-venv", {
    en: `Python ${version} has no venv module. Install it (Debian: apt install python3-venv) and run the command again.`,
    zh: `Python ${version} 缺少 venv 模块。请安装（Debian：apt install python3-venv）后重新运行命令。`,
  });
}
