/** ONNX Runtime takes what is written, and what runs there is what the network says. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { buildNetwork } from '../../../src/core/build.ts';
import type { Network } from '../../../src/core/network.ts';
import { type Source, writeOnnx } from '../../../src/formats/onnx/write.ts';
import { openPublished } from '../../../src/formats/published.ts';
import { numbersOf } from '../../../src/formats/weights/numbers.ts';
import { randomWeights } from '../../../src/formats/weights/random.ts';
import { readWeights } from '../../../src/formats/weights/weights.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function save(name: string, { chunks }: Source): Promise<string> {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  for await (const chunk of chunks()) writeSync(file, chunk);
  closeSync(file);
  return path;
}

/** The output for an input of sines. */
async function run(path: string, shape: readonly number[]): Promise<Tensor> {
  const session = await InferenceSession.create(path);
  const x = inputOf(shape);
  const outputs = await session.run({ [session.inputNames[0]!]: new Tensor('float32', x, shape) });
  await session.release();
  return outputs[session.outputNames[0]!]!;
}

function inputOf(shape: readonly number[]): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
}

function numbers({ data }: Tensor): number[] {
  return Array.from(data as Float32Array); // oxlint-disable-line typescript/no-unsafe-type-assertion -- every output here is float32
}

test.each([
  ['alexnet', 227, 1000],
  ['resnet50', 224, 1000],
  ['lenet5', 32, 10],
] as const)('%s runs with random weights', { timeout: 60_000 }, async (name, size, classes) => {
  const network = openPublished(name);
  const { model } = await writeOnnx(network, { weights: randomWeights(network) });
  const output = await run(await save(`${name}.onnx`, model), [1, name === 'lenet5' ? 1 : 3, size, size]);
  expect(output.dims).toEqual([1, classes]);
  expect(numbers(output).every(Number.isFinite)).toBe(true);
  expect(new Set(numbers(output)).size).toBeGreaterThan(1);
});

test('weights in a file beside the model are found there', async () => {
  const network = openPublished('lenet5');
  const options = { weights: randomWeights(network) };
  const inside = await save('inside.onnx', (await writeOnnx(network, options)).model);
  const { model, data } = await writeOnnx(network, { ...options, external: { location: 'beside.data' } });
  await save('beside.data', data!);
  expect(numbers(await run(await save('beside.onnx', model), [1, 1, 32, 32]))).toEqual(numbers(await run(inside, [1, 1, 32, 32]))); // prettier-ignore
});

async function weightsOf(network: Network, name: string): Promise<number[]> {
  const tensor = network.graph.tensors.get(name)!;
  return Array.from(numbersOf(await readWeights(randomWeights(network), name, tensor), 'float32'), Number);
}

test('trainable subsampling sums its window, padding and all', async () => {
  const build = buildNetwork('s2');
  const x = build.input('x', [1, 2, 5, 5]);
  const [w, b] = ['w', 'b'].map((name) => build.tensor(name, { type: 'float32', shape: [2] }));
  const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 0, 0] };
  build.output(build.node('Subsample', [x, w!, b!], { domain: 'layerledger', attributes })[0]!);
  const network = build.finish();
  const [weights, biases] = [await weightsOf(network, 'w'), await weightsOf(network, 'b')];
  const input = inputOf([1, 2, 5, 5]);
  const at = (map: number, row: number, column: number): number => (row < 0 || column < 0 ? 0 : input[(map * 5 + row) * 5 + column]!); // prettier-ignore
  const expected: number[] = [];
  for (let map = 0; map < 2; map++)
    for (const row of [-1, 1, 3])
      for (const column of [-1, 1, 3]) {
        const sum = at(map, row, column) + at(map, row, column + 1) + at(map, row + 1, column) + at(map, row + 1, column + 1); // prettier-ignore
        expected.push(sum * weights[map]! + biases[map]!);
      }
  await expectOutput(network, [1, 2, 5, 5], [1, 2, 3, 3], expected);
});

test('a convolution with a table reads the maps that its table says', async () => {
  const build = buildNetwork('c3');
  const x = build.input('x', [1, 3, 4, 4]);
  const w = build.tensor('w', { type: 'float32', shape: [3, 3, 3] });
  const b = build.tensor('b', { type: 'float32', shape: [2, 2, 2] });
  const attributes = { maps: [2, 0, 1], fan_in: [1, 2] };
  build.output(build.node('TableConv', [x, w, b], { domain: 'layerledger', attributes })[0]!);
  const network = build.finish();
  const [weights, biases] = [await weightsOf(network, 'w'), await weightsOf(network, 'b')];
  const input = inputOf([1, 3, 4, 4]);
  const reads = [[[2, 0]], [[0, 1], [1, 2]]]; // prettier-ignore
  const expected = Array.from({ length: 8 }, (_, unit) => {
    const [filter, row, column] = [unit >> 2, (unit >> 1) & 1, unit & 1];
    let sum = biases[unit]!;
    for (const [map, pair] of reads[filter]!)
      for (let tap = 0; tap < 9; tap++)
        sum += weights[pair! * 9 + tap]! * input[(map! * 4 + row + Math.floor(tap / 3)) * 4 + column + (tap % 3)]!;
    return sum;
  });
  await expectOutput(network, [1, 3, 4, 4], [1, 2, 2, 2], expected);
});

async function expectOutput(
  network: Network,
  input: readonly number[],
  dims: readonly number[],
  expected: readonly number[],
): Promise<void> {
  const { model } = await writeOnnx(network, { weights: randomWeights(network) });
  const output = await run(await save(`${network.name}.onnx`, model), input);
  expect(output.dims).toEqual(dims);
  numbers(output).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
}
