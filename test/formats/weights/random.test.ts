/** Random weights: the same for the same seed and name, and of a size that suits their use. */
import { describe, expect, test } from 'vitest';
import { elementTypes } from '../../../src/core/elementType.ts';
import { bitsOf, type Network, type Tensor } from '../../../src/core/network.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { openPublished } from '../../../src/formats/published.ts';
import { numbersOf } from '../../../src/formats/weights/numbers.ts';
import { randomWeights } from '../../../src/formats/weights/random.ts';
import { readWeights } from '../../../src/formats/weights/weights.ts';
import { onnxBlob } from '../onnx/write.ts';

const lenet = openPublished('lenet5');

function tensorsOf({ graph }: Network): readonly (readonly [string, Tensor])[] {
  return [...graph.tensors];
}

async function draw(network: Network, name: string, seed = 0): Promise<number[]> {
  const tensor = network.graph.tensors.get(name)!;
  return Array.from(numbersOf(await readWeights(randomWeights(network, { seed }), name, tensor), tensor.type), Number);
}

function momentsOf(numbers: readonly number[]): { mean: number; deviation: number } {
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
  return { mean, deviation };
}

describe('a draw', () => {
  test('follows from seed and name, not from the order', async () => {
    const [forth, back] = [randomWeights(lenet, { seed: 7 }), randomWeights(lenet, { seed: 7 })];
    const first = new Map<string, Uint8Array>();
    for (const [name, tensor] of tensorsOf(lenet)) first.set(name, await readWeights(forth, name, tensor));
    for (const [name, tensor] of tensorsOf(lenet).toReversed())
      expect(await readWeights(back, name, tensor)).toEqual(first.get(name));
  });

  test('differs between seeds and names', async () => {
    const tensor = { type: 'float32', shape: [9] } as const;
    const drawn = async (name: string, seed: number): Promise<Uint8Array> =>
      readWeights(randomWeights(lenet, { seed }), name, tensor);
    expect(await drawn('p', 1)).toEqual(await drawn('p', 1));
    expect(await drawn('p', 1)).not.toEqual(await drawn('p', 2));
    expect(await drawn('p', 1)).not.toEqual(await drawn('q', 1));
  });

  test('is normal', async () => {
    const network = openPublished('alexnet');
    const [name] = tensorsOf(network).find(([, { shape }]) => shape[1] === 4096)!;
    const tensor = { type: 'float32', shape: [1_000_000] } as const;
    const bytes = await readWeights(randomWeights(network), name, tensor);
    const numbers = Array.from(numbersOf(bytes, 'float32'), Number).map((value) => value / Math.sqrt(2 / 4096));
    const { mean, deviation } = momentsOf(numbers);
    expect(mean).toBeCloseTo(0, 2);
    expect(deviation).toBeCloseTo(1, 2);
    // Of the normal distribution 68.27 % lie within one deviation, 0.27 % beyond three, 0.0575 % beyond the ziggurat's tail.
    const share = (holds: (value: number) => boolean): number => numbers.filter(holds).length / numbers.length;
    expect(share((value) => Math.abs(value) < 1)).toBeCloseTo(0.6827, 2);
    expect(share((value) => Math.abs(value) > 3)).toBeCloseTo(0.0027, 3);
    expect(share((value) => Math.abs(value) > 3.4426)).toBeCloseTo(0.000576, 4);
    expect(Math.max(...numbers.slice(0, 100_000))).toBeLessThan(6);
  });
});

test('sizes suit the use', async () => {
  const given = (name: string, shape: readonly number[]): { name: string; shape: readonly number[] } => ({
    name,
    shape,
  });
  const network = await readOnnx(
    onnxBlob({
      inputs: { x: [1, 32, 8, 8], ids: { tensor: 'int64', shape: [1, 5] } },
      initializers: [
        given('w', [160, 8, 3, 3]), given('b', [160]), given('scale', [160]), given('shift', [160]), given('mean', [160]),
        given('variance', [160]), given('table', [100, 64]), given('gain', [160, 1, 1]),
        { name: 'eight', type: 'int8', shape: [64, 16] }, { name: 'steps', shape: [64] },
        { name: 'zeros', type: 'int8', shape: [2000] }, { name: 'places', type: 'int64', shape: [2000] },
      ],
      nodes: [
        { operator: 'Conv', inputs: ['x', 'w', 'b'], outputs: ['c'], attributes: { group: 4, pads: [1, 1, 1, 1] } },
        { operator: 'BatchNormalization', inputs: ['c', 'scale', 'shift', 'mean', 'variance'], outputs: ['n'] },
        { operator: 'Mul', inputs: ['n', 'gain'], outputs: ['g'] },
        { operator: 'Gather', inputs: ['table', 'ids'], outputs: ['e'] },
        { operator: 'DequantizeLinear', inputs: ['eight', 'steps'], outputs: ['d'], attributes: { axis: 0 } },
        { operator: 'Gather', inputs: ['x', 'places'], outputs: ['p'] },
      ],
    }),
    { name: 'x.onnx' },
  ); // prettier-ignore
  const moments = async (name: string): Promise<{ mean: number; deviation: number }> =>
    momentsOf(await draw(network, name));
  const weights = await moments('w');
  expect(weights.deviation / Math.sqrt(2 / (8 * 9))).toBeCloseTo(1, 1);
  expect((await moments('table')).deviation).toBeCloseTo(0.02, 3);
  expect((await moments('b')).deviation).toBeLessThan(0.02);
  for (const name of ['scale', 'variance', 'gain']) {
    const numbers = await draw(network, name);
    expect(Math.min(...numbers), name).toBeGreaterThan(0.89);
    expect(Math.max(...numbers), name).toBeLessThan(1.11);
    expect((await moments(name)).deviation, name).toBeGreaterThan(0.03);
  }
  for (const name of ['shift', 'mean']) expect(Math.max(...(await draw(network, name)).map(Math.abs)), name).toBeLessThan(0.1); // prettier-ignore
  expect(Math.min(...(await draw(network, 'steps')))).toBeGreaterThan(0);
  expect((await moments('eight')).deviation).toBeGreaterThan(60);
  expect(new Set(await draw(network, 'places'))).toEqual(new Set([0]));
});

test('every type but strings gets all its bytes', async () => {
  for (const type of elementTypes) {
    if (!type || type === 'string') continue;
    const bytes = await readWeights(randomWeights(lenet), 'x', { type, shape: [3, 37] });
    expect(bytes.length, type).toBe(Math.ceil((111 * bitsOf[type]) / 8));
  }
});

test('small tensors keep their values, and one that is the same as another gets the same', async () => {
  const weights = randomWeights(lenet);
  const [name, tensor] = tensorsOf(lenet)[0]!;
  const kept = await readWeights(weights, name, { type: 'int64', shape: [2], values: [3, -1] });
  expect(numbersOf(kept, 'int64')).toEqual(BigInt64Array.of(3n, -1n));
  expect(await readWeights(weights, 'twin', { ...tensor, sameAs: name })).toEqual(
    await readWeights(weights, name, tensor),
  );
});
