/**
 * What it costs to cut a network between two layers, where a run of layers was put in or taken out: little between blocks, more
 * within one. A block is known by its name, and, where there are no names, by its skips: across the border of a residual block
 * one value passes, within it two (He 2015, arXiv 1512.03385, figure 2).
 */
import type { Traits } from './traits.ts';

/** Blocks within blocks, and values side by side, beyond which a cut costs no more. */
const mostShared = 3;
const mostSkips = 2;

/** One cost a place: the entry i is before layer i, the last one after all layers. */
export function cutCosts(layers: readonly Traits[]): readonly number[] {
  const passing = passingValues(layers);
  return Array.from({ length: layers.length + 1 }, (_, i) => {
    if (i === 0 || i === layers.length) return 0;
    const [before, after] = [layers[i - 1]!, layers[i]!];
    const skips = Math.min(Math.max(passing[i]! - 1, 0), mostSkips);
    return sharedBlocks(before, after) + skips + (after.isWeighted ? 0 : 1);
  });
}

function sharedBlocks({ words: a }: Traits, { words: b }: Traits): number {
  const most = Math.min(a.length - 1, b.length - 1, mostShared);
  let shared = 0;
  while (shared < most && a[shared] === b[shared]) shared++;
  return shared;
}

/** For each place, how many layers before it are read by layers behind it. */
function passingValues(layers: readonly Traits[]): readonly number[] {
  const lastReader = new Map<number, number>();
  layers.forEach(({ sources }, reader) => sources.forEach((source) => lastReader.set(source, reader)));
  const steps = Array.from({ length: layers.length + 2 }, () => 0);
  for (const [source, reader] of lastReader) {
    if (reader <= source) continue; // a loop's value of the turn before
    steps[source + 1]! += 1;
    steps[reader + 1]! -= 1;
  }
  let passing = 0;
  return steps.map((step) => (passing += step));
}
