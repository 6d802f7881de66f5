import { expect, test } from "vitest";
import { resumeHint } from "../../cli/campaign-table.ts";
import type { JobRecord } from "../../controller/campaign/manifest.ts";

const job = (state: JobRecord["state"]): JobRecord => ({
  app: "a",
  combination: "refuse",
  repeat: 1,
  dir: "a/refuse/1",
  stage: "first",
  state,
  outcome: null,
  why: "",
  tookMs: null,
});

test("a campaign that has runs left says how to go on, and one that is done says nothing", () => {
  const jobs = [job("done"), job("cut-off"), job("failed"), job("waiting")];
  const command = "consentry run shelf.yaml --out runs/shelf --resume";
  expect(resumeHint(jobs, "shelf.yaml", "runs/shelf", "en")).toBe(`3 run(s) left; go on by: ${command}\n`);
  expect(resumeHint(jobs, "shelf.yaml", "runs/shelf", "zh")).toContain(command);
  expect(resumeHint([job("done")], "shelf.yaml", "runs/shelf", "en")).toBe("");
});
