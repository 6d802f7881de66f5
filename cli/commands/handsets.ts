/** `consentry handsets`: what an app can be run on from here. */
import { EXIT } from "../exit.ts";
import { chooseLanguage, say } from "../language.ts";
import { table } from "../terminal.ts";

const HANDSETS = [
  {
    id: "virtual",
    kind: "virtual",
    os: "Android API 34",
    ready: true,
    note: {
      zh: "内置：真实 APK、真实框架类运行于 JVM；不含本地库、加固应用、WebView、谷歌服务",
      en: "built in: real APK and real framework classes on a JVM; no native libraries, packers, WebView or Google services",
    },
  },
];

export async function handsets(options: { json?: boolean; lang?: string }): Promise<number> {
  const language = chooseLanguage(options.lang);
  if (options.json) process.stdout.write(`${JSON.stringify(HANDSETS)}\n`);
  else
    process.stdout.write(
      `${table(
        ["id", "kind", "os", ""],
        HANDSETS.map((h) => [h.id, h.kind, h.os, say(language, h.note)]),
      )}\n`,
    );
  return EXIT.clean;
}
