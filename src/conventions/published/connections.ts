/** What papers mean by connections, multiply-adds or operations. The textbook's figure is the weighted connections. */
import type { Ledger } from '../../core/ledger.ts';
import { multiply, type Size } from '../../core/size.ts';
import type { Item } from '../convention.ts';
import { textbook } from '../textbook.ts';
import type { Adjustment } from './adjustment.ts';
import { isNorm, ofCalls, ofLayers } from './amounts.ts';

const quantity = 'connections';

export const connectionAdjustments: readonly Adjustment[] = [
  {
    key: 'bias-connections', quantity, slot: 'bias', words: 'with the bias as a connection of each unit',
    source: 'LeCun et al. 1998, "Gradient-Based Learning Applied to Document Recognition", II.B',
    items: ({ layers }) => ofLayers('bias connections', layers, 'biasConnections'),
  },
  {
    key: 'no-padding', quantity, slot: 'padding', words: 'without taps on padding',
    items: ({ layers }) => ofLayers('connections onto padding', layers, 'connectionsOntoPadding', -1),
  },
  {
    key: 'products', quantity, slot: 'products', words: 'with products of activations (attention)',
    items: ({ layers }) => ofLayers('products of activations', layers, 'weightlessConnections'),
  },
  {
    key: 'window-sums', quantity, slot: 'pooling', words: 'with the inputs of pooling windows',
    source: 'LeCun et al. 1998, whose subsampling layers have 4 inputs a unit',
    items: ({ layers }) => ofLayers('pooling windows', layers, 'windowSums'),
  },
  {
    key: 'norms', quantity, slot: 'norms', words: 'with two operations for each normalised element',
    items: (ledger) => ofCalls('normalisations', ledger, (call) => (isNorm(call) ? multiply(2, call.x) : 0)),
  },
  {
    key: 'activations', quantity, slot: 'activations', words: 'with one operation for each activation',
    items: (ledger) => ofCalls('activations', ledger, (call) => (call.kind === 'activation' ? call.y : 0)),
  },
]; // prettier-ignore

export function connectionBase(ledger: Ledger): readonly Item[] {
  return textbook.cost(ledger);
}

/** A multiplication and an addition each. */
export function twice(items: readonly Item[]): readonly Item[] {
  const double = (size: Size): Size => multiply(2, size);
  return items.map(({ what, value, layers }) => ({
    what: `${what} × 2`,
    value: double(value),
    layers: layers.map((share) => ({ ...share, value: double(share.value) })),
  }));
}
