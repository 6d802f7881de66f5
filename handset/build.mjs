/**
 * Compiles the handset's Java into one jar. Plain JavaScript on any Node >= 18; the compiler is ECJ, so a Java runtime
 * without javac is enough.
 *
 * `stubs/java` holds stand-ins for classes that the framework names and that no jar here brings. `stubs/parent` holds
 * stand-ins of platform classes for the loader above the framework's; they are compiled apart, so that everything else
 * sees the real platform classes.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, unzipSync, zipSync } from "fflate";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const SOURCES = path.join(HERE, "src");
const STUBS = path.join(HERE, "stubs", "java");
const PARENT_STUBS = path.join(HERE, "stubs", "parent");
const OWNED_BY_RUNTIME = /^(java|javax\/xml|sun|jdk|org\/w3c|org\/xml)\//;
const OTHER_PROCESSES = /^(com\/android\/server|android\/media\/internal|android\/hardware\/radio)\//;
/** For a program that lives a few seconds. */
const QUICK_JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
const OUTPUT_LIMIT = 16 * 1024;
/** The class that the JVM calls before `main`, and what it may do. */
const HANDSET_ATTRIBUTES = {
  "Premain-Class": "virtualhandset.host.HostAgent",
  "Can-Retransform-Classes": "true",
};
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
  const output = (name) => path.join(work, name);
  const compiler = { java, ecj, release: "17" };
  await compile({ ...compiler, sources: [PARENT_STUBS], classpath: [], output: output("parent") });
  const supplies = [platform, ...classpath];
  await compile({ ...compiler, sources: [STUBS, SOURCES], classpath: supplies, output: output("classes") });
  writeJar([output("classes"), output("parent"), SOURCES], target, HANDSET_ATTRIBUTES);
}

/**
 * Compiles folders of Java sources with ECJ.
 * @param {{ java: string, ecj: string, release: string, sources: string[], classpath: string[], output: string }} options
 */
export async function compile({ java, ecj, release, sources, classpath, output }) {
  fs.mkdirSync(output, { recursive: true });
  const present = sources.filter((folder) => fs.existsSync(folder) && containsJava(folder));
  if (present.length === 0) return;
  const args = [
    ...QUICK_JVM,
    "-jar",
    ecj,
    `-${release}`,
    "-encoding",
    "UTF-8",
    "-proc:none",
    "-nowarn",
    "-g",
    "-parameters",
  ];
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

/**
 * Packs the files of folders into a jar, sources left out; the first folder that has a name wins.
 * @param {string[]} folders
 * @param {string} target
 * @param {Record<string, string>} attributes of the jar's manifest
 */
export function writeJar(folders, target, attributes = {}) {
  const manifest = Object.entries({ "Manifest-Version": "1.0", ...attributes }).map(
    ([name, is]) => `${name}: ${is}\r\n`,
  );
  const entries = { "META-INF/MANIFEST.MF": strToU8(`${manifest.join("")}\r\n`) };
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
 * runtime itself owns (a compiler refuses a package that two modules export) and without large ones that run in other
 * processes of a phone.
 */
export function writeCompilePlatform(sdkJar, target) {
  const classes = unzipSync(fs.readFileSync(sdkJar), {
    filter: ({ name }) => name.endsWith(".class") && !OWNED_BY_RUNTIME.test(name) && !OTHER_PROCESSES.test(name),
  });
  fs.writeFileSync(target, zipSync(classes, { level: 0, mtime: JAR_DATE }));
}
