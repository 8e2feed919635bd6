/** The table of the kinds of layers. Adding one is adding it to its family's file and here. */
import { count, part } from './field.ts';
import type { Fields, Kind } from './kind.ts';
import { activations } from './layers/activation.ts';
import { attention, classToken, positions } from './layers/attention.ts';
import { combinations } from './layers/combination.ts';
import { convolution, depthwise, transposed } from './layers/convolution.ts';
import { embedding, fullyConnected } from './layers/dense.ts';
import { localConvolution, radialBasis, subsample } from './layers/layerledger.ts';
import { batchNorm, groupNorm, instanceNorm, layerNorm, localResponse, rmsNorm } from './layers/normalisation.ts';
import { operator } from './layers/operator.ts';
import { averagePool, globalAveragePool, globalMaxPool, lpPool, maxPool } from './layers/pooling.ts';
import { dropout, flatten, pad, reshape, sequence, take, transpose, upsample } from './layers/shaping.ts';
import { branches, eachTower, group } from './layers/structure.ts';

export const kinds: readonly Kind[] = [
  convolution, depthwise, transposed, localConvolution,
  maxPool, averagePool, lpPool, globalAveragePool, globalMaxPool, subsample,
  fullyConnected, radialBasis, embedding, attention, positions, classToken,
  localResponse, batchNorm, layerNorm, rmsNorm, groupNorm, instanceNorm,
  ...activations,
  dropout, flatten, reshape, transpose, pad, upsample, take, sequence,
  ...combinations,
  group, branches, eachTower,
  operator,
]; // prettier-ignore

/** What any layer may say. */
export const commonFields: Fields = {
  name: part('The layer’s name; one is made from its kind where none is given.', 'text'),
  from: part('The layer that it reads, by name, rather than the one before.', 'text'),
  tower: count('The tower, from 1, on which the whole layer sits; it is laid over all towers unless given.'),
  if: part('A condition: the layer is left out where it does not hold.', 'expression'),
  repeat: part(
    'How many times the layer follows itself, a number or an expression; "index" counts from 1 in expressions.',
    'expression',
  ),
  first: part('Fields that the first repetition has instead.', 'fields'),
  // oxlint-disable-next-line unicorn/no-thenable -- a field's word, never a function
  then: part('Layers that follow, as in "then: [batch norm, relu]"; with a repetition, after each.', 'layers'),
  row: part(
    'The row of the ledger that it is on with others: a name within its block, or all words of a path as a list; its own name unless given.',
    'row',
  ),
  'weights of': part('The layer, by name, whose weights it shares.', 'text'),
  note: part('A remark, which is passed over.', 'text'),
};

/** Kinds by every key that names them. */
export const kindOf: ReadonlyMap<string, Kind> = new Map(
  kinds.flatMap((kind) => [kind.key, ...kind.also].map((key) => [key, kind])),
);
