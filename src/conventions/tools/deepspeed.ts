/**
 * DeepSpeed's flops profiler and calflops, which began as a copy of it: torch's functions are patched, so that it makes no
 * difference whether a module or a function is called. Each prints MACs and FLOPs.
 * https://github.com/microsoft/DeepSpeed at edaa722 (2026-08), deepspeed/profiling/flops_profiler/profiler.py 523–1041;
 * https://github.com/MrYxJ/calculate-flops.pytorch at 29ca584 (0.3.2), calflops/pytorch_ops.py.
 */
import { add, divideExactly, isWhole, multiply, sumOf, type Size } from '../../core/size.ts';
import type { Activation, CallOf } from '../calls/call.ts';
import type { Convention, Deviation } from '../convention.ts';
import { everyParameter } from './parameters.ts';
import {
  attentionMacs,
  byKind,
  cellWeights,
  gatesOf,
  localResponse,
  normWord,
  part,
  toolConvention,
  words,
  wrong,
  type Count,
  type Part,
} from './rule.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

/** What tells the two apart. */
interface Profiler {
  readonly seesFusedAttention: boolean;
  /** What an upsampled element costs where a scale is given: calflops forgets the scale. */
  readonly upsampled: (call: CallOf<'upsampling'>) => Size;
}

function macs({ seesFusedAttention }: Profiler): Count {
  return byKind({
    convolution: (call) => [part(words.base, call.macs)],
    'transposed convolution': (call) => [transposed(call, call.macs, perGroup(call))],
    linear: (call) => [part(words.base, call.macs)],
    'matrix product': (call) => [part(words.products, call.macs)],
    'dot-product attention': (call) => [fused(call.macs, seesFusedAttention)],
    'multi-head attention': (call) => {
      const { projections, products } = attentionMacs(call);
      return [part(words.base, projections), fused(products, seesFusedAttention)];
    },
  });
}

/** Two operations a MAC, biases of convolutions, normalisations, activations and pooling. */
function flops({ seesFusedAttention, upsampled }: Profiler): Count {
  return byKind({
    convolution: ({ macs, bias, y }) => [part(words.base, multiply(2, macs)), part(words.bias, bias ? y : 0)],
    'transposed convolution': (call) => [
      transposed(call, multiply(2, call.macs), multiply(2, perGroup(call))),
      wrong('bias', { what: words.bias, value: call.bias ? biasOf(call) : 0, right: call.bias ? call.y : 0 }),
    ],
    linear: ({ macs, bias, y }) => [
      part(words.base, multiply(2, macs)),
      wrong('linear', { what: words.bias, value: 0, right: bias ? y : 0 }),
    ],
    'matrix product': ({ macs }) => [part(words.products, multiply(2, macs))],
    einsum: ({ macs }) => [part(words.products, einsum(macs))],
    'dot-product attention': ({ macs }) => [fused(multiply(2, macs), seesFusedAttention)],
    'multi-head attention': (call) => {
      const { projections, products } = attentionMacs(call);
      const scores = multiply(multiply(call.batch, call.heads), multiply(call.queries, call.keys));
      return [
        part(words.base, multiply(2, projections)),
        fused(multiply(2, products), seesFusedAttention),
        part(words.softmax, call.needsWeights ? scores : 0),
      ];
    },
    'batch normalisation': (call) => [part(words.batchNorm, multiply(call.affine ? 2 : 1, call.x))],
    'layer normalisation': norm,
    'group normalisation': norm,
    'instance normalisation': norm,
    activation: ({ of, x }) => (free.includes(of) ? [] : [part(words.activations, x)]),
    softmax: ({ x }) => [part(words.softmax, x)],
    'max pooling': ({ x }) => [part(words.pooling, x)],
    'average pooling': ({ x }) => [part(words.pooling, x)],
    'adaptive pooling': ({ x }) => [part(words.adaptive, x)],
    'local response normalisation': (call) => [part(words.lrn, localResponse(call))],
    upsampling: (call) => [
      part(words.upsampling, call.by === 'scale' ? upsampled(call) : (divideExactly(call.y, call.maps) ?? 0)),
    ],
    recurrent: (call) => [part(words.recurrent, multiply(call.runs, cell(call)))],
  });
}

const free: readonly Activation[] = ['sigmoid', 'tanh', 'hard sigmoid', 'hard swish'];

const norm = (call: Norm): readonly Part[] => [part(normWord(call), multiply(call.affine ? 5 : 4, call.x))];

const faults: Readonly<Record<string, Deviation>> = {
  groups: { what: 'grouped transposed convolution', says: 'divides by the groups twice' },
  bias: { what: 'transposed convolution', says: 'counts the bias at the size that an ordinary convolution would give' },
  linear: { what: 'fully connected layers', says: 'counts no bias, though it counts those of convolutions' },
};

const blind: Deviation = {
  what: 'attention',
  says: 'F.scaled_dot_product_attention is not patched: its products count 0',
};

const notes = [
  'products of matrices are torch.matmul; sums and products of activations are operators (a + b), which it does not see',
];

const tools = [
  {
    base: 'calflops@0.3.2',
    title: 'calflops 0.3.2',
    source: 'https://github.com/MrYxJ/calculate-flops.pytorch at 29ca584 (0.3.2): calflops/pytorch_ops.py',
    profiler: { seesFusedAttention: false, upsampled: ({ x }) => x },
  },
  {
    base: 'deepspeed@2026-08',
    title: 'DeepSpeed’s profiler',
    source:
      'https://github.com/microsoft/DeepSpeed at edaa722 (2026-08): deepspeed/profiling/flops_profiler/profiler.py 523–1041',
    profiler: { seesFusedAttention: true, upsampled: ({ y }) => y },
  },
] as const satisfies readonly { readonly profiler: Profiler; readonly [key: string]: unknown }[];

export const profilers: readonly Convention[] = tools.flatMap(({ base, title, source, profiler }) => {
  const shared = {
    source,
    parameters: everyParameter,
    notes,
    faults: profiler.seesFusedAttention ? faults : { ...faults, attention: blind },
  };
  return [
    toolConvention({ ...shared, name: `${base}/macs`, title: `${title}, MACs`, unit: 'MAC', count: macs(profiler) }),
    toolConvention({
      ...shared,
      name: `${base}/flops`,
      title: `${title}, FLOPs`,
      unit: 'FLOP',
      count: flops(profiler),
    }),
  ];
});

function fused(right: Size, isSeen: boolean): Part {
  return isSeen ? part(words.attention, right) : wrong('attention', { what: words.attention, value: 0, right });
}

function transposed({ groups }: CallOf<'transposed convolution'>, right: Size, value: Size): Part {
  return groups === 1 ? part(words.base, right) : wrong('groups', { what: words.base, value, right });
}

function perGroup({ macs: all, groups }: CallOf<'transposed convolution'>): Size {
  return divideExactly(all, groups) ?? all;
}

/** Filters of one group × the positions of an ordinary convolution over the input. */
function biasOf({ batch, filtersPerGroup, ordinaryPositions }: CallOf<'transposed convolution'>): Size {
  return multiply(batch, multiply(filtersPerGroup, ordinaryPositions));
}

/** NumPy's "Optimized FLOP count", which is one more than the operations and printed with four digits. */
function einsum(products: Size): Size {
  const operations = add(multiply(2, products), 1);
  return isWhole(operations) ? Number(Number(operations).toExponential(3)) : operations;
}

/** The products at two operations less one a sum, what joins the gates, and the biases. */
function cell(call: CallOf<'recurrent'>): Size {
  const gates = gatesOf[call.cell];
  const joins = { lstm: 10, gru: 7, rnn: 1 }[call.cell];
  const perState = joins - 2 * gates + (call.bias ? 2 * gates : 0);
  return sumOf([multiply(2, cellWeights(call)), multiply(perState, call.states)]);
}
