/** Convolutions, fully connected layers, and products of computed values. */
import { int, ints } from '../../core/attributes.ts';
import { elementsOf } from '../../core/shape.ts';
import { add, floorDivide, multiply, productOf, subtract, sumOf, type Size } from '../../core/size.ts';
import { baseOf, computedInput, type Context, type Reading } from './base.ts';
import type { CallOf } from './call.ts';
import { isFusedProduct } from './fused.ts';
import type { Op, Trace } from './trace.ts';

/** Bias is an input, or the Add behind it in files that were quantised or rewritten. */
export const convolution: Reading = (op, context) => weighted('convolution', op, context);

export const transposedConvolution: Reading = (op, context) => weighted('transposed convolution', op, context);

/** A product with a learned matrix is a fully connected layer. */
export const matrixProduct: Reading = (op, context) => {
  if (op.facts.units !== undefined) return weighted('linear', op, context);
  const kind = isFusedProduct(op, context) ? 'dot-product attention' : 'matrix product';
  return { ...baseOf(op, context), kind, macs: macsOf(op) };
};

export const einsum: Reading = (op, context) => ({ ...baseOf(op, context), kind: 'einsum', macs: macsOf(op) });

/** ONNX's Attention: both products in one node. */
export const fusedAttention: Reading = (op, context) => ({
  ...baseOf(op, context),
  kind: 'dot-product attention',
  macs: macsOf(op),
});

/** Their third input is the bias; torch.export gives a layer without one a vector of zeros, which is no parameter. */
const withBias = new Set(['Conv', 'ConvTranspose', 'Gemm']);

type Weighted = CallOf<'convolution' | 'linear' | 'transposed convolution'>;

function weighted(kind: Weighted['kind'], op: Op, context: Context): Weighted {
  const { node } = op;
  const own = withBias.has(node.operator) && context.sources(node.inputs[2]).length > 0;
  const add = own ? undefined : biasAdd(op, kind, context);
  const input = computedInput(op, context);
  const output = context.shape(node.outputs[0]);
  const base = baseOf(op, context, { input, also: add ? [add] : [] });
  return {
    ...base,
    kind,
    macs: macsOf(op),
    bias: own || add !== undefined,
    groups: node.attributes.has('group') ? int(node, 'group', 1) : 1,
    inputPositions: elementsOf(context.shape(input).slice(2)),
    features: (kind === 'linear' ? output.at(-1) : output[1]) ?? 1,
    filtersPerGroup: context.shape(node.inputs[1])[kind === 'transposed convolution' ? 1 : 0] ?? 1,
    ordinaryPositions: kind === 'transposed convolution' ? ordinaryPositions(op, context) : 1,
    outputPositions: elementsOf(context.shape(node.outputs[0]).slice(2)),
    isRoot:
      base.parameters.some(({ name }) => !name.includes('.')) &&
      base.layer === node.name.slice(node.name.lastIndexOf('/') + 1),
  };
}

/** ∏ ⌊(in + padding − dilation · (kernel − 1) − 1) / stride⌋ + 1 */
function ordinaryPositions({ node }: Op, { shape }: Context): Size {
  const [input, weight] = [shape(node.inputs[0]), shape(node.inputs[1])];
  const rank = input.length - 2;
  const [strides, dilations, pads] = [ints(node, 'strides'), ints(node, 'dilations'), ints(node, 'pads')];
  const along = input.slice(2).map((size, axis) => {
    const reach = multiply(subtract(weight[axis + 2] ?? 1, 1), dilations?.[axis] ?? 1);
    const padding = (pads?.[axis] ?? 0) + (pads?.[axis + rank] ?? 0);
    return add(floorDivide(sumOf([size, padding, multiply(reach, -1), -1]), strides?.[axis] ?? 1), 1);
  });
  return productOf(along);
}

/** The Add that alone reads the product and adds a learned vector along its filters. */
export function biasAdd({ node, path }: Op, kind: Weighted['kind'], context: Trace): Op | undefined {
  const [add, ...others] = context.readers(node.outputs[0]);
  if (add?.node.operator !== 'Add' || others.length > 0 || add.path.split('.')[0] !== path.split('.')[0])
    return undefined;
  const vector = add.node.inputs.find((name) => context.operand(name)?.learned);
  const output = context.shape(node.outputs[0]);
  const filters = kind === 'linear' ? output.at(-1) : output[1];
  const axes = context.shape(vector).filter((size) => size !== 1);
  return vector !== undefined && axes.length <= 1 && (axes[0] ?? 1) === filters ? add : undefined;
}

function macsOf({ facts }: Op): Size {
  return facts.connections?.value ?? facts.weightlessConnections?.value ?? 0;
}
