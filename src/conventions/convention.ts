/** What a convention is: what one source or tool means by its cost and by its parameters, itemised. */
import type { Ledger } from '../core/ledger.ts';
import { sumOf, type Size } from '../core/size.ts';

/** One kind of thing that a total is made of: `batch normalisation`, 22,227,968. */
export interface Item {
  readonly what: string;
  readonly value: Size;
  /** The layers that bring it, each with its share. */
  readonly layers: readonly Share[];
}

interface Share {
  readonly name: string;
  readonly value: Size;
}

/** Where a tool's figure is not what the operation costs, or not what the tool says that it counts. */
export interface Deviation {
  readonly what: string;
  /** A sentence: what is counted, and what would be right. */
  readonly says: string;
}

/** A deviation that a network meets: what the tool counts there, and what would be right. */
export interface Encounter extends Deviation {
  readonly counted: Size;
  readonly right: Size;
}

export interface Convention {
  /** As the columns of the peers' totals are named: `fvcore`, `thop@0.1.1`, `ptflops@0.7.5/aten`. */
  readonly name: string;
  /** How a sentence calls it: `fvcore`. */
  readonly title: string;
  /** Where the rules stand: address, version, file and lines. */
  readonly source: string;
  /** What one of its cost is: a multiply-accumulate, or one of its two operations. */
  readonly unit: 'MAC' | 'FLOP';
  /** The items sum to the total that the tool prints. Items of 0 are left out. */
  cost(ledger: Ledger): readonly Item[];
  /** What it prints as parameters; absent where it prints none. */
  readonly parameters?: (ledger: Ledger) => readonly Item[];
  /** Defaults where a file does not hold what the rule depends on, a sentence each. */
  readonly notes: readonly string[];
  readonly deviations: readonly Deviation[];
  /** The deviations that this network meets. */
  encounters(ledger: Ledger): readonly Encounter[];
}

export function totalOf(items: readonly Item[]): Size {
  return sumOf(items.map(({ value }) => value));
}

/** Amounts under their names, added up into items in the order in which the names first appear. */
export function itemsOf(
  amounts: readonly { readonly what: string; readonly layer: string; readonly value: Size }[],
): readonly Item[] {
  const layers = new Map<string, Map<string, Size[]>>();
  for (const { what, layer, value } of amounts) {
    if (value === 0) continue;
    const shares = layers.get(what) ?? new Map<string, Size[]>();
    layers.set(what, shares);
    const share = shares.get(layer);
    if (share) share.push(value);
    else shares.set(layer, [value]);
  }
  return [...layers].map(([what, shares]) => {
    const each = [...shares].map(([name, values]) => ({ name, value: sumOf(values) }));
    return { what, value: sumOf(each.map(({ value }) => value)), layers: each };
  });
}
