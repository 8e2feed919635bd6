/** com.microsoft's operators on quantised operands, each like one of ONNX: operands are followed by scales and zero points. */
import { int } from '../attributes.ts';
import type { Node } from '../network.ts';
import type { Operator } from '../operator.ts';
import { Concat } from './concat.ts';
import { elementwiseOperators, Where } from './elementwise.ts';
import { GlobalAveragePool } from './globalPool.ts';
import { Gemm, MatMul } from './matrix.ts';
import { AveragePool } from './pool.ts';
import { DequantizeLinear, QLinearConv, QuantizeLinear } from './quantize.ts';
import { LSTM } from './recurrent.ts';
import { reduceOperators } from './reduce.ts';
import { relative, type Relative } from './relative.ts';
import { softmaxOperators } from './softmax.ts';
import { unaryOperators } from './unary.ts';

const domain = 'com.microsoft';

/** x, its scale and zero point, and those of the result. */
const one = { domain, places: [0] } as const;

/** a and b, each with scale and zero point, and those of the result. */
const two = { domain, places: [0, 3], buffers: [1, 2, 4, 5, 6, 7] } as const;

const isChannelsLast = (node: Node): boolean => int(node, 'channels_last', 0) !== 0;

export const quantizedOperators: readonly Operator[] = [
  relative({ ...two, name: 'QLinearAdd', doc: 'The sum of quantised operands.', like: among(elementwiseOperators, 'Add') }),
  relative({ ...two, name: 'QLinearMul', doc: 'The product of quantised operands, element by element.', like: among(elementwiseOperators, 'Mul') }),
  relative({ ...one, name: 'QLinearSigmoid', doc: '1 / (1 + e⁻ˣ) of a quantised operand.', like: among(unaryOperators, 'Sigmoid') }),
  relative({ ...one, name: 'QLinearLeakyRelu', doc: 'LeakyRelu of a quantised operand.', like: among(unaryOperators, 'LeakyRelu') }),
  relative({ ...one, name: 'QLinearSoftmax', doc: 'Softmax of a quantised operand.', like: among(softmaxOperators, 'Softmax') }),
  relative({ ...one, name: 'QLinearReduceMean', doc: 'The mean of a quantised operand along axes.', like: among(reduceOperators, 'ReduceMean') }),
  relative({ ...one, name: 'QLinearAveragePool', doc: 'The mean of each window of a quantised map.', like: AveragePool, channelsLast: isChannelsLast }),
  relative({ ...one, name: 'QLinearGlobalAveragePool', doc: 'The mean of each quantised feature map.', like: GlobalAveragePool, channelsLast: isChannelsLast }),
  relative({
    domain,
    name: 'QLinearConcat',
    doc: 'Quantised operands one after another along an axis.',
    like: Concat,
    places: ({ inputs }) => inputs.flatMap((_, i) => (i >= 2 && i % 3 === 2 ? [i] : [])),
  }),
  relative({ domain, name: 'QLinearWhere', doc: 'Elements of X where the condition holds, else of Y, quantised.', like: Where, places: [0, 1, 4] }),
  relative({
    domain,
    name: 'QLinearConv',
    doc: 'A convolution of quantised operands, with channels second or last.',
    like: QLinearConv,
    places: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    channelsLast: isChannelsLast,
  }),
  relative({
    domain,
    name: 'QGemm',
    doc: 'A fully connected layer of quantised operands; its result is float where no scale is given for it.',
    like: Gemm,
    places: [0, 3, 6],
    buffers: [1, 2, 4, 5, 7, 8],
    type: ({ inputs }) => (inputs[8] ? inputs[8].type : 'float32'),
  }),
  relative({ domain, name: 'DynamicQuantizeMatMul', doc: 'A product with a quantised matrix; the other side is quantised on the way.', like: MatMul, places: [0, 1], buffers: [2, 3], bias: 4 }),
  relative({
    domain,
    name: 'MatMulIntegerToFloat',
    doc: 'A matrix product of quantised operands, as floats.',
    like: MatMul,
    places: [0, 1],
    buffers: [2, 3, 4, 5],
    bias: 6,
    type: ({ inputs }) => inputs[2]?.type,
  }),
  relative({
    domain,
    name: 'MatMulInteger16',
    doc: 'A matrix product of 16-bit whole numbers, as 32-bit ones.',
    like: MatMul,
    places: [0, 1],
    type: ({ inputs }) => (inputs[0]?.type === 'uint16' && inputs[1]?.type === 'uint16' ? 'uint32' : 'int32'),
  }),
  relative({ domain, name: 'MulInteger', doc: 'The product of quantised operands, element by element, as int32.', like: among(elementwiseOperators, 'Mul'), places: [0, 2], buffers: [1, 3], type: () => 'int32' }),
  dynamicLstm({ domain, name: 'DynamicQuantizeLSTM', doc: 'An LSTM with quantised weights.', like: LSTM, places: [0, 1, 2, 3, 4, 5, 6, 7] }),
  relative({ domain, name: 'QuantizeLinear', doc: QuantizeLinear.doc, like: QuantizeLinear, places: [0, 1, 2], type: ({ inputs }) => inputs[2]?.type ?? 'uint8' }),
  relative({ domain, name: 'DequantizeLinear', doc: DequantizeLinear.doc, like: DequantizeLinear, places: [0, 1, 2], type: ({ inputs }) => inputs[1]?.type }),
]; // prettier-ignore

/** W and R are stored with inputs before gates, the other way round than LSTM has them. */
function dynamicLstm(given: Relative): Operator {
  return relative({
    ...given,
    buffers: [8, 9, 10, 11],
    arranged: (shape, input) =>
      (input === 1 || input === 2) && shape.length === 3 ? [shape[0]!, shape[2]!, shape[1]!] : shape,
  });
}

function among(operators: readonly Operator[], name: string): Operator {
  return operators.find((operator) => operator.name === name)!;
}
