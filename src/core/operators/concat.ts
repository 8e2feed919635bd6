/** Joining along an axis and taking apart again. */
import { int, ints } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import { pick, smallShape } from '../evaluate.ts';
import { countOperands } from './parameters.ts';
import type { Application, Known, Operator, Shape } from '../operator.ts';
import { formatShape, like, openAxes, operand, resolveAxis, shaped } from '../shape.ts';
import { ceilDivide, divideExactly, formatSize, isWhole, multiply, subtract, sumOf, type Size } from '../size.ts';

type Shaped = ReturnType<typeof shaped>;

/** Axes other than the joined one are equal. */
export const Concat: Operator = {
  name: 'Concat',
  domain: '',
  doc: 'Its operands one after another along an axis.',
  infer(use) {
    const parts = use.inputs.map((_, i) => shaped(use, i, `operand ${i}`));
    const first = parts[0] ?? shaped(use, 0, 'operand 0');
    const axis = resolveAxis(int(use.node, 'axis', 1), first.shape.length);
    const shape = first.shape.map((_, i) =>
      i === axis ? sumOf(parts.map((part) => part.shape[axis] ?? 0)) : sizeOfAll(use, parts, i),
    );
    return [like(first, shape, joined(parts, shape, axis))];
  },
  counts: 'learned operands beside computed ones, such as a class token, as other parameters',
  count: countOperands, // a learned class token before computed ones
};

/** In equal parts, or in the sizes that `split` gives (an attribute before version 13, an input since). */
export const Split: Operator = {
  name: 'Split',
  domain: '',
  doc: 'Parts of its input along an axis.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axis = resolveAxis(int(use.node, 'axis', 0), x.shape.length);
    const sizes = partSizes(use, x.shape[axis]!);
    return sizes.map((size, i) => part(x, axis, size, sumOf(sizes.slice(0, i))));
  },
  free: 'only takes its input apart',
};

/** One part of a tensor along an axis, from `start` on. */
export function part(x: Shaped, axis: number, size: Size, start: Size): Known {
  const shape = x.shape.with(axis, size);
  const own = smallShape(x.shape);
  if (!own || typeof start !== 'number') return like(x, shape);
  return like(
    x,
    shape,
    pick(x.values, shape, (position) => flat(position.with(axis, position[axis]! + start), own)),
  );
}

function partSizes(use: Application, whole: Size): Shape {
  const given = ints(use.node, 'split') ?? givenParts(use);
  if (!given) return equalParts(use, whole);
  use.unify(sumOf(given), whole, 'the sum of split, and the axis that is split');
  return given;
}

function givenParts(use: Application): Shape | undefined {
  if (!use.inputs[1]) return undefined;
  return operand(use, 1, 'split').values ?? openAxes(use, 1, 'split', 'split');
}

/** The last part is smaller where the size does not divide: with `num_outputs` (version 18 on) only. */
function equalParts({ node, version }: Application, whole: Size): Shape {
  const count = version >= 18 ? int(node, 'num_outputs', node.outputs.length) : node.outputs.length;
  if (count < 1 || count > Math.max(1, node.outputs.length)) {
    throw new RuleError(`${count} parts for ${node.outputs.length} outputs`);
  }
  const exact = divideExactly(whole, count);
  if (exact === undefined && isWhole(whole) && version < 18) {
    throw new RuleError(`${formatSize(whole)} does not divide into ${count} equal parts`);
  }
  const each = exact ?? ceilDivide(whole, count);
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? each : subtract(whole, multiply(each, count - 1))));
}

function sizeOfAll(use: Application, parts: readonly Shaped[], axis: number): Size {
  const [first] = parts;
  return parts.reduce((size, { shape, name }) => {
    if (shape.length !== first!.shape.length) {
      throw new RuleError(
        `"${first!.name}" has shape ${formatShape(first!.shape)} and "${name}" ${formatShape(shape)}; they are joined only where their axes are as many`,
      );
    }
    return use.unify(size, shape[axis]!, `axis ${axis} of "${first!.name}" and of "${name}"`);
  }, first!.shape[axis]!);
}

function joined(parts: readonly Shaped[], shape: Shape, axis: number): readonly Size[] | undefined {
  if (parts.some(({ values }) => values === undefined)) return undefined;
  const shapes = parts.map((each) => each.shape.map(Number)); // whole where elements are known
  const all = parts.flatMap(({ values }) => values!);
  const firsts = startsOf(parts.map(({ values }) => values!.length));
  const starts = startsOf(shapes.map((each) => each[axis]!));
  return pick(all, shape, (position) => {
    const at = starts.findLastIndex((start, i) => start <= position[axis]! && shapes[i]![axis]! > 0);
    return firsts[at]! + flat(position.with(axis, position[axis]! - starts[at]!), shapes[at]!);
  });
}

function startsOf(sizes: readonly number[]): readonly number[] {
  let total = 0;
  return sizes.map((size) => (total += size) - size);
}

function flat(position: readonly number[], shape: readonly number[]): number {
  return shape.reduce((index, size, axis) => index * size + position[axis]!, 0);
}
