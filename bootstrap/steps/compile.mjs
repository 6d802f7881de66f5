import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { writeStamp } from "../../agent/helper/stamp.mjs";
import { run } from "../child.mjs";
import { filesBelow, fillOnce, hashOf, hashOfFiles, requireSpace } from "../files.mjs";
import { SetupProblem, explain } from "../problem.mjs";

const PLATFORM_BYTES = 250e6;
const KEY_LENGTH = 16;
/** The helper jar is loaded into apps, so it stays at the class file version every runtime takes. */
const HELPER_RELEASE = "1.8";
/** The oldest Android the agent supports: 8.0. */
const HELPER_API_LEVEL = 26;

/** Folders whose content decides the compiled jars. */
export function javaFolders(root) {
  return {
    handset: [path.join(root, "handset", "src"), path.join(root, "handset", "stubs")],
    helper: [path.join(root, "agent", "helper", "src")],
  };
}

/**
 * Writes the classes of a jar as one dex file, the form that Android's own machine loads.
 * @param {{ java: string, dx: string, jar: string, work: string, target: string }} options `work` is an empty folder
 * @throws Error with the converter's words; code `compile-failed`
 */
export async function writeDex({ java, dx, jar, work, target }) {
  // The converter knows what to write by the ending of the name.
  const made = path.join(work, "classes.dex");
  const options = [`--min-sdk-version=${HELPER_API_LEVEL}`, `--output=${made}`];
  const { code, output } = await run(java, ["-cp", dx, "com.android.dx.command.Main", "--dex", ...options, jar]);
  if (code !== 0) throw Object.assign(new Error(output), { code: "compile-failed" });
  fs.renameSync(made, target);
}

/**
 * Compiles the handset jar and the agent's helper, this one as a jar and as a dex file, each kept in the cache under the
 * hash of its sources.
 * @returns {Promise<{ handsetJar: string | null, agentHelperJar: string | null, agentHelperDex: string | null, outcome: string }>}
 *   null where there are no sources
 */
export async function provideCompiled({ root, cache, java, jars }) {
  const folders = javaFolders(root);
  const build = path.join(root, "handset", "build.mjs");
  const files = (list) => list.flatMap((folder) => filesBelow(folder, [""]));
  const handsetFiles = files(folders.handset);
  const helperFiles = files(folders.helper);
  const supplies = [jars.ecj, jars.sdk["34"], ...jars.robolectric, ...jars.convert].map((jar) => path.basename(jar));
  const handsetKey = hashOf(hashOfFiles(root, [...handsetFiles, build]), ...supplies).slice(0, KEY_LENGTH);
  const helperInputs = [...helperFiles, path.join(root, "agent", "helper", "stamp.mjs"), build];
  const helperKey = hashOf(hashOfFiles(root, helperInputs), HELPER_RELEASE, path.basename(jars.ecj)).slice(
    0,
    KEY_LENGTH,
  );
  const handsetJar = handsetFiles.length ? path.join(cache, "built", `handset-${handsetKey}.jar`) : null;
  const agentHelperJar = helperFiles.length ? path.join(cache, "built", `agent-helper-${helperKey}.jar`) : null;
  const dexKey = hashOf(helperKey, path.basename(jars.dx), String(HELPER_API_LEVEL)).slice(0, KEY_LENGTH);
  const agentHelperDex = helperFiles.length ? path.join(cache, "built", `agent-helper-${dexKey}.dex`) : null;
  const compiled = { handsetJar, agentHelperJar, agentHelperDex };
  const isThere = Object.values(compiled).every((one) => one === null || fs.existsSync(one));
  if (isThere) return { ...compiled, outcome: "compiled jars are there" };

  // Imported late: it needs the npm packages.
  const { buildHandset, compile, writeCompilePlatform, writeJar } = await import(pathToFileURL(build).href);
  const inScratch = (target, work) =>
    fillOnce(target, async (partial) => {
      const scratch = `${partial}.work`;
      fs.mkdirSync(scratch, { recursive: true });
      try {
        await work(partial, scratch);
      } finally {
        fs.rmSync(scratch, { recursive: true, force: true });
      }
    });
  try {
    if (handsetJar) {
      const platform = path.join(cache, "built", `platform-${path.basename(jars.sdk["34"])}`);
      await fillOnce(platform, async (partial) => {
        requireSpace(cache, PLATFORM_BYTES, "the compiled jars");
        writeCompilePlatform(jars.sdk["34"], partial);
      });
      const classpath = [...new Set([...jars.robolectric, ...jars.convert])];
      await inScratch(handsetJar, (target, work) =>
        buildHandset({ java, ecj: jars.ecj, platform, classpath, work, target }),
      );
    }
    if (agentHelperJar) {
      await inScratch(agentHelperJar, async (target, work) => {
        const [stamp, classes] = [path.join(work, "stamp"), path.join(work, "classes")];
        writeStamp(stamp);
        const sources = [...folders.helper, stamp];
        const options = { java, ecj: jars.ecj, release: HELPER_RELEASE, sources, classpath: [] };
        await compile({ ...options, output: classes });
        writeJar([classes], target);
      });
      await inScratch(agentHelperDex, (target, work) =>
        writeDex({ java, dx: jars.dx, jar: agentHelperJar, work, target }),
      );
    }
  } catch (error) {
    if (error.code !== "compile-failed") throw explain("the compiled jars", error, cache);
    throw new SetupProblem(
      "compile-failed",
      {
        en: "The Java sources of this working copy do not compile; the compiler's words are above. Correct them, or check out a released version.",
        zh: "本工作副本的 Java 源代码无法编译，编译器输出见上。请修正，或检出已发布的版本。",
      },
      error.message,
    );
  }
  return { ...compiled, outcome: "compiled Java sources" };
}
