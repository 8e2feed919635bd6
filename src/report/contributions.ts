/** Which layers bring how much of each total. */
import { figureNames, figureWords } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { isAtLeast, isWhole, sumOf, type Size } from '../core/size.ts';
import { titleOf } from './columns.ts';

export interface Contribution {
  readonly layer: string;
  readonly value: Size;
  /** Part of the total, 0 to 1; absent where that depends on open sizes. */
  readonly share?: number;
}

export interface ExplainedTotal {
  readonly figure: string;
  readonly meaning: string;
  readonly value: Size;
  /** The layers that bring the most, and what the others bring together. */
  readonly largest: readonly Contribution[];
  readonly others: { readonly layers: number; readonly value: Size };
}

/** Layers that are named for each total. */
const namedLayers = 5;

export function explainTotals({ layers, totals }: Counted): readonly ExplainedTotal[] {
  return figureNames
    .filter((name) => totals[name] !== 0)
    .map((name) => {
      const bringing = layers.filter((layer) => layer[name] !== 0).toSorted((a, b) => byLargest(a[name], b[name]));
      const largest = bringing.slice(0, namedLayers);
      const others = bringing.slice(namedLayers);
      return {
        figure: titleOf(name),
        meaning: figureWords[name],
        value: totals[name],
        largest: largest.map((layer) => contribution(layer, layer[name], totals[name])),
        others: { layers: others.length, value: sumOf(others.map((layer) => layer[name])) },
      };
    });
}

function contribution({ name }: Layer, value: Size, total: Size): Contribution {
  if (!isWhole(value) || !isWhole(total)) return { layer: name, value };
  return { layer: name, value, share: Number(value) / Number(total) };
}

function byLargest(a: Size, b: Size): number {
  if (isAtLeast(a, b)) return isAtLeast(b, a) ? 0 : -1;
  return isAtLeast(b, a) ? 1 : 0;
}
