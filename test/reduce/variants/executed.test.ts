/** Variants with weights of the original are run: each gives what the original gives with weights that mean the same. */
import { describe, expect, it } from 'vitest';
import { countNetwork } from '../../../src/core/count.ts';
import type { Network } from '../../../src/core/network.ts';
import { bytesOf, openPublished, randomWeights, readWeights, type Weights } from '../../../src/formats/index.ts';
import { cutWeights } from '../../../src/reduce/apply/index.ts';
import { reducible } from '../../../src/reduce/reducible.ts';
import { reduce } from '../../../src/reduce/reduce.ts';
import { finish } from '../../../src/reduce/solve/index.ts';
import type { FactorReport } from '../../../src/reduce/variants/index.ts';
import { feedsOf, loadRuntime } from '../../../src/run/index.ts';
import { graphBytes } from '../../../src/run/model.ts';
import { numbersOf as valuesOf } from '../../../src/run/values.ts';
import { variedBySeveral } from './subjects.ts';

const original = openPublished('lenet-caffe');
const weights = randomWeights(original, { seed: 4 });
const { feeds } = feedsOf(countNetwork(original).inference, new Map(), 5);

async function outputOf(network: Network, own: Weights): Promise<Float64Array> {
  const session = await (await loadRuntime()).open(await graphBytes(network, own));
  try {
    return valuesOf([...(await session.run(feeds)).values()][0]!);
  } finally {
    await session.release();
  }
}

/** The original's weights with those of one tensor computed from what they were. */
function changed(tensor: string, change: (numbers: Float32Array) => Float32Array): Weights {
  return {
    async *chunks(name, own) {
      if (name === tensor) {
        const { buffer } = await readWeights(weights, name, own);
        yield bytesOf(Float32Array.from(change(new Float32Array(buffer))), 'float32');
      } else yield* weights.chunks(name, own);
    },
  };
}

/** Largest difference over the largest number. */
async function difference(network: Network, own: Weights, other: Weights): Promise<number> {
  const [is, expected] = [await outputOf(network, own), await outputOf(original, other)];
  const largest = expected.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return expected.reduce((most, each, i) => Math.max(most, Math.abs(each - is[i]!)), 0) / largest;
}

describe('LeNet', () => {
  it.each([['low-rank=ip1'], ['low-rank=conv2'], ['low-rank=conv1', 'low-rank=ip2']])(
    '%s at full rank gives the same',
    async (...texts) => {
      const { network, weights: made } = variedBySeveral(original, texts);
      expect(await difference(network, made(weights), weights)).toBeLessThan(1e-5);
    },
  );

  it('low-rank=ip1 cut to a rank that is there loses nothing, and says so', async () => {
    const { network, weights: made } = variedBySeveral(original, ['low-rank=ip1']);
    // every filter is one of the first six, times a number: a matrix of rank 6
    const six = changed('ip1.weight', (numbers) => numbers.map((_, i) => numbers[i % (6 * 800)]! * (1 + Math.floor(i / 4800) / 100))); // prettier-ignore
    const subject = reducible(network);
    const keep = ['conv1', 'conv2', 'ip1.b'];
    const budget = { weights: subject.costs.totals[0]! - 490 * (800 + 500) };
    const { reduced } = finish(reduce(subject, { budgets: budget, keep, step: { conv: 1, fc: 10 } }));
    const reports: FactorReport[] = [];
    const all = made(six, { cuts: reduced!.shrunk.cuts, onFactors: (report) => reports.push(report) });
    const cut = cutWeights(network, reduced!.shrunk, all);
    expect(await difference(reduced!.shrunk.network, cut, six)).toBeLessThan(1e-5);
    expect(reports).toMatchObject([{ layer: 'ip1', rank: 10 }]);
    expect(reports[0]!.kept).toBeCloseTo(1, 6);
  }, 30_000);

  it('groups=conv2:5 is the original without the weights between groups', async () => {
    const { network, weights: made } = variedBySeveral(original, ['groups=conv2:5']);
    const blocks = changed('conv2.weight', (numbers) =>
      numbers.map((each, i) => (Math.floor(i / 500 / 10) === Math.floor(Math.floor(i / 25) % 20 / 4) ? each : 0)),
    ); // prettier-ignore
    expect(await difference(network, made(weights), blocks)).toBeLessThan(1e-5);
  });

  it('global-pooling is the original with weights that are the same everywhere', async () => {
    const { network, weights: made } = variedBySeveral(original, ['global-pooling']);
    const flat = changed('ip1.weight', (numbers) => numbers.map((_, i) => numbers[i - (i % 16)]!));
    expect(await difference(network, made(flat), flat)).toBeLessThan(1e-5);
  });

  it('both together give what the second makes of the first', async () => {
    const both = variedBySeveral(original, ['low-rank=ip1', 'global-pooling']);
    const first = variedBySeveral(original, ['global-pooling']);
    expect(both.network.graph.tensors.get('ip1.a.weight')?.shape).toEqual([50, 50]);
    const [is, expected] = [await outputOf(both.network, both.weights(weights)), await outputOf(first.network, first.weights(weights))]; // prettier-ignore
    expected.forEach((each, i) => expect(is[i]).toBeCloseTo(each, 5));
  });

  it.each([
    ['separable=conv2', 'separable=conv2: conv2 as a separable convolution has other weights; it must be trained'],
    ['input=24', 'input=24: ip1 reads 450 inputs instead of 800; it must be trained'],
    ['stride=conv1:2', 'stride=conv1:2: ip1 reads 50 inputs instead of 800; it must be trained'],
  ])('%s has no weights', (text, reason) => {
    const applied = variedBySeveral(original, [text]);
    expect(() => applied.weights(weights)).toThrow(reason);
  });
});
