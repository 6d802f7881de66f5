import { defineConfig } from "vitest/config";

/** A test may start a JVM, boot a framework and convert an APK on a machine with two slow cores. */
const SOAK_FACTOR = process.env.SOAK ? 20 : 1;
const HANDSET_DEADLINE_MS = 240_000 * SOAK_FACTOR;
const DEADLINE_MS = 60_000 * SOAK_FACTOR;

/** Folders whose tests start handsets: one file at a time, after the others. */
const HANDSET_ROOMS = ["handset", "agent", "loss", "transparency", "controller", "scenarios", "cli"];
/** Whole runs of the command line: they wait more than they work, so two files go side by side, last of all. */
const campaignFiles = ["test/campaign/**/*.test.ts"];
const handsetFiles = HANDSET_ROOMS.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "rooms",
          include: ["test/**/*.test.ts"],
          exclude: [...handsetFiles, ...campaignFiles],
          testTimeout: DEADLINE_MS,
          hookTimeout: DEADLINE_MS,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "handset",
          include: handsetFiles,
          testTimeout: HANDSET_DEADLINE_MS,
          hookTimeout: HANDSET_DEADLINE_MS,
          maxWorkers: 1,
          // Two handsets fill two cores.
          maxConcurrency: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "campaign",
          include: campaignFiles,
          testTimeout: HANDSET_DEADLINE_MS,
          hookTimeout: HANDSET_DEADLINE_MS,
          maxWorkers: 2,
          maxConcurrency: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
