/** HiGHS, an independent solver, comes to the same optimum on everything that it solves in a few seconds. */
import { describe, expect, it } from 'vitest';
import { solveNow } from '../../../src/reduce/solve/index.ts';
import {
  alexnet,
  googlenet,
  halved,
  linear,
  log,
  resnet50,
  square,
  visionTransformer,
  type Price,
} from './fixtures.ts';
import { loadHighs, solveWithHighs } from './highs.ts';
import { kinds, randomProblem } from './random.ts';

const highs = await loadHighs();
const fewest: Price = (original, value) => (value < original ? 1 : 0);

const coarse = alexnet(32, 512);
const resnet = resnet50({ isTied: true, step: 64 });
const cases = [
  ['AlexNet, log', coarse, log],
  ['AlexNet, square', coarse, square],
  ['AlexNet, linear', coarse, linear],
  ['AlexNet, fewest', coarse, fewest],
  ['ResNet-50, linear', resnet, linear],
  ['ResNet-50, fewest', resnet, fewest],
  ['vision transformer, log', visionTransformer({ layers: 4, step: 256 }), log],
  ['vision transformer, square', visionTransformer({ layers: 4, step: 256 }), square],
  ['GoogLeNet, log', googlenet(64), log],
] as const;

describe('HiGHS agrees', () => {
  it.each(cases)('on %s', (_, shape, price) => {
    const problem = halved(shape, price);
    const { status, best } = solveNow(problem, { gap: 0 });
    const { isOptimal, choice } = solveWithHighs(highs, problem, 30);
    expect([status, isOptimal]).toEqual(['optimal', true]);
    expect(choice!.used.every((amount, r) => amount <= problem.budgets[r]!)).toBe(true);
    expect(best!.price).toBeCloseTo(choice!.price, 6);
  });

  it('on small random problems with concatenations and squares', () => {
    for (const kind of kinds) {
      for (let seed = 1000; seed < 1008; seed++) {
        const problem = randomProblem(seed, kind);
        if (problem.terms.some(({ lengths }) => lengths.length > 2)) continue;
        const { status, best } = solveNow(problem, { gap: 0 });
        const { isOptimal, choice } = solveWithHighs(highs, problem, 5);
        expect({ kind, seed, isOptimal }).toEqual({ kind, seed, isOptimal: status === 'optimal' });
        if (isOptimal) expect(best!.price, `${kind} ${seed}`).toBeCloseTo(choice!.price, 6);
      }
    }
  });
});
