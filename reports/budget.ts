/** How much of what a report may hold, so that a file opens everywhere however long the run was. */

/** Largest report, bytes. */
export const REPORT_BYTES = 3_000_000;

export interface Budget {
  /** Screenshots, as base64 characters. */
  screens: number;
  /** Cards shown in full, characters; the rest is listed in short. */
  cards: number;
  /** Lines of the lists that grow with the number of findings. */
  shortCards: number;
  /** Timeline lanes of one run. */
  lanes: number;
  /** Bars of all timelines. */
  bars: number;
  /** Lines of the table of events of one run. */
  events: number;
  /** Doors listed one by one, all runs. */
  doors: number;
  /** SDKs listed, all runs. */
  sdks: number;
}

const FULL: Budget = {
  screens: 1_200_000,
  cards: 900_000,
  shortCards: 1000,
  lanes: 40,
  bars: 3000,
  events: 150,
  doors: 2000,
  sdks: 400,
};

/** Budgets to try one after the other until a report fits; the last is small whatever the result holds. */
export const BUDGETS: readonly Budget[] = [1, 0.4, 0.1, 0.02].map(
  (share) =>
    Object.fromEntries(
      Object.entries(FULL).map(([key, value]) => [key, Math.ceil(value * share)]),
    ) as unknown as Budget,
);
