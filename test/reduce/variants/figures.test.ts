/** Totals of variants, counted by the ledger: figures worked out by hand, or of the exercise's research. */
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../../src/core/build.ts';
import { countNetwork } from '../../../src/core/count.ts';
import { applyVariant, breakEvenRank, parseVariant } from '../../../src/reduce/variants/index.ts';
import { networkOf, varied } from './subjects.ts';

const percent = (after: unknown, before: number): string => (100 * (Number(after) / before - 1)).toFixed(2);

describe('AlexNet', () => {
  const [weights, connections] = [60_954_656, 724_406_816];

  it.each([
    ['global-pooling', '-60.21', '-5.07', 1 / 36],
    ['low-rank=fc1:512', '-50.75', '-4.27', 512 / 4096],
    ['groups=conv3:2', '-0.73', '-10.32', 1 / 2],
    ['separable=conv3', '-1.29', '-18.29', (9 * 256 + 256 * 384) / (9 * 256 * 384)],
    ['stride=conv1:8', '-55.05', '-75.71', (28 * 28) / (55 * 55)],
    ['input=160', '-46.45', '-57.54', (160 * 160) / (227 * 227)],
  ])('%s', async (text, w, c, share) => {
    const variant = await varied('alexnet', text);
    const { totals, uncounted, towers } = variant.ledger;
    expect([percent(totals.weights, weights), percent(totals.connections, connections)]).toEqual([w, c]);
    expect(variant.share).toBeCloseTo(share, 12);
    expect(uncounted).toEqual([]);
    expect(towers).toBeDefined();
  });

  it('loses 9216 − 256 inputs of each unit of fc1 to global pooling', async () => {
    const { ledger } = await varied('alexnet', 'global-pooling');
    expect(ledger.totals.weights).toBe(weights - 4096 * (9216 - 256));
    expect(ledger.totals.connections).toBe(connections - 4096 * (9216 - 256));
  });

  it('has fc1 as fc1.a and fc1.b, at full rank, and what rank saves nothing', async () => {
    const { ledger, share, renamed } = await varied('alexnet', 'low-rank=fc1');
    const factors = ledger.layers.filter(({ name }) => /^fc1\.[ab]$/.test(name));
    expect(factors.map(({ name, weights: own, biases }) => [name, own, biases])).toEqual([
      ['fc1.a', 4096 * 9216, 0],
      ['fc1.b', 4096 * 4096, 4096],
    ]);
    expect([share, renamed.get('fc1')]).toEqual([1, 'fc1.b']);
    expect(breakEvenRank(4096, 9216)).toBe(2835);
    expect((await varied('alexnet', 'low-rank=fc1:2835')).ledger.totals.weights).toBeLessThan(weights);
    expect((await varied('alexnet', 'low-rank=fc1:2836')).ledger.totals.weights).toBeGreaterThan(weights);
  });
});

/** Weights and connections less than before. */
const saved: readonly (readonly [string, string, number, number])[] = [
  ['vgg16', 'global-pooling', 4096 * 48 * 512, 4096 * 48 * 512],
  ['vgg16', 'low-rank=stage5.conv_3:256', 512 * 4608 - 256 * 5120, 196 * (512 * 4608 - 256 * 5120)],
  ['vgg16', 'groups=stage5.conv_3:4', (3 * 512 * 4608) / 4, (196 * (3 * 512 * 4608)) / 4],
  ['resnet50', 'separable=stage4.3.conv2', 9 * 512 ** 2 - 9 * 512 - 512 ** 2, 49 * (9 * 512 ** 2 - 9 * 512 - 512 ** 2)],
  ['resnet50', 'low-rank=fc:100', 1000 * 2048 - 100 * 3048, 1000 * 2048 - 100 * 3048],
  ['lenet-5', 'groups=C5:4', 0.75 * 48_000, 0.75 * 48_000],
  ['lenet-5', 'low-rank=F6:10', 10_080 - 2040, 10_080 - 2040],
  ['tv_alexnet.ts.onnx', 'global-pooling', 4096 * 35 * 256, 4096 * 35 * 256],
  ['tv_alexnet.dynamo.onnx', 'global-pooling', 4096 * 35 * 256, 4096 * 35 * 256],
  ['tv_alexnet.ts.onnx', 'low-rank=classifier.1:512', 4096 * 9216 - 512 * 13_312, 4096 * 9216 - 512 * 13_312],
]; // prettier-ignore

it.each(saved)('%s %s', async (name, text, weights, connections) => {
  const before = countNetwork(await networkOf(name)).totals;
  const { totals, uncounted } = (await varied(name, text)).ledger;
  expect(Number(before.weights) - Number(totals.weights)).toBe(weights);
  expect(Number(before.connections) - Number(totals.connections)).toBe(connections);
  expect(uncounted).toEqual([]);
});

it('keeps a batch that a Reshape would otherwise change', () => {
  const builder = buildNetwork('reshaped');
  const image = builder.input('image', [4, 3, 8, 8]);
  const target = builder.tensor('target', { type: 'int64', shape: [2], values: [-1, 192] });
  const weight = builder.tensor('weight', { type: 'float32', shape: [192, 10] });
  const [flat] = builder.node('Reshape', [image, target], { name: 'flat' });
  builder.output(builder.node('MatMul', [flat!, weight], { name: 'fc' })[0]!);
  const applied = applyVariant(builder.finish(), parseVariant('input=4'));
  expect(applied.network.graph.tensors.get('flat_shape')?.values).toEqual([-1, 48]);
  expect(applied.network.graph.tensors.get('weight')?.shape).toEqual([48, 10]);
  expect(applied.network.graph.outputs[0]?.type).toMatchObject({ shape: [4, 10] });
  expect(applied.untrained).toBe('fc reads 48 inputs instead of 192');
});

it('counts with sizes that were given before, and leaves the batch open', async () => {
  const count = { inputs: new Map([['', [1, 3, 192, 192]]]) };
  const { ledger, network } = await varied('resnet50', 'input=96', count);
  const half = (await varied('resnet50', 'input=96')).ledger;
  expect(ledger.totals.connections).toBe(half.totals.connections);
  expect(network.graph.inputs[0]?.type).toMatchObject({ shape: [{ terms: [{ key: 'batch' }] }, 3, 96, 96] });
});
