/**
 * Products with weights of a few bits, packed into bytes by blocks: the weights that are counted are the logical ones, and
 * their bytes are those stored. ONNX Runtime, docs/ContribOperators.md: MatMulNBits, MatMulBnb4, GatherBlockQuantized.
 */
import { int } from '../attributes.ts';
import { factor, product, sum, type Derivation } from '../derivation.ts';
import { RuleError, UnknownError } from '../errors.ts';
import { bitsOf } from '../network.ts';
import type { Application, Counted, Facts, Known, Operand, Operator, ParameterUse } from '../operator.ts';
import { elementsOf, like, resolveAxis, shaped } from '../shape.ts';
import { ceilDivide, multiply, type Size } from '../size.ts';
import { parametersOf } from './parameters.ts';

const domain = 'com.microsoft';

/** One of the products of a node: where its packed weights, scales and bias stand, and how many outputs it has. */
interface Packed {
  readonly weights: number;
  readonly bias?: number;
  readonly buffers: readonly number[];
  /** The attributes that hold how many inputs and outputs it has. */
  readonly inputs: string;
  readonly outputs: string;
}

const counts = 'units, weights (as many as there are before packing), biases and connections; bytes as stored';

const nBits: Packed = { weights: 1, bias: 5, buffers: [2, 3], inputs: 'K', outputs: 'N' };

const MatMulNBits: Operator = {
  name: 'MatMulNBits',
  domain,
  doc: 'A product with a matrix of a few bits an entry, packed by blocks.',
  infer: (use) => inferPacked(use, [nBits]),
  count: (use) => countPacked(use, [nBits]),
  counts,
};

/** With transB = 0 the stored matrix, N × K, is not transposed: N are inputs and K outputs. */
const MatMulBnb4: Operator = {
  name: 'MatMulBnb4',
  domain,
  doc: 'A product with a matrix of 4-bit floats (FP4 or NF4), packed by blocks.',
  infer: (use) => inferPacked(use, [bnb4(use)]),
  count: (use) => countPacked(use, [bnb4(use)]),
  counts,
};

function bnb4({ node }: Application): Packed {
  const common = { weights: 1, buffers: [2] };
  return int(node, 'transB', 1) !== 0
    ? { ...common, inputs: 'K', outputs: 'N' }
    : { ...common, inputs: 'N', outputs: 'K' };
}

/** Gate and up projections; what they give is multiplied. */
const MatMulNBitsMlp: Operator = {
  name: 'MatMulNBitsMlp',
  domain,
  doc: 'Two products with packed matrices on one input, the activation of one times the other.',
  infer: (use) => [inferPacked(use, mlp)[0]!, sumOfSkip(use)],
  count: (use) => withNorm(use, countPacked(use, mlp)),
  counts,
};

const mlp: readonly Packed[] = [3, 6].map((at) => ({ weights: at, buffers: [at + 1], bias: at + 2, inputs: 'K', outputs: 'N' })); // prettier-ignore

const MatMulNBitsQkv: Operator = {
  name: 'MatMulNBitsQkv',
  domain,
  doc: 'Queries, keys and values of a normalised input through three packed matrices.',
  infer: (use) => [...inferPacked(use, qkv), sumOfSkip(use)],
  count: (use) => withNorm(use, countPacked(use, qkv)),
  counts,
};

const qkv: readonly Packed[] = ['Nq', 'Nkv', 'Nkv'].map((outputs, i) => ({
  weights: 3 + 3 * i, buffers: [4 + 3 * i], bias: 5 + 3 * i, inputs: 'K', outputs,
})); // prettier-ignore

/** uint8 holds 8 / bits entries a byte along the last axis; narrower types say themselves how many bits they have. */
const GatherBlockQuantized: Operator = {
  name: 'GatherBlockQuantized',
  domain,
  doc: 'Slices of a packed table, chosen by index along an axis.',
  infer(use) {
    const [indices, scales] = [shaped(use, 1, 'indices'), shaped(use, 2, 'scales')];
    const table = tableOf(use);
    const axis = resolveAxis(int(use.node, 'gather_axis', 0), table.length);
    return [like(scales, [...table.slice(0, axis), ...indices.shape, ...table.slice(axis + 1)])];
  },
  count(use) {
    const elements = product(tableOf(use).map((size, axis) => factor(`axis ${axis}`, size)));
    const buffers = parametersOf(use, { 2: 'buffer', 3: 'buffer' });
    if (!use.inputs[0]?.constant || use.inputs[1]?.constant) return { parameters: buffers };
    return { parameters: [{ input: 0, role: 'embedding', elements, bytes: bytesOf(use.inputs[0]) }, ...buffers] };
  },
  counts: 'embeddings: as many as there are before packing; bytes as stored',
};

export const packedOperators: readonly Operator[] = [
  MatMulNBits,
  MatMulBnb4,
  MatMulNBitsMlp,
  MatMulNBitsQkv,
  GatherBlockQuantized,
];

function inferPacked(use: Application, products: readonly Packed[]): readonly Known[] {
  const a = shaped(use, 0, 'A');
  if (a.shape.length === 0) throw new RuleError(`A "${a.name}" is a scalar, where a vector or more is expected`);
  return products.map(({ inputs, outputs, weights }) => {
    const read = required(use, inputs);
    use.unify(a.shape.at(-1)!, read, `inputs of "${a.name}", and what "${use.inputs[weights]?.name ?? 'B'}" reads`);
    return like(a, [...a.shape.slice(0, -1), required(use, outputs)]);
  });
}

function countPacked(use: Counted, products: readonly Packed[]): Facts {
  const { shape } = shaped(use, 0, 'A');
  const applied = shape.slice(0, -1).map((size, i) => factor(i === 0 ? 'batch' : `positions along axis ${i}`, size)).filter(({ value }) => value !== 1); // prettier-ignore
  const units: Derivation[] = [];
  const connections: Derivation[] = [];
  const biased: Derivation[] = [];
  const parameters: ParameterUse[] = [];
  for (const { weights, bias, buffers, inputs, outputs } of products) {
    const [read, made] = [factor('inputs', required(use, inputs), 'C'), factor('outputs', required(use, outputs), 'N')];
    units.push(product([made, ...applied]));
    connections.push(product([read, made, ...applied]));
    if (bias !== undefined && use.inputs[bias]) biased.push(product([made, ...applied]));
    const stored = use.inputs[weights];
    if (stored?.constant)
      parameters.push({ input: weights, role: 'weight', elements: product([read, made]), bytes: bytesOf(stored) });
    const others = Object.fromEntries(buffers.map((place) => [place, 'buffer' as const]));
    parameters.push(...parametersOf(use, bias === undefined ? others : { ...others, [bias]: 'bias' }));
  }
  if (!parameters.some(({ role }) => role === 'weight')) return { weightlessConnections: sum(connections), parameters };
  return {
    units: sum(units),
    connections: sum(connections),
    ...(biased.length > 0 && { biasConnections: sum(biased) }),
    parameters,
  };
}

function withNorm(use: Counted, facts: Facts): Facts {
  return { ...facts, parameters: [...parametersOf(use, { 2: 'norm' }), ...(facts.parameters ?? [])] };
}

/** The sum of the input and what skips past it. */
function sumOfSkip(use: Application): Known {
  const a = shaped(use, 0, 'A');
  return like(a, a.shape);
}

function required({ node }: Application, name: string): number {
  const size = int(node, name);
  if (size === undefined) throw new RuleError(`attribute "${name}" is missing`);
  if (size < 1) throw new RuleError(`attribute "${name}" is ${size}; at least 1 is expected`);
  return size;
}

function tableOf(use: Application): readonly Size[] {
  const data = shaped(use, 0, 'data');
  if (data.type !== 'uint8' || data.shape.length === 0) return data.shape;
  const bits = int(use.node, 'bits', 4);
  if (bits !== 2 && bits !== 4 && bits !== 8)
    throw new RuleError(`attribute "bits" is ${bits}; 2, 4 or 8 are expected`);
  return [...data.shape.slice(0, -1), multiply(data.shape.at(-1)!, 8 / bits)];
}

function bytesOf({ name, shape, type }: Operand): Size {
  if (!shape) throw new UnknownError(`the shape of "${name}" is not known`);
  return ceilDivide(multiply(elementsOf(shape), bitsOf[type ?? 'uint8']), 8);
}
