/** Which matched layers read something else than before: a skip that was added, two layers that changed places. */
import type { Change } from './changes.ts';
import { networkInput } from './sources.ts';
import type { Comparable, Traits } from './traits.ts';

/** Beyond so many sources, seen through layers without a partner, nothing is said. */
const mostSources = 16;

/**
 * By the place of the layer after. What has no partner is seen through: behind a normalisation that was folded away, a layer
 * reads the convolution before it as well as ever.
 */
export function rewired(
  before: Comparable,
  after: Comparable,
  pairs: ReadonlyMap<number, number>,
): ReadonlyMap<number, readonly Change[]> {
  const partnerOf = new Map([...pairs].map(([i, j]) => [j, i]));
  const seenBefore = matchedSources(before.layers, (i) => pairs.has(i));
  const seenAfter = matchedSources(after.layers, (j) => partnerOf.has(j));
  const found = new Map<number, readonly Change[]>();
  for (const [i, j] of pairs) {
    const [from, to] = [seenBefore(i), seenAfter(j)];
    if (!from || !to) continue;
    const expected = new Set(from.map((source) => (source === networkInput ? networkInput : pairs.get(source)!)));
    if (to.length === expected.size && to.every((source) => expected.has(source))) continue;
    found.set(j, [{ what: 'reads', from: namesOf(from, before), to: namesOf(to, after) }]);
  }
  return found;
}

function namesOf(sources: readonly number[], { layers }: Comparable): string {
  const names = sources.map((source) => layers[source]?.layer.name ?? 'the input');
  return names.length === 0 ? 'constants' : names.join(', ');
}

/**
 * The nearest layers with a partner that a layer reads, in the order of the network; `undefined` where they are too many, and
 * where one of them is called again behind layers that read it: one export makes that a layer and another makes it several.
 */
function matchedSources(
  layers: readonly Traits[],
  isMatched: (place: number) => boolean,
): (place: number) => readonly number[] | undefined {
  const through = new Map<number, readonly number[] | undefined>();
  const isRepeated = layers.map(({ sources }, place) => sources.some((source) => source > place));
  const sourcesOf = (place: number): readonly number[] | undefined => {
    if (isRepeated[place]) return undefined;
    const found = new Set<number>();
    for (const source of layers[place]!.sources) {
      const seen = source === networkInput || isMatched(source) ? [source] : through.get(source);
      if (!seen || isRepeated[source]) return undefined;
      for (const one of seen) found.add(one);
    }
    return found.size > mostSources ? undefined : [...found].toSorted((a, b) => a - b);
  };
  layers.forEach((_, place) => isMatched(place) || through.set(place, sourcesOf(place))); // each after those that it reads
  return sourcesOf;
}
