/**
 * Compiles the handset's Java into one jar. Plain JavaScript on any Node >= 18; the compiler is ECJ, so a Java runtime
 * without javac is enough.
 *
 * `stubs/` holds stand-ins for classes that the runtime class path has to name and that no jar here brings; they are
 * compiled first and apart, so that `src/` sees the real platform classes where both exist.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, unzipSync, zipSync } from "fflate";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const OUTPUT_LIMIT = 16 * 1024;
/** One fixed date in every jar: same sources, same bytes. */
const JAR_DATE = new Date(1980, 0, 1);

/** A Java source did not compile; the message is the compiler's. */
export class CompileError extends Error {
  constructor(message) {
    super(message);
    this.name = "CompileError";
    this.code = "compile-failed";
  }
}

/**
 * Builds the handset jar.
 * @param {{ java: string, ecj: string, platform: string, classpath: string[], work: string, target: string }} options
 *   `platform` is a compile-time copy of the SDK jar (see `writeCompilePlatform`), `work` an empty scratch folder,
 *   `target` the jar to write
 */
export async function buildHandset({ java, ecj, platform, classpath, work, target }) {
  const stubs = path.join(work, "stubs");
  const classes = path.join(work, "classes");
  const compiler = { java, ecj, release: "17" };
  await compile({
    ...compiler,
    sources: [path.join(HERE, "stubs")],
    classpath: [platform, ...classpath],
    output: stubs,
  });
  await compile({
    ...compiler,
    sources: [path.join(HERE, "src")],
    classpath: [platform, stubs, ...classpath],
    output: classes,
  });
  writeJar([stubs, classes, path.join(HERE, "src"), path.join(HERE, "stubs")], target);
}

/** The Java sources and resources of the handset, for callers that key a build by content. */
export function handsetSourceFolders() {
  return [path.join(HERE, "src"), path.join(HERE, "stubs")];
}

/**
 * Compiles folders of Java sources with ECJ.
 * @param {{ java: string, ecj: string, release: string, sources: string[], classpath: string[], output: string }} options
 */
export async function compile({ java, ecj, release, sources, classpath, output }) {
  fs.mkdirSync(output, { recursive: true });
  const present = sources.filter((folder) => fs.existsSync(folder) && containsJava(folder));
  if (present.length === 0) return;
  const args = ["-jar", ecj, `-${release}`, "-encoding", "UTF-8", "-proc:none", "-nowarn", "-g", "-parameters"];
  if (classpath.length > 0) args.push("-cp", classpath.join(path.delimiter));
  args.push("-d", output, ...present);
  const { code, said } = await runJava(java, args);
  if (code !== 0) throw new CompileError(said.trim() || `the compiler ended with code ${code}`);
}

function containsJava(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? containsJava(full) : entry.name.endsWith(".java");
  });
}

function runJava(java, args) {
  return new Promise((resolve, reject) => {
    let said = "";
    const child = spawn(java, args, { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        said = (said + text).slice(0, OUTPUT_LIMIT);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? 1, said: signal ? `${said}\n${signal}` : said }));
  });
}

/** Packs the files of folders into a jar, sources left out; the first folder that has a name wins. */
export function writeJar(folders, target) {
  const entries = { "META-INF/MANIFEST.MF": strToU8("Manifest-Version: 1.0\r\n\r\n") };
  for (const folder of folders) addFiles(folder, "", entries);
  const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(target, zipSync(sorted, { mtime: JAR_DATE }));
}

function addFiles(folder, prefix, entries) {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = prefix + entry.name;
    if (entry.isDirectory()) addFiles(path.join(folder, entry.name), `${name}/`, entries);
    else if (!entry.name.endsWith(".java")) entries[name] ??= fs.readFileSync(path.join(folder, entry.name));
  }
}

/**
 * Writes the copy of an SDK jar that sources are compiled against: classes only, without the packages that the Java
 * runtime itself owns (a compiler refuses a package that two modules export).
 */
export function writeCompilePlatform(sdkJar, target) {
  const classes = unzipSync(fs.readFileSync(sdkJar), {
    filter: (file) => file.name.endsWith(".class") && !/^(java|javax\/xml|sun|jdk|org\/w3c|org\/xml)\//.test(file.name),
  });
  fs.writeFileSync(target, zipSync(classes, { level: 0, mtime: JAR_DATE }));
}
