/** Ctrl-C and a polite end (SIGTERM) stop what is under way; what was recorded stays valid. */
import { EXIT } from "./exit.ts";

/** A terminal sends Ctrl-C to every process in front, and whoever started this one may hand it on: that is one wish, told twice. */
const ONE_WISH_MS = 1_000;
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The first signal ends `work` in order; one more, later, ends this process at once and leaves what was recorded unsealed. */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ result: T; interrupted: boolean }> {
  const stop = new AbortController();
  let first = 0;
  const interrupt = (): void => {
    if (stop.signal.aborted) {
      if (performance.now() - first > ONE_WISH_MS) process.exit(EXIT.interrupted);
      return;
    }
    first = performance.now();
    process.stderr.write(
      "正在封存，再按一次 Ctrl-C 立即退出 · sealing what was recorded; Ctrl-C again stops at once\n",
    );
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    const result = await work(stop.signal);
    return { result, interrupted: stop.signal.aborted };
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
