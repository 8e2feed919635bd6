/**
 * The best product of two thin matrices for a large one, by a randomised range finder: Halko, Martinsson, Tropp, Finding
 * structure with randomness, SIAM Review 53(2), 2011, algorithms 4.4 and 5.1.
 */
import { UsageError } from '../../../core/errors.ts';
import { fillNormal, generatorOf } from '../../../formats/weights/generator.ts';
import { symmetricEigen } from './eigen.ts';
import { firstRows, multiply as plainMultiply, transpose, type Matrix, type Multiply } from './matrix.ts';
import { orthonormal } from './orthonormal.ts';

export interface FactoriseOptions {
  /** Default plain loops. */
  readonly multiply?: Multiply;
  /** Of the random directions; 0 where absent. */
  readonly seed?: number;
  /** How often W · Wᵀ sharpens the directions: 2 is enough where the spectrum of weights falls slowly (ibid. 1.6). */
  readonly power?: number;
}

export interface Factors {
  /** rows × rank, orthonormal columns; the first ones hold the most energy, so that keeping the first is keeping the best. */
  readonly left: Matrix;
  /** rank × columns: leftᵀ · W. */
  readonly right: Matrix;
  /** Squared singular values found, descending: those of the rank, and of the few directions more that were looked at. */
  readonly energies: Float64Array;
  /** Σ of the squares of all elements: what all energies come to. */
  readonly total: number;
  /** The share of the total that left · right holds. */
  readonly kept: number;
}

/** Directions beyond the rank that are looked at, so that the last ones kept are good (ibid. 1.3: 5 or 10). */
const oversampling = 10;

/** W ≈ left · right of a rank. Throws a UsageError for a rank that is not from 1 to the shorter side. */
export async function factorise(matrix: Matrix, rank: number, options: FactoriseOptions = {}): Promise<Factors> {
  const { multiply = plainMultiply, seed = 0, power = 2 } = options;
  const { rows, columns } = matrix;
  const most = Math.min(rows, columns);
  if (!Number.isInteger(rank) || rank < 1 || rank > most)
    throw new UsageError(`a matrix of ${rows} x ${columns} has no rank ${rank}; a whole number from 1 to ${most} is expected`); // prettier-ignore
  const width = Math.min(rank + oversampling, most);
  let basis = await orthonormal(await multiply(matrix, randomDirections(columns, width, seed)), multiply);
  for (let i = 0; i < power; i++) {
    const back = transpose(await multiply(transpose(basis), matrix));
    basis = await orthonormal(await multiply(matrix, await orthonormal(back, multiply)), multiply);
  }
  const small = await multiply(transpose(basis), matrix);
  const { values, vectors } = symmetricEigen(await multiply(small, transpose(small)));
  const best = firstRows(vectors, rank);
  const energies = values.map((value) => Math.max(0, value));
  const total = energyOf(matrix);
  return {
    left: await multiply(basis, transpose(best)),
    right: await multiply(best, small),
    energies,
    total,
    kept: total === 0 ? 1 : Math.min(1, sum(energies.subarray(0, rank)) / total),
  };
}

function randomDirections(rows: number, columns: number, seed: number): Matrix {
  const numbers = new Float64Array(rows * columns);
  fillNormal(numbers, generatorOf('random directions', seed), 1);
  return { rows, columns, numbers };
}

function energyOf({ numbers }: Matrix): number {
  let all = 0;
  for (let i = 0; i < numbers.length; i++) all += numbers[i]! * numbers[i]!;
  return all;
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((all, each) => all + each, 0);
}
