/** Operators that arrange the elements of their input along other axes. */
import { int, ints } from '../attributes.ts';
import { RuleError, UnknownError } from '../errors.ts';
import { indexOf, pick } from '../evaluate.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { axesOf, elementsOf, formatShape, like, openAxes, operand, resolveAxis, shaped } from '../shape.ts';
import { divideExactly, floorDivide, formatSize, isWhole, productOf, sameSize, type Size } from '../size.ts';

const free = 'only rearranges its input';

/** The shape is an input since version 5. 0 keeps an axis (unless allowzero), −1 takes what is left. */
export const Reshape: Operator = {
  name: 'Reshape',
  domain: '',
  doc: 'The same elements in another shape.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const target: Shape | undefined = ints(use.node, 'shape') ?? operand(use, 1, 'shape').values;
    if (!target) return [like(x, openAxes(use, 1, 'shape', 'reshape'))];
    return [like(x, reshaped(use, x.shape, target), x.values)];
  },
  free,
  relays: true,
};

/** To a matrix: axes before `axis` become rows. */
export const Flatten: Operator = {
  name: 'Flatten',
  domain: '',
  doc: 'The same elements as a matrix.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axis = int(use.node, 'axis', 1);
    const rank = x.shape.length;
    const at = axis === rank ? rank : rank === 0 ? resolveFlattened(axis) : resolveAxis(axis, rank);
    return [like(x, [productOf(x.shape.slice(0, at)), productOf(x.shape.slice(at))], x.values)];
  },
  free,
  relays: true,
};

/** Axes are an attribute before version 13. Without axes, every axis of size 1 goes. */
export const Squeeze: Operator = {
  name: 'Squeeze',
  domain: '',
  doc: 'The same elements without axes of size 1.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axes = axesOf(use, 1)?.map((axis) => resolveAxis(axis, x.shape.length)) ?? axesOfSizeOne(x.shape);
    for (const axis of axes) use.unify(x.shape[axis]!, 1, `axis ${axis} that is squeezed, and 1`);
    return [like(x, x.shape.filter((_, i) => !axes.includes(i)), x.values)]; // prettier-ignore
  },
  free,
  relays: true,
};

export const Unsqueeze: Operator = {
  name: 'Unsqueeze',
  domain: '',
  doc: 'The same elements with new axes of size 1.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const added = axesOf(use, 1);
    if (!added) throw new RuleError('the axes to add are missing');
    const rank = x.shape.length + added.length;
    const axes = added.map((axis) => resolveAxis(axis, rank));
    if (new Set(axes).size < axes.length) throw new RuleError(`axes ${added.join(', ')} name an axis twice`);
    const shape = [...axes].sort((a, b) => a - b).reduce<Shape>((made, axis) => made.toSpliced(axis, 0, 1), x.shape);
    return [like(x, shape, x.values)];
  },
  free,
  relays: true,
};

/** Axes are reversed where `perm` is not given. */
export const Transpose: Operator = {
  name: 'Transpose',
  domain: '',
  doc: 'The same elements with the axes in another order.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const order = ints(use.node, 'perm') ?? x.shape.map((_, i) => x.shape.length - 1 - i);
    if (
      order.length !== x.shape.length ||
      new Set(order).size < order.length ||
      order.some((axis) => x.shape[axis] === undefined)
    ) {
      throw new RuleError(
        `perm [${order.join(', ')}] is not an order of the ${x.shape.length} axes of ${formatShape(x.shape)}`,
      );
    }
    const shape = order.map((axis) => x.shape[axis]!);
    const own = x.shape.map(Number); // whole where elements are known
    const source = (position: readonly number[]): number => indexOf(own.map((_, axis) => position[order.indexOf(axis)]!), own); // prettier-ignore
    return [like(x, shape, pick(x.values, shape, source))];
  },
  free,
  relays: true,
};

function reshaped(use: Application, from: Shape, target: Shape): Shape {
  const keepsZero = int(use.node, 'allowzero', 0) !== 0;
  const sizes = target.map((size, i) => {
    if (size !== 0 || keepsZero) return size;
    if (from[i] !== undefined) return from[i];
    throw new RuleError(`shape holds 0 for axis ${i}, which the input ${formatShape(from)} does not have`);
  });
  const open = sizes.indexOf(-1);
  if (open !== sizes.lastIndexOf(-1)) throw new RuleError(`shape ${formatShape(target)} holds −1 more than once`);
  const others = sizes.filter((_, i) => i !== open);
  if (open >= 0) return sizes.with(open, restOf(from, others));
  expectSameElements(use, from, sizes);
  return sizes;
}

/** What is left for the axis that was given as −1. */
function restOf(from: Shape, others: Shape): Size {
  const [left, right] = withoutCommon(from, others);
  const [total, known] = [productOf(left), productOf(right)];
  if (known === 0) throw new RuleError(`the size of axis −1 cannot be told: ${formatShape(others)} has no elements`);
  const rest = divideExactly(total, known);
  if (rest !== undefined) return rest;
  if (!isWhole(total) || !isWhole(known)) return floorDivide(total, known);
  throw new RuleError(
    `${formatSize(elementsOf(from))} elements (${formatShape(from)}) do not divide by ${formatSize(productOf(others))}`,
  );
}

/** Equal axes are set aside first, so that what is left says which open size the reshape settles. */
function expectSameElements(use: Application, from: Shape, to: Shape): void {
  const rest = withoutCommon(from, to);
  const [left, right] = [productOf(rest[0]), productOf(rest[1])];
  const what = `elements of ${formatShape(from)} and of ${formatShape(to)}`;
  const more = divideExactly(left, right);
  const fewer = divideExactly(right, left);
  if (more !== undefined) use.unify(more, 1, what);
  else if (fewer !== undefined) use.unify(fewer, 1, what);
  else use.unify(left, right, what);
}

function withoutCommon(a: Shape, b: Shape): [Shape, Shape] {
  const left = [...a];
  const right = b.filter((size) => {
    const twin = left.findIndex((other) => sameSize(other, size));
    if (twin >= 0) left.splice(twin, 1);
    return twin < 0;
  });
  return [left, right];
}

function axesOfSizeOne(shape: Shape): readonly number[] {
  const open = shape.find((size) => !isWhole(size));
  if (open !== undefined)
    throw new UnknownError(`axes are not given, and whether the open size ${formatSize(open)} is 1 is not known`);
  return shape.flatMap((size, i) => (size === 1 ? [i] : []));
}

function resolveFlattened(axis: number): number {
  if (axis === 0 || axis === 1) return 0;
  throw new RuleError(`axis ${axis} is out of range for a scalar`);
}
