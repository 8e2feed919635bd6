/** Which rows the table shows, and in which order. */
import { computed, signal } from '@preact/signals';
import type { LayerView } from '../engine/protocol.ts';
import { shareOf, shownFigures, type ShownFigure } from './sizes.ts';
import { tabled } from './tabled.ts';

export type ColumnKey = 'layer' | 'output' | ShownFigure;

export interface Sort {
  readonly column: ColumnKey;
  readonly direction: 'ascending' | 'descending';
}

/** `undefined`: in the order of the network. */
export const sort = signal<Sort | undefined>(undefined);

/** `weighted`: layers that have units, weights or connections. */
export const shownLayers = signal<'weighted' | 'all'>('weighted');

export const rows = computed<readonly LayerView[]>(() => {
  const all = tabled.value?.ledger.layers ?? [];
  const shown = shownLayers.value === 'all' ? all : all.filter(isWeighted);
  if (!sort.value) return shown;
  const { column, direction } = sort.value;
  const sign = direction === 'ascending' ? 1 : -1;
  return shown.toSorted((a, b) => sign * compare(rankOf(a, column), rankOf(b, column)));
});

export const hiddenCount = computed(
  () => tabled.value?.ledger.layers.filter((layer) => !isWeighted(layer)).length ?? 0,
);

/** The largest share that a layer has of each total: the length of the longest bar. */
export const peaks = computed<Readonly<Record<ShownFigure, number>>>(() => {
  const { layers, totals } = tabled.value?.ledger ?? { layers: [], totals: undefined };
  const peak = (figure: ShownFigure): number =>
    layers.reduce((most, layer) => Math.max(most, (totals && shareOf(layer[figure], totals[figure])) ?? 0), 0);
  return { units: peak('units'), weights: peak('weights'), connections: peak('connections') };
});

function isWeighted(layer: LayerView): boolean {
  return shownFigures.some((figure) => layer[figure] !== 0);
}

/** Figures begin with the largest, names with A; the third time restores the network's order. */
export function sortBy(column: ColumnKey): void {
  const first = column === 'layer' ? 'ascending' : 'descending';
  const second = first === 'ascending' ? 'descending' : 'ascending';
  if (sort.value?.column !== column) sort.value = { column, direction: first };
  else sort.value = sort.value.direction === first ? { column, direction: second } : undefined;
}

type Rank = number | string;

function rankOf(layer: LayerView, column: ColumnKey): Rank {
  if (column === 'layer') return layer.name;
  if (column !== 'output') return numberOf(layer[column]);
  return (layer.output ?? []).reduce<number>((product, size) => product * numberOf(size), layer.output ? 1 : 0);
}

/** Figures of open sizes have no order among numbers; they come before all. */
function numberOf(figure: number | string): number {
  const value = Number(figure);
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

function compare(a: Rank, b: Rank): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true });
  return a === b ? 0 : a < b ? -1 : 1;
}
