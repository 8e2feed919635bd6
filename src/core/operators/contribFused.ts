/** com.microsoft's convolutions and matrix products that are fused with what follows them, or with channels last. */
import { int, text } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import { UnknownError } from '../errors.ts';
import { attributeOf, type Node } from '../network.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { isWhole } from '../size.ts';
import { Conv, ConvTranspose } from './conv.ts';
import { Gemm, MatMul } from './matrix.ts';
import { MaxPool } from './pool.ts';
import { relative } from './relative.ts';

const domain = 'com.microsoft';

/** X, W and B; a fourth input is added to the result. */
const bank = { domain, places: [0, 1, 2] } as const;

/** Of two matrices, each transposed where an attribute says so, its axes before the last two turned where another does. */
const product = { domain, like: MatMul, places: [0, 1], arranged: transposed } as const;

export const fusedOperators: readonly Operator[] = [
  relative({
    ...bank,
    name: 'FusedConv',
    doc: 'A convolution with an activation, and perhaps an addition.',
    like: Conv,
  }),
  relative({
    ...bank,
    name: 'NhwcConv',
    doc: 'A convolution with channels last.',
    like: Conv,
    channelsLast: () => true,
  }),
  relative({
    ...bank,
    name: 'NhwcFusedConv',
    doc: 'A convolution with channels last, an activation, and perhaps an addition.',
    like: Conv,
    channelsLast: () => true,
  }),
  relative({
    name: 'NhwcMaxPool',
    domain,
    doc: 'The largest input of each window, with channels last.',
    like: MaxPool,
    places: [0],
    channelsLast: () => true,
  }),
  relative({
    name: 'ConvTransposeWithDynamicPads',
    domain,
    doc: 'A transposed convolution whose padding is an input.',
    like: ConvTranspose,
    places: [0, 1, 3],
    read: withPads,
  }),
  relative({ ...bank, name: 'FusedGemm', doc: 'A fully connected layer with an activation.', like: Gemm }),
  relative({
    ...bank,
    name: 'GemmFloat8',
    doc: 'A fully connected layer of 8-bit floats.',
    like: Gemm,
    buffers: [3, 4, 5],
    type: ({ node }) => elementTypeOf(int(node, 'dtype', 1)),
  }),
  relative({ ...product, name: 'FusedMatMul', doc: 'A matrix product of operands that may be transposed, scaled.' }),
  relative({ ...product, name: 'TransposeMatMul', doc: 'The older name of FusedMatMul.' }),
  relative({ ...product, name: 'FusedMatMulActivation', doc: 'FusedMatMul with an activation.' }),
  relative({
    name: 'GemmFastGelu',
    domain,
    doc: 'A matrix product with a bias and the tanh form of GELU.',
    like: MatMul,
    places: [0, 1],
    bias: 2,
  }),
];

/** transBatch moves the first axis to behind the other leading ones; trans then exchanges the last two. */
function transposed(shape: Shape, input: number, node: Node): Shape {
  const side = input === 0 ? 'A' : 'B';
  const isTurned = int(node, `transBatch${side}`, 0) !== 0 && shape.length > 2;
  const turned = isTurned ? [...shape.slice(1, -1), shape[0]!, shape.at(-1)!] : shape;
  const isTransposed = int(node, `trans${side}`, 0) !== 0 && shape.length > 1;
  return isTransposed ? [...turned.slice(0, -2), turned.at(-1)!, turned.at(-2)!] : turned;
}

/** The node with its third input as the attribute that ConvTranspose has. */
function withPads({ node, inputs }: Application): Node {
  if (!inputs[2] || text(node, 'auto_pad', 'NOTSET') !== 'NOTSET') return node;
  const pads = inputs[2].values;
  if (!pads?.every((pad) => isWhole(pad))) throw new UnknownError(`the elements of "${inputs[2].name}" (Pads) are not known`); // prettier-ignore
  return { ...node, attributes: new Map(node.attributes).set('pads', attributeOf(pads.map(Number))) };
}
