/** The solver against looking at every choice, on small problems of every kind. */
import { describe, expect, it } from 'vitest';
import { solveNow } from '../../../src/reduce/solve/index.ts';
import { usedBy } from '../../../src/reduce/solve/evaluate.ts';
import { bruteForce, kinds, randomProblem } from './random.ts';

const instances = 400;

describe.each(kinds)('%s', (kind) => {
  it(`finds the least price of ${instances} random problems, or proves that nothing fits`, () => {
    let infeasible = 0;
    for (let seed = 0; seed < instances; seed++) {
      const problem = randomProblem(seed, kind);
      const least = bruteForce(problem);
      const { status, best, bound } = solveNow(problem, { gap: 0 });
      if (least === undefined) infeasible++;
      expect({ seed, status }).toEqual({ seed, status: least === undefined ? 'infeasible' : 'optimal' });
      if (least === undefined) continue;
      expect(best!.price, `seed ${seed}`).toBeCloseTo(least.price, 9);
      expect(bound, `seed ${seed}`).toBeCloseTo(least.price, 9);
      expect(best!.used).toEqual(usedBy(problem, best!.values));
    }
    expect(infeasible).toBeGreaterThan(instances / 50);
  });

  it('keeps what it claims with split buckets and few labels', () => {
    for (let seed = 0; seed < instances; seed++) {
      const problem = randomProblem(seed, kind);
      const least = bruteForce(problem);
      const { status, best, bound } = solveNow(problem, { gap: 0.01, cells: 4, labels: 3 });
      if (least === undefined) {
        expect({ seed, status }).not.toMatchObject({ status: 'optimal' });
        continue;
      }
      expect(status, `seed ${seed}`).not.toBe('infeasible');
      expect(bound, `seed ${seed}`).toBeLessThanOrEqual(least.price * (1 + 1e-8) + 1e-9);
      if (status === 'optimal') expect(best!.price, `seed ${seed}`).toBeCloseTo(least.price, 8);
    }
  });
});
