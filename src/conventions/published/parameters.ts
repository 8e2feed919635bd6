/** What papers mean by parameters. The textbook's figure is the weights alone. */
import type { Ledger } from '../../core/ledger.ts';
import { sumOf, type Size } from '../../core/size.ts';
import { callsOf } from '../calls/index.ts';
import type { Parameter } from '../calls/call.ts';
import { itemsOf, type Item } from '../convention.ts';
import { tensorsOfRole } from '../tools/parameters.ts';
import type { Adjustment } from './adjustment.ts';
import { isNorm, ofCalls, ofLayers } from './amounts.ts';

const quantity = 'parameters';

export const parameterAdjustments: readonly Adjustment[] = [
  { key: 'biases', quantity, slot: 'bias', words: 'with biases', items: (ledger) => tensorsOfRole(ledger, 'bias') },
  {
    key: 'bias-per-unit', quantity, slot: 'bias', words: 'with one bias for each unit, not for each feature map',
    source: 'LeCun et al. 1989, "Backpropagation Applied to Handwritten Zip Code Recognition"',
    items: ({ layers }) => ofLayers('biases, one a unit', layers.filter(({ biases }) => biases !== 0), 'units'),
  },
  {
    key: 'norm', quantity, slot: 'norm', words: 'with scales and shifts of normalisations',
    items: (ledger) => tensorsOfRole(ledger, 'norm'),
  },
  {
    key: 'norm-shift', quantity, slot: 'norm', words: 'with shifts of normalisations but no scales',
    items: (ledger) => ofCalls('shifts', ledger, (call) => (isNorm(call) ? elements(call.parameters.slice(1)) : 0)),
  },
  {
    key: 'norm-statistics', quantity, slot: 'norm', words: 'with scales, shifts and running statistics of normalisations',
    items: (ledger) => [...tensorsOfRole(ledger, 'norm'), ...tensorsOfRole(ledger, 'buffer')],
  },
  {
    key: 'norm-shift-statistics', quantity, slot: 'norm', words: 'with shifts and running statistics of normalisations but no scales',
    source: 'TensorFlow-Slim, whose batch_norm has no scale by default',
    items: (ledger) => [
      ...ofCalls('shifts', ledger, (call) => (isNorm(call) ? elements(call.parameters.slice(1)) : 0)),
      ...tensorsOfRole(ledger, 'buffer'),
    ],
  },
  {
    key: 'other', quantity, slot: 'other', words: 'with position tables, layer scales and gains',
    items: (ledger) => tensorsOfRole(ledger, 'other'),
  },
  {
    key: 'without-embeddings', quantity, slot: 'embedding', words: 'without embedding tables',
    items: ({ layers }) => ofLayers('embedding tables', layers, 'embeddings', -1),
  },
  { key: 'untied', quantity, slot: 'embedding', words: 'with the tied embedding table counted twice', items: tiedTables },
]; // prettier-ignore

export function parameterBase({ layers }: Ledger): readonly Item[] {
  return ofLayers('weights', layers, 'weights');
}

function elements(parameters: readonly Parameter[]): Size {
  return sumOf(parameters.map((parameter) => parameter.elements));
}

/** Tables that are read by an index and multiplied by as well. */
function tiedTables(ledger: Ledger): readonly Item[] {
  const calls = callsOf(ledger);
  const multiplied = new Set(calls.filter(({ kind }) => kind === 'linear').flatMap(({ parameters }) => parameters.map(({ name }) => name)));
  const tied = calls.filter(({ kind }) => kind === 'embedding').flatMap(({ layer, parameters }) =>
    parameters.filter(({ name }) => multiplied.has(name)).map(({ elements: value }) => ({ what: 'the tied table again', layer, value })));
  return itemsOf(tied);
} // prettier-ignore
