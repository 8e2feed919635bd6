/** Shapes: axes, broadcasting, and counting elements. */
import { ints } from './attributes.ts';
import { RuleError, UnknownError } from './errors.ts';
import type { Application, Known, Operand, Shape } from './operator.ts';
import { formatSize, isWhole, productOf, type Size } from './size.ts';

/** More axes than any format or runtime has; a hostile file can ask for billions. */
const rankAtMost = 64;

/** `1 × 3 × 227 × 227`, or `scalar`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.map(formatSize).join(' × ');
}

export function elementsOf(shape: Shape): Size {
  return productOf(shape);
}

/** The elements of a shape of plain numbers. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** An input that has to be there. */
export function operand(use: Application, index: number, what: string): Operand {
  const found = use.inputs[index];
  if (found) return found;
  throw new RuleError(`input ${index} (${what}) is missing`);
}

/** A value of known shape. */
export type Shaped = Operand & { readonly shape: Shape };

/** An input with its shape, of a given rank where one is given. Throws an UnknownError where the shape is not known. */
export function shaped(use: Application, index: number, what: string, rank?: number): Shaped {
  const found = operand(use, index, what);
  if (!isShaped(found)) throw new UnknownError(`the shape of "${found.name}" (${what}) is not known`);
  const { shape, name } = found;
  if (rank === undefined || shape.length === rank) return found;
  throw new RuleError(`${what} "${name}" has ${shape.length} axes (${formatShape(shape)}), where ${rank} are expected`);
}

/** The value, where it has at least so many axes. Throws a RuleError where it has fewer. */
export function withAxes(value: Shaped, least: number): Shaped {
  const { name, shape } = value;
  if (shape.length >= least) return value;
  throw new RuleError(
    `"${name}" has ${shape.length} axes (${formatShape(shape)}), where at least ${least} are expected`,
  );
}

function isShaped(operand: Operand): operand is Shaped {
  return operand.shape !== undefined;
}

/** The elements of an input that shapes are computed from. Throws an UnknownError where they are not known. */
export function valuesOf(use: Application, index: number, what: string): readonly Size[] {
  const { values, name } = operand(use, index, what);
  if (values) return values;
  throw new UnknownError(`the elements of "${name}" (${what}) are not known`);
}

/** As `valuesOf`, whole numbers below 2^53 only: axes, pads. */
export function wholesOf(use: Application, index: number, what: string): readonly number[] {
  return valuesOf(use, index, what).map((value) => {
    if (Number.isSafeInteger(value)) return Number(value);
    if (isWhole(value))
      throw new RuleError(`${what} holds ${value}, where whole numbers of at most 2^53 − 1 are expected`);
    throw new UnknownError(`${what} holds the open size ${formatSize(value)}`);
  });
}

/** An axis counted from the end where it is negative. Throws a RuleError where it is out of range. */
export function resolveAxis(axis: number, rank: number): number {
  if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw new RuleError(`axis ${axis} is out of range for ${rank} axes`);
}

/** Axes that are an attribute in some versions and an input in others; `undefined` where neither is given. */
export function axesOf(use: Application, input: number, name = 'axes'): readonly number[] | undefined {
  const given = ints(use.node, name);
  if (given) return given;
  return use.inputs[input] ? wholesOf(use, input, name) : undefined;
}

/** A shape that an input holds, where its elements are not known but how many they are is: a new open size for each axis. */
export function openAxes(use: Application, input: number, what: string, hint: string): Shape {
  const { shape, name } = operand(use, input, what);
  const rank = shape?.length === 1 ? shape[0] : undefined;
  if (typeof rank !== 'number' || rank > rankAtMost)
    throw new UnknownError(`the elements of "${name}" (${what}) are not known`);
  return Array.from({ length: rank }, () => use.fresh(hint));
}

/** NumPy's broadcasting (ONNX Broadcasting.md): shapes are aligned at their last axes; a size of 1 stretches. */
export function broadcast(use: Application, shapes: readonly Shape[], what: string): Shape {
  const rank = shapes.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: rank }, (_, axis) => {
    let size: Size = 1;
    for (const shape of shapes) {
      const own = shape[shape.length - rank + axis];
      if (own !== undefined) size = broadcastSize(use, size, own, `${what} along axis ${axis}`);
    }
    return size;
  });
}

/** As `broadcast`, of operands by their names. Most are of one shape. */
export function broadcastOperands(use: Application, operands: readonly Shaped[]): Shape {
  const [first, ...others] = operands;
  if (first && others.every(({ shape }) => isSameShape(shape, first.shape))) return first.shape;
  return broadcast(use, operands.map(({ shape }) => shape), operands.map(({ name }) => name).join(' and ')); // prettier-ignore
}

function isSameShape(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((size, axis) => size === b[axis]));
}

/** A whole number above 1 wins over an open size, which may be 1; two open sizes are taken to be equal. */
function broadcastSize(use: Application, a: Size, b: Size, what: string): Size {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (isWhole(a) !== isWhole(b)) return isWhole(a) ? a : b;
  return use.unify(a, b, what);
}

/** A result of the type of an input. */
export function like({ type }: Known, shape: Shape, values?: readonly Size[]): Known {
  return values === undefined ? { type, shape } : { type, shape, values };
}
