/**
 * Layers that an alignment in order leaves over though they are in both networks: pooling before the normalisation and no longer
 * behind it, the branches of a block in another order. They are matched by their name, or as the like neighbours of a pair.
 */
import { doingAlike, sameWords } from './alike.ts';
import type { Pair } from './align.ts';
import type { Traits } from './traits.ts';

/** Neighbours of a pair are matched from this likeness on: the same operator, and for a layer with weights most of its sizes. */
const enoughWeighted = 12;
const enoughWeightless = 4;

/** Neighbours that a layer is compared with: a value that thousands read is no evidence. */
const mostCandidates = 256;

/** The pairs given, in order of the first network, and those found besides. */
export function matchStrays(a: readonly Traits[], b: readonly Traits[], given: readonly Pair[]): readonly Pair[] {
  const partners = new Map(given);
  const taken = new Set(partners.values());
  const put = (i: number, j: number): void => {
    partners.set(i, j);
    taken.add(j);
  };
  matchByName(a, b, { partners, taken, put });
  matchByNeighbours(a, b, { partners, taken, put });
  return [...partners].toSorted(([i], [k]) => i - k);
}

interface Matches {
  readonly partners: ReadonlyMap<number, number>;
  readonly taken: ReadonlySet<number>;
  put(i: number, j: number): void;
}

function matchByName(a: readonly Traits[], b: readonly Traits[], { partners, taken, put }: Matches): void {
  const named = new Map<string, number>();
  b.forEach(({ words }, j) => taken.has(j) || named.set(words.join(''), j));
  a.forEach((layer, i) => {
    const j = partners.has(i) ? undefined : named.get(layer.words.join(''));
    if (j === undefined || taken.has(j) || !/[a-z]/.test(layer.words.at(-1) ?? '')) return;
    if (
      layer.operator === b[j]!.operator &&
      sameWords(layer.words, b[j]!.words) &&
      doingAlike(layer, b[j]!) !== undefined
    )
      put(i, j);
  });
}

/** From pair to pair along the graph, both ways, until no neighbour finds a partner. */
function matchByNeighbours(a: readonly Traits[], b: readonly Traits[], { partners, taken, put }: Matches): void {
  const [aroundA, aroundB] = [neighboursOf(a), neighboursOf(b)];
  const open = [...partners];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    for (const side of ['sources', 'readers'] as const) {
      for (const i of aroundA[pair[0]]![side]) {
        if (partners.has(i)) continue;
        const candidates = aroundB[pair[1]]![side].filter((j) => !taken.has(j));
        const j = mostAlike(a[i]!, candidates.slice(0, mostCandidates), b);
        if (j === undefined) continue;
        put(i, j);
        open.push([i, j]);
      }
    }
  }
}

interface Neighbours {
  readonly sources: readonly number[];
  readonly readers: readonly number[];
}

function neighboursOf(layers: readonly Traits[]): readonly Neighbours[] {
  const readers: number[][] = layers.map(() => []);
  layers.forEach(({ sources }, reader) => sources.forEach((source) => readers[source]?.push(reader)));
  return layers.map(({ sources }, i) => ({ sources: sources.filter((source) => source >= 0), readers: readers[i]! }));
}

function mostAlike(layer: Traits, candidates: readonly number[], b: readonly Traits[]): number | undefined {
  let found: number | undefined;
  let most = layer.isWeighted ? enoughWeighted : enoughWeightless;
  for (const j of candidates) {
    const alike = layer.operator === b[j]!.operator ? doingAlike(layer, b[j]!) : undefined;
    if (alike === undefined || alike < most || (found !== undefined && alike === most)) continue;
    found = j;
    most = alike;
  }
  return found;
}
