/** Dense matrices in row-major order, and their product in plain loops for where no better one is at hand. */
import { UsageError } from '../../../core/errors.ts';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly numbers: Float32Array | Float64Array;
}

/** a · b. The caller may bring a faster one: a MatMul of ONNX Runtime. */
export type Multiply = (a: Matrix, b: Matrix) => Matrix | Promise<Matrix>;

/** Rows of b that are used before the next ones, and columns of them: together they stay in a processor's second cache. */
const DEPTH = 128;
const WIDTH = 512;

/** The product in 32 bits where both are, else in 64. Throws a UsageError for lengths that do not meet. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows)
    throw new UsageError(
      `a matrix of ${a.rows} x ${a.columns} cannot be multiplied by one of ${b.rows} x ${b.columns}`,
    );
  const isShort = a.numbers instanceof Float32Array && b.numbers instanceof Float32Array;
  const length = a.rows * b.columns;
  const numbers = isShort ? new Float32Array(length) : new Float64Array(length);
  for (let depth = 0; depth < a.columns; depth += DEPTH)
    for (let from = 0; from < b.columns; from += WIDTH) addBlock(a, b, numbers, { depth, from });
  return { rows: a.rows, columns: b.columns, numbers };
}

/** Adds what `DEPTH` columns of a and rows of b give to `WIDTH` columns of the product, four rows of b at a time. */
function addBlock(
  { rows, columns: inner, numbers: left }: Matrix,
  { columns, numbers: right }: Matrix,
  into: Float32Array | Float64Array,
  { depth, from }: { readonly depth: number; readonly from: number },
): void {
  const deep = Math.min(depth + DEPTH, inner);
  const fours = deep - ((deep - depth) % 4);
  const width = Math.min(WIDTH, columns - from);
  for (let row = 0; row < rows; row++) {
    const to = row * columns + from;
    const own = row * inner;
    for (let k = depth; k < fours; k += 4) {
      const at = k * columns + from;
      const [a, b, c, d] = [left[own + k]!, left[own + k + 1]!, left[own + k + 2]!, left[own + k + 3]!];
      const [second, third, fourth] = [at + columns, at + 2 * columns, at + 3 * columns];
      for (let j = 0; j < width; j++)
        into[to + j]! += a * right[at + j]! + b * right[second + j]! + c * right[third + j]! + d * right[fourth + j]!;
    }
    for (let k = fours; k < deep; k++) {
      const a = left[own + k]!;
      const at = k * columns + from;
      for (let j = 0; j < width; j++) into[to + j]! += a * right[at + j]!;
    }
  }
}

/** Rows become columns, in squares that fit a cache line by line. */
export function transpose({ rows, columns, numbers }: Matrix): Matrix {
  const turned = numbers instanceof Float32Array ? new Float32Array(numbers.length) : new Float64Array(numbers.length);
  for (let top = 0; top < rows; top += SQUARE)
    for (let left = 0; left < columns; left += SQUARE)
      for (let i = top; i < Math.min(top + SQUARE, rows); i++)
        for (let j = left; j < Math.min(left + SQUARE, columns); j++) turned[j * rows + i] = numbers[i * columns + j]!;
  return { rows: columns, columns: rows, numbers: turned };
}

const SQUARE = 32;

/** The first rows of a matrix. */
export function firstRows({ columns, numbers }: Matrix, rows: number): Matrix {
  return { rows, columns, numbers: numbers.subarray(0, rows * columns) };
}

/** Ones on the diagonal. */
export function identity(size: number): Matrix {
  const numbers = new Float32Array(size * size);
  for (let i = 0; i < size; i++) numbers[i * size + i] = 1;
  return { rows: size, columns: size, numbers };
}
