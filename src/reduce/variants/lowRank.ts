/** A layer as two, with fewer units between them: W of p x q becomes p x r and r x q. */
import { int } from '../../core/attributes.ts';
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Node, Tensor } from '../../core/network.ts';
import { bytesOf } from '../../formats/index.ts';
import { edited, freeName, part, wholes, withAttributes } from './edit.ts';
import { factorise } from './matrix/factorise.ts';
import { identity, transpose, type Matrix } from './matrix/matrix.ts';
import { layerAnd, wholeOf } from './layerAnd.ts';
import { sidesOf, siteOf, type Site } from './site.ts';
import type { Change, Ground, Made, MadeOf, Variant, VariantKind } from './variant.ts';

export const lowRank: VariantKind<'low-rank'> = {
  doc: 'A fully connected layer, or a convolution, as two layers with r units between them, made of the best r directions of its weights: what lies in the others is lost.',
  usage: 'low-rank=LAYER[:RANK]',
  parse: (text) => {
    const [layer, rank] = layerAnd(text, 'low-rank');
    return { kind: 'low-rank', layer, ...(rank !== undefined && { rank: wholeOf(rank, `low-rank=${text}`, 1) }) };
  },
  format: ({ layer, rank }) => (rank === undefined ? layer : `${layer}:${rank}`),
  change,
};

/** The rank from which two factors of a p x q matrix have fewer weights than it: r · (p + q) < p · q below it or at it. */
export function breakEvenRank(p: number, q: number): number {
  return Math.floor((p * q) / (p + q));
}

/**
 * The share that is kept is 1: the rank is a width class of its own, from min(p, q) on, and has the price of a width. Where a rank
 * is given, its share of the full one.
 */
function change(ground: Ground, { layer, rank }: Variant<'low-rank'>): Change {
  const site = siteOf(ground, layer);
  const { rows, columns } = sidesOf(site);
  const full = Math.min(rows, columns);
  const size = rank ?? full;
  if (size < 1 || size > full) throw new UsageError(`${layer}: its weights of ${rows} x ${columns} have no rank ${size}; from 1 to ${full} is expected`); // prettier-ignore
  const groups = int(site.node, 'group', 1);
  if (groups > 1) throw new UnsupportedError(`${layer} is a convolution in ${groups} groups; two factors are made of ungrouped ones`); // prettier-ignore
  const { first, second, tensors } = site.node.operator === 'Conv' ? convolutions(ground, site, size) : products(ground, site, size); // prettier-ignore
  const [a, b] = [...tensors.keys()];
  return {
    network: edited(ground.network, {
      nodes: new Map([[site.node.name, [first, second]]]),
      tensors,
      without: [site.weight],
    }),
    share: size / full,
    says: `${layer}: ${rows} x ${columns} weights as ${size} x ${columns} and ${rows} x ${size}; weights and connections are saved up to a rank of ${breakEvenRank(rows, columns)}`,
    renamed: new Map([[layer, `${layer}.b`]]),
    made: [factorsOf(site, layer, { a: a!, b: b!, size })],
  };
}

interface Pair {
  readonly first: Node;
  readonly second: Node;
  /** Of the first and of the second. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** k x k into r filters, then 1 x 1. */
function convolutions(ground: Ground, site: Site, size: number): Pair {
  const { node, shape } = site;
  const ones = shape.slice(2).map(() => 1);
  const names = namesOf(ground, site);
  const second = withAttributes({ ...node, attributes: new Map() }, { kernel_shape: wholes(ones) });
  return paired(site, names, {
    first: { ...node, inputs: [node.inputs[0]!, names.a] },
    second: { ...second, inputs: [names.between, names.b, ...node.inputs.slice(2)] },
    shapes: [
      [size, ...shape.slice(1)],
      [shape[0]!, size, ...ones],
    ],
  });
}

/** The first is a MatMul, which every version of ONNX has without a bias; the second is the layer's own operator. */
function products(ground: Ground, site: Site, size: number): Pair {
  const { node, shape, filters, inputs } = site;
  const names = namesOf(ground, site);
  return paired(site, names, {
    first: { ...node, operator: 'MatMul', attributes: new Map(), inputs: [node.inputs[0]!, names.a] },
    second: { ...node, inputs: [names.between, names.b, ...node.inputs.slice(2)] },
    shapes: [[shape[inputs]!, size], shape.with(inputs, size).with(filters, shape[filters]!)],
  });
}

interface Names {
  readonly a: string;
  readonly b: string;
  readonly between: string;
}

function namesOf({ network }: Ground, { node }: Site): Names {
  return {
    a: freeName(network, `${node.name}.a.weight`),
    b: freeName(network, `${node.name}.b.weight`),
    between: freeName(network, `${node.name}.a_out`),
  };
}

function paired(
  { node, layer, tensor }: Site,
  { a, b, between }: Names,
  { first, second, shapes }: Pick<Pair, 'first' | 'second'> & { shapes: readonly (readonly number[])[] },
): Pair {
  const own = { path: layer.path, ...(node.layer !== undefined && { layer: node.layer }) };
  return {
    first: { ...first, name: `${node.name}.a`, outputs: [between], ...part(own, 'a') },
    second: { ...second, name: `${node.name}.b`, ...part(own, 'b') },
    tensors: new Map([a, b].map((name, i) => [name, { type: tensor.type, shape: shapes[i]! }])),
  };
}

/** Both factors at once: of the rank that is kept after a cut, the other directions 0; at full rank the weights and an identity. */
function factorsOf(site: Site, layer: string, { a, b, size }: { a: string; b: string; size: number }): Made {
  const isConvolution = site.node.operator === 'Conv';
  const isTurned = site.filters !== 0;
  return {
    tensors: [a, b],
    bytes: async (source) => {
      const matrix = await matrixOf(site, source);
      const cut = source.cuts.get(a)?.[isConvolution ? 0 : 1];
      const rank = cut ? cut.reduce((most, index) => Math.max(most, index + 1), 1) : size;
      const { left, right, kept } = await bestFactors(matrix, rank, source);
      source.onFactors({ layer, rank, kept });
      const [wideRight, wideLeft] = [padded(right, size), transpose(padded(transpose(left), size))];
      const first = isConvolution ? wideRight : transpose(wideRight);
      const second = isTurned ? transpose(wideLeft) : wideLeft;
      return [first, second].map(({ numbers }) => bytesOf(plain(numbers), site.tensor.type));
    },
  };
}

async function matrixOf(site: Site, { numbersOf }: MadeOf): Promise<Matrix> {
  const { rows, columns } = sidesOf(site);
  const numbers = await numbersOf(site.weight);
  return site.filters === 0 ? { rows, columns, numbers } : transpose({ rows: columns, columns: rows, numbers });
}

async function bestFactors(
  matrix: Matrix,
  rank: number,
  { multiply, seed }: MadeOf,
): Promise<{ left: Matrix; right: Matrix; kept: number }> {
  const { rows, columns } = matrix;
  if (rank < Math.min(rows, columns)) return factorise(matrix, rank, { multiply, seed });
  if (rows <= columns) return { left: identity(rows), right: matrix, kept: 1 };
  return { left: matrix, right: identity(columns), kept: 1 };
}

/** With rows of 0 behind. */
function padded(matrix: Matrix, rows: number): Matrix {
  if (matrix.rows === rows) return matrix;
  const numbers = new Float32Array(rows * matrix.columns);
  numbers.set(matrix.numbers);
  return { rows, columns: matrix.columns, numbers };
}

/** On a buffer that is not shared, as elements are written from. */
function plain(numbers: Float32Array | Float64Array): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  return numbers instanceof Float32Array ? new Float32Array(numbers) : new Float64Array(numbers);
}
