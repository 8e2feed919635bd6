/**
 * Torch-Pruning's counter, a fork of ptflops' hooks that gives the cost of one image.
 * https://github.com/VainF/Torch-Pruning at e80127d (1.6.1), torch_pruning/utils/op_counter.py 51–235.
 */
import { divideExactly, multiply, type Size } from '../../core/size.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Activation, CallOf } from '../calls/call.ts';
import { everyParameter } from './parameters.ts';
import { hookedCell, hookedMultiHead } from './ptflops.ts';
import { byKind, normWord, ofModules, part, toolConvention, words, wrong, type Part } from './rule.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

const hooked: readonly Activation[] = ['relu', 'relu6', 'elu', 'leaky relu', 'prelu', 'gelu'];

const norm = (call: Norm): readonly Part[] =>
  call.isSubclass ? [] : [part(normWord(call), multiply(call.affine ? 2 : 1, call.x))];

export const torchPruning = toolConvention({
  name: 'torch-pruning@1.6.1',
  title: 'Torch-Pruning 1.6.1',
  source: 'https://github.com/VainF/Torch-Pruning at e80127d (1.6.1): torch_pruning/utils/op_counter.py 51–235',
  unit: 'MAC',
  count: ofModules(
    byKind({
      convolution: ({ macs, bias, y }) => [part(words.base, macs), part(words.bias, bias ? y : 0)],
      'transposed convolution': ({ macs, inputPositions, outputPositions, bias, y }) => [
        wrong('transposed', {
          what: words.base,
          value: multiply(divideExactly(macs, inputPositions) ?? 0, outputPositions),
          right: macs,
        }),
        part(words.bias, bias ? y : 0),
      ],
      linear: ({ macs, bias, y, features, batch }) => [
        part(words.base, macs),
        wrong('linear', { what: words.bias, value: bias ? multiply(batch, features) : 0, right: bias ? y : 0 }),
      ],
      'batch normalisation': norm,
      'layer normalisation': norm,
      'group normalisation': norm,
      'instance normalisation': norm,
      activation: ({ of, y }) => (hooked.includes(of) ? [part(words.activations, y)] : []),
      'max pooling': ({ x }) => [part(words.pooling, x)],
      'average pooling': ({ x }) => [part(words.pooling, x)],
      'adaptive pooling': ({ x }) => [part(words.adaptive, x)],
      upsampling: ({ y }) => [part(words.upsampling, y)],
      'multi-head attention': (call) => [part(words.attention, hookedMultiHead(call))],
      recurrent: (call) => {
        const right = multiply(call.runs, hookedCell(call));
        return [wrong('recurrent', { what: words.recurrent, value: multiply(right, call.inputs), right })];
      },
    }),
  ),
  scale: perImage,
  faults: {
    transposed: {
      what: 'transposed convolution',
      says: 'counts transposed convolution at output size; right is its weights × input positions',
    },
    linear: { what: 'fully connected layers', says: 'counts the bias once an image, not once a position' },
    recurrent: {
      what: 'recurrent layers',
      says: 'takes the features for the batch: counts as many times too much as there are inputs',
    },
  },
  parameters: everyParameter,
  notes: [
    'each layer is an nn.Module unless the file’s scopes show that a module calls it as a function',
    'the total is of one image, as it is divided by the batch; recurrent layers are batch-first',
  ],
});

/** The total is divided by the batch of the first input. */
function perImage(value: Size, { inputs }: Ledger): Size {
  return divideExactly(value, inputs[0]?.shape?.[0] ?? 1) ?? value;
}
