/**
 * ptflops, three modes. `pytorch` adds hooks on modules and patches of torch's functions; the functions that a module calls
 * are patched too, so that ReLU, pooling and upsampling modules count twice; `count_functional: False` leaves the functions out;
 * `aten` counts dispatched ATen operators. https://github.com/sovrasov/flops-counter.pytorch at d612c75 (0.7.5):
 * ptflops/pytorch_ops.py 21–469, ptflops/aten_ops.py 23–116.
 */
import { add, divideExactly, multiply, sumOf, type Size } from '../../core/size.ts';
import type { Activation, Call, CallOf } from '../calls/call.ts';
import type { Convention } from '../convention.ts';
import { everyParameter } from './parameters.ts';
import {
  attentionMacs,
  byKind,
  cellWeights,
  gatesOf,
  localResponse,
  normWord,
  ofModules,
  part,
  toolConvention,
  words,
  wrong,
  type Part,
} from './rule.ts';

type Weighted = CallOf<'convolution' | 'linear' | 'transposed convolution'>;
type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

const biased = ({ macs, bias, y }: Weighted): readonly Part[] => [
  part(words.base, macs),
  part(words.bias, bias ? y : 0),
];

/** Two an element with scale and shift, else one; LayerNorm has no `affine` and counts one. */
const norm = (call: Norm): readonly Part[] => {
  const each = call.affine && call.kind !== 'layer normalisation' ? 2 : 1;
  return call.isSubclass ? [] : [part(normWord(call), multiply(each, call.x))];
};

/** Activations that the hooks count, and those that the patches count. */
const hooked: readonly Activation[] = ['relu', 'relu6', 'elu', 'leaky relu', 'prelu', 'gelu'];
const patched: readonly Activation[] = ['relu', 'relu6', 'elu', 'prelu', 'gelu', 'silu'];

/** nn.ReLU6 calls F.hardtanh, which is not patched; F.relu6 is. */
function isPatched(of: Activation, written: Call['written']): boolean {
  return patched.includes(of) && !(of === 'relu6' && written === 'module');
}

/** What the hooks on modules count. */
const modules = ofModules(
  byKind({
    convolution: biased,
    'transposed convolution': biased,
    linear: biased,
    'batch normalisation': norm,
    'layer normalisation': norm,
    'group normalisation': norm,
    'instance normalisation': norm,
    activation: ({ of, y }) => (hooked.includes(of) ? [part(words.activations, y)] : []),
    'max pooling': ({ x }) => [part(words.pooling, x)],
    'average pooling': ({ x }) => [part(words.pooling, x)],
    'adaptive pooling': ({ x }) => [part(words.adaptive, x)],
    upsampling: ({ y, batch }) => [
      wrong('upsampling', { what: words.upsampling, value: divideExactly(y, batch) ?? y, right: y }),
    ],
    'multi-head attention': (call) => [part(words.attention, hookedMultiHead(call))],
    recurrent: (call) => [part(words.recurrent, multiply(call.runs, hookedCell(call)))],
  }),
);

/** What the patched functions count, inside modules (`again`) and outside. */
const functions = byKind({
  activation: ({ of, y, written }) =>
    isPatched(of, written) ? [part(written === 'module' && of !== 'silu' ? words.again : words.activations, y)] : [],
  softmax: ({ x }) => [part(words.softmax, x)],
  'max pooling': ({ x, written }) => [part(written === 'module' ? words.poolingAgain : words.pooling, x)],
  'average pooling': ({ x, written }) => [part(written === 'module' ? words.poolingAgain : words.pooling, x)],
  'adaptive pooling': ({ x, written }) => [part(written === 'module' ? words.poolingAgain : words.adaptive, x)],
  'local response normalisation': (call) => [part(words.lrn, localResponse(call))],
  upsampling: ({ y, written }) => [part(written === 'module' ? words.upsamplingAgain : words.upsampling, y)],
  'matrix product': ({ macs }) => [part(words.products, macs)],
  'multi-head attention': (call) => {
    const rows = multiply(multiply(call.batch, call.heads), multiply(call.queries, call.keys));
    return [part(words.attentionFunctions, call.needsWeights ? add(attentionMacs(call).products, rows) : 0)];
  },
});

const aten = byKind({
  convolution: biased,
  'transposed convolution': biased,
  linear: biased,
  'matrix product': ({ macs }) => [part(words.products, macs)],
  einsum: ({ macs }) => [part(words.products, macs)],
  'dot-product attention': ({ macs }) => [wrong('attention', { what: words.attention, value: 0, right: macs })],
  'multi-head attention': (call) => {
    const { projections, products } = attentionMacs(call);
    const tokens = add(multiply(2, call.queries), multiply(2, call.keys));
    const value = call.needsWeights ? products : 0;
    return [
      part(words.base, projections),
      part(words.bias, call.bias ? multiply(multiply(call.batch, tokens), call.width) : 0),
      wrong('attention', { what: words.attention, value, right: products }),
    ];
  },
  recurrent: (call) => {
    const right = multiply(call.runs, add(cellWeights(call), cellBiases(call)));
    return [wrong('recurrent', { what: words.recurrent, value: call.cell === 'lstm' ? 0 : right, right })];
  },
});

const shared = {
  source:
    'https://github.com/sovrasov/flops-counter.pytorch at d612c75 (0.7.5): ptflops/pytorch_ops.py 21–469, ptflops/aten_ops.py 23–116',
  unit: 'MAC',
  parameters: everyParameter,
} as const;

const upsampling = { what: 'upsampling', says: 'counts one image of an upsampled batch' };
const layerNorm = {
  what: 'layer normalisation',
  says: 'counts one operation an element; scale and shift are not seen',
};
const notes = [
  'each layer is an nn.Module unless the file’s scopes show that a module calls it as a function',
  'every parameter is trainable; the batch is part of the total, as with input_constructor',
];

const pytorch = toolConvention({
  ...shared,
  name: 'ptflops@0.7.5/pytorch',
  title: 'ptflops 0.7.5 (pytorch backend)',
  count: (call) => [...modules(call), ...functions(call)],
  faults: {
    twice: {
      what: 'modules',
      says: 'counts ReLU, GELU, pooling and upsampling modules twice: once as modules, once as the functions that they call',
    },
    upsampling,
    layerNorm,
  },
  notes: [
    ...notes,
    'sums and products of activations are operators (a + b), which it does not see; products of matrices are torch.matmul',
  ],
});

const withoutFunctions = toolConvention({
  ...shared,
  name: 'ptflops@0.7.5/pytorch-no-functional',
  title: 'ptflops 0.7.5 (pytorch backend, count_functional off)',
  count: modules,
  faults: { upsampling, layerNorm },
  notes,
});

const dispatched = toolConvention({
  ...shared,
  name: 'ptflops@0.7.5/aten',
  title: 'ptflops 0.7.5 (aten backend)',
  count: aten,
  faults: {
    attention: { what: 'attention', says: 'scaled dot-product attention counts 0' },
    recurrent: { what: 'LSTM', says: 'the fused LSTM of the CPU counts 0' },
  },
  notes: ['run on a CPU; every parameter is trainable'],
});

export const ptflops: readonly Convention[] = [withoutFunctions, pytorch, dispatched];

/**
 * MultiheadAttention.flops_counter_hook, pytorch_ops.py 180–243: scaling, projections with their biases, both products and one
 * operation a score, and the output's projection, whose bias is taken to be there.
 */
export function hookedMultiHead({ queries, keys, width, heads, bias, batch }: CallOf<'multi-head attention'>): Size {
  const tokens = sumOf([queries, keys, keys]);
  const scaling = multiply(queries, width);
  const projections = multiply(tokens, add(multiply(width, width), bias ? width : 0));
  const scores = multiply(queries, keys);
  const products = add(multiply(2, multiply(scores, width)), multiply(heads, scores));
  const output = multiply(multiply(queries, width), add(width, 1));
  return multiply(batch, sumOf([scaling, projections, products, output]));
}

/** rnn_flops and rnn_cell, pytorch_ops.py 105–160: the weights, what joins the gates (10, 7 and 1 a state), the biases. */
export function hookedCell(call: CallOf<'recurrent'>): Size {
  const joins = { lstm: 10, gru: 7, rnn: 1 }[call.cell];
  return sumOf([cellWeights(call), multiply(joins, call.states), cellBiases(call)]);
}

function cellBiases({ cell: kind, states, bias }: CallOf<'recurrent'>): Size {
  return bias ? multiply(2 * gatesOf[kind], states) : 0;
}
