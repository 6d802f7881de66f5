import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** A test may start a JVM, boot a framework and convert an APK on a machine with two slow cores. */
const SOAK_FACTOR = process.env.SOAK ? 20 : 1;
const DEADLINE_MS = 240_000 * SOAK_FACTOR;

/** Handsets wait more than they work: four files side by side keep two cores busy. */
const FILES_AT_ONCE = 4;
/** Tests of one file that run at once, where it lets them. */
const TESTS_AT_ONCE = 2;

/** The files that take longest, longest first: begun late, one of them would run alone at the end. */
const LONGEST = [
  "campaign/proof",
  "campaign/demo",
  "campaign/branch-apps",
  "campaign/faults",
  "campaign/branches",
  "campaign/doors-identifiers",
  "campaign/doors-content",
  "campaign/fault-matrix",
  "transparency/faults",
  "handset/policy",
  "handset/driver-phone",
  "agent/hooks",
  "agent/transparency",
  "trace/sigkill",
  "trace/verify",
  "loss/planned-stop",
  "controller/branches",
  "controller/scenario-steps",
  "handset/runtime-app",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const known = LONGEST.findIndex((name) => file.moduleId.endsWith(`/test/${name}.test.ts`));
      return known < 0 ? LONGEST.length : known;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: DEADLINE_MS,
    hookTimeout: DEADLINE_MS,
    maxWorkers: FILES_AT_ONCE,
    maxConcurrency: TESTS_AT_ONCE,
    sequence: { sequencer: LongestFirst },
  },
});
