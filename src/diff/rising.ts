/** Pairs that rise together: what two networks have in the same order. */
import type { Pair } from './align.ts';

/** The longest part of the pairs, in order of their rows, whose columns rise as well (Fredman 1975: n log n). */
export function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const ends: number[] = []; // for each length the pair with the least column that such a part can end in
  const before: (number | undefined)[] = [];
  pairs.forEach(([, column], at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < column) low = middle + 1;
      else high = middle;
    }
    before.push(ends[low - 1]);
    ends[low] = at;
  });
  const rising: Pair[] = [];
  for (let at = ends.at(-1); at !== undefined; at = before[at]) rising.push(pairs[at]!);
  return rising.toReversed();
}
