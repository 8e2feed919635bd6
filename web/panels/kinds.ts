/** What the layers of each kind hold together, as shares of a total: convolutions, fully connected layers, … */
import { kindOf } from '../../src/core/kind.ts';
import type { LedgerView } from '../engine/protocol.ts';
import { shareOf, type ShownFigure } from './sizes.ts';

export interface KindShare {
  readonly kind: string;
  readonly share: number;
}

/** How many kinds are told apart before the rest is summed up. */
const mostKinds = 3;

/** From the largest; none where a figure is open, since its share then depends on it. */
export function kindShares({ layers, totals }: LedgerView, figure: ShownFigure): readonly KindShare[] {
  const shares = new Map<string, number>();
  for (const layer of layers) {
    const share = shareOf(layer[figure], totals[figure]);
    if (share === undefined) return [];
    if (share > 0) shares.set(kindOf(layer.operator), (shares.get(kindOf(layer.operator)) ?? 0) + share);
  }
  const sorted = [...shares].map(([kind, share]) => ({ kind, share })).toSorted((a, b) => b.share - a.share);
  if (sorted.length <= mostKinds + 1) return sorted;
  const rest = sorted.slice(mostKinds).reduce((sum, { share }) => sum + share, 0);
  return [...sorted.slice(0, mostKinds), { kind: 'other', share: rest }];
}
