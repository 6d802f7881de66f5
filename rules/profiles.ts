/** Profiles as data under `profiles/`, and what each makes of judged runs. */
import { fileURLToPath } from "node:url";
import { RulesError } from "./errors.ts";
import {
  type Control,
  controlSchema,
  type Profile,
  profileSchema,
  type Sample,
  sampleSchema,
} from "./profile-schema.ts";
import type { Bilingual, RunResult } from "./result-schema.ts";
import { YamlFile } from "./yaml-file.ts";

/** @throws RulesError `pack-invalid` with `file:line: what` */
export function loadProfile(id: Profile["id"]): Profile {
  const path = fileURLToPath(new URL(`./profiles/${id}.yaml`, import.meta.url));
  const file: YamlFile = YamlFile.read(path, "pack-invalid");
  return file.check(profileSchema, file.value());
}

/** What is told of the sample, from a YAML file. @throws RulesError `sample-invalid` with `file:line: what` */
export function readSample(path: string): Sample {
  const file: YamlFile = YamlFile.read(path, "sample-invalid");
  return file.check(sampleSchema, file.value());
}

/** A record of `consentry selftest --json`. @throws RulesError `sample-invalid` naming file and place */
export function readControl(path: string): Control {
  const file: YamlFile = YamlFile.read(path, "sample-invalid");
  return file.check(controlSchema, file.value());
}

/** Refuses to judge for a profile what lacks a field of the sample, or is not of it. @throws RulesError `sample-invalid` */
export function requireSample(profile: Profile, sample: Sample | null, runs: readonly RunResult[]): void {
  const missing = profile.sample.filter((field) => sample?.[field] === undefined);
  if (missing.length > 0)
    throw new RulesError(
      "sample-invalid",
      `profile ${profile.id}: the sample lacks ${missing.join(", ")}; give a file with \`--sample FILE\` (docs/rules.md)`,
    );
  if (sample === null) return;
  const other = runs.find(({ app }) => app.package !== sample.app || app.sha256 !== sample.sha256);
  if (other !== undefined)
    throw new RulesError(
      "sample-invalid",
      `run ${other.run} is of ${other.app.package} (SHA-256 ${other.app.sha256}), the sample of ${sample.app} (${sample.sha256})`,
    );
}

interface Doubt {
  code: string;
  text: Bilingual;
}

const NO_CONTROLS: Doubt = {
  code: "controls-missing",
  text: {
    zh: "本次运行前后没有在同一手机上完成的自检，需人工确认",
    en: "no selftest on the same handset came before and after the run; a person must confirm",
  },
};
const WRONG_CONTROLS: Doubt = {
  code: "controls-wrong",
  text: {
    zh: "本次运行前后的自检结果不正确，需人工确认",
    en: "a selftest before or after the run was wrong; a person must confirm",
  },
};

/** Why the controls do not carry a run, or null. The nearest before its start and the nearest after its end count. */
function doubtOf(run: RunResult, controls: readonly Control[]): Doubt | null {
  const { id, os, model } = run.handset;
  const same = controls
    .filter(({ handset }) => handset.id === id && handset.os === os && handset.model === model)
    .toSorted((a, b) => a.startedWallMs - b.startedWallMs);
  const endedWallMs = run.startedWallMs + (run.toUs - run.fromUs) / 1000;
  const before = same.findLast((control) => control.startedWallMs < run.startedWallMs);
  const after = same.find((control) => control.startedWallMs > endedWallMs);
  if (before === undefined || after === undefined) return NO_CONTROLS;
  const right = [before, after].every(({ controls: list }) => list.length > 0 && list.every((one) => one.ok));
  return right ? null : WRONG_CONTROLS;
}

/** A run of which no violation stands by itself. */
function forPerson(run: RunResult, { code, text }: Doubt): RunResult {
  return {
    ...run,
    verdicts: run.verdicts.map((one) =>
      one.verdict === "violation" ? { ...one, verdict: "needs-person", reason: { code, text } } : one,
    ),
    findings: run.findings.map((finding) => ({ ...finding, verdict: "needs-person" })),
  };
}

/** Runs as the profile lets them stand. */
export function underProfile(profile: Profile, runs: readonly RunResult[], controls: readonly Control[]): RunResult[] {
  if (profile.controls === "not-needed") return [...runs];
  return runs.map((run) => {
    const doubt = doubtOf(run, controls);
    return doubt === null ? run : forPerson(run, doubt);
  });
}
