/**
 * Where in its block a layer stands, by structure and not by name: a block ends with the join at which its branches come together,
 * an Add or a Concat behind which one value passes. So are those of ResNets, Inceptions and transformers; a chain has none.
 */
import type { PlacedLayer } from './order.ts';
import { passingValues } from './sources.ts';

/** Among the layers with weights of its block; `undefined` for a layer without weights, and where there are no blocks. */
export type Place = 'first' | 'last' | 'only' | 'between' | undefined;

const joins: ReadonlySet<string> = new Set(['Add', 'Sum', 'Concat']);

export function placesOf(layers: readonly PlacedLayer[], sources: readonly (readonly number[])[]): readonly Place[] {
  const passing = passingValues(sources);
  const places: Place[] = layers.map(() => undefined);
  let weighted: number[] = [];
  layers.forEach(({ layer, main }, i) => {
    if (layer.derivations.units) weighted.push(i);
    const isEnd = joins.has(main?.operator ?? '') && sources[i]!.length > 1 && passing[i + 1]! <= 1;
    if (!isEnd) return;
    weighted.forEach((place, k) => (places[place] = placeOf(k, weighted.length)));
    weighted = [];
  });
  return places;
}

function placeOf(at: number, count: number): Place {
  if (count === 1) return 'only';
  return at === 0 ? 'first' : at === count - 1 ? 'last' : 'between';
}
