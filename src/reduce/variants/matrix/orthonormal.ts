/**
 * Orthonormal columns for the space of a tall matrix's columns, by products of matrices: Cholesky QR done twice (Yamamoto,
 * Nakatsukasa, Yanagisawa, Fukaya, ETNA 44, 2015), with a shift where the columns are nearly dependent (Fukaya, Kannan, Nakatsukasa,
 * Yamamoto, Yanagisawa, SIAM J. Sci. Comput. 42, 2020).
 */
import { transpose, type Matrix, type Multiply } from './matrix.ts';

/** Two passes where the columns are well apart; each pass under a shift halves the digits that are missing. */
const mostPasses = 8;
/** Once YᵀY is this near to the identity before a pass, it is the identity to rounding after it. */
const near = 1e-3;

/** Q of the same shape with QᵀQ = 1. Columns that are 0 stay 0. */
export async function orthonormal(tall: Matrix, multiply: Multiply): Promise<Matrix> {
  let now = tall;
  for (let pass = 0; pass < mostPasses; pass++) {
    const gram = await multiply(transpose(now), now);
    const unit = gram.numbers instanceof Float32Array ? 2 ** -24 : 2 ** -53;
    now = await multiply(now, inverseOf(factorOf(gram, unit), gram.rows));
    if (pass > 0 && distanceFromIdentity(gram) < near) break;
  }
  return now;
}

/** The lower L with L·Lᵀ = G + shift, the shift as small as the rounding of G asks for. */
function factorOf(gram: Matrix, unit: number): Float64Array {
  const size = gram.rows;
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, gram.numbers[i * size + i]!);
  let shift = 0;
  for (;;) {
    const factor = cholesky(gram, shift, size * unit * largest);
    if (factor || largest === 0) return factor ?? new Float64Array(size * size);
    shift = shift === 0 ? 10 * size * unit * largest : 10 * shift;
  }
}

/** `undefined` where a pivot is no more than rounding. */
function cholesky({ rows: size, numbers }: Matrix, shift: number, least: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = numbers[i * size + j]! + (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i === j && !(sum > least)) return undefined;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j]!;
    }
  }
  return lower;
}

/** L⁻ᵀ, upper: small, so that the large product by it is the caller's. A pivot of 0 gives a column of 0. */
function inverseOf(lower: Float64Array, size: number): Matrix {
  const upper = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= lower[i * size + k]! * column[k]!;
      const pivot = lower[i * size + i]!;
      column[i] = pivot === 0 ? 0 : sum / pivot;
      upper[j * size + i] = column[i]!;
    }
  }
  return { rows: size, columns: size, numbers: upper };
}

function distanceFromIdentity({ rows: size, numbers }: Matrix): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++)
    most = Math.max(most, Math.abs(numbers[i]! - (i % (size + 1) === 0 ? 1 : 0)));
  return most;
}
