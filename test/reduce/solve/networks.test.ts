/** Published shapes at half of their weights and connections: optima that other solvers confirm, or that were proven before. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/reduce/solve/compile.ts';
import {
  finish,
  objectives,
  solveNow,
  uniform,
  type ObjectiveName,
  type Problem,
} from '../../../src/reduce/solve/index.ts';
import { orderOf } from '../../../src/reduce/solve/order.ts';
import { alexnet, densenet121, googlenet, halved, linear, log, resnet50, square, totalsOf, visionTransformer, type Shape } from './fixtures.ts'; // prettier-ignore

const keptOf = (problem: Problem, values: readonly number[]): readonly number[] =>
  values.map((value, v) => Math.round((100 * value) / problem.variables[v]!.values.at(-1)!));

describe('AlexNet in two towers', () => {
  it('has the totals of the paper', () => {
    expect(totalsOf(alexnet(16, 64))).toEqual([60_954_656, 724_406_816]);
  });

  it.each([
    [16, 256, log, 2.341227],
    [16, 128, log, 2.341227],
    [16, 64, log, 2.33467],
    [16, 64, square, 0.638265],
    [16, 8, log, 2.32435],
    [8, 8, log, 2.312997],
    [8, 8, square, 0.630043],
    [8, 8, linear, 1.447266],
  ] as const)('step %i of filters and %i of fully connected units, %o', (filters, units, price, optimum) => {
    const problem = halved(alexnet(filters, units), price);
    const { status, best, gap } = solveNow(problem, { gap: 0 });
    expect(status).toBe('optimal');
    expect(best!.price).toBeCloseTo(optimum, 6);
    expect(gap).toBe(0);
    expect(best!.used.every((amount, r) => amount <= problem.budgets[r]!)).toBe(true);
  });

  /** What every objective keeps, in percent: conv1 … conv5, fc1, fc2. */
  const kept: readonly (readonly [ObjectiveName, readonly number[]])[] = [
    ['linear', [100, 13, 100, 96, 100, 45, 100]],
    ['log', [67, 50, 71, 100, 75, 55, 100]],
    ['square', [67, 63, 71, 79, 69, 63, 86]],
  ];

  it.each(kept)('%s keeps what it kept', (objective, shares) => {
    const problem = halved(alexnet(16, 64), (original, value, weight) =>
      objectives[objective].price({ original, value, weight }),
    );
    expect(keptOf(problem, solveNow(problem, { gap: 0 }).best!.values)).toEqual(shares);
  });

  it('changes two layers at least', () => {
    const problem = halved(alexnet(16, 64), (original, value) => (value < original ? 1 : 0));
    const { status, best } = solveNow(problem, { gap: 0 });
    expect([status, best!.price]).toEqual(['optimal', 2]);
  });

  it('cuts no layer by more than a third where cuts are uniform', () => {
    const problem = halved(alexnet(16, 64), log);
    const { status, best, proof } = finish(uniform(problem, { gap: 0 }));
    expect([status, proof]).toEqual(['optimal', 'bisection']);
    expect(best!.price).toBeCloseTo(1 / 3, 9);
    expect(keptOf(problem, best!.values).every((share) => share >= 66)).toBe(true);
  });
});

describe('ResNet-50', () => {
  it.each([
    [true, 21],
    [false, 37],
  ])('tied %s has %i widths and the totals of torchvision', (isTied, widths) => {
    const shape = resnet50({ isTied });
    expect(shape.widths).toHaveLength(widths);
    expect(totalsOf(shape)).toEqual([25_502_912, 4_089_184_256]);
  });

  it.each([
    ['tied', square, 1.454224],
    ['tied', log, 5.32906],
    ['untied', square, 2.206787],
    ['untied', log, 8.679507],
  ] as const)('%s %o is proven', (tied, price, optimum) => {
    const { status, best } = solveNow(halved(resnet50({ isTied: tied === 'tied' }), price), { gap: 0 });
    expect(status).toBe('optimal');
    expect(best!.price).toBeCloseTo(optimum, 6);
  });
});

describe('other graphs', () => {
  const shapes: readonly (readonly [string, Shape, number, number])[] = [
    ['a vision transformer, one stream against 24 widths', visionTransformer(), 25, 1],
    ['DenseNet-121, chains of concatenations', densenet121(), 120, 3],
    ['GoogLeNet, modules of concatenations', googlenet(), 57, 3],
  ];

  it.each(shapes)('%s: a gap of half a percent, and tables of few variables', (_, shape, widths, treeWidth) => {
    const problem = halved(shape, log, { areProducersCounted: true });
    expect(problem.variables).toHaveLength(widths);
    expect(orderOf(compile(problem, 'prefix sums'))!.width).toBeLessThanOrEqual(treeWidth);
    const { best, gap } = solveNow(problem, { gap: 0.005 });
    expect(best).toBeDefined();
    expect(gap).toBeLessThanOrEqual(0.005);
  });

  it('bounds a graph in which everything meets everything, with split tables and by convexity', () => {
    for (const [price, most] of [
      [log, 0.05],
      [square, 0.99],
    ] as const) {
      const problem = halved(complete(14), price);
      const { best, gap } = solveNow(problem, { gap: 0.05, cells: 20_000, labels: 2000 });
      expect(best).toBeDefined();
      expect(gap).toBeLessThan(most);
    }
  });
});

/** A layer between every two widths. */
function complete(size: number): Shape {
  const widths = Array.from({ length: size }, (_, v) => ({
    name: `${v}`,
    values: Array.from({ length: 16 }, (_, k) => 8 * (k + 1)),
  }));
  const pairs = widths.flatMap((_, v) => widths.slice(v + 1).map((_, i) => [v, v + 1 + i] as const));
  const terms = pairs.map(([p, q]) => ({
    perCell: [1 + ((p * q) % 5), 100 + 37 * ((p + q) % 7)],
    lengths: [p, q].map((variable) => ({ constant: 0, parts: [{ variable, times: 1 }] })),
  }));
  return { widths, terms };
}
