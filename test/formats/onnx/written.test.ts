/** What is written reads back as the same network, wherever it came from. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Network, Node, Tensor } from '../../../src/core/network.ts';
import { multiply, symbol } from '../../../src/core/size.ts';
import { readCaffe } from '../../../src/formats/caffe/read.ts';
import { openOriginal } from '../../../src/formats/onnx/original.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { writeOnnx, type WriteOptions } from '../../../src/formats/onnx/write.ts';
import { openPublished } from '../../../src/formats/published.ts';
import { randomWeights } from '../../../src/formats/weights/random.ts';
import { hasExternalData, storedWeights } from '../../../src/formats/weights/stored.ts';
import { readWeights, type Weights } from '../../../src/formats/weights/weights.ts';
import { fixture, fixtureNames } from './corpus.ts';
import { onnxBlob } from './write.ts';
import { bytesOfSource, ledgerText } from './writing.ts';

async function write(network: Network, options: WriteOptions): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOfSource((await writeOnnx(network, options)).model);
}

function read(bytes: Uint8Array<ArrayBuffer>, name = 'written.onnx'): Promise<Network> {
  return readOnnx(new Blob([bytes]), { name });
}

describe('the ledger is the same', () => {
  test.each(['alexnet', 'vgg16', 'resnet50', 'googlenet', 'lenet5', 'lecun-1989', 'gpt2', 'transformer-base'])(
    'of the published %s',
    async (name) => {
      const network = openPublished(name);
      expect(ledgerText(await read(await write(network, { weights: 'none' })))).toBe(ledgerText(network));
    },
  );

  test.each(fixtureNames())('of %s, whose file is not at hand any more', async (name) => {
    const network = await readOnnx(new Blob([fixture(name).bytes]), { name });
    expect(ledgerText(await read(await write(network, { weights: 'none' }), name))).toBe(ledgerText(network));
  });

  test.each(['alexnet-towers', 'alexnet-train', 'alexnet', 'digits-v1'])('of Caffe’s %s', async (name) => {
    const text = readFileSync(new URL(`../../fixtures/caffe/${name}.prototxt`, import.meta.url));
    const network = await readCaffe(new Blob([text]), { name: `${name}.prototxt` });
    expect(ledgerText(await read(await write(network, { weights: 'none' })))).toBe(ledgerText(network));
  });
});

const tensor = (shape: readonly number[]): Tensor => ({ type: 'float32', shape });

function networkOf(changes: Partial<Network['graph']>): Network {
  const graph = { name: 'g', inputs: [], outputs: [], nodes: [], tensors: new Map(), declared: new Map(), ...changes };
  return { name: 'g', opsets: new Map([['', 21]]), graph, functions: [], notes: [] };
}

function nodeOf(node: Partial<Node>): Node {
  return { name: 'n', operator: 'Relu', domain: '', inputs: ['x'], outputs: ['y'], attributes: new Map(), ...node };
}

describe('places', () => {
  test('paths, layers and towers that no name tells are in the metadata', async () => {
    const nodes = [
      nodeOf({ name: 'a', path: ['inception_3a/1x1', 'b.c'], layer: 'l' }),
      nodeOf({ name: 'c', outputs: ['z'], tower: 2 }),
    ];
    const { graph, towers } = await read(await write({ ...networkOf({ nodes }), towers: 2 }, {}));
    expect(towers).toBe(2);
    expect(graph.nodes[0]).toMatchObject({ name: 'a', path: ['inception_3a/1x1', 'b.c'], layer: 'l' });
    expect(graph.nodes[1]).toMatchObject({ name: 'c', path: ['c'], tower: 2 });
  });

  test.each([
    ['layerledger.path', '["a", 1]', 'layerledger.path is "[\\"a\\", 1]"; a list of names is expected'],
    ['layerledger.tower', '0', 'layerledger.tower is "0"; a whole number from 1 to 1024 is expected'],
  ])('%s of another kind is malformed', async (key, value, sentence) => {
    const blob = onnxBlob({ nodes: [{ operator: 'Relu', metadata: { [key]: value } }] });
    await expect(readOnnx(blob, { name: 'x.onnx' })).rejects.toThrow(sentence);
  });

  test('an open axis keeps its name or arithmetic; one that ONNX cannot say stays open', async () => {
    const [n, square] = [symbol('n'), multiply(symbol('n'), symbol('n'))];
    const type = { kind: 'tensor', type: 'float32', shape: [n, multiply(2, n), square, null, 3] } as const;
    const { graph } = await read(await write(networkOf({ inputs: [{ name: 'x', type }] }), {}));
    expect(graph.inputs[0]!.type).toEqual({ ...type, shape: [n, multiply(2, n), null, null, 3] });
  });
});

describe('elements', () => {
  const tensors = new Map([['odd', tensor([301])], ['other', tensor([300])], ['small', tensor([3])], ['large', tensor([1 << 19])]]); // prettier-ignore

  test('survive, in the model or beside it', async () => {
    const network = networkOf({ tensors });
    const weights = randomWeights(network, { seed: 3 });
    const { model, data } = await writeOnnx(network, { weights, external: { location: 'sub/w.data' } });
    const [inside, outside] = [await write(network, { weights }), await bytesOfSource(model)];
    const beside = new Blob([await bytesOfSource(data!)]);
    const [a, b] = [await read(inside), await read(outside)];
    const readers = [storedWeights(a, new Blob([inside])), storedWeights(b, new Blob([outside]), async () => beside)];
    for (const [name, each] of tensors) {
      const expected = await readWeights(weights, name, each);
      for (const [i, { graph }] of [a, b].entries())
        expect(await readWeights(readers[i]!, name, graph.tensors.get(name)!)).toEqual(expected);
    }
    expect([...b.graph.tensors.values()].map(({ storage }) => [storage?.file, storage?.offset])).toEqual([
      ['sub/w.data', 0], ['sub/w.data', 1216], [undefined, expect.any(Number)], ['sub/w.data', 4096],
    ]); // prettier-ignore
    expect([a, b].map(hasExternalData)).toEqual([false, true]);
  });

  test('a model whose weights lie in other files names them still', async () => {
    const external = { location: 'w.bin', offset: '4096', length: '24' };
    const from = onnxBlob({ initializers: [{ name: 't', shape: [2, 3], external }] });
    const network = await readOnnx(from, { name: 'x.onnx' });
    expect((await read(await write(network, { from }))).graph.tensors).toEqual(network.graph.tensors);
  });

  test('what shall move into another file must be given', async () => {
    const from = onnxBlob({ initializers: [{ name: 't', shape: [512], raw: new Uint8Array(2048) }] });
    const network = await readOnnx(from, { name: 'x.onnx' });
    const external = { location: 'w.data' };
    await expect(writeOnnx(network, { from, external })).rejects.toThrow('tensor "t" has no elements here');
    const { data } = await writeOnnx(network, { from, external, weights: storedWeights(network, from) });
    expect(await bytesOfSource(data!)).toEqual(new Uint8Array(2048));
  });

  test('what is missing is refused, or left out where that is asked for', async () => {
    const network = networkOf({ tensors });
    await expect(write(network, {})).rejects.toThrow('tensor "odd" has no elements here: weights are needed, or "none" of them'); // prettier-ignore
    const { graph } = await read(await write(network, { weights: 'none' }));
    expect(graph.tensors.get('other')).toEqual({ ...tensor([300]), storage: { file: 'weights.bin', offset: 0, length: 1200 } }); // prettier-ignore
  });

  test('too few and too many are refused with both numbers', async () => {
    const giving = (length: number): Weights => ({ chunks: () => [new Uint8Array(length)] });
    const network = networkOf({ tensors: new Map([['w', tensor([4])]]) });
    await expect(write(network, { weights: giving(12) })).rejects.toThrow('tensor "w" of type float32 needs 16 bytes; 12 came'); // prettier-ignore
    await expect(write(network, { weights: giving(20) })).rejects.toThrow('needs 16 bytes; more than 16 came');
  });

  test('what no file can hold is refused', async () => {
    const refused = async (of: Tensor, sentence: string): Promise<void> => {
      const network = networkOf({ tensors: new Map([['w', of]]) });
      await expect(write(network, { weights: randomWeights(network) })).rejects.toThrow(sentence);
    };
    await refused({ type: 'string', shape: [2] }, 'tensor "w" holds strings; it can be written only unchanged');
    await refused({ type: 'float32', shape: [2], stored: 1 }, 'tensor "w" is sparse; it can be written only unchanged');
    await refused({ type: 'float32', shape: [symbol('n')] }, 'tensor "w" has the open size n');
    await refused(tensor([2 ** 29]), 'the model would take 2147483699 bytes, and protobuf allows 2147483647');
  });
});

test('strings and sparse tensors are taken over from their file, and a change is carried into it', async () => {
  const sparse = {
    values: { name: 's', shape: [2], values: [1, 2] },
    indices: { type: 'int64', shape: [2], values: [0, 3] },
    shape: [2, 2],
  } as const;
  const from = onnxBlob({
    ir: 3,
    inputs: { x: [1], w: [20] },
    initializers: [{ name: 'w', shape: [20], values: Array.from({ length: 20 }, (_, i) => i) }],
    sparse: [sparse],
    nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y'], metadata: { note: 'kept' } }],
  });
  const network = await readOnnx(from, { name: 'x.onnx' });
  const [node] = network.graph.nodes;
  const cut = { type: 'float32', shape: [10] } as const;
  const graph = { ...network.graph, nodes: [{ ...node!, operator: 'Elu' }], tensors: new Map([...network.graph.tensors, ['w', cut]]) }; // prettier-ignore
  const weights: Weights = { chunks: () => [new Uint8Array(40).fill(1)] };
  const bytes = await write({ ...network, graph }, { from, weights });
  const back = await read(bytes);
  expect(back.graph.nodes[0]!.operator).toBe('Elu');
  expect(back.graph.tensors.get('w')).toMatchObject({ shape: [10], storage: { length: 40 } });
  expect(back.graph.tensors.get('s')).toMatchObject({ stored: 2, shape: [2, 2] });
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text).toContain('kept');
  // IR version 3 lists initializers among the inputs, now with their new shape.
  expect(text.split('\x0a\x01w\x12').length).toBe(2);
});

test('a file that was cut off never reads as a whole one', async () => {
  const network = openPublished('lenet5');
  const bytes = await write(network, { weights: randomWeights(network) });
  const { fields } = await openOriginal(new Blob([bytes]));
  const scattered = Array.from({ length: 100 }, (_, i) => Math.floor((bytes.length * i) / 100));
  for (const end of [...scattered, ...fields.map(({ start }) => start), bytes.length - 1])
    await expect(read(bytes.slice(0, end)), `${end} of ${bytes.length} bytes`).rejects.toThrow();
});
