/** The median interval between reads, found without sorting the intervals. */

/** @param times ascending; @returns median of the differences, null where there is none */
export function medianGap(times: ArrayLike<number>): number | null {
  const gaps = new Float64Array(Math.max(0, times.length - 1));
  for (let i = 0; i < gaps.length; i++) gaps[i] = (times[i + 1] as number) - (times[i] as number);
  if (gaps.length === 0) return null;
  const middle = gaps.length >> 1;
  const high = select(gaps, middle);
  if (gaps.length % 2 === 1) return high;
  let low = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < middle; i++) low = Math.max(low, gaps[i] as number);
  return (low + high) / 2;
}

/** The value that would stand at `k` in ascending order; what is smaller is moved before it. */
function select(values: Float64Array, k: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1] as number;
    let i = from;
    let j = to;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const kept = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = kept;
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else break;
  }
  return values[k] as number;
}
