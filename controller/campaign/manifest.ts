/** What a campaign's folder remembers of its runs, so that an interrupted one goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ControllerError, usageError } from "../errors.ts";

export const MANIFEST_FILE = "campaign.json";
/** Runs that were cut off are kept here when they are done again; nothing judges what a dot folder holds. */
const SET_ASIDE = ".set-aside";

/** What `--resume` does again. */
const UNFINISHED = new Set(["running", "cut-off", "failed"]);

const jobRecordSchema = z.strictObject({
  app: z.string(),
  combination: z.string(),
  repeat: z.number(),
  dir: z.string(),
  stage: z.enum(["first", "deepen"]),
  state: z.enum(["waiting", "running", "cut-off", "done", "failed"]),
  /** How the recording ended, or the code of the error that kept it from starting. */
  outcome: z.string().nullable(),
  why: z.string(),
  /** Time that the run took, milliseconds. */
  tookMs: z.number().nullable(),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  /** SHA-256 over the campaign, its scenarios and its APKs: evidence of two kinds never mixes. */
  inputs: z.string(),
  jobs: z.array(jobRecordSchema),
});
export type ManifestData = z.infer<typeof manifestSchema>;

export class Manifest {
  readonly #file: string;
  readonly data: ManifestData;

  private constructor(file: string, data: ManifestData) {
    this.#file = file;
    this.data = data;
  }

  /** @throws ControllerError exit 2 when the folder already holds a campaign */
  static create(dir: string, name: string, inputs: string): Manifest {
    const file = join(dir, MANIFEST_FILE);
    if (existsSync(file)) {
      throw usageError(
        "out-exists",
        `${dir} already holds a campaign`,
        "go on with it by --resume, or choose another --out",
      );
    }
    mkdirSync(dir, { recursive: true });
    const manifest = new Manifest(file, { schemaVersion: 1, name, inputs, jobs: [] });
    manifest.#write();
    return manifest;
  }

  /** @throws ControllerError exit 2 when there is none, or it was made from other files */
  static resume(dir: string, inputs: string): Manifest {
    const file = join(dir, MANIFEST_FILE);
    if (!existsSync(file)) {
      throw usageError("campaign-missing", `${dir} holds no ${MANIFEST_FILE}`, "start the campaign without --resume");
    }
    let data: ManifestData;
    try {
      data = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      throw new ControllerError("campaign-damaged", 4, `${file} cannot be read as a campaign`, "choose another --out");
    }
    if (data.inputs !== inputs) {
      throw usageError(
        "campaign-changed",
        `${dir} was recorded from another campaign file, scenario or APK`,
        "choose another --out; evidence of two kinds never mixes",
      );
    }
    const manifest = new Manifest(file, data);
    for (const job of data.jobs) {
      // Evidence that somebody took away is made again.
      const isGone = job.state === "done" && !existsSync(join(dir, job.dir));
      if (isGone || UNFINISHED.has(job.state)) manifest.#setAside(job);
    }
    manifest.#write();
    return manifest;
  }

  /** Jobs not yet known are added as waiting. @returns those of `jobs` that are still to be done, in their order */
  plan(jobs: readonly Omit<JobRecord, "state" | "outcome" | "why" | "tookMs">[]): JobRecord[] {
    const known = new Map(this.data.jobs.map((job) => [job.dir, job]));
    const all = jobs.map((job) => {
      const record = known.get(job.dir) ?? { ...job, state: "waiting" as const, outcome: null, why: "", tookMs: null };
      if (!known.has(job.dir)) this.data.jobs.push(record);
      return record;
    });
    this.#write();
    return all.filter((job) => job.state === "waiting");
  }

  update(job: JobRecord, change: Partial<Pick<JobRecord, "state" | "outcome" | "why" | "tookMs">>): void {
    Object.assign(job, change);
    this.#write();
  }

  /** A run that did not come to its end is kept beside the evidence, and done again from a fresh install. */
  #setAside(job: JobRecord): void {
    const root = dirname(this.#file);
    const from = join(root, job.dir);
    if (existsSync(from)) {
      const base = job.dir.replaceAll("/", ".");
      let n = 1;
      while (existsSync(join(root, SET_ASIDE, `${base}-${n}`))) n++;
      mkdirSync(join(root, SET_ASIDE), { recursive: true });
      renameSync(from, join(root, SET_ASIDE, `${base}-${n}`));
    }
    Object.assign(job, { state: "waiting", outcome: null, why: "", tookMs: null });
  }

  /** Whole or not at all: a crash never leaves half a manifest. */
  #write(): void {
    const half = `${this.#file}.part`;
    writeFileSync(half, `${JSON.stringify(this.data, null, 1)}\n`);
    renameSync(half, this.#file);
  }
}
