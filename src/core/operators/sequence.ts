/** Lists of values: https://onnx.ai/onnx/operators/onnx__SequenceAt.html and its relatives. */
import { int } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import { RuleError, UnknownError } from '../errors.ts';
import type { Application, Known, Operand, Operator } from '../operator.ts';
import { operand, resolveAxis, shaped } from '../shape.ts';
import { ceilDivide, isWhole, minimum, multiply, sameSize, subtract, sumOf, type Size } from '../size.ts';
import { part } from './concat.ts';

type Sequence = NonNullable<Known['sequence']>;

const free = 'only lists its operands';

/** More parts than this are not told apart one by one. */
const listedAtMost = 1024;

function sequenceOperator(name: string, doc: string, infer: (use: Application) => Known): Operator {
  return { name, domain: '', doc, infer: (use) => [infer(use)], free };
}

const SequenceEmpty = sequenceOperator('SequenceEmpty', 'A list without elements.', ({ node }) => ({
  sequence: { elements: [], each: { type: elementTypeOf(int(node, 'dtype', 1)) } },
}));

const SequenceConstruct = sequenceOperator('SequenceConstruct', 'A list of its operands.', (use) => ({
  sequence: { elements: use.inputs.map((_, i) => elementOf(operand(use, i, 'element'))) },
}));

const SequenceInsert = sequenceOperator('SequenceInsert', 'A list with one more element.', (use) => {
  const sequence = sequenceOf(use);
  const added = elementOf(operand(use, 1, 'tensor'));
  const length = sequence.elements?.length;
  const at = use.inputs[2] ? placeOf(use, 2, (length ?? 0) + 1) : length;
  if (sequence.elements && at !== undefined)
    return { sequence: { elements: sequence.elements.toSpliced(at, 0, added) } };
  return { sequence: { each: commonOf(use, [...(sequence.elements ?? [eachOf(use, sequence)]), added]) } };
});

const SequenceErase = sequenceOperator('SequenceErase', 'A list without one of its elements.', (use) => {
  const sequence = sequenceOf(use);
  const length = sequence.elements?.length;
  const at = length === undefined ? undefined : use.inputs[1] ? placeOf(use, 1, length) : length - 1;
  if (sequence.elements && at !== undefined) return { sequence: { elements: sequence.elements.toSpliced(at, 1) } };
  return { sequence: { each: eachOf(use, sequence) } };
});

const SequenceAt = sequenceOperator('SequenceAt', 'One element of a list.', (use) => {
  const sequence = sequenceOf(use);
  const at = sequence.elements && placeOf(use, 1, sequence.elements.length);
  return (at === undefined ? undefined : sequence.elements?.[at]) ?? eachOf(use, sequence);
});

const SequenceLength = sequenceOperator('SequenceLength', 'How many elements a list has.', (use) => {
  const { elements } = sequenceOf(use);
  return { type: 'int64', shape: [], ...(elements && { values: [elements.length] }) };
});

/** Joined along an axis, or along a new one. */
const ConcatFromSequence = sequenceOperator(
  'ConcatFromSequence',
  'The elements of a list joined along an axis.',
  (use) => {
    const sequence = sequenceOf(use);
    const { type, shape } = eachOf(use, sequence);
    if (!shape) throw new UnknownError('the shape of the elements is not known');
    const isNew = int(use.node, 'new_axis', 0) !== 0;
    const axis = resolveAxis(int(use.node, 'axis', 0), shape.length + (isNew ? 1 : 0));
    const count: Size = sequence.elements?.length ?? use.fresh('elements');
    if (isNew) return { type, shape: shape.toSpliced(axis, 0, count) };
    const sizes = sequence.elements?.map((element) => element.shape?.[axis]);
    const joined = sizes?.every((size) => size !== undefined) ? sumOf(sizes) : use.fresh('joined');
    return { type, shape: shape.with(axis, joined) };
  },
);

/** In pieces of one size (a scalar; the last may be smaller), of given sizes (a vector), or of 1, then without the axis if asked. */
const SplitToSequence = sequenceOperator('SplitToSequence', 'A list of parts along an axis.', (use) => {
  const x = shaped(use, 0, 'input');
  const axis = resolveAxis(int(use.node, 'axis', 0), x.shape.length);
  const sizes = pieceSizes(use, x.shape[axis]!);
  const drops = !use.inputs[1] && int(use.node, 'keepdims', 1) === 0;
  const pieceOf = (known: Known): Known => (drops ? { ...known, shape: known.shape!.toSpliced(axis, 1) } : known);
  if (!sizes)
    return {
      sequence: { each: pieceOf({ type: x.type, shape: x.shape.with(axis, use.inputs[1] ? use.fresh('part') : 1) }) },
    };
  return { sequence: { elements: sizes.map((size, i) => pieceOf(part(x, axis, size, sumOf(sizes.slice(0, i))))) } };
});

/** The body runs once an element; operands that are no lists are given to every run. */
const SequenceMap: Operator = {
  name: 'SequenceMap',
  domain: '',
  doc: 'A body that runs for every element of a list.',
  infer(use) {
    const body = use.node.attributes.get('body');
    if (body?.kind !== 'graph') throw new RuleError('attribute "body" (a graph) is missing');
    const first = sequenceOf(use);
    const length = first.elements?.length;
    const given = body.value.inputs.map(({ name }, i) => {
      const input = operand(use, i, 'operand');
      const known = input.sequence ? eachOf(use, input.sequence) : elementOf(input);
      return [name, { ...known, constant: !input.sequence && input.constant }] as const;
    });
    const outputs = use.enter({
      graph: body.value,
      label: 'body',
      given: new Map(given),
      repeats: length ?? use.fresh('elements'),
    });
    return outputs.map((output) => {
      const each = elementOf(output);
      return {
        sequence:
          length === undefined ? { each } : { elements: Array.from({ length }, () => withoutValues(each)), each },
      };
    });
  },
  free: 'its body is counted in its place',
};

const Optional: Operator = sequenceOperator('Optional', 'A value that may be absent.', (use) => {
  const declared = use.node.attributes.get('type');
  const [held] = use.inputs;
  if (!held && declared?.kind !== 'type') throw new RuleError('neither a value nor a type is given');
  return { optional: held ? { present: true, of: elementOf(held) } : { present: false } };
});

/** A value that is no optional is itself (version 18 on). */
const OptionalGetElement = sequenceOperator('OptionalGetElement', 'The value that an optional holds.', (use) => {
  const held = operand(use, 0, 'input');
  if (!held.optional) return elementOf(held);
  if (held.optional.of) return held.optional.of;
  throw new UnknownError('what the optional holds is not known');
});

const OptionalHasElement = sequenceOperator('OptionalHasElement', 'Whether an optional holds a value.', (use) => {
  const [held] = use.inputs;
  const isPresent = held ? (held.optional ? held.optional.present : true) : false;
  return { type: 'bool', shape: [], ...(isPresent !== undefined && { values: [Number(isPresent)] }) };
});

export const sequenceOperators: readonly Operator[] = [
  SequenceEmpty,
  SequenceConstruct,
  SequenceInsert,
  SequenceErase,
  SequenceAt,
  SequenceLength,
  ConcatFromSequence,
  SplitToSequence,
  SequenceMap,
  Optional,
  OptionalGetElement,
  OptionalHasElement,
];

function sequenceOf(use: Application): Sequence {
  const { name, sequence } = operand(use, 0, 'sequence');
  if (sequence) return sequence;
  throw new UnknownError(`the elements of the sequence "${name}" are not known`);
}

function elementOf({ type, shape, values, sequence, optional }: Operand | Known): Known {
  return { type, shape, values, sequence, optional };
}

function withoutValues({ type, shape, sequence, optional }: Known): Known {
  return { type, shape, sequence, optional };
}

/** What all elements have in common: sizes that differ become a new named size. */
function eachOf(use: Application, { elements, each }: Sequence): Known {
  if (each && !elements?.length) return each;
  return elements?.length ? commonOf(use, elements) : {};
}

function commonOf(use: Application, elements: readonly Known[]): Known {
  return elements.map(withoutValues).reduce((one, other) => {
    if (!one.shape || !other.shape) return { type: one.type ?? other.type, shape: one.shape && other.shape };
    if (one.shape.length !== other.shape.length) return { type: one.type };
    const shape = one.shape.map((size, axis) => (sameSize(size, other.shape![axis]!) ? size : use.fresh('element')));
    return { type: one.type, shape };
  });
}

/** A place in a list of `length`, where it is known. */
function placeOf(use: Application, index: number, length: number): number | undefined {
  const place = operand(use, index, 'position').values?.[0];
  return typeof place === 'number' ? resolveAxis(place, length) : undefined;
}

function pieceSizes(use: Application, size: Size): readonly Size[] | undefined {
  const split = use.inputs[1];
  if (split && split.shape?.length === 1) return split.values;
  const piece = split ? split.values?.[0] : 1;
  if (piece === undefined || !isWhole(size) || !isWhole(piece) || piece <= 0) return undefined;
  const count = ceilDivide(size, piece);
  if (typeof count !== 'number' || count > listedAtMost) return undefined;
  return Array.from({ length: count }, (_, i) => minimum(piece, subtract(size, multiply(piece, i))));
}
