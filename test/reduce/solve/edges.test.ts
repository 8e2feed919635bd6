/** Problems at the edge: nothing to choose, nothing to save, nothing that fits, and calls that end early. */
import { describe, expect, it } from 'vitest';
import { UnsupportedError, UsageError } from '../../../src/core/errors.ts';
import { finish, pareto, runnersUp, solve, solveNow, uniform, type Problem } from '../../../src/reduce/solve/index.ts';
import { alexnet, halved, linear, log, of, priced, resnet50, square } from './fixtures.ts';
import { allChoices, kinds, randomProblem } from './random.ts';

const width = (name: string, ...values: number[]) => priced({ name, values }, linear);

/** Two widths and the layer between them. */
const pair: Problem = {
  resources: ['weights'],
  budgets: [8],
  variables: [width('a', 1, 2, 3, 4), width('b', 1, 2, 3, 4)],
  terms: [{ perCell: [1], lengths: [of(0), of(1)] }],
};

describe('a problem', () => {
  it('without variables costs nothing, or does not fit', () => {
    const constant: Problem = {
      resources: ['weights'],
      budgets: [5],
      variables: [],
      terms: [{ perCell: [5], lengths: [] }],
    };
    expect(solveNow(constant)).toMatchObject({ status: 'optimal', best: { values: [], price: 0, used: [5] }, gap: 0 });
    expect(solveNow({ ...constant, budgets: [4] })).toMatchObject({ status: 'infeasible', least: [5] });
  });

  it('whose budget does not bind keeps everything', () => {
    const { status, best, bound } = solveNow({ ...pair, budgets: [16] });
    expect({ status, best, bound }).toEqual({
      status: 'optimal',
      best: { values: [4, 4], price: 0, used: [16] },
      bound: 0,
    });
    expect(solveNow({ ...pair, budgets: [Infinity] }).best!.price).toBe(0);
  });

  it('whose budget is met exactly uses all of it', () => {
    expect(solveNow({ ...pair, budgets: [9] }, { gap: 0 }).best).toMatchObject({ price: 0.5, used: [8] });
    expect(solveNow({ ...pair, budgets: [1] }).best).toMatchObject({ values: [1, 1], used: [1] });
  });

  it('with a budget of nothing says what is least', () => {
    expect(solveNow({ ...pair, budgets: [0] })).toMatchObject({ status: 'infeasible', least: [1], bound: Infinity });
    expect(solveNow({ ...pair, budgets: [-1] })).toMatchObject({ status: 'infeasible', least: [1] });
  });

  it('with one value a variable has one answer', () => {
    const only: Problem = { ...pair, variables: [width('a', 3), width('b', 2)] };
    expect(solveNow(only)).toMatchObject({ status: 'optimal', best: { values: [3, 2], price: 0, used: [6] } });
    expect(solveNow({ ...only, budgets: [5] })).toMatchObject({ status: 'infeasible', least: [6] });
  });

  it('whose budgets are met each alone, but not together, is proven impossible', () => {
    const against: Problem = {
      resources: ['up', 'down', 'constant'],
      budgets: [20, 20, 9],
      variables: [width('a', ...Array.from({ length: 50 }, (_, k) => k + 1))],
      terms: [
        { perCell: [1, 0, 0], lengths: [of(0)] },
        { perCell: [0, 1, 0], lengths: [{ constant: 51, parts: [{ variable: 0, times: -1 }] }] },
        { perCell: [0, 0, 7], lengths: [] },
      ],
    };
    expect(solveNow(against)).toMatchObject({ status: 'infeasible', least: [1, 1, 7] });
  });
});

describe('bad input', () => {
  it.each([
    [{ ...pair, budgets: [] }, '1 resources need as many budgets; there are 0'],
    [{ ...pair, budgets: [Number.NaN] }, 'weights: the budget is not a number'],
    [{ ...pair, variables: [{ name: 'a', values: [], prices: [] }] }, 'a: there is no value to choose from'],
    [{ ...pair, variables: [{ name: 'a', values: [2, 1], prices: [0, 0] }] }, 'a: 1 follows 2; values ascend'],
    [{ ...pair, variables: [{ name: 'a', values: [1.5], prices: [0] }] }, 'a: 1.5 is not a whole number'],
    [{ ...pair, variables: [{ name: 'a', values: [1], prices: [-1] }] }, 'a: 1 costs -1; a price is 0 or more'],
    [{ ...pair, variables: [width('a', 1)] }, 'a length names variable 1 of 1'],
  ])('%#: %s', (problem, message) => {
    expect(() => solveNow(problem)).toThrow(new UsageError(message));
  });

  it('refuses totals that a number does not hold', () => {
    const terms = [{ perCell: [2 ** 40], lengths: [of(0, 2 ** 10), of(1)] }];
    expect(() => solveNow({ ...pair, terms })).toThrow(UnsupportedError);
  });
});

describe('told to stop', () => {
  it('returns at once the best so far and a bound that holds', () => {
    const run = solve(halved(resnet50({ isTied: true }), square), { gap: 0 });
    expect(run.next().done).toBe(false);
    const { done, value } = run.next('stop');
    expect(done).toBe(true);
    expect(value).toMatchObject({ status: 'stopped' });
    expect(value.bound).toBeLessThanOrEqual(1.454224);
    expect(value.best!.price).toBeGreaterThanOrEqual(1.454223);
  });

  it('only ever improves on the way', () => {
    let [price, bound] = [Infinity, 0];
    for (const progress of solve(halved(resnet50({ isTied: true }), square), { gap: 0 })) {
      expect(progress.best?.price ?? Infinity).toBeLessThanOrEqual(price);
      expect(progress.bound).toBeGreaterThanOrEqual(bound);
      [price, bound] = [progress.best?.price ?? Infinity, progress.bound];
    }
  });
});

describe('the runners-up', () => {
  it('are the next choices by price, each once', () => {
    for (const kind of kinds) {
      for (let seed = 0; seed < 60; seed++) {
        const problem = randomProblem(seed, kind);
        const all = allChoices(problem);
        const found = finish(runnersUp(problem, 7));
        expect(found).toHaveLength(Math.min(8, all.length));
        expect(new Set(found.map(({ values }) => values.join())).size).toBe(found.length);
        found.forEach(({ price }, i) => expect(price, `${kind} ${seed}`).toBeCloseTo(all[i]!.price, 8));
      }
    }
  });

  it('come in order for AlexNet', () => {
    const prices = finish(runnersUp(halved(alexnet(16, 64), log), 3)).map(({ price }) => price);
    expect(prices[0]).toBeCloseTo(2.33467, 6);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  });
});

describe('a grid of budgets', () => {
  it('has the same prices as its points alone, and none is dearer than a tighter one', () => {
    const problem = halved(alexnet(16, 64), log, { share: 1 });
    const shares = [0.8, 0.2, 0.5];
    const grid = shares.flatMap((w) =>
      shares.map((c) => [w, c].map((share, r) => Math.floor(share * problem.budgets[r]!))),
    );
    const points = finish(pareto(problem, grid, { gap: 0 }));
    expect(points.map(({ budgets }) => budgets)).toEqual(grid);
    for (const { budgets, solution } of points) {
      const alone = solveNow({ ...problem, budgets }, { gap: 0 });
      expect(solution.status).toBe('optimal');
      expect(solution.best!.price).toBeCloseTo(alone.best!.price, 8);
    }
  });

  it('keeps the order of prices where points are only near the least', () => {
    const problem = halved(resnet50({ isTied: true, step: 16 }), square, { share: 1 });
    const grid = [0.5, 0.52, 0.54, 0.56].map((share) => problem.budgets.map((budget) => Math.floor(share * budget)));
    const points = finish(pareto(problem, grid, { gap: 0.05 }));
    const prices = points.map(({ solution }) => solution.best!.price);
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
    for (const { solution } of points) expect(solution.bound).toBeLessThanOrEqual(solution.best!.price);
  });
});

describe('uniform cuts', () => {
  it('are the least largest cut of all choices that fit', () => {
    for (let seed = 0; seed < 150; seed++) {
      const problem = randomProblem(seed, 'log');
      const cuts = allChoices(problem).map(({ values }) => {
        return Math.max(0, ...values.map((value, v) => 1 - value / problem.variables[v]!.values.at(-1)!));
      });
      const { status, best } = finish(uniform(problem, { gap: 0 }));
      expect({ seed, status }).toEqual({ seed, status: cuts.length === 0 ? 'infeasible' : 'optimal' });
      if (cuts.length > 0) expect(best!.price, `seed ${seed}`).toBeCloseTo(Math.min(...cuts), 9);
    }
  });
});
