/**
 * Who answers for a read. The app does, whoever's code read for it. An SDK does beside it only where it started itself, or
 * went against the answer that the app had handed over, and where it is certain that it was this SDK.
 */
import type { Bilingual, Caller, Finding } from "./result-schema.ts";

const APP: Bilingual = {
  zh: "应用的运营者决定集成何种代码、何时初始化",
  en: "who runs the app decides which code is in it and when it starts",
};
const STARTED_ITSELF: Bilingual = {
  zh: "该 SDK 由其自身组件启动，并非应用调用",
  en: "the SDK was started by a component of its own and not by a call of the app",
};
const AGAINST_ANSWER: Bilingual = {
  zh: "应用已向该 SDK 传递不同意，其仍读取",
  en: "the app had told the SDK that the user does not agree, and it read all the same",
};

/** @param passedConsent what the SDK had been told before; null where the reader is none */
export function responsibleParties(
  app: string,
  { reader, trigger }: Pick<Caller, "reader" | "trigger">,
  passedConsent: Finding["passedConsent"],
): Finding["responsible"] {
  const parties: Finding["responsible"] = [{ kind: "app", id: app, because: APP }];
  if (reader.kind !== "sdk" || reader.confidence !== "certain") return parties;
  if (passedConsent?.before === "no") parties.push({ kind: "sdk", id: reader.id, because: AGAINST_ANSWER });
  else if (trigger.kind === "own-component") parties.push({ kind: "sdk", id: reader.id, because: STARTED_ITSELF });
  return parties;
}
