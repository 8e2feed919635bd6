/**
 * thop (pytorch-OpCounter): hooks on leaf modules whose exact type it knows; functions and unknown types count 0, and so do
 * their parameters. https://github.com/Lyken17/pytorch-OpCounter, thop/profile.py 21–69 and 214–235, thop/vision/calc_func.py,
 * thop/vision/basic_hooks.py 60–69, thop/rnn_hooks.py at 43c064a.
 */
import { divideExactly, add, floorDivide, isWhole, multiply, productOf, sumOf, type Size } from '../../core/size.ts';
import type { Call, CallOf } from '../calls/call.ts';
import { parametersOfCalls } from './parameters.ts';
import { attentionMacs, byKind, normWord, ofModules, part, toolConvention, words, wrong, type Part } from './rule.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'instance normalisation'>;

/** calculate_norm, doubled by the hook where there are scale and shift: 2 or 4 an element. */
const norm = (call: Norm): readonly Part[] =>
  call.isSubclass ? [] : [part(normWord(call), multiply(call.affine ? 4 : 2, call.x))];

const count = byKind({
  convolution: ({ macs }) => [part(words.base, macs)],
  'transposed convolution': (call) => [
    wrong('transposed', { what: words.base, value: atOutputSize(call), right: call.macs }),
  ],
  linear: ({ macs }) => [part(words.base, macs)],
  'multi-head attention': (call) => {
    const { projections, products } = attentionMacs(call);
    return [wrong('attention', { what: words.attention, value: 0, right: add(projections, products) })];
  },
  'batch normalisation': norm,
  'layer normalisation': norm,
  'instance normalisation': norm,
  activation: ({ of, y }) => (of === 'prelu' ? [part(words.activations, y)] : []),
  softmax: ({ rows, width }) => [part(words.softmax, multiply(rows, add(multiply(3, width), -1)))],
  'average pooling': ({ y }) => [part(words.pooling, y)],
  'adaptive pooling': (call) => [part(words.adaptive, adaptive(call))],
  upsampling: ({ y, mode, by, axes }) =>
    by === 'scale' ? [part(words.upsampling, multiply(perOutput(mode, axes), y))] : [],
  recurrent: (call) => [part(words.recurrent, multiply(call.runs, hookedCell(call)))],
});

export const thop = toolConvention({
  name: 'thop@0.1.1',
  title: 'thop 0.1.1',
  source:
    'https://github.com/Lyken17/pytorch-OpCounter at 43c064a (0.1.1.post2209072238): thop/profile.py 21–69, 214–235, thop/vision/calc_func.py 28–91, thop/vision/basic_hooks.py 60–69, thop/rnn_hooks.py',
  unit: 'MAC',
  count: ofModules(count),
  faults: {
    transposed: {
      what: 'transposed convolution',
      says: 'counts transposed convolution at output size; right is its weights × input positions',
    },
    attention: {
      what: 'attention',
      says: 'nn.MultiheadAttention is no type that it knows: it counts 0, its parameters too',
    },
    functions: {
      what: 'functions',
      says: 'what is called as a function (F.relu, F.linear, torch.matmul, F.adaptive_avg_pool2d) counts 0',
    },
    subclasses: {
      what: 'subclasses',
      says: 'types are compared exactly: a subclass such as torchvision’s LayerNorm2d counts 0, and GroupNorm has no rule',
    },
  },
  parameters: parametersOfCalls((call) => call.written === 'module' && isRegistered(call)),
  notes: [
    'each layer is an nn.Module unless the file’s scopes show that a module calls it as a function',
    'parameters are those of the module types that it knows; a bare layer that is the whole model counts no parameters',
  ],
});

function isRegistered(call: Call): boolean {
  switch (call.kind) {
    case 'batch normalisation':
    case 'layer normalisation':
    case 'instance normalisation':
      return !call.isSubclass;
    case 'activation':
      return call.of === 'prelu';
    case 'convolution':
    case 'transposed convolution':
    case 'linear':
      return !call.isRoot;
    default:
      return call.kind === 'recurrent';
  }
}

function atOutputSize({ macs, inputPositions, outputPositions }: CallOf<'transposed convolution'>): Size {
  return multiply(divideExactly(macs, inputPositions) ?? 0, outputPositions);
}

/** calculate_adaptive_avg: int((∏ in / out + 1) · y), the quotients in float64: 13 → 6 on 16 channels gives 3,279 and not 3,280. */
function adaptive({ from, to, y }: CallOf<'adaptive pooling'>): Size {
  if (isWhole(y) && from.every(isWhole) && to.every(isWhole)) {
    const windows = from.map((size, i) => Number(size) / Number(to[i] ?? 1)).reduce((a, b) => a * b, 1);
    return Math.trunc((windows + 1) * Number(y));
  }
  return add(floorDivide(multiply(y, productOf(from)), productOf(to)), y);
}

/** calculate_upsample: bilinear 11, linear 5, bicubic 259 an output element; trilinear 0. */
function perOutput(mode: CallOf<'upsampling'>['mode'], axes: number): Size {
  if (mode === 'nearest') return 1;
  if (mode === 'cubic') return 259;
  return axes === 1 ? 5 : axes === 2 ? 11 : 0;
}

/** One step of a cell: every gate's product and sum, two biases, and the products that join the gates. */
export function hookedCell({ cell: kind, inputs, states, bias }: CallOf<'recurrent'>): Size {
  const gate = sumOf([multiply(add(inputs, states), states), states, bias ? multiply(2, states) : 0]);
  if (kind === 'rnn') return gate;
  return add(multiply(kind === 'lstm' ? 4 : 3, gate), multiply(4, states));
}
