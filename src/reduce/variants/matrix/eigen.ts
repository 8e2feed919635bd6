/**
 * Eigenvalues and eigenvectors of a symmetric matrix: three diagonals (tridiagonal.ts), then the implicit QR steps with
 * Wilkinson's shift (Golub and Van Loan, Matrix Computations, 8.3). About 10 · size³ operations: seconds for a thousand rows.
 */
import { UnsupportedError } from '../../../core/errors.ts';
import type { Matrix } from './matrix.ts';
import { tridiagonal } from './tridiagonal.ts';

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row i is the unit vector of value i. */
  readonly vectors: Matrix;
}

/** Of a square matrix that equals its transpose. Throws an UnsupportedError where the steps do not converge: numbers that are not finite. */
export function symmetricEigen({ rows: size, numbers }: Matrix): Eigen {
  const { diagonal, beside, vectors } = tridiagonal(Float64Array.from(numbers), size);
  diagonalise(diagonal, beside, vectors, size);
  const order = [...diagonal.keys()].toSorted((a, b) => diagonal[b]! - diagonal[a]!);
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size));
  return {
    values: Float64Array.from(order, (i) => diagonal[i]!),
    vectors: { rows: size, columns: size, numbers: sorted },
  };
}

/** QR steps take one to three for each value. */
const mostSteps = 60;

/** Overwrites all three: the values, zeros beside them, the rotations put into the rows of the vectors. */
function diagonalise(diagonal: Float64Array, beside: Float64Array, vectors: Float64Array, size: number): void {
  let steps = mostSteps * size;
  for (let high = size - 1; high > 0;) {
    if (isSmall(high - 1)) {
      beside[high - 1] = 0;
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !isSmall(low - 1)) low--;
    if (steps-- === 0) throw new UnsupportedError('a spectrum does not converge: the weights are not finite numbers');
    chase(diagonal, beside, { low, high }, (k, c, s) => rotateRows(vectors, size, k, c, s));
  }

  function isSmall(i: number): boolean {
    return Math.abs(beside[i]!) <= 2 ** -52 * (Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!));
  }
}

/** One implicit step: what is pushed off the three diagonals at `low` is chased to `high`. */
function chase(
  d: Float64Array,
  e: Float64Array,
  { low, high }: { readonly low: number; readonly high: number },
  rotate: (k: number, c: number, s: number) => void,
): void {
  const last = e[high - 1]!;
  const half = (d[high - 1]! - d[high]!) / 2;
  const shift = d[high]! - (last * last) / (half + (half < 0 ? -1 : 1) * Math.hypot(half, last));
  let [x, z] = [d[low]! - shift, e[low]!];
  for (let k = low; k < high; k++) {
    const r = Math.hypot(x, z);
    const [c, s] = r === 0 ? [1, 0] : [x / r, z / r];
    if (k > low) e[k - 1] = r;
    const [a, b, off] = [d[k]!, d[k + 1]!, e[k]!];
    d[k] = c * c * a + 2 * c * s * off + s * s * b;
    d[k + 1] = s * s * a - 2 * c * s * off + c * c * b;
    e[k] = c * s * (b - a) + (c * c - s * s) * off;
    if (k < high - 1) {
      [x, z] = [e[k]!, s * e[k + 1]!];
      e[k + 1]! *= c;
    }
    rotate(k, c, s);
  }
}

function rotateRows(vectors: Float64Array, size: number, k: number, c: number, s: number): void {
  const [first, second] = [k * size, (k + 1) * size];
  for (let j = 0; j < size; j++) {
    const [a, b] = [vectors[first + j]!, vectors[second + j]!];
    vectors[first + j] = c * a + s * b;
    vectors[second + j] = c * b - s * a;
  }
}
