/** The way from one convention's total to another's, item by item. */
import type { Ledger } from '../core/ledger.ts';
import { subtract, type Size } from '../core/size.ts';
import { totalOf, type Convention, type Item } from './convention.ts';

export interface Bridge {
  readonly from: Side;
  readonly to: Side;
  /** Their differences sum to what lies between the totals; items that both count alike are not among them. */
  readonly steps: readonly BridgeStep[];
}

export interface Side {
  readonly convention: Convention;
  readonly total: Size;
}

export interface BridgeStep {
  readonly what: string;
  readonly from: Size;
  readonly to: Size;
  readonly difference: Size;
  /** The layers in which they differ. */
  readonly layers: readonly { readonly name: string; readonly from: Size; readonly to: Size }[];
}

export function bridgeOf(ledger: Ledger, from: Convention, to: Convention): Bridge {
  const [before, after] = [from.cost(ledger), to.cost(ledger)];
  const names = new Set([...before, ...after].map(({ what }) => what));
  const steps = [...names].map((what) => stepOf(what, before, after)).filter(({ difference }) => difference !== 0);
  return {
    from: { convention: from, total: totalOf(before) },
    to: { convention: to, total: totalOf(after) },
    steps,
  };
}

function stepOf(what: string, before: readonly Item[], after: readonly Item[]): BridgeStep {
  const [a, b] = [before, after].map((items) => items.find((item) => item.what === what));
  const [from, to] = [a?.value ?? 0, b?.value ?? 0];
  const shares = (item: Item | undefined): ReadonlyMap<string, Size> =>
    new Map(item?.layers.map(({ name, value }) => [name, value]));
  const [had, has] = [shares(a), shares(b)];
  const layers = [...new Set([...had.keys(), ...has.keys()])]
    .map((name) => ({ name, from: had.get(name) ?? 0, to: has.get(name) ?? 0 }))
    .filter((each) => each.from !== each.to);
  return { what, from, to, difference: subtract(to, from), layers };
}
