import type { UiNode } from "../page-source.ts";
import { recogniseConsent, type ConsentReading } from "./recogniser.ts";

export async function readScreen(nodes: UiNode[], screenshot: () => Promise<Buffer>): Promise<ConsentReading> {
  void screenshot;
  return Promise.resolve(recogniseConsent(nodes));
}
