/** AlexNet from the paper, with made-up weights: it runs, every shape is the inferred one, and two towers give the same. */
import { describe, expect, it } from 'vitest';
import { count } from '../../src/count.ts';
import type { Network } from '../../src/core/network.ts';
import type { Weights } from '../../src/formats/weights/weights.ts';
import { loadRuntime, runNetwork, runTowers, valuesOf, type Model } from '../../src/run/index.ts';
import { graphBytes } from '../../src/run/model.ts';
import { numbersOf } from '../../src/run/values.ts';
import { chainedAlexNet } from '../networks/alexnetForms.ts';

const runtime = await loadRuntime();

/** Numbers of a size that suits He's initialisation, from a block of prime length again and again: drawing 60 million takes seconds. */
const block = valuesOf(
  'float32',
  [4099],
  Array.from({ length: 4099 }, (_, i) => Math.sin(i * i)),
);
const weights: Weights = {
  *chunks(_, { shape }) {
    const count = shape.reduce<number>((product, size) => product * Number(size), 1);
    const size = Math.sqrt(4 / (count / Number(shape[0])));
    const scaled = Float32Array.from(numbersOf(block), (number) => number * size);
    for (let at = 0; at < count; at += scaled.length) {
      const own = scaled.subarray(0, Math.min(scaled.length, count - at));
      yield new Uint8Array(own.buffer, 0, own.byteLength);
    }
  },
};

async function modelOf(network: Network): Promise<Model> {
  const source = await graphBytes(network, weights);
  return { source, bytes: async () => source, weights, notes: [] };
}

describe('the published network, its two towers as groups', async () => {
  const ledger = await count('alexnet');
  const model = await modelOf(ledger.network);

  it('gives 1,000 outputs, and 24 values of inferred shapes', async () => {
    const { summaries, check, timing } = await runNetwork({ runtime, ledger, model, repeat: 1 });
    expect(summaries).toMatchObject([{ shape: [1, 1000], notNumbers: 0, infinite: 0 }]);
    expect(1000 * summaries[0]!.mean!).toBeCloseTo(1, 5); // a softmax
    expect(check).toEqual({ agreeing: 24, mismatches: [], notCompared: [] });
    const weighted = ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc1', 'fc2', 'output'];
    expect(timing!.layers.filter(({ weights }) => weights > 0).map(({ name }) => name)).toEqual(weighted);
    expect(timing!.layers.find(({ name }) => name === 'fc1')).toMatchObject({ connections: 37_748_736, bytes: 151_064_576 }); // prettier-ignore
  });

  it('runs as two towers that send 30,336 values each way, and the channels beside the border for normalisation', async () => {
    const { each, exchanges, faults, differences } = await runTowers({ runtime, ledger, model, repeat: 1 });
    expect(faults).toEqual([]);
    expect(differences[0]!.relative).toBeLessThan(1e-5);
    const share = { weights: 30_477_328, connections: 362_203_408, received: 30_336, receivedBytes: 121_344 };
    // LRN over 5 channels reads 2 beside the border: 2 × 55 × 55 + 2 × 27 × 27
    expect(each).toMatchObject([1, 2].map((tower) => ({ ...share, tower, receivedBesides: 6050 + 1458 })));
    const readers = exchanges.filter(({ isCounted, tower }) => isCounted && tower === 1);
    expect(readers.map(({ reader, values }) => [reader, values])).toEqual([
      ['conv3', (256 * 13 * 13) / 2],
      ['fc1', (256 * 6 * 6) / 2],
      ['fc2', 2048],
      ['output', 2048],
    ]);
  });
});

it('in two chains of nodes each tower normalises its own channels: nothing besides the ledger’s 30,336 is sent', async () => {
  const ledger = await count(chainedAlexNet());
  const model = await modelOf(ledger.network);
  const { each, exchanges, faults } = await runTowers({ runtime, ledger, model, repeat: 1 });
  expect(faults).toEqual([]);
  expect(each.map(({ received, receivedBesides }) => [received, receivedBesides])).toEqual([[30_336, 0], [30_336, 0]]); // prettier-ignore
  expect(exchanges.every(({ isCounted }) => isCounted)).toBe(true);
});
