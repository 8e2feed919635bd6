/** Quantisation: weights stay weights, scales and zero points are stored and not learned. */
import { int } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import type { ElementType } from '../network.ts';
import type { Application, Operator } from '../operator.ts';
import { operand, shaped } from '../shape.ts';
import { Conv } from './conv.ts';
import { MatMul } from './matrix.ts';
import { parametersOf } from './parameters.ts';
import { relative } from './relative.ts';

/** Of the zero point's type; `output_dtype`, else uint8, without one. */
export const QuantizeLinear: Operator = {
  name: 'QuantizeLinear',
  domain: '',
  doc: 'Floats as small whole numbers, by a scale and a zero point.',
  infer(use) {
    const type = use.inputs[2] ? use.inputs[2].type : typeGiven(use, 'output_dtype', 'uint8');
    return [{ type, shape: shaped(use, 0, 'x').shape }];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'buffer', 2: 'buffer' }) }),
  counts: 'buffers: scale and zero point',
  relays: true,
};

/** Of the scale's type, or of `output_dtype`. */
export const DequantizeLinear: Operator = {
  name: 'DequantizeLinear',
  domain: '',
  doc: 'Small whole numbers as floats, by a scale and a zero point.',
  infer(use) {
    return [
      { type: typeGiven(use, 'output_dtype', operand(use, 1, 'x_scale').type), shape: shaped(use, 0, 'x').shape },
    ];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'buffer', 2: 'buffer' }) }),
  counts: 'buffers: scale and zero point',
  relays: true,
};

export const DynamicQuantizeLinear: Operator = {
  name: 'DynamicQuantizeLinear',
  domain: '',
  doc: 'Floats as uint8, by a scale and a zero point that come from the data.',
  infer(use) {
    const { shape } = shaped(use, 0, 'x');
    return [
      { type: 'uint8', shape },
      { type: 'float32', shape: [] },
      { type: 'uint8', shape: [] },
    ];
  },
  free: 'only encodes its input otherwise',
};

/** x, its scale and zero point, w, its scale and zero point, those of y, and a bias. */
export const QLinearConv: Operator = relative({
  name: 'QLinearConv',
  doc: 'A convolution of quantised operands.',
  like: Conv,
  places: [0, 3, 8],
  buffers: [1, 2, 4, 5, 6, 7],
  type: (use) => use.inputs[7]?.type ?? use.inputs[0]?.type,
});

export const QLinearMatMul: Operator = relative({
  name: 'QLinearMatMul',
  doc: 'A matrix product of quantised operands.',
  like: MatMul,
  places: [0, 3],
  buffers: [1, 2, 4, 5, 6, 7],
  type: (use) => use.inputs[7]?.type ?? use.inputs[0]?.type,
});

export const ConvInteger: Operator = relative({
  name: 'ConvInteger',
  doc: 'A convolution of quantised operands, as int32.',
  like: Conv,
  places: [0, 1],
  buffers: [2, 3],
  type: () => 'int32',
});

export const MatMulInteger: Operator = relative({
  name: 'MatMulInteger',
  doc: 'A matrix product of quantised operands, as int32.',
  like: MatMul,
  places: [0, 1],
  buffers: [2, 3],
  type: () => 'int32',
});

function typeGiven({ node }: Application, name: string, otherwise: ElementType | undefined): ElementType | undefined {
  const code = int(node, name, 0);
  return code === 0 ? otherwise : elementTypeOf(code);
}
