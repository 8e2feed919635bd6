/**
 * fvcore's FlopCountAnalysis: traces ATen operators, so it makes no difference how a model is written.
 * https://github.com/facebookresearch/fvcore, fvcore/nn/jit_handles.py 84–283 and fvcore/nn/flop_count.py 28–46 at 3378afe.
 */
import { multiply, type Size } from '../../core/size.ts';
import type { CallOf } from '../calls/call.ts';
import { everyParameter } from './parameters.ts';
import { attentionMacs, byKind, cellWeights, normWord, part, toolConvention, words, wrong, type Part } from './rule.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

const base = ({ macs }: { readonly macs: Size }): readonly Part[] => [part(words.base, macs)];
const product = ({ macs }: { readonly macs: Size }): readonly Part[] => [part(words.products, macs)];

/** norm_flop_counter: 5 an element with scale and shift, 4 without (jit_handles.py 232–250). */
const norm = (call: Norm): readonly Part[] => [part(normWord(call), multiply(call.affine ? 5 : 4, call.x))];

export const fvcore = toolConvention({
  name: 'fvcore',
  title: 'fvcore',
  source:
    'https://github.com/facebookresearch/fvcore at 3378afe (2026-02): fvcore/nn/jit_handles.py 84–283, fvcore/nn/flop_count.py 28–46',
  unit: 'MAC',
  count: byKind({
    convolution: base,
    'transposed convolution': base,
    linear: base,
    'matrix product': product,
    einsum: product,
    'dot-product attention': ({ macs }) => [wrong('attention', { what: words.attention, value: 0, right: macs })],
    'multi-head attention': (call) => {
      const { projections, products } = attentionMacs(call);
      const seen = call.needsWeights ? products : 0;
      return [
        part(words.base, projections),
        wrong('attention', { what: words.attention, value: seen, right: products }),
      ];
    },
    'batch normalisation': (call) => [part(words.batchNorm, multiply(call.affine ? 2 : 1, call.x))],
    'layer normalisation': norm,
    'group normalisation': norm,
    'instance normalisation': norm,
    'adaptive pooling': ({ x }) => [part(words.adaptive, x)],
    upsampling: ({ y, mode, axes }) => [part(words.upsampling, multiply(perOutput(mode, axes), y))],
    recurrent: (call) => [
      wrong('recurrent', { what: words.recurrent, value: 0, right: multiply(call.runs, cellWeights(call)) }),
    ],
  }),
  faults: {
    attention: {
      what: 'attention',
      says: 'F.scaled_dot_product_attention has no handler: the products of queries, keys and values count 0 unless attention weights are asked for',
    },
    recurrent: {
      what: 'recurrent layers',
      says: 'LSTM, GRU and RNN have no handler and count 0; right is a MAC for each weight and step',
    },
    flop: {
      what: 'the unit',
      says: 'it calls its unit "flop" and counts multiply-accumulates; two operations each would be twice as many',
    },
  },
  parameters: everyParameter,
  notes: [
    'attention that the exporter wrote with roots of the scale is taken for F.scaled_dot_product_attention',
    'an AveragePool without count_include_pad in PyTorch’s exports, and a GlobalAveragePool, is taken for adaptive pooling',
  ],
});

/** upsample_nearest2d 1, upsample_bilinear2d 4 an output element; other modes have no handler. */
function perOutput(mode: CallOf<'upsampling'>['mode'], axes: number): Size {
  if (axes !== 2) return 0;
  return mode === 'nearest' ? 1 : mode === 'linear' ? 4 : 0;
}
