/** A symmetric matrix brought to three diagonals by Householder's reflections (Golub and Van Loan, Matrix Computations, 8.3.1). */
import { transpose } from './matrix.ts';

export interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  /** Qᵀ, where the matrix is Q · T · Qᵀ. */
  readonly vectors: Float64Array;
}

/** Overwrites the matrix, of which the whole is read. */
export function tridiagonal(a: Float64Array, size: number): Tridiagonal {
  const beside = new Float64Array(Math.max(0, size - 1));
  const mirrors: { readonly start: number; readonly v: Float64Array; readonly beta: number }[] = [];
  for (let k = 0; k < size - 1; k++) {
    const start = k + 1;
    const v = Float64Array.from({ length: size - start }, (_, i) => a[(start + i) * size + k]!);
    const norm = normOf(v);
    const alpha = v[0]! > 0 ? -norm : norm;
    const isLast = start === size - 1;
    beside[k] = isLast || norm === 0 ? v[0]! : alpha;
    if (isLast || norm === 0) continue;
    v[0]! -= alpha;
    const beta = 2 / dot(v, v);
    mirrors.push({ start, v, beta });
    reflect(a, size, start, v, beta);
  }
  const q = new Float64Array(size * size);
  for (let i = 0; i < size; i++) q[i * size + i] = 1;
  for (const { start, v, beta } of mirrors.toReversed()) mirrorRows(q, size, start, v, beta);
  const vectors = transpose({ rows: size, columns: size, numbers: q }).numbers;
  return { diagonal: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), beside, vectors: Float64Array.from(vectors) };
} // prettier-ignore

/** Scaled, so that squares neither vanish nor overflow. */
function normOf(v: Float64Array): number {
  const largest = v.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(v.reduce((sum, each) => sum + (each / largest) ** 2, 0));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** A' ← H · A' · H for the block from `start` on, of which the whole is kept: A' − v·wᵀ − w·vᵀ. */
function reflect(a: Float64Array, size: number, start: number, v: Float64Array, beta: number): void {
  const w = new Float64Array(v.length);
  for (let i = 0; i < v.length; i++) {
    const row = (start + i) * size + start;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += a[row + j]! * v[j]!;
    w[i] = beta * sum;
  }
  const half = (beta / 2) * dot(w, v);
  for (let i = 0; i < v.length; i++) w[i]! -= half * v[i]!;
  for (let i = 0; i < v.length; i++) {
    const row = (start + i) * size + start;
    for (let j = 0; j < v.length; j++) a[row + j]! -= v[i]! * w[j]! + w[i]! * v[j]!;
  }
}

/** Q ← H · Q. */
function mirrorRows(q: Float64Array, size: number, start: number, v: Float64Array, beta: number): void {
  const sums = new Float64Array(size);
  for (let i = 0; i < v.length; i++) for (let j = start; j < size; j++) sums[j]! += v[i]! * q[(start + i) * size + j]!;
  for (let i = 0; i < v.length; i++)
    for (let j = start; j < size; j++) q[(start + i) * size + j]! -= beta * v[i]! * sums[j]!;
}
