/**
 * The elements of the small tensors that shapes are computed from, with entries that may be expressions in named sizes.
 * The law of this file: a result is exact or `undefined`; it never holds a NaN, and never costs more than `evaluatedAtMost` entries.
 * A bool is 0 or 1. An entry of a float tensor may be a fraction, a whole number or an expression that is whole.
 */
import { bitsOf, type ElementType } from './network.ts';
import type { Known, Shape } from './operator.ts';
import {
  add, divideExactly, floorDivide, isAtLeast, isWhole, maximum, minimum, multiply, productOf, sameSize, subtract, type Size,
} from './size.ts'; // prettier-ignore

/** Shapes come from tensors of a few entries an axis; tables of indices (window attention, anchors) take up to some thousands. */
const evaluatedAtMost = 4096;

type Entry = Size | undefined;
type Elements = readonly Size[] | undefined;

/** A shape of whole numbers with few enough elements to evaluate; else `undefined`. */
export function smallShape(shape: Shape | undefined): readonly number[] | undefined {
  if (!shape?.every((size) => typeof size === 'number')) return undefined;
  const elements = productOf(shape);
  return isWhole(elements) && elements <= evaluatedAtMost ? shape : undefined;
}

/** `apply` on the entries of the operands, broadcast to `shape`. */
export function evaluate(
  type: ElementType | undefined,
  operands: readonly Known[],
  shape: Shape,
  apply: (...entries: Size[]) => Entry,
): Elements {
  if (operands.some(({ values }) => values === undefined)) return undefined;
  const sizes = smallShape(shape);
  if (!sizes) return undefined;
  const count = sizes.reduce((total, size) => total * size, 1);
  const read = operands.map((operand) => reader(operand, sizes, count));
  return collect(count, (i) => fitted(type, apply(...read.map((at) => at(i)))));
}

/** Entries picked from `values` one by one: `source` says which, for each position of `shape`. */
export function pick(
  values: Elements,
  shape: Shape,
  source: (position: readonly number[], index: number) => number,
): Elements {
  const sizes = values && smallShape(shape);
  if (!sizes) return undefined;
  const count = sizes.reduce((total, size) => total * size, 1);
  return collect(count, (i) => values[source(positionOf(i, sizes), i)]);
}

/** All of a tensor's entries, where all are known. */
export function collect(count: number, at: (index: number) => Entry): Elements {
  const entries: Size[] = [];
  for (let i = 0; i < count; i++) {
    const entry = at(i);
    if (entry === undefined) return undefined;
    entries.push(entry);
  }
  return entries;
}

/** The index in row-major order of a position; axes of size 1 are stretched, and leading axes that are missing ignored. */
export function indexOf(position: readonly number[], shape: readonly number[]): number {
  const skipped = position.length - shape.length;
  return shape.reduce((index, size, axis) => index * size + (size === 1 ? 0 : position[axis + skipped]!), 0);
}

function reader({ values, shape }: Known, target: readonly number[], count: number): (index: number) => Size {
  if (values!.length === 1) return () => values![0]!;
  if (values!.length === count) return (i) => values![i]!;
  const own = shape!.map(Number); // whole where elements are known
  return (i) => values![indexOf(positionOf(i, target), own)]!;
}

function positionOf(index: number, shape: readonly number[]): readonly number[] {
  const position: number[] = [];
  for (let axis = shape.length - 1, rest = index; axis >= 0; axis--) {
    position[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return position;
}

/** The entry as its type stores it: a float32 is rounded, a whole number beyond its type's range is not evaluated. */
function fitted(type: ElementType | undefined, entry: Entry): Entry {
  if (entry === undefined || !isWhole(entry)) return entry;
  if (typeof entry === 'number' && !Number.isFinite(entry)) return undefined;
  if (type === 'float32' || type === 'float64')
    return finite(type === 'float32' ? Math.fround(Number(entry)) : Number(entry));
  if (type === undefined || !/^u?int/.test(type)) return typeof entry === 'bigint' ? undefined : entry;
  const bits = BigInt(bitsOf[type]) - (type.startsWith('u') ? 0n : 1n);
  return entry < 2n ** bits && entry >= (type.startsWith('u') ? 0n : -(2n ** bits)) ? entry : undefined;
}

function finite(entry: number): Entry {
  return Number.isFinite(entry) ? entry : undefined;
}

/** Entries of one type as another: a fraction is cut towards 0 in a whole type, everything but 0 is true. */
export function convert(values: readonly Size[], from: ElementType | undefined, to: ElementType | undefined): Elements {
  if (from === undefined || to === undefined || to === 'string' || from === 'string') return undefined;
  if (to === 'bool') return collect(values.length, (i) => truthOf(values[i]!));
  const isWholeType = /^u?int/.test(to);
  return collect(values.length, (i) => fitted(to, isWholeType ? cut(values[i]!) : values[i]));
}

function truthOf(entry: Size): Entry {
  if (isWhole(entry)) return entry === 0 ? 0 : 1;
  return isAtLeast(entry, 1) ? 1 : undefined;
}

function cut(entry: Size): Entry {
  if (!isInexact(entry)) return entry;
  const whole = Math.trunc(Number(entry));
  return Number.isFinite(whole) ? (Number.isSafeInteger(whole) ? whole + 0 : BigInt(whole)) : undefined;
}

type Binary = (a: Size, b: Size) => Entry;

/** Exactly on whole and open entries; on fractions as floats; not at all where a fraction meets an open entry. */
function lift(exactly: Binary, onFloats: (a: number, b: number) => number): Binary {
  return (a, b) => {
    if (!isInexact(a) && !isInexact(b)) return exactly(a, b);
    return isWhole(a) && isWhole(b) ? onFloats(Number(a), Number(b)) : undefined;
  };
}

function isInexact(a: Size): boolean {
  return typeof a === 'number' && !Number.isSafeInteger(a);
}

export const plus: Binary = lift(add, (a, b) => a + b);
export const minus: Binary = lift(subtract, (a, b) => a - b);
export const times: Binary = lift(multiply, (a, b) => a * b);
export const larger: Binary = lift(maximum, Math.max);
export const smaller: Binary = lift(minimum, Math.min);

/** Whole numbers divide towards zero; open sizes, which are positive, too. */
export function divideWhole(a: Size, b: Size): Entry {
  if (b === 0) return undefined;
  const [isNegative, isDividedByNegative] = [isAtLeast(-1, a), isAtLeast(-1, b)];
  const quotient = floorDivide(isNegative ? multiply(a, -1) : a, isDividedByNegative ? multiply(b, -1) : b);
  return isNegative === isDividedByNegative ? quotient : multiply(quotient, -1);
}

/** A quotient of floats is known where it comes out whole, or where both are numbers. */
export const divideFloats: Binary = lift(
  (a, b) => divideExactly(a, b) ?? (isWhole(a) && isWhole(b) && b !== 0 ? Number(a) / Number(b) : undefined),
  (a, b) => a / b,
);

/** What is left of a division: of the divisor's sign (Python's), or of the dividend's (C's fmod). */
export function remainder(a: Size, b: Size, likeDividend: boolean): Entry {
  if (b === 0 || isInexact(a) || isInexact(b)) return undefined;
  const quotient = likeDividend ? divideWhole(a, b) : floorDivide(a, b);
  return quotient === undefined ? undefined : subtract(a, multiply(b, quotient));
}

/** Powers of sizes up to this exponent are multiplied out. */
const exponentAtMost = 64;

export function power(a: Size, b: Size): Entry {
  if (typeof b === 'number' && Number.isInteger(b) && b >= 0 && b <= exponentAtMost && !isInexact(a)) {
    return productOf(Array.from({ length: b }, () => a));
  }
  return isWhole(a) && isWhole(b) ? Number(a) ** Number(b) : undefined;
}

/** 1, 0, or `undefined` where it depends on named sizes. */
export function equal(a: Size, b: Size): Entry {
  if (isWhole(a) && isWhole(b)) return Number(a == b); // eslint-disable-line eqeqeq -- 1n and 1 are the same number
  if (isInexact(a) || isInexact(b)) return 0;
  if (sameSize(a, b)) return 1;
  return isAbove(a, b) || isAbove(b, a) ? 0 : undefined;
}

/** As `equal`, for a > b. */
export function greater(a: Size, b: Size): Entry {
  if (isWhole(a) && isWhole(b)) return Number(a > b);
  if (isInexact(a) || isInexact(b)) return undefined;
  return isAbove(a, b) ? 1 : isAtLeast(b, a) ? 0 : undefined;
}

function isAbove(a: Size, b: Size): boolean {
  return isAtLeast(a, add(b, 1));
}
