/** `layerledger explain`: the formula of every figure, in words, in symbols and in numbers. */
import { UsageError } from '../../core/errors.ts';
import type { Layer, Ledger } from '../../core/ledger.ts';
import { layerExplanationJson, totalsExplanationJson } from '../../report/explanation-json.ts';
import { layerExplanationText, totalsExplanationText } from '../../report/explanation-text.ts';
import { defineCommand, type Answer } from '../command.ts';
import { countSource } from '../counting.ts';
import { nearest } from '../../formats/network-file/nearest.ts';
import { choice } from '../option.ts';
import { lookOf } from '../paint.ts';
import { gapRemarks } from '../status.ts';
import { printOptions, sourceOptions, towerOptions } from '../shared-options.ts';

export const command = defineCommand({
  name: 'explain',
  summary: 'how each figure of a layer comes about',
  operands: { usage: 'NETWORK [LAYER]', least: 1, most: 2 },
  options: {
    format: choice(['text', 'json'], 'text', 'how the answer is written'),
    ...sourceOptions,
    ...towerOptions,
    ...printOptions,
  },
  details: ['Without LAYER: the totals, and which layers bring how much of each.'],
  examples: [
    { command: 'layerledger explain alexnet conv2', says: 'why conv2 has 223,948,800 connections (MACs)' },
    { command: 'layerledger explain alexnet', says: 'which layers bring the weights, which the connections' },
  ],
  async answer([source, name], values, io): Promise<Answer> {
    const ledger = await countSource(source!, values, io);
    const gaps = gapRemarks(ledger, values.input.length > 0);
    const layer = name === undefined ? undefined : findLayer(ledger, name);
    const look = lookOf(values, io);
    const text = layer ? layerExplanationText(layer, look) : totalsExplanationText(ledger, look);
    const json = (): object => (layer ? layerExplanationJson(ledger, layer) : totalsExplanationJson(ledger));
    return {
      text: values.format === 'json' ? `${JSON.stringify(json(), undefined, 2)}\n` : text,
      status: gaps.length > 0 ? 3 : 0,
      remarks: gaps,
      file: values.output,
    };
  },
});

/** By its name, its path or one of its nodes. */
function findLayer({ layers, network }: Ledger, name: string): Layer {
  const found =
    layers.find((layer) => layer.name === name) ??
    layers.find(({ path }) => path.join('/') === name || path.join('.') === name) ??
    layers.find(({ nodes }) => nodes.includes(name));
  if (found) return found;
  const near = nearest(name, layers.map((layer) => layer.name)); // prettier-ignore
  const weighted = layers.filter(({ units }) => units !== 0).map((layer) => layer.name);
  const hint =
    near === undefined
      ? `it has ${weighted.slice(0, 12).join(', ')}${weighted.length > 12 ? ', …' : ''}`
      : `did you mean ${near}?`;
  throw new UsageError(`${network.name} has no layer "${name}"; ${hint}`);
}
