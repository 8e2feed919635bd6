/** Reading and writing by index. */
import { int } from '../attributes.ts';
import { RuleError, UnknownError } from '../errors.ts';
import { pick } from '../evaluate.ts';
import type { Counted, Facts, Operator, Shape } from '../operator.ts';
import { formatShape, like, resolveAxis, shaped, type Shaped } from '../shape.ts';
import { formatSize, isWhole, type Size } from '../size.ts';
import { parametersOf } from './parameters.ts';

const free = 'only moves elements';

/** A table of floats that an index from the input reads is an embedding. */
export const Gather: Operator = {
  name: 'Gather',
  domain: '',
  doc: 'Slices of a table, chosen by index along an axis.',
  infer(use) {
    const [data, indices] = [shaped(use, 0, 'data'), shaped(use, 1, 'indices')];
    const axis = resolveAxis(int(use.node, 'axis', 0), data.shape.length);
    const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
    return [like(data, shape, gathered(data, indices, shape, axis))];
  },
  count: countEmbedding,
  counts: 'embeddings: a learned table that a computed index reads',
};

export const GatherElements: Operator = {
  name: 'GatherElements',
  domain: '',
  doc: 'Single elements, chosen by an index for each along an axis.',
  infer(use) {
    const [data, indices] = [shaped(use, 0, 'data'), shaped(use, 1, 'indices')];
    resolveAxis(int(use.node, 'axis', 0), data.shape.length);
    expectRank(indices.shape.length, data.shape.length);
    return [like(data, indices.shape)];
  },
  free,
};

/** The last axis of the indices holds a place in the leading axes of the data. */
export const GatherND: Operator = {
  name: 'GatherND',
  domain: '',
  doc: 'Slices chosen by tuples of indices into the leading axes.',
  infer(use) {
    const [data, indices] = [shaped(use, 0, 'data'), shaped(use, 1, 'indices')];
    const shared = int(use.node, 'batch_dims', 0);
    const depth = indices.shape.at(-1);
    if (depth === undefined) throw new RuleError(`indices "${indices.name}" is a scalar`);
    if (typeof depth !== 'number') throw new UnknownError(`the length of an index, ${formatSize(depth)}, is not known`);
    if (shared + depth > data.shape.length) {
      throw new RuleError(`${depth} indices after ${shared} batch axes, where the data is ${formatShape(data.shape)}`);
    }
    return [like(data, [...indices.shape.slice(0, -1), ...data.shape.slice(shared + depth)])];
  },
  free,
};

export const ScatterElements: Operator = scatter(
  'ScatterElements',
  'The data with single elements replaced along an axis.',
);
export const Scatter: Operator = scatter(
  'Scatter',
  'The data with single elements replaced (deprecated for ScatterElements).',
);
export const ScatterND: Operator = scatter('ScatterND', 'The data with slices replaced at tuples of indices.');
export const TensorScatter: Operator = scatter('TensorScatter', 'A cache with new entries written along its sequence.');

function scatter(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const data = shaped(use, 0, 'data');
      return [like(data, data.shape)];
    },
    free,
  };
}

function gathered(data: Shaped, indices: Shaped, shape: Shape, axis: number): readonly Size[] | undefined {
  const places = indices.values;
  if (!data.values || !places?.every(isWhole)) return undefined;
  const size = Number(data.shape[axis]!);
  const inner = data.shape.slice(axis + 1).reduce<number>((total, each) => total * Number(each), 1);
  const outside = places.find((place) => place >= size || place < -size);
  if (outside !== undefined) throw new RuleError(`index ${outside} is out of range for axis ${axis} of size ${size}`);
  return pick(data.values, shape, (_, index) => {
    const within = index % inner;
    const row = Math.floor(index / inner);
    const place = Number(places[row % places.length]!);
    const outer = Math.floor(row / places.length);
    return (outer * size + (place < 0 ? place + size : place)) * inner + within;
  });
}

function countEmbedding(use: Counted): Facts {
  const [data, indices] = use.inputs;
  const isTable = data?.learned === true && (data.shape?.length ?? 0) >= 2 && indices?.constant === false;
  return isTable ? { parameters: parametersOf(use, { 0: 'embedding' }) } : {};
}

function expectRank(rank: number, expected: number): void {
  if (rank !== expected) throw new RuleError(`indices have ${rank} axes, where the data has ${expected}`);
}
