/**
 * The textbook's convention, and the default: a connection is a multiply-accumulate through a learned weight, taps on padding
 * included, without biases. A network's cost is its connections.
 */
import type { Ledger } from '../core/ledger.ts';
import { itemsOf, type Convention } from './convention.ts';
import { everyParameter } from './tools/parameters.ts';
import { words } from './tools/rule.ts';

const recurrent = new Set(['LSTM', 'GRU', 'RNN']);

export const textbook: Convention = {
  name: 'textbook',
  title: 'the textbook',
  source: 'the exercise on AlexNet that layerledger began with; contract.md, "What the figures mean"',
  unit: 'MAC',
  cost: ({ layers }: Ledger) =>
    itemsOf(
      layers.map(({ name, operator, connections }) => ({
        what: recurrent.has(operator) ? words.recurrent : words.base,
        layer: name,
        value: connections,
      })),
    ),
  parameters: everyParameter,
  notes: ['products of two computed values, biases, normalisations and pooling are kept apart and are no connections'],
  deviations: [],
  encounters: () => [],
};
