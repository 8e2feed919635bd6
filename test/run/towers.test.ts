/** The law of towers: one model for each, sent what the ledger says, gives the whole network's output. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Network } from '../../src/core/network.ts';
import { loadRuntime, modelOf, runTowers, type TowersResult } from '../../src/run/index.ts';

const runtime = await loadRuntime();

async function onTowers(network: Network, towers?: number): Promise<TowersResult> {
  const ledger = countNetwork(network, { towers });
  const model = await modelOf(network, { seed: 3, openFile: () => Promise.reject(new Error('no files')) });
  return runTowers({ runtime, ledger, model, repeat: 1 });
}

interface Layer {
  readonly kind: 'own' | 'all' | 'pool' | 'relu' | 'norm' | 'lrn' | 'residual' | 'branches' | 'scale';
  /** Channels, in eights. */
  readonly wide: number;
}

const kinds = ['own', 'all', 'pool', 'relu', 'norm', 'lrn', 'residual', 'branches', 'scale'] as const;

function networkOf(layers: readonly Layer[], outputs: number): Network {
  const b = buildNetwork('random', { towers: 2 });
  let x = convolution(b, b.input('image', [1, 3, 8, 8]), 8, 1);
  for (const layer of layers) x = add(b, x, layer);
  x = b.node('Flatten', [
    b.node('AveragePool', [x], { attributes: { kernel_shape: [4, 4], strides: [4, 4] } })[0]!,
  ])[0]!;
  const w = b.tensor('fc.w', { type: 'float32', shape: [outputs, b.shapeOf(x)![1]!] });
  const c = b.tensor('fc.b', { type: 'float32', shape: [outputs] });
  const [y] = b.node('Gemm', [x, w, c], { name: 'fc', attributes: { transB: 1 } });
  b.output(b.node('Softmax', [y!], { name: 'softmax', attributes: { axis: -1 } })[0]!);
  return b.finish();
}

function add(b: Builder, x: string, { kind, wide }: Layer): string {
  const channels = Number(b.shapeOf(x)![1]);
  const node = (operator: string, inputs: readonly string[], attributes = {}): string => b.node(operator, inputs, { attributes })[0]!; // prettier-ignore
  const vector = (name: string): string => b.tensor(`${x}.${name}`, { type: 'float32', shape: [channels] });
  switch (kind) {
    case 'own':
      return convolution(b, x, 8 * wide, 2);
    case 'all':
      return convolution(b, x, 8 * wide, 1);
    case 'pool':
      return node('MaxPool', [x], { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] });
    case 'relu':
      return node('LeakyRelu', [x]);
    case 'norm':
      return node('BatchNormalization', [x, ...['scale', 'shift', 'mean', 'variance'].map(vector)]);
    case 'lrn':
      return node('LRN', [x], { size: 2 * wide + 1, alpha: 0.5 });
    case 'residual':
      return node('Add', [x, convolution(b, x, channels, 1)]);
    case 'branches':
      return node('Concat', [convolution(b, x, 8 * wide, 1), x], { axis: 1 });
    default:
      return node('Mul', [x, b.tensor(`${x}.gain`, { type: 'float32', shape: [channels, 1, 1] })]);
  }
}

function convolution(b: Builder, x: string, filters: number, group: number): string {
  const channels = Number(b.shapeOf(x)![1]);
  const w = b.tensor(`${x}.w`, { type: 'float32', shape: [filters, channels / group, 3, 3] });
  const bias = b.tensor(`${x}.b`, { type: 'float32', shape: [filters] });
  return b.node('Conv', [x, w, bias], { attributes: { pads: [1, 1, 1, 1], group } })[0]!;
}

/** Where a Concat has put the towers' channels side by side, no group of them lies on one tower alone any more. */
const layersOf = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), wide: fc.integer({ min: 1, max: 2 }) }), { maxLength: 5 })
  .filter((layers) => layers.every(({ kind }, i) => !/own|lrn|residual/.test(kind) || layers.slice(0, i).every((before) => before.kind !== 'branches'))); // prettier-ignore

it('random networks of two towers give the whole network’s output, and receive what the ledger says', async () => {
  await fc.assert(
    fc.asyncProperty(layersOf, fc.constantFrom(2, 6), async (layers, outputs) => {
      const { faults, differences } = await onTowers(networkOf(layers, outputs));
      expect(faults).toEqual([]);
      expect(differences[0]!.relative).toBeLessThan(1e-5);
    }),
    { numRuns: 25 },
  );
});

it('as many towers as there are: four, with nothing but the ledger’s exchanges', async () => {
  const { each, exchanges, faults } = await onTowers(networkOf([{ kind: 'all', wide: 1 }, { kind: 'relu', wide: 1 }], 4), 4); // prettier-ignore
  expect(faults).toEqual([]);
  // conv 2 and fc read 8 channels on 4 towers: 6 of 8 × 8 values each, then 6 of 8 × 4 averages
  expect(each.map(({ received }) => received)).toEqual(Array(4).fill(6 * 64 + 6 * 4));
  expect(exchanges.every(({ isCounted }) => isCounted)).toBe(true);
});

it('a normalisation over neighbouring channels is sent the channels beside the border, and says so', async () => {
  const { exchanges, notes, faults } = await onTowers(networkOf([{ kind: 'lrn', wide: 2 }], 2));
  expect(faults).toEqual([]);
  expect(exchanges.filter(({ isCounted }) => !isCounted)).toMatchObject([{ values: 128 }, { values: 128 }]);
  expect(notes.join()).toMatch(/LRN_1 has no weights and reads across the towers' border: 128 values more/);
});

it('names the node that cannot be cut', async () => {
  const b = buildNetwork('mixing', { towers: 2 });
  const x = convolution(b, b.input('image', [1, 3, 4, 4]), 8, 1);
  const [mixed] = b.node('Softmax', [x], { name: 'mixed', attributes: { axis: 1 } });
  b.output(convolution(b, mixed!, 4, 1));
  await expect(onTowers(b.finish())).rejects.toThrow('mixed (Softmax) cannot be cut over towers: it mixes what lies on 2 towers, and layers follow it'); // prettier-ignore
});

it('wants towers', async () => {
  await expect(onTowers(networkOf([], 2), 1)).rejects.toThrow('random is laid over no towers; --towers 2 lays it over two'); // prettier-ignore
});
