/**
 * torch.utils.flop_counter.FlopCounterMode: two operations for each multiply-accumulate of the products that ATen dispatches.
 * https://github.com/pytorch/pytorch/blob/v2.13.0/torch/utils/flop_counter.py 75–177, 285–319, 729–751.
 */
import { multiply, type Size } from '../../core/size.ts';
import { attentionMacs, byKind, cellWeights, part, toolConvention, words, wrong, type Part } from './rule.ts';

const twice =
  (what: string) =>
  ({ macs }: { readonly macs: Size }): readonly Part[] => [part(what, multiply(2, macs))];

export const torchFlopCounter = toolConvention({
  name: 'torch-flop-counter@2.13',
  title: 'torch’s FlopCounterMode',
  source: 'https://github.com/pytorch/pytorch/blob/v2.13.0/torch/utils/flop_counter.py 75–177, 285–319, 729–751',
  unit: 'FLOP',
  count: byKind({
    convolution: twice(words.base),
    'transposed convolution': twice(words.base),
    linear: twice(words.base),
    'matrix product': twice(words.products),
    einsum: twice(words.products),
    'dot-product attention': ({ macs }) => [
      wrong('attention', { what: words.attention, value: 0, right: multiply(2, macs) }),
    ],
    'multi-head attention': (call) => {
      const { projections, products } = attentionMacs(call);
      const right = multiply(2, products);
      return [
        part(words.base, multiply(2, projections)),
        wrong('attention', { what: words.attention, value: call.needsWeights ? right : 0, right }),
      ];
    },
    recurrent: (call) => {
      const right = multiply(2, multiply(call.runs, cellWeights(call)));
      return [wrong('recurrent', { what: words.recurrent, value: call.cell === 'lstm' ? 0 : right, right })];
    },
  }),
  faults: {
    attention: {
      what: 'attention',
      says: 'the registry has no fused attention of the CPU: scaled dot-product attention counts 0 there',
    },
    recurrent: { what: 'LSTM', says: 'the fused LSTM of the CPU is not in the registry and counts 0' },
  },
  parameters: undefined,
  notes: [
    'run on a CPU with gradients on; on a GPU the products of scaled dot-product attention are counted',
    'it prints no parameters',
  ],
});
