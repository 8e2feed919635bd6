/**
 * Anchors: layers of one path and one signature, each unique in its network, that stand in the same order in both. Bram Cohen's
 * patience diff, for networks of so many layers that not every pair is compared.
 */
import type { Pair } from './align.ts';
import type { Traits } from './traits.ts';

type Range = readonly [from: number, to: number];

export function anchorsOf(a: readonly Traits[], b: readonly Traits[], rows: Range, columns: Range): readonly Pair[] {
  const places = uniquePlaces(b, columns);
  const pairs = [...uniquePlaces(a, rows)].flatMap(([key, i]): Pair[] => {
    const j = places.get(key);
    return j === undefined ? [] : [[i, j]];
  });
  return longestRising(pairs.toSorted(([i], [k]) => i - k));
}

function uniquePlaces(layers: readonly Traits[], [from, to]: Range): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let i = from; i < to; i++) {
    const key = `${layers[i]!.words.join('\n')}\n${layers[i]!.signature}`;
    if (places.has(key)) repeated.add(key);
    places.set(key, i);
  }
  for (const key of repeated) places.delete(key);
  return places;
}

/** The longest part of the pairs whose columns rise as well as their rows (Fredman 1975: n log n). */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
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
