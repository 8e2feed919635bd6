/** Attention as one operator: products of computed values, and no weights. https://onnx.ai/onnx/operators/onnx__Attention.html */
import { int } from '../attributes.ts';
import { factor, product, sum, type Derivation } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Known, Operator } from '../operator.ts';
import { like, shaped, type Shaped } from '../shape.ts';
import { add, divideExactly, floorDivide, formatSize, isWhole, multiply, type Size } from '../size.ts';

/** Heads lie on an axis of their own (4 axes), or packed into the last (3 axes) with their number as an attribute. */
export const Attention: Operator = {
  name: 'Attention',
  domain: '',
  doc: 'Scaled dot-product attention of queries, keys and values, with a cache of past ones where given.',
  infer(use) {
    const { q, k, v, total } = attended(use);
    const scores = [q.batch, q.heads, q.length, total];
    const packed = [q.batch, q.length, multiply(q.heads, v.size)];
    const cache = (of: Heads): Known => like(of.from, [q.batch, k.heads, total, of.size]);
    const shape = q.from.shape.length === 3 ? packed : [q.batch, q.heads, q.length, v.size];
    return [like(q.from, shape), cache(k), cache(v), like(q.from, scores)];
  },
  count: (use) => countAttention(attended(use)),
  counts: 'weightless connections: queries with keys, and scores with values',
};

/** As Attention, with four axes always and subgraphs that change scores elementwise. */
export const FlexAttention: Operator = {
  ...Attention,
  name: 'FlexAttention',
  domain: 'ai.onnx.preview',
  doc: 'Scaled dot-product attention whose scores a subgraph may change.',
};

/** A recurrence in place of a softmax: the state of each head is a matrix of key size × value size. */
export const LinearAttention: Operator = {
  name: 'LinearAttention',
  domain: '',
  doc: 'Attention through a matrix of state a head, updated at every position.',
  infer(use) {
    const { q, k, v } = linear(use);
    const state = [q.batch, k.heads, k.size, v.size];
    const type = use.inputs[3]?.type ?? v.from.type;
    return [like(q.from, [q.batch, q.length, multiply(q.heads, v.size)]), { type, shape: state }];
  },
  counts: 'weightless connections: the state written and read at each position',
  count(use) {
    const { q, k, v } = linear(use);
    const [width, height] = [factor('key size', k.size), factor('value size', v.size)];
    const written = product([
      factor('key heads', k.heads),
      factor('positions', k.length),
      width,
      height,
      ...batchOf(q),
    ]);
    const read = product([factor('query heads', q.heads), factor('positions', q.length), width, height, ...batchOf(q)]);
    return { weightlessConnections: sum([written, read]) };
  },
};

/** Pairs of coordinates are turned by an angle that depends on the position. */
export const RotaryEmbedding: Operator = {
  name: 'RotaryEmbedding',
  domain: '',
  doc: 'Positions written into queries and keys by rotation.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    return [like(x, x.shape)];
  },
  free: 'rotates elementwise: no multiply-accumulate',
};

/** One operand with its heads told apart. */
interface Heads {
  readonly from: Shaped;
  readonly batch: Size;
  readonly heads: Size;
  readonly length: Size;
  readonly size: Size;
}

interface Attended {
  readonly q: Heads;
  readonly k: Heads;
  readonly v: Heads;
  /** Keys that each query meets: those of the cache and those given. */
  readonly total: Size;
}

/** Q · Kᵀ and the scores times V, for every head. */
function countAttention({ q, v, total }: Attended): Facts {
  const pairs = [factor('query heads', q.heads), factor('queries', q.length), factor('keys', total)];
  const scores = product([...pairs, factor('head size', q.size), ...batchOf(q)]);
  const mixed = product([...pairs, factor('value size', v.size), ...batchOf(q)]);
  return { weightlessConnections: sum([scores, mixed]) };
}

function attended(use: Application): Attended {
  const q = headsOf(use, 0, 'Q', 'q_num_heads');
  const k = headsOf(use, 1, 'K', 'kv_num_heads');
  const v = headsOf(use, 2, 'V', 'kv_num_heads');
  use.unify(q.size, k.size, 'head size of Q and of K');
  use.unify(k.length, v.length, 'length of K and of V');
  const past = use.inputs[4] ? shaped(use, 4, 'past_key', 4).shape[2]! : 0;
  return { q, k, v, total: add(past, k.length) };
}

function linear(use: Counted | Application): Omit<Attended, 'total'> {
  return {
    q: headsOf(use, 0, 'query', 'q_num_heads'),
    k: headsOf(use, 1, 'key', 'kv_num_heads'),
    v: headsOf(use, 2, 'value', 'kv_num_heads'),
  };
}

function headsOf(use: Application, index: number, what: string, attribute: string): Heads {
  const from = shaped(use, index, what);
  const [batch, second, third, fourth] = from.shape;
  if (from.shape.length === 4) return { from, batch: batch!, heads: second!, length: third!, size: fourth! };
  const heads = int(use.node, attribute);
  if (from.shape.length !== 3) throw new RuleError(`${what} has ${from.shape.length} axes, where 3 or 4 are expected`);
  if (heads === undefined || heads < 1)
    throw new RuleError(`${what} has 3 axes, and attribute "${attribute}" is missing`);
  const size = divideExactly(third!, heads);
  if (size === undefined && isWhole(third!))
    throw new RuleError(`${heads} heads do not divide ${formatSize(third)} of ${what}`);
  return { from, batch: batch!, heads, length: second!, size: size ?? floorDivide(third!, heads) };
}

function batchOf({ batch }: Heads): readonly Derivation[] {
  return batch === 1 ? [] : [factor('batch', batch)];
}
