/** The table of operators: how each is said in PyTorch. Adding one is adding it to its family's file. */
import { activations, plainActivations } from './activation.ts';
import { arithmetic } from './arithmetic.ts';
import { convolutions } from './convolution.ts';
import { products } from './dense.ts';
import { fillings } from './filling.ts';
import { normalisations } from './normalisation.ts';
import { pools } from './pooling.ts';
import { recurrences } from './recurrent.ts';
import { reductions } from './reduction.ts';
import { selections } from './selection.ts';
import { shapings } from './shaping.ts';
import type { Translations } from './site.ts';
import { unsharedLayers } from './unshared.ts';

/** By domain (`''` is ai.onnx) and operator. */
export const translations: Readonly<Record<string, Translations>> = {
  '': {
    ...convolutions, ...products, ...pools, ...normalisations, ...activations, ...arithmetic,
    ...reductions, ...shapings, ...selections, ...fillings, ...recurrences,
  },
  layerledger: unsharedLayers,
}; // prettier-ignore

/** Operators whose translations give all outputs that are read. */
export const several: ReadonlySet<string> = new Set(['Split', 'TopK', 'LSTM', 'GRU', 'RNN', 'MaxPool']);

/** Functions that are written around the call that they alone read: `F.relu(self.bn1(self.conv1(x)))`. */
export const wrappers: ReadonlySet<string> = new Set([
  'BatchNormalization', ...Object.keys(plainActivations), 'Gelu', 'LeakyRelu', 'Elu', 'Celu', 'Selu', 'Clip',
]); // prettier-ignore
