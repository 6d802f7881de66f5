/**
 * Does `work` for every item, at most `width` at a time, in order; none is begun after the signal.
 * All that were begun are waited for; the first failure is thrown then.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    while (waiting.length > 0 && !signal.aborted) await work(waiting.shift() as T);
  };
  const workers = Array.from({ length: Math.max(1, Math.min(width, items.length)) }, worker);
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}
