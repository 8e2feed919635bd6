/** Sizes and shares as the panels say them. */
import type { JsonFigure, LayerView, View } from '../engine/protocol.ts';
import { said } from './tools/figures.ts';

/** The three figures that the page shows everywhere. */
export const shownFigures = ['units', 'weights', 'connections'] as const;
export type ShownFigure = (typeof shownFigures)[number];

/** `1 × 96 × 55 × 55`; a question mark where it is not known. */
export function shapeWords(shape: readonly JsonFigure[] | null): string {
  if (shape === null) return '?';
  return shape.map(said).join(' × ') || 'a number';
}

/** A shape without its first axis where that is a batch of 1, which is the same in every row. */
export function outputWords(output: LayerView['output']): string {
  return shapeWords(output && output.length > 1 && output[0] === 1 ? output.slice(1) : output);
}

/** A figure's share of a whole, 0 to 1; `undefined` where one of them is open, or the whole is 0. */
export function shareOf(part: JsonFigure, whole: JsonFigure): number | undefined {
  const share = Number(part) / Number(whole);
  return Number.isFinite(share) ? share : undefined;
}

/** `62 %`, `0.3 %`, `< 0.1 %`: as many digits as a glance takes. */
export function shareWords(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.0005) return '< 0.1 %';
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

export function layerNamed(view: View | undefined, name: string | undefined): LayerView | undefined {
  return name === undefined ? undefined : layersByName(view).get(name);
}

const none: ReadonlyMap<string, LayerView> = new Map();
const byName = new WeakMap<View, ReadonlyMap<string, LayerView>>();

/** A ledger's layers by their names; of two with one name the first. */
export function layersByName(view: View | undefined): ReadonlyMap<string, LayerView> {
  if (!view) return none;
  const known = byName.get(view);
  if (known) return known;
  const layers = new Map(view.ledger.layers.toReversed().map((layer) => [layer.name, layer]));
  byName.set(view, layers);
  return layers;
}
