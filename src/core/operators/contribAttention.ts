/**
 * com.microsoft's attention on queries, keys and values that are given. ONNX Runtime, docs/ContribOperators.md. Every query is
 * counted with every key: masks, causal and local windows leave out none, as in ONNX Attention.
 */
import { int } from '../attributes.ts';
import { factor, product, sum, type Derivation } from '../derivation.ts';
import { RuleError, UnknownError } from '../errors.ts';
import type { Application, Counted, Facts, Known, Operator } from '../operator.ts';
import { formatShape, like, operand, shaped, type Shaped } from '../shape.ts';
import { add, divideExactly, floorDivide, formatSize, isWhole, maximum, multiply, sumOf, type Size } from '../size.ts';
import { LinearAttention } from './attention.ts';
import { parametersOf } from './parameters.ts';
import { relative } from './relative.ts';

const domain = 'com.microsoft';

/** What one node of attention multiplies. */
export interface Attended {
  readonly from: Shaped;
  readonly batch: Size;
  readonly heads: Size;
  readonly kvHeads: Size;
  readonly queries: Size;
  /** Keys of this step, and with those of the cache. */
  readonly keys: Size;
  readonly total: Size;
  readonly size: Size;
  readonly valueSize: Size;
}

const counts = 'weightless connections: queries with keys, and scores with values';

/** Where the inputs stand that not all forms of multi-head attention have at one place. */
interface Places {
  readonly bias: number;
  readonly past: number;
  /** Given where past and present share one buffer, which is then as long as both. */
  readonly pastLength: number;
}

const MultiHeadAttention = multiHead('MultiHeadAttention', 'Attention of queries, keys and values, with a bias for each.', { bias: 3, past: 6, pastLength: 8 }); // prettier-ignore

const DecoderMaskedMultiHeadAttention = multiHead(
  'DecoderMaskedMultiHeadAttention',
  'Attention of one new query with cached keys and values.',
  { bias: 10, past: 5, pastLength: 7 },
);

function multiHead(name: string, doc: string, places: Places): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const { output, cache, scores } = known(manyHeads(use, places));
      const past = use.inputs[places.past];
      const present = use.inputs[places.pastLength] && past?.shape ? like(past, past.shape) : cache;
      return [output, present, { ...present, shape: present.shape && valueCache(use, places, present.shape) }, scores];
    },
    count(use) {
      const attended = manyHeads(use, places);
      const facts = countAttended(attended);
      return use.inputs[places.bias] ? withProjectionBias(use, places.bias, attended, facts) : facts;
    },
    counts: `${counts}; biases`,
  };
}

/** Keys and values have fewer heads than queries. Packed, all three lie behind one another in the first input. */
const GroupQueryAttention: Operator = {
  name: 'GroupQueryAttention',
  domain,
  doc: 'Attention whose keys and values each serve a group of query heads, with a cache.',
  infer(use) {
    const attended = groupedHeads(use);
    const { output, cache, scores } = known(attended);
    const past = use.inputs[3];
    const length = past?.shape?.[2];
    const isShared = isWhole(attended.total) && length !== undefined && isWhole(length);
    const kept = isShared ? maximum(length, attended.total) : attended.total;
    const shape = past?.shape?.with(2, kept) ?? cache.shape?.with(2, kept);
    const present: Known = { type: past?.type ?? cache.type, shape };
    return [output, present, present, scores];
  },
  count(use) {
    const facts = countAttended(groupedHeads(use));
    const parameters = parametersOf(use, { 7: 'buffer', 8: 'buffer', 11: 'other', 12: 'buffer', 13: 'buffer', 14: 'norm', 15: 'norm' }); // prettier-ignore
    return parameters.length === 0 ? facts : { ...facts, parameters };
  },
  counts,
};

/** Tokens of all sequences one after another, without padding: counted as if each sequence were as long as the longest. */
const PackedMultiHeadAttention: Operator = {
  name: 'PackedMultiHeadAttention',
  domain,
  doc: 'Attention of sequences that lie behind one another without padding.',
  infer(use) {
    const { from, heads, valueSize } = packedHeads(use);
    return [like(from, [from.shape[0]!, multiply(heads, valueSize)])];
  },
  count(use) {
    const attended = packedHeads(use);
    const facts = { ...countAttended(attended), notes: [paddedNote] };
    const tokens = { ...attended, batch: 1, queries: attended.from.shape[0]!, keys: attended.from.shape[0]! };
    return use.inputs[3] ? withProjectionBias(use, 3, tokens, facts) : facts;
  },
  counts: `${counts}; biases`,
};

/** What packed forms of attention state of their sequences. */
export const paddedNote = 'its sequences are counted as long as the longest: how long each is depends on data';

export const headOperators: readonly Operator[] = [
  MultiHeadAttention,
  DecoderMaskedMultiHeadAttention,
  GroupQueryAttention,
  PackedMultiHeadAttention,
  relative({ name: 'LinearAttention', domain, doc: LinearAttention.doc, like: LinearAttention, places: [0, 1, 2, 3] }),
];

/** Q · Kᵀ and the scores times V, for every head. */
export function countAttended({ batch, heads, queries, total, size, valueSize }: Attended): Facts {
  const pairs = [factor('query heads', heads), factor('queries', queries), factor('keys', total)];
  const each = batch === 1 ? [] : [factor('batch', batch)];
  const scores = product([...pairs, factor('head size', size), ...each]);
  return { weightlessConnections: sum([scores, product([...pairs, factor('value size', valueSize), ...each])]) };
}

/** One bias for each query, key and value element that a projection before it made. */
function withProjectionBias(use: Counted, input: number, { batch, heads, queries, keys, size, valueSize }: Attended, facts: Facts): Facts {
  const added = (what: string, length: Size, of: Size): Derivation =>
    product([factor(what, length), factor('heads', heads), factor('head size', of), ...(batch === 1 ? [] : [factor('batch', batch)])]);
  const biasConnections = sum([added('queries', queries, size), added('keys', keys, size), added('values', keys, valueSize)]);
  return { ...facts, biasConnections, parameters: parametersOf(use, { [input]: 'bias' }) };
} // prettier-ignore

function known({ from, batch, heads, kvHeads, queries, total, size, valueSize }: Attended): Readonly<Record<'output' | 'cache' | 'scores', Known>> {
  return {
    output: like(from, [batch, queries, multiply(heads, valueSize)]),
    cache: like(from, [batch, kvHeads, total, size]),
    scores: like(from, [batch, heads, queries, total]),
  };
} // prettier-ignore

function valueCache(use: Application, places: Places, present: readonly Size[]): readonly Size[] {
  const past = use.inputs[places.past + 1]?.shape;
  return present.with(3, past?.[3] ?? manyHeads(use, places).valueSize);
}

/** Queries of 3 axes or packed in 5; keys and values of 3 axes, packed in 5, or of 4 where they come from a cache. */
function manyHeads(use: Application, places: Places): Attended {
  const from = shaped(use, 0, 'query');
  const heads = headsOf(use, 'num_heads');
  const past = use.inputs[places.past] ? shaped(use, places.past, 'past_key', 4).shape[2]! : 0;
  const [batch, queries, last] = [from.shape[0]!, from.shape[1]!, from.shape[2]!];
  const common = { from, batch, heads, kvHeads: heads, queries };
  const along = (keys: Size): Pick<Attended, 'keys' | 'total'> => ({ keys, total: totalOf(use, places, past, keys) });
  if (from.shape.length === 5)
    return { ...common, ...along(queries), size: from.shape[4]!, valueSize: from.shape[4]! };
  if (from.shape.length !== 3) throw wrongAxes(from, 'query', '3 or 5');
  if (!use.inputs[1]) {
    const third = divided(last, 3, 'parts of the packed queries, keys and values');
    return { ...common, ...along(queries), ...sameSizes(divided(third, heads, 'heads')) };
  }
  const key = shaped(use, 1, 'key');
  const size = divided(last, heads, 'heads');
  if (key.shape.length === 5) return { ...common, ...along(key.shape[1]!), ...sameSizes(size) };
  const value = shaped(use, 2, 'value');
  use.unify(batch, key.shape[0]!, 'batch of query and key');
  if (key.shape.length === 4) return { ...common, keys: key.shape[2]!, total: key.shape[2]!, size, valueSize: value.shape[3]! };
  if (key.shape.length !== 3 || value.shape.length !== 3) throw wrongAxes(key, 'key', '3, 4 or 5');
  use.unify(key.shape[1]!, value.shape[1]!, 'length of key and value');
  use.unify(last, key.shape[2]!, 'sizes of query and key');
  return { ...common, ...along(key.shape[1]!), size, valueSize: divided(value.shape[2]!, heads, 'heads') };
} // prettier-ignore

function sameSizes(size: Size): Pick<Attended, 'size' | 'valueSize'> {
  return { size, valueSize: size };
}

/** Where past and present share a buffer: the past's length and the new keys, or all of the buffer where it is not known. */
function totalOf(use: Application, { pastLength }: Places, past: Size, keys: Size): Size {
  if (!use.inputs[pastLength]) return add(past, keys);
  const length = use.inputs[pastLength].values?.[0];
  return length === undefined ? (past === 0 ? keys : past) : add(length, keys);
}

function groupedHeads(use: Application): Attended {
  const from = shaped(use, 0, 'query', 3);
  const [heads, kvHeads] = [headsOf(use, 'num_heads'), headsOf(use, 'kv_num_heads')];
  if (heads % kvHeads !== 0) throw new RuleError(`${kvHeads} key heads do not divide ${heads} query heads`);
  const [batch, queries, last] = [from.shape[0]!, from.shape[1]!, from.shape[2]!];
  const key = use.inputs[1] ? shaped(use, 1, 'key') : undefined;
  const size = divided(last, key ? heads : heads + 2 * kvHeads, key ? 'heads' : 'packed heads');
  if (key && key.shape.length === 3) use.unify(key.shape[2]!, multiply(kvHeads, size), 'size of key, and of its heads');
  const keys = key ? (key.shape.length === 4 ? key.shape[2]! : key.shape[1]!) : queries;
  const past = use.inputs[3] ? shaped(use, 3, 'past_key', 4).shape[2]! : 0;
  const total = operand(use, 6, 'total_sequence_length').values?.[0] ?? sumOf([past, keys]);
  return { from, batch, heads, kvHeads, queries, keys, total, size, valueSize: size };
}

/** Without batch and length of their own: token_offset has them. */
function packedHeads(use: Application): Attended {
  const from = shaped(use, 0, 'query');
  const heads = headsOf(use, 'num_heads');
  const [batch, length] = shaped(use, 4, 'token_offset', 2).shape;
  if (from.shape.length === 4) {
    const common = { from, batch: batch!, heads, kvHeads: heads, queries: length!, keys: length!, total: length! };
    return { ...common, size: from.shape[3]!, valueSize: from.shape[3]! };
  }
  if (from.shape.length !== 2) throw wrongAxes(from, 'query', '2 or 4');
  const size = divided(from.shape[1]!, heads, 'heads');
  const valueSize = divided(shaped(use, 2, 'value', 2).shape[1]!, heads, 'heads');
  return { from, batch: batch!, heads, kvHeads: heads, queries: length!, keys: length!, total: length!, size, valueSize };
} // prettier-ignore

/** An attribute that is a number of heads. */
export function headsOf({ node }: Application, name: string): number {
  const heads = int(node, name);
  if (heads === undefined) throw new RuleError(`attribute "${name}" is missing`);
  if (heads < 1) throw new RuleError(`attribute "${name}" is ${heads}; at least 1 is expected`);
  return heads;
}

/** Throws a RuleError where `parts` do not divide the size. */
export function divided(size: Size, parts: number, what: string): Size {
  const exact = divideExactly(size, parts);
  if (exact !== undefined) return exact;
  if (isWhole(size)) throw new RuleError(`${parts} ${what} do not divide ${formatSize(size)}`);
  if (parts < 1) throw new UnknownError(`${parts} ${what}`);
  return floorDivide(size, parts);
}

function wrongAxes({ name, shape }: Shaped, what: string, expected: string): RuleError {
  return new RuleError(`${what} "${name}" has ${shape.length} axes (${formatShape(shape)}), where ${expected} are expected`); // prettier-ignore
}
