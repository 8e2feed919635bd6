/** Activations: nothing to count, and a table. */
import type { AttributeLike } from '../../../core/build.ts';
import { count, or, real } from '../field.ts';
import { defineKind, scalar, type Kind } from '../kind.ts';

type Plain = readonly [
  key: string,
  operator: string,
  also?: readonly string[],
  attributes?: Readonly<Record<string, AttributeLike>>,
];

/** Those that ONNX has an operator for. */
const plain: readonly Plain[] = [
  ['relu', 'Relu'],
  ['sigmoid', 'Sigmoid', ['logistic']],
  ['tanh', 'Tanh'],
  ['gelu', 'Gelu'],
  ['gelu tanh', 'Gelu', [], { approximate: 'tanh' }],
  ['hard sigmoid', 'HardSigmoid', ['hardsigmoid'], { alpha: 1 / 6 }],
  ['hard swish', 'HardSwish', ['hardswish']],
  ['mish', 'Mish'],
  ['selu', 'Selu'],
  ['softplus', 'Softplus'],
  ['softsign', 'Softsign'],
  ['identity', 'Identity'],
];

const plainKinds = plain.map(([key, operator, also = [], attributes = {}]) =>
  defineKind({
    key,
    also,
    stem: key.replaceAll(' ', '_'),
    doc: key === 'identity' ? 'The input as it is.' : `The activation ${key}, of each value.`,
    fields: {},
    build: (layer) => layer.step(operator, [layer.input], attributes),
  }),
);

const relu6 = defineKind({
  key: 'relu6',
  stem: 'relu',
  doc: 'Relu that goes no further than 6.',
  fields: {},
  build: (layer) =>
    layer.step('Clip', [layer.input, layer.tensor('least', scalar(0)), layer.tensor('most', scalar(6))]),
});

const silu = defineKind({
  key: 'silu',
  also: ['swish'],
  stem: 'silu',
  doc: 'The input times its sigmoid.',
  fields: {},
  build: (layer) => layer.step('Mul', [layer.input, layer.step('Sigmoid', [layer.input], {}, { role: 'sigmoid' })]),
});

const leakyRelu = defineKind({
  key: 'leaky relu',
  stem: 'relu',
  doc: 'Relu with a slope below 0.',
  main: 'slope',
  fields: { slope: or(0.01, real('Slope below 0: 0.01 unless given.')) },
  build: (layer, { slope }) => layer.step('LeakyRelu', [layer.input], { alpha: { kind: 'float', value: slope } }),
});

const elu = defineKind({
  key: 'elu',
  stem: 'elu',
  doc: 'Exponential linear unit.',
  main: 'alpha',
  fields: { alpha: or(1, real('Where it ends below 0: 1 unless given.')) },
  build: (layer, { alpha }) => layer.step('Elu', [layer.input], { alpha: { kind: 'float', value: alpha } }),
});

const prelu = defineKind({
  key: 'prelu',
  stem: 'prelu',
  doc: 'Relu with a learned slope below 0 for each channel.',
  fields: {},
  build(layer) {
    const rank = layer.shape?.length ?? 4;
    const ones = Array.from({ length: Math.max(rank - 2, 0) }, () => 1);
    return layer.step('PRelu', [layer.input, layer.learned('slope', [layer.axis(1), ...ones])]);
  },
});

const axis = count('Which axis, from 0 for the batch; negative counts from the end: −1 unless given.', -32, 32);

const softmax = defineKind({
  key: 'softmax',
  stem: 'softmax',
  doc: 'Values that are positive and add up to 1.',
  fields: { axis },
  build: (layer, { axis }) => layer.step('Softmax', [layer.input], { axis }),
});

const logSoftmax = defineKind({
  key: 'log softmax',
  stem: 'softmax',
  doc: 'Logarithm of the softmax.',
  fields: { axis },
  build: (layer, { axis }) => layer.step('LogSoftmax', [layer.input], { axis }),
});

export const activations: readonly Kind[] = [...plainKinds, relu6, silu, leakyRelu, elu, prelu, softmax, logSoftmax];
