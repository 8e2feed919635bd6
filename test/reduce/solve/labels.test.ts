/** The rungs on their own, without the others to make up for them: labels, dominance, marginals, mini-buckets. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/reduce/solve/compile.ts';
import { frontOf } from '../../../src/reduce/solve/dominance.ts';
import { eliminate } from '../../../src/reduce/solve/eliminate.ts';
import { setLabels, type LabelResult } from '../../../src/reduce/solve/labels.ts';
import { marginals } from '../../../src/reduce/solve/marginals.ts';
import { finish } from '../../../src/reduce/solve/meter.ts';
import { choiceOf, type Problem } from '../../../src/reduce/solve/index.ts';
import { prepare } from '../../../src/reduce/solve/tighten.ts';
import { allChoices, bruteForce, randomFrom, randomProblem } from './random.ts';

const seeds = Array.from({ length: 300 }, (_, seed) => seed);
const manyCells = 1e6;

/** Label setting under multipliers that are not the best ones, so that bounds prune little. */
function labelled(problem: Problem, { beam, cells, multiplier }: { beam: number; cells: number; multiplier: number }): LabelResult {
  const meter = { units: 0 };
  const { model, plan, floors } = finish(prepare(compile(problem, 'prefix sums'), cells, meter));
  if (floors.some(({ value }, r) => value > model.budgets[r]!)) return { dropped: Infinity, labels: 0 };
  const multipliers = model.budgets.map((budget) => multiplier / Math.max(1, Math.abs(budget)));
  const lagrangian = finish(eliminate(model, plan, { price: 1, multipliers }, meter));
  return finish(setLabels(model, plan, { lagrangian, floors, cutoff: Infinity, beam }, meter));
} // prettier-ignore

describe.each([
  ['whole tables', manyCells],
  ['split tables', 4],
])('labels over %s', (_, cells) => {
  it.each([0, 0.5])('find the least price with multiplier %d and room for all', (multiplier) => {
    for (const seed of seeds) {
      const problem = randomProblem(seed, 'square');
      const { values, dropped } = labelled(problem, { beam: 1e6, cells, multiplier });
      expect(dropped).toBe(Infinity);
      const price = values && choiceOf(problem, values).price;
      const least = bruteForce(problem)?.price;
      expect(price === undefined, `seed ${seed}`).toBe(least === undefined);
      if (least !== undefined) expect(price, `seed ${seed}`).toBeCloseTo(least, 9);
    }
  });

  it('tell with little room how cheap what they let go may be', () => {
    let losses = 0;
    for (const seed of seeds) {
      const problem = randomProblem(seed, 'importance');
      const { values, dropped } = labelled(problem, { beam: 1, cells, multiplier: 0 });
      const least = bruteForce(problem)?.price ?? Infinity;
      const price = values === undefined ? Infinity : choiceOf(problem, values).price;
      if (price > least + 1e-9) losses++;
      expect(Math.min(price, dropped), `seed ${seed}`).toBeLessThanOrEqual(least + 1e-9);
    }
    expect(losses).toBeGreaterThan(5);
  });
});

describe.each([1, 2, 3])('a front of %i amounts', (resources) => {
  it('takes exactly what nothing before it matches or beats', () => {
    const random = randomFrom(resources);
    for (let round = 0; round < 200; round++) {
      const front = frontOf(resources);
      const taken: number[][] = [];
      for (let i = 0; i < 40; i++) {
        const label = Array.from({ length: resources }, () => random(12));
        const isBeaten = taken.some((other) => other.every((amount, r) => amount <= label[r]!));
        expect(front.takes(Float64Array.from([-1, ...label]), 1)).toBe(!isBeaten);
        if (!isBeaten) taken.push(label);
      }
    }
  });
});

describe('marginals', () => {
  it('are for each value the least price of the choices with it, where budgets cost nothing', () => {
    for (const seed of seeds) {
      const problem = randomProblem(seed, 'importance');
      const meter = { units: 0 };
      const { model, plan } = finish(prepare(compile(problem, 'prefix sums'), manyCells, meter));
      const multipliers = model.budgets.map((_, r) => 0.003 * (r + 1));
      const potential = finish(eliminate(model, plan, { price: 1, multipliers }, meter));
      const least = finish(marginals(model, plan, { potential, isWanted: () => true }, meter));
      const binding = problem.budgets.map((_, r) => r).filter((r) => isBinding(problem, r));
      const all = allChoices({ ...problem, budgets: problem.budgets.map(() => Infinity) });
      const constant = binding.map((r, i) => problem.budgets[r]! - model.budgets[i]!);
      problem.variables.forEach(({ values }, v) => {
        values.forEach((value, k) => {
          const costs = all
            .filter((choice) => choice.values[v] === value)
            .map(({ price, used }) =>
              binding.reduce((sum, r, i) => sum + multipliers[i]! * (used[r]! - constant[i]!), price),
            );
          expect(least[v]![k], `seed ${seed}`).toBeCloseTo(Math.min(...costs), 8);
        });
      });
    }
  });
});

/** The resources that the compiled problem has kept: those that could be exceeded. */
function isBinding(problem: Problem, r: number): boolean {
  const alone = { ...problem, budgets: problem.budgets.map((budget, i) => (i === r ? budget : Infinity)) };
  return compile(alone, 'prefix sums').budgets.length > 0;
}
