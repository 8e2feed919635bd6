/**
 * Twins: a layer of each network that have the same path and do the same, and of which either is the only one of that path. They
 * stand for each other wherever they stand, and for nothing else.
 */
import type { Pair } from './align.ts';
import { networkInput } from './sources.ts';
import type { Traits } from './traits.ts';

export type Twins = ReadonlyMap<number, number>;

/**
 * A name that people gave is enough for a layer with weights. One without weights has to read twins as well: an activation is
 * called by the place where it stands (`relu2`), which is another one when a layer was put in before it.
 */
export function twinsOf(a: readonly Traits[], b: readonly Traits[]): Twins {
  const named = placesByPath(b);
  const twins = new Map<number, number>();
  for (const [path, i] of placesByPath(a)) {
    const j = named.get(path);
    if (j === undefined || i === undefined) continue;
    const [own, other] = [a[i]!, b[j]!];
    if (own.signature !== other.signature) continue;
    if (own.isWeighted ? !own.isNumbered : readTwins(own, other, twins)) twins.set(i, j);
  }
  return twins;
}

/** In the order of the layers; `undefined` for a path that several have. */
function placesByPath(layers: readonly Traits[]): ReadonlyMap<string, number | undefined> {
  const places = new Map<string, number | undefined>();
  layers.forEach(({ words }, i) => {
    const path = words.join('\n');
    places.set(path, places.has(path) ? undefined : i);
  });
  return places;
}

function readTwins({ sources: own }: Traits, { sources: others }: Traits, twins: Twins): boolean {
  const read = new Set(others);
  return (
    own.length === read.size &&
    own.every((source) => read.has(source === networkInput ? source : (twins.get(source) ?? NaN)))
  );
}

/** The other way round. */
export function inverted(pairs: Iterable<Pair>): Twins {
  return new Map([...pairs].map(([i, j]) => [j, i]));
}
