/** Every combination of variants within the same budgets. */
import { describe, expect, it } from 'vitest';
import { openPublished } from '../../../src/formats/index.ts';
import { reducible } from '../../../src/reduce/reducible.ts';
import { reduce } from '../../../src/reduce/reduce.ts';
import { finish } from '../../../src/reduce/solve/index.ts';
import { parseVariant, solveVariants, type VariantsOptions, type VariantsSolution } from '../../../src/reduce/variants/index.ts'; // prettier-ignore

const alexnet = reducible(openPublished('alexnet'));
const lenet = reducible(openPublished('lenet-caffe'));
const [lenetWeights, lenetConnections] = lenet.costs.totals;

const solved = (subject: typeof alexnet, texts: readonly string[], options: VariantsOptions): VariantsSolution =>
  finish(solveVariants(subject, texts.map(parseVariant), options));

describe('AlexNet with global pooling and two factored layers', () => {
  const texts = ['global-pooling', 'low-rank=fc1', 'low-rank=fc2'];
  const step = { conv: 16, fc: 64 };
  const budgets = { weights: 60_954_656 / 2, connections: 724_406_816 / 2 };
  const { combinations, best, gap } = solved(alexnet, texts, { budgets, step });

  it('solves all eight, each recounted within the budgets', () => {
    expect(combinations.map(({ names }) => names.join(' '))).toEqual(['', 'global-pooling', 'low-rank=fc1', 'global-pooling low-rank=fc1', 'low-rank=fc2', 'global-pooling low-rank=fc2', 'low-rank=fc1 low-rank=fc2', texts.join(' ')]); // prettier-ignore
    for (const { reduction, price, bound } of combinations) {
      expect(reduction!.reduced!.after.weights).toBeLessThanOrEqual(budgets.weights);
      expect(reduction!.reduced!.after.connections).toBeLessThanOrEqual(budgets.connections);
      expect(price! - bound).toBeGreaterThanOrEqual(0);
    }
    expect(gap).toBeLessThan(0.001_001);
  });

  it('has the price of the widths and of the variants', () => {
    const [plain, pooled, factored, , , , , all] = combinations;
    expect(plain!.price).toBeCloseTo(2.33467, 5);
    expect(best).toBe(plain);
    expect([pooled!.variantsPrice, factored!.variantsPrice]).toEqual([expect.closeTo(Math.log(36), 12), 0]);
    expect(pooled!.price! - pooled!.reduction!.solution.best!.price).toBeCloseTo(Math.log(36), 12);
    expect(all!.totals!.weights).toBe(60_954_656 - 4096 * 8960 + 256 * 256 + 4096 * 4096);
    // after the pooling fc1 reads 256 inputs, so that its rank begins there, in whichever order the two are given
    expect(all!.reduction!.reduced!.widths.find(({ name }) => name === 'fc1.a')?.from).toBe(256);
  });
});

it('takes a variant where no width helps', () => {
  // ip1 has 400,000 weights as long as it reads all of conv2's maps and keeps its units
  const options = { budgets: { weights: lenetWeights! / 5 }, keep: ['ip1', 'conv2'] };
  const { best, combinations, bound } = solved(lenet, ['global-pooling'], options);
  expect(combinations[0]!.reduction!.solution.status).toBe('infeasible');
  expect(best!.names).toEqual(['global-pooling']);
  expect([best!.price, bound]).toEqual([Math.log(16), Math.log(16)]);
});

it.each([
  ['square', (1 - 1 / 16) ** 2],
  ['linear', 1 - 1 / 16],
  ['fewest', 1],
  ['units', 0],
] as const)('prices global pooling by %s', (objective, price) => {
  const budgets = { weights: lenetWeights! / 2 };
  const [, pooled] = solved(lenet, ['global-pooling'], { budgets, objective, step: { conv: 1, fc: 10 } }).combinations;
  expect(pooled!.variantsPrice).toBeCloseTo(price, 12);
});

it('takes the deepest cut of all for uniform', () => {
  const budgets = { weights: lenetWeights! / 2 };
  const [, pooled] = solved(lenet, ['global-pooling'], { budgets, objective: 'uniform' }).combinations;
  expect(pooled!.price).toBeCloseTo(1 - 1 / 16, 12);
});

it('keeps the layer that makes the same channels, under its new name', () => {
  const budgets = { weights: lenetWeights! / 4 };
  const options = { budgets, keep: ['ip1'], atLeast: new Map([['conv2', 48]]), step: { conv: 8, fc: 20 } };
  const [, factored] = solved(lenet, ['low-rank=ip1'], options).combinations;
  const widths = new Map(factored!.reduction!.reduced!.widths.map(({ name, to }) => [name, to]));
  expect(widths.get('ip1.b')).toBe(500);
  expect(widths.get('ip1.a')).toBeLessThan(500);
  expect(widths.get('conv2')).toBeGreaterThanOrEqual(48);
});

it('lists what does not go together, with the reason', () => {
  const budgets = { connections: lenetConnections! / 2 };
  const { combinations, best } = solved(lenet, ['separable=conv2', 'groups=conv2:2'], { budgets });
  expect(combinations[3]).toMatchObject({ refused: 'conv2 is a convolution in 2 groups; an ungrouped one is expected', bound: Infinity }); // prettier-ignore
  expect(best).toBeDefined();
});

it('leaves to a rank what no width may do', () => {
  const options = { budgets: { weights: lenetWeights! / 2 }, keep: ['conv*', 'ip1'] };
  const { best, combinations } = solved(lenet, ['low-rank=ip1'], options);
  expect(combinations[0]!.refused).toMatch(/^nothing of LeNet.* can change/);
  expect(best!.names).toEqual(['low-rank=ip1']);
  expect(() => solved(lenet, [], options)).toThrow(/^nothing of LeNet.* can change/);
});

it('says that nothing fits where nothing does', () => {
  const { best, bound, gap } = solved(lenet, ['low-rank=ip1'], { budgets: { weights: 1 } });
  expect([best, bound, gap]).toEqual([undefined, Infinity, 0]);
});

it('stops with the best so far, and a bound that holds for what was not looked at', () => {
  const options = { budgets: { weights: 60_954_656 / 2, connections: 724_406_816 / 2 }, gap: 0 };
  const steps = solveVariants(alexnet, ['global-pooling', 'low-rank=fc1'].map(parseVariant), options);
  let step = steps.next();
  while (!step.done && step.value.best === undefined) step = steps.next();
  expect(step.value).toMatchObject({ combination: 1, of: 4, names: [] });
  const end = steps.next('stop');
  if (!end.done) throw new Error('it goes on');
  expect(end.value.combinations.map(({ reduction }) => reduction !== undefined)).toEqual([true, false, false, false]);
  expect(end.value.best!.names).toEqual([]);
  expect(end.value.bound).toBeLessThanOrEqual(end.value.best!.price!);
});

it.each([
  [Array.from({ length: 7 }, (_, i) => `stride=conv1:${i + 2}`), {}, '7 variants have 128 combinations; at most 6 variants are combined'],
  [['input=24', 'input=24'], {}, 'the variant input=24 is given twice'],
  [['low-rank=ip1'], { objective: 'importance' }, 'the objective "importance" prices the channels of one network'],
  [['low-rank=ip9'], {}, 'no layer is called "ip9"'],
  [['groups=conv1:2'], {}, 'conv1: 2 groups do not divide 1 channels'],
  [['low-rank=ip1'], { keep: ['ip9'] }, 'no layer that makes channels is called "ip9"'],
] as const)('refuses %j', (texts, options, sentence) => {
  expect(() => solved(lenet, texts, { budgets: { weights: 1000 }, ...options })).toThrow(sentence);
}); // prettier-ignore

it('solves the network alone where no variant is given', () => {
  // the first channels go where they are worth the least
  const scores = new Map(lenet.classes.free.flatMap(({ atoms }) => [...atoms].map((atom, i) => [atom, i] as const)));
  const options = { budgets: { weights: lenetWeights! / 2 }, scores };
  const { best } = solved(lenet, [], options);
  const alone = finish(reduce(lenet, options));
  expect(best!.price).toBe(alone.solution.best!.price);
  expect(best!.reduction!.reduced!.shrunk.cuts).toEqual(alone.reduced!.shrunk.cuts);
});
