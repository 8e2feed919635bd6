/**
 * com.microsoft's attention with the projection to queries, keys and values in it: one learned matrix with all three side by
 * side. ONNX Runtime, docs/ContribOperators.md: Attention, QAttention, PackedAttention, DecoderMaskedSelfAttention.
 */
import { ints } from '../attributes.ts';
import { factor, sum } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Known, Operator } from '../operator.ts';
import { like, shaped, withAxes } from '../shape.ts';
import { add, sumOf, type Size } from '../size.ts';
import { countAttended, divided, headsOf, paddedNote, type Attended } from './contribAttention.ts';
import { fullyConnected } from './matrix.ts';
import { parametersOf } from './parameters.ts';
import { countRemapped } from './remap.ts';

const domain = 'com.microsoft';

interface Form {
  readonly name: string;
  readonly doc: string;
  readonly past?: number;
  /** Given where past and present share one buffer. */
  readonly pastLength?: number;
  readonly buffers?: readonly number[];
}

export const projectedOperators: readonly Operator[] = [
  projected({ name: 'Attention', doc: 'Multi-head attention with the projection of its input to queries, keys and values.', past: 4, pastLength: 6 }),
  projected({ name: 'QAttention', doc: 'Attention whose projection is quantised.', past: 8, buffers: [3, 4, 6, 7] }),
  projected({ name: 'DecoderMaskedSelfAttention', doc: 'Attention of one new token with the cached ones, its projection included.', past: 4, pastLength: 6 }),
  {
    name: 'PackedAttention',
    domain,
    doc: 'Attention, projection included, of sequences that lie behind one another without padding.',
    infer(use) {
      const { projection, valueHidden } = sizesOf(use);
      return [like(projection, [projection.shape[0]!, valueHidden])];
    },
    count: (use) => ({ ...countProjected(use, packedAttention(use), []), notes: [paddedNote] }),
    counts: 'units, weights, biases and connections of the projection; weightless connections: queries with keys, and scores with values',
  },
]; // prettier-ignore

function projected({ name, doc, past, pastLength, buffers = [] }: Form): Operator {
  return {
    name,
    domain,
    doc,
    infer(use): readonly Known[] {
      const attended = attendedOf(use, past, pastLength);
      const { batch, queries, heads, total, size, from } = attended;
      const shared = pastLength !== undefined && use.inputs[pastLength] ? use.inputs[past ?? -1] : undefined;
      const present = like(from, [2, batch, heads, total, size]);
      const type = use.inputs[2]?.type ?? from.type;
      const kept = shared?.shape ? like(shared, shared.shape) : { ...present, type };
      return [{ type, shape: [batch, queries, sizesOf(use).valueHidden] }, kept];
    },
    count: (use) => countProjected(use, attendedOf(use, past, pastLength), buffers),
    counts:
      'units, weights, biases and connections of the projection; weightless connections: queries with keys, and scores with values',
  };
}

function countProjected(use: Counted, attended: Attended, buffers: readonly number[]): Facts {
  const { projection, hidden, inputs } = sizesOf(use);
  const repeats = projection.shape.slice(0, -1).map((size, i) => factor(i === 0 ? 'batch' : 'positions', size));
  const outputs = sumOf(hidden);
  const places = use.inputs.map((_, i) => i);
  const facts = countRemapped(use, places, (as) => fullyConnected(as, { weight: 1, bias: 2, inputs, outputs, repeats }));
  const pairs = countAttended(attended).weightlessConnections!;
  const stored = parametersOf(use, Object.fromEntries(buffers.map((place) => [place, 'buffer' as const])));
  return {
    ...facts,
    weightlessConnections: facts.weightlessConnections ? sum([facts.weightlessConnections, pairs]) : pairs,
    parameters: [...(facts.parameters ?? []), ...stored],
  };
} // prettier-ignore

/** The input as it is projected, and the widths of queries, keys and values. */
function sizesOf(use: Application): Projection {
  const projection = withAxes(shaped(use, 0, 'input'), 2);
  const weights = shaped(use, 1, 'weights', 2);
  const inputs = use.unify(projection.shape.at(-1) ?? 1, weights.shape[0]!, `inputs of "${projection.name}", and what "${weights.name}" reads`); // prettier-ignore
  const given = ints(use.node, 'qkv_hidden_sizes');
  if (given && given.length !== 3) throw new RuleError(`qkv_hidden_sizes has ${given.length} entries, where 3 are expected`); // prettier-ignore
  const each = given ? undefined : divided(weights.shape[1]!, 3, 'projections');
  const hidden = given ?? [each!, each!, each!];
  use.unify(
    sumOf(hidden),
    weights.shape[1]!,
    'widths of queries, keys and values together, and outputs of the weights',
  );
  return { projection, inputs, hidden, valueHidden: hidden[2]! };
}

interface Projection {
  readonly projection: ReturnType<typeof shaped>;
  readonly inputs: Size;
  readonly hidden: readonly Size[];
  readonly valueHidden: Size;
}

function attendedOf(use: Application, past: number | undefined, pastLength: number | undefined): Attended {
  const { projection: from, hidden } = sizesOf(use);
  if (from.shape.length !== 3) throw new RuleError(`input "${from.name}" has ${from.shape.length} axes, where 3 are expected`); // prettier-ignore
  const heads = headsOf(use, 'num_heads');
  const [batch, queries] = [from.shape[0]!, from.shape[1]!];
  const cached = past !== undefined && use.inputs[past] ? shaped(use, past, 'past', 5).shape[3]! : 0;
  const length = pastLength === undefined ? undefined : use.inputs[pastLength];
  const total = length ? (length.values?.[0] === undefined ? cached : add(length.values[0], queries)) : add(cached, queries); // prettier-ignore
  return { from, batch, heads, kvHeads: heads, queries, keys: queries, total, ...headSizes(hidden, heads) };
}

function packedAttention(use: Application): Attended {
  const { projection: from, hidden } = sizesOf(use);
  const heads = headsOf(use, 'num_heads');
  const [batch, length] = shaped(use, 3, 'token_offset', 2).shape;
  const common = { from, batch: batch!, heads, kvHeads: heads, queries: length!, keys: length!, total: length! };
  return { ...common, ...headSizes(hidden, heads) };
}

function headSizes(hidden: readonly Size[], heads: number): Pick<Attended, 'size' | 'valueSize'> {
  return { size: divided(hidden[0]!, heads, 'heads'), valueSize: divided(hidden[2]!, heads, 'heads') };
}
