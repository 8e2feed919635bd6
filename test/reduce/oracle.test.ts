/** Cut networks are run: their output is the original's with the consumers of the removed channels set to 0 (reduce.md §3). */
import { expect, test } from 'vitest';
import type { Network } from '../../src/core/network.ts';
import { randomWeights, type Weights } from '../../src/formats/index.ts';
import { cutWeights } from '../../src/reduce/apply/index.ts';
import { reduce } from '../../src/reduce/reduce.ts';
import type { Reducible } from '../../src/reduce/reducible.ts';
import { finish } from '../../src/reduce/solve/index.ts';
import { feedsOf, loadRuntime } from '../../src/run/index.ts';
import { graphBytes } from '../../src/run/model.ts';
import { numbersOf } from '../../src/run/values.ts';
import { maskedWeights } from './masked.ts';
import { exportsNamed, nameOf, published, reducibleExport } from './subjects.ts';

/** Largest difference over the largest number. */
async function relativeDifference(subject: Reducible): Promise<number> {
  const { network, costs, classes, ledger } = subject;
  const [weightsTotal, connectionsTotal] = costs.totals;
  const budgets = { weights: weightsTotal! / 2, connections: connectionsTotal! / 2 };
  const { solution, reduced } = finish(reduce(subject, { budgets, gap: 0.005 }));
  expect(reduced!.after).toMatchObject({ weights: solution.best!.used[0], connections: solution.best!.used[1] });
  expect(reduced!.removed.size).toBeGreaterThan(0);
  const weights = randomWeights(network, { seed: 3 });
  const { feeds } = feedsOf(ledger.inference, new Map(), 5);
  const cut = await outputOf(reduced!.shrunk.network, cutWeights(network, reduced!.shrunk, weights), feeds);
  const masked = await outputOf(network, maskedWeights(classes.followed, reduced!.removed, weights), feeds);
  expect(cut.length).toBe(masked.length);
  const largest = masked.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  expect(largest).toBeGreaterThan(0);
  return masked.reduce((most, each, i) => Math.max(most, Math.abs(each - cut[i]!)), 0) / largest;
}

async function outputOf(network: Network, weights: Weights, feeds: Parameters<typeof run>[1]): Promise<Float64Array> {
  return run(await graphBytes(network, weights), feeds);
}

async function run(bytes: Uint8Array, feeds: ReturnType<typeof feedsOf>['feeds']): Promise<Float64Array> {
  const session = await (await loadRuntime()).open(bytes);
  try {
    const [output] = [...(await session.run(feeds)).values()];
    return numbersOf(output!);
  } finally {
    await session.release();
  }
}

test.each(['squeezenet1_1', 'mobilenet_v2', 'densenet-bc-100-12', 'resnext50_32x4d'])(
  'published %s',
  async (name) => expect(await relativeDifference(await published(name))).toBeLessThan(1e-5),
  60_000,
);

/** The graphs of the corpus that the issue names. */
const named = ['alexnet', 'resnet50', 'mobilenet_v2', 'efficientnet_b0', 'densenet121', 'googlenet', 'resnext50_32x4d'];

test.each(exportsNamed(named.map((name) => `tv_${name}.ts.onnx`)).map((each) => [nameOf(each.file), each] as const))(
  '%s',
  async (_, each) => expect(await relativeDifference(await reducibleExport(each))).toBeLessThan(1e-5),
  120_000,
);
