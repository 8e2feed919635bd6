/** The arithmetic under low-rank factors, against plain definitions. */
import { describe, expect, it } from 'vitest';
import { fillNormal, generatorOf } from '../../../src/formats/weights/generator.ts';
import { factorise, type Matrix, type Multiply } from '../../../src/reduce/variants/index.ts';
import { symmetricEigen } from '../../../src/reduce/variants/matrix/eigen.ts';
import { multiply, transpose } from '../../../src/reduce/variants/matrix/matrix.ts';
import { orthonormal } from '../../../src/reduce/variants/matrix/orthonormal.ts';

function normal(rows: number, columns: number, seed: number): Matrix {
  const numbers = new Float64Array(rows * columns);
  fillNormal(numbers, generatorOf('test', seed), 1);
  return { rows, columns, numbers };
}

/** Σ over k, one element at a time. */
function plainly(a: Matrix, b: Matrix): number[] {
  return Array.from({ length: a.rows * b.columns }, (_, i) => {
    const [row, column] = [Math.floor(i / b.columns), i % b.columns];
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.numbers[row * a.columns + k]! * b.numbers[k * b.columns + column]!;
    return sum;
  });
}

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, each, i) => Math.max(most, Math.abs(each - b[i]!)), 0);

const ones = (size: number): number[] => Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));

/** As a runtime that computes in 32 bits. */
const shortly: Multiply = async (a, b) => {
  const { numbers, ...sizes } = multiply(a, b);
  return { ...sizes, numbers: Float32Array.from(numbers) };
};

it('multiplies as the definition does, whatever the sizes', () => {
  for (const [rows, inner, columns] of [[1, 1, 1], [3, 131, 5], [7, 260, 515]] as const) {
    const [a, b] = [normal(rows, inner, 1), normal(inner, columns, 2)];
    expect(furthest(multiply(a, b).numbers, plainly(a, b))).toBeLessThan(1e-10);
  }
  expect(() => multiply(normal(2, 3, 1), normal(2, 3, 1))).toThrow('a matrix of 2 x 3 cannot be multiplied by one of 2 x 3'); // prettier-ignore
}); // prettier-ignore

describe('eigenvalues', () => {
  it.each([1, 2, 3, 40])('of %i rows', (size) => {
    const half = normal(size, size + 2, 3);
    const matrix = multiply(half, transpose(half));
    const { values, vectors } = symmetricEigen(matrix);
    expect(furthest(multiply(vectors, transpose(vectors)).numbers, ones(size))).toBeLessThan(1e-12);
    const scaled = multiply(vectors, matrix).numbers;
    const expected = vectors.numbers.map((each, i) => each * values[Math.floor(i / size)]!);
    expect(furthest(scaled, expected)).toBeLessThan(1e-11 * values[0]!);
    expect([...values]).toEqual([...values].toSorted((a, b) => b - a));
  });

  it('of a matrix that is diagonal already', () => {
    const numbers = Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2);
    expect([...symmetricEigen({ rows: 3, columns: 3, numbers }).values]).toEqual([3, 2, 1]);
  });
});

it('finds orthonormal columns, though they depend on each other', async () => {
  const dependent = multiply(normal(60, 4, 4), normal(4, 9, 5));
  for (const product of [multiply, shortly]) {
    const q = await orthonormal(dependent, product);
    expect(furthest(multiply(transpose(q), q).numbers, ones(9))).toBeLessThan(1e-5);
  }
});

describe('factors', () => {
  it('of full rank give the product back', async () => {
    for (const matrix of [normal(40, 64, 6), normal(64, 40, 6)]) {
      const { left, right, kept } = await factorise(matrix, 40);
      const x = normal(matrix.columns, 1, 7);
      expect(furthest(multiply(left, multiply(right, x)).numbers, multiply(matrix, x).numbers)).toBeLessThan(1e-5);
      expect(kept).toBeCloseTo(1, 10);
    }
  });

  it('recover a matrix of rank 5 from noise', async () => {
    const clean = multiply(normal(80, 5, 8), normal(5, 120, 9));
    const noise = normal(80, 120, 10).numbers;
    const noisy = { ...clean, numbers: clean.numbers.map((each, i) => each + 0.01 * noise[i]!) };
    for (const product of [multiply, shortly]) {
      const { left, right, energies, kept } = await factorise(noisy, 5, { multiply: product });
      // of the noise what lies in five of eighty directions stays
      expect(furthest(multiply(left, right).numbers, clean.numbers)).toBeLessThan(0.05);
      expect(kept).toBeGreaterThan(0.999);
      expect(energies[5]! / energies[4]!).toBeLessThan(0.001);
    }
  });

  it('hold the singular values, the first ones the most', async () => {
    const [u, v] = [await orthonormal(normal(30, 3, 11), multiply), await orthonormal(normal(20, 3, 12), multiply)];
    const scaled = { ...u, numbers: u.numbers.map((each, i) => each * [5, 4, 2][i % 3]!) };
    const { left, right, energies, total, kept } = await factorise(multiply(scaled, transpose(v)), 2);
    expect(furthest(energies.subarray(0, 3), [25, 16, 4])).toBeLessThan(1e-9);
    expect([total, kept]).toEqual([expect.closeTo(45, 9), expect.closeTo(41 / 45, 9)]);
    expect(furthest(multiply(transpose(left), left).numbers, ones(2))).toBeLessThan(1e-10);
    const squares = multiply(right, transpose(right)).numbers;
    expect(furthest(squares, [25, 0, 0, 16])).toBeLessThan(1e-9);
  });

  it('are the same for the same seed', async () => {
    const matrix = normal(30, 50, 13);
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => factorise(matrix, 4, { seed, power: 0 })));
    expect(again).toEqual(first);
    expect(other!.left).not.toEqual(first!.left);
  });

  it('of nothing are nothing', async () => {
    const { left, right, kept } = await factorise({ rows: 4, columns: 3, numbers: new Float32Array(12) }, 2);
    expect([kept, furthest(multiply(left, right).numbers, new Float64Array(12))]).toEqual([1, 0]);
  });

  it('have a rank that there is', async () => {
    await expect(factorise(normal(4, 3, 1), 4)).rejects.toThrow('a matrix of 4 x 3 has no rank 4; a whole number from 1 to 3 is expected'); // prettier-ignore
  });
});
