/** Which rows of a ledger are shown, and in which order. */
import { addFigures } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { isAtLeast, isWhole, sameSize, type Size } from '../core/size.ts';
import { columnOf } from './columns.ts';

export interface View {
  /** `weighted`: layers that have units, weights or weighted connections. */
  readonly layers?: 'weighted' | 'all';
  /** Sums the layers whose paths begin with the same so many words. */
  readonly depth?: number | undefined;
  /** A column; figures from the largest on. */
  readonly sort?: string | undefined;
  /** How many rows. */
  readonly top?: number | undefined;
}

export interface Shown {
  readonly rows: readonly Layer[];
  /** Layers without a row of their own or in a block's. */
  readonly hidden: readonly Layer[];
}

export function showLayers(ledger: Counted, { layers = 'weighted', depth, sort, top }: View = {}): Shown {
  const all = depth === undefined ? ledger.layers : sumByBlock(ledger.layers, depth);
  const candidates = layers === 'all' ? all : all.filter(isWeighted);
  const sorted = sort === undefined ? candidates : sortBy(candidates, sort);
  const rows = top === undefined ? sorted : sorted.slice(0, top);
  const shown = new Set(rows);
  return { rows, hidden: all.filter((layer) => !shown.has(layer)) };
}

function isWeighted({ units, weights, connections }: Layer): boolean {
  return units !== 0 || weights !== 0 || connections !== 0;
}

function sortBy(layers: readonly Layer[], key: string): readonly Layer[] {
  const column = columnOf(key);
  return column ? layers.toSorted((a, b) => compare(column.rank(a), column.rank(b))) : layers;
}

/** Words by the alphabet; figures from the largest; figures whose order depends on open sizes stay as they are. */
function compare(a: Size | string, b: Size | string): number {
  if (typeof a === 'string' || typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isWhole(a) && isWhole(b)) return a > b ? -1 : a < b ? 1 : 0;
  return sameSize(a, b) ? 0 : isAtLeast(a, b) ? -1 : isAtLeast(b, a) ? 1 : 0;
}

/** A row for each block at this depth, its figures added up; a layer that is alone in its block stays as it is. */
export function sumByBlock(layers: readonly Layer[], depth: number): readonly Layer[] {
  const blocks = new Map<string, Layer[]>();
  for (const layer of layers) {
    const key = JSON.stringify(layer.path.slice(0, depth));
    const block = blocks.get(key);
    if (block) block.push(layer);
    else blocks.set(key, [layer]);
  }
  return [...blocks.values()].map((block) => (block.length === 1 ? block[0]! : blockOf(block, depth)));
}

function blockOf(layers: readonly Layer[], depth: number): Layer {
  const path = layers[0]!.path.slice(0, depth);
  const reads = new Set(layers.map((layer) => layer.reads).filter((value) => value !== null));
  return {
    ...addFigures(layers),
    name: path.join('/'),
    path,
    nodes: layers.flatMap(({ nodes }) => nodes),
    operator: `${layers.length} layers`,
    output: undefined,
    reads: reads.size === 1 ? [...reads][0]! : null,
    derivations: {},
    notes: layers.flatMap(({ notes }) => notes),
  };
}
