/** Which part of a figure shows a layer, and the other way round. */
import { batch } from '@preact/signals';
import type { Figure, Mark, Part } from '../../src/draw/index.ts';
import { layerNamed } from './sizes.ts';
import { choose, pointAt, pointedFactors } from './pointing.ts';
import { toggleFold } from './folds.ts';
import { view } from '../state/app.ts';

const known = new WeakMap<Figure, ReadonlyMap<string, Part>>();

/** By the name of the part itself, or of any layer that it stands for. */
export function partShowing(figure: Figure, layer: string | undefined): Part | undefined {
  if (layer === undefined) return undefined;
  let parts = known.get(figure);
  if (!parts) {
    const entries = figure.parts.flatMap((part) => part.layers.map((name) => [name, part] as const));
    parts = new Map([...entries, ...figure.parts.map((part) => [part.layer, part] as const)]);
    known.set(figure, parts);
  }
  return parts.get(layer);
}

/** The pointer is on a mark of a part. */
export function pointAtMark({ layer, factors = [] }: Pick<Mark, 'layer' | 'factors'>): void {
  batch(() => {
    pointAt(layer);
    pointedFactors.value = factors;
  });
}

/** A click on a part: a folded block opens, a layer is chosen. */
export function openPart(figure: Figure, name: string): void {
  const fold = figure.folds.find(({ key, open }) => key === name && !open);
  if (fold && !layerNamed(view.value, name)) toggleFold(fold.key);
  else choose(name);
}
