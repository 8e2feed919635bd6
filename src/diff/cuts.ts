/**
 * What it costs to cut a network between two layers, where a run of layers was put in or taken out: little between blocks, more
 * within one. A block is known by its name, and, where there are no names, by its skips: across the border of a residual block
 * one value passes, within it two (He 2015, arXiv 1512.03385, figure 2).
 */
import { passingValues } from './sources.ts';
import type { Traits } from './traits.ts';

/** A cost for each place; the entry i is before layer i, the last one after all layers. */
export interface Cuts {
  /** Of a run that begins there; one begins rather with a convolution than with the activation before it. */
  readonly opening: readonly number[];
  /** Of a run that ends there. */
  readonly closing: readonly number[];
}

/** Blocks within blocks, and values side by side, beyond which a cut costs no more. */
const mostShared = 3;
const mostSkips = 2;

/** They decide between equally good places for a run, so that they are small beside what a pair of like layers earns. */
const sharedCost = 0.25;
const skipCost = 0.25;
const weightlessCost = 0.25;

export function cutsOf(layers: readonly Traits[]): Cuts {
  const passing = passingValues(layers.map(({ sources }) => sources));
  const closing = Array.from({ length: layers.length + 1 }, (_, i) => {
    if (i === 0 || i === layers.length) return 0;
    const skips = Math.min(Math.max(passing[i]! - 1, 0), mostSkips);
    return sharedCost * sharedBlocks(layers[i - 1]!, layers[i]!) + skipCost * skips;
  });
  return { opening: closing.map((cost, i) => cost + (layers[i]?.isWeighted ? 0 : weightlessCost)), closing };
}

function sharedBlocks({ words: a }: Traits, { words: b }: Traits): number {
  const most = Math.min(a.length - 1, b.length - 1, mostShared);
  let shared = 0;
  while (shared < most && a[shared] === b[shared]) shared++;
  return shared;
}
