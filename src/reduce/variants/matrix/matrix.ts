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
const DEPTH = 64;
const WIDTH = 256;

/** The product in 32 bits where both are, else in 64. Throws a UsageError for lengths that do not meet. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows)
    throw new UsageError(
      `a matrix of ${a.rows} x ${a.columns} cannot be multiplied by one of ${b.rows} x ${b.columns}`,
    );
  const isShort = a.numbers instanceof Float32Array && b.numbers instanceof Float32Array;
  const length = a.rows * b.columns;
  const numbers = isShort ? new Float32Array(length) : new Float64Array(length);
  const desk: Desk = {
    block: new Float64Array(DEPTH * WIDTH),
    sums: [new Float64Array(WIDTH), new Float64Array(WIDTH)],
  };
  for (let depth = 0; depth < a.columns; depth += DEPTH)
    for (let from = 0; from < b.columns; from += WIDTH) addBlock(a, b, numbers, { depth, from, desk });
  return { rows: a.rows, columns: b.columns, numbers };
}

/** A block of b, and the rows of the product that are being added up: of one type whatever the matrices are, so that loops stay fast. */
interface Desk {
  readonly block: Float64Array;
  readonly sums: readonly [Float64Array, Float64Array];
}

/** Adds what `DEPTH` columns of a and rows of b give to `WIDTH` columns of the product, two rows at a time. */
function addBlock(
  a: Matrix,
  b: Matrix,
  into: Float32Array | Float64Array,
  { depth, from, desk }: { readonly depth: number; readonly from: number; readonly desk: Desk },
): void {
  const deep = Math.min(DEPTH, a.columns - depth);
  const width = Math.min(WIDTH, b.columns - from);
  desk.block.fill(0);
  for (let k = 0; k < deep; k++) {
    const start = (depth + k) * b.columns + from;
    desk.block.set(b.numbers.subarray(start, start + width), k * WIDTH);
  }
  const pair = new Float64Array(2 * DEPTH);
  for (let row = 0; row < a.rows; row += 2) {
    const count = Math.min(2, a.rows - row);
    pair.fill(0);
    for (let i = 0; i < count; i++) {
      const start = (row + i) * a.columns + depth;
      pair.set(a.numbers.subarray(start, start + deep), i * DEPTH);
    }
    addRows(pair, desk, Math.ceil(deep / 4) * 4, width);
    for (let i = 0; i < count; i++) {
      const to = (row + i) * b.columns + from;
      for (let j = 0; j < width; j++) into[to + j]! += desk.sums[i]![j]!;
    }
  }
}

/** Two rows of sums, four rows of the block at a time; what lies behind the ends of a block is 0. */
function addRows(pair: Float64Array, { block, sums: [first, second] }: Desk, deep: number, width: number): void {
  first.fill(0);
  second.fill(0);
  for (let k = 0; k < deep; k += 4) {
    const [a, b, c, d] = [pair[k]!, pair[k + 1]!, pair[k + 2]!, pair[k + 3]!];
    const [e, f, g, h] = [pair[DEPTH + k]!, pair[DEPTH + k + 1]!, pair[DEPTH + k + 2]!, pair[DEPTH + k + 3]!];
    for (let j = 0, at = k * WIDTH; j < width; j++, at++) {
      const p = block[at]!;
      const q = block[at + WIDTH]!;
      const r = block[at + 2 * WIDTH]!;
      const s = block[at + 3 * WIDTH]!;
      first[j]! += a * p + b * q + c * r + d * s;
      second[j]! += e * p + f * q + g * r + h * s;
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
