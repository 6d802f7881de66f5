/** Numbers and times as a reader sees them, the same in both languages. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const two = (value: number): string => String(value).padStart(2, "0");

/** Microseconds as `+1:02.345` (minutes, seconds) or `+1:00:02.345` from an hour on; a minus sign before zero. */
export function clockTime(us: number): string {
  const sign = us < 0 ? "−" : "+";
  const ms = Math.round(Math.abs(us) / 1000);
  const rest = `${two(Math.floor((ms % MINUTE_MS) / 1000))}.${String(ms % 1000).padStart(3, "0")}`;
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  return ms < HOUR_MS ? `${sign}${minutes}:${rest}` : `${sign}${Math.floor(ms / HOUR_MS)}:${two(minutes)}:${rest}`;
}

/** Whole seconds as `1:02`, for axes. */
export function axisTime(seconds: number): string {
  return clockTime(seconds * 1e6)
    .slice(1)
    .replace(/\.000$/, "");
}

/** Digits in groups of three, at most two decimals. */
export function amount(value: number): string {
  const [whole = "", decimals] = String(Math.round(value * 100) / 100).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** Length of time in microseconds as seconds. */
export function seconds(us: number): string {
  return `${amount(us / 1e6)} s`;
}

/** `±1.2 ms`, for uncertainties in microseconds. */
export function plusMinus(us: number): string {
  return `±${amount(us / 1000)} ms`;
}

/** Wall time as `2026-01-02 03:04:05`, UTC; the number itself where it is no date. */
export function utc(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().slice(0, 19).replace("T", " ");
}
