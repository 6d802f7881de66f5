/** Why a reader was named: the engine writes it in English; the parts it is made of in Chinese. */
import type { Bilingual } from "../../rules/result-schema.ts";

const PARTS: readonly [string, string][] = [
  ["class of the listener that the system delivered to ", "系统投递到的监听器的类 "],
  ["nearest frame outside the platform ", "离平台最近的非平台代码 "],
  [", in no known SDK and outside the app's package", "，不属于已知 SDK，也不在应用的包内"],
  [", a bridge that passes on calls of script", "，脚本通过它调用"],
  ["only the bridge ", "平台与应用脚本之间只有桥 "],
  [" between the platform and the app's script: ", "："],
  ["; its name is obfuscated", "；名称经过混淆"],
  ["; the name holds ", "；名称中含有 "],
  [", perhaps a moved copy of it", "，可能是移入此处的副本"],
  ["only library code between the platform and the thread: ", "平台与线程之间只有工具库代码："],
  ["the stack was cut before any frame of the app", "调用栈在到达应用代码之前被截断"],
  ["only platform frames in the stack", "调用栈中只有平台代码"],
  [", through ", "，经由 "],
  [" (prefix ", "（包名前缀 "],
  [" (class in package ", "（类在包内 "],
  [" (shares ", "（与应用包名相同的前段 "],
  [" with the app's package)", "）"],
];

export function reasonText(reason: string): Bilingual {
  let zh = reason;
  for (const [en, word] of PARTS) zh = zh.replace(en, word);
  const opened = zh.includes("（") && zh.endsWith(")");
  return { zh: opened ? `${zh.slice(0, -1)}）` : zh, en: reason };
}
