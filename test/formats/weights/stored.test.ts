/** Elements from where a file holds them. */
import { describe, expect, test } from 'vitest';
import type { ElementType, Tensor } from '../../../src/core/network.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { bytesOfElements } from '../../../src/formats/weights/encode.ts';
import { type OpenExternal, storedWeights } from '../../../src/formats/weights/stored.ts';
import { readWeights } from '../../../src/formats/weights/weights.ts';
import { onnxBlob, type WrittenModel, type WrittenTensor } from '../onnx/write.ts';

interface Asked {
  readonly name?: string;
  readonly tensor?: Tensor;
  readonly open?: OpenExternal;
}

/** The elements of the tensor `t`, or of one that the network holds elsewhere. */
async function stored(model: WrittenModel, { name = 't', tensor, open }: Asked = {}): Promise<Uint8Array> {
  const blob = onnxBlob(model);
  const network = await readOnnx(blob, { name: 'x.onnx' });
  return readWeights(storedWeights(network, blob, open), name, tensor ?? network.graph.tensors.get(name)!);
}

const many = Array.from({ length: 1500 }, (_, i) => (i % 2 === 0 ? i : -i));

describe('more elements than a network keeps', () => {
  test.each<[ElementType, WrittenTensor['field'], readonly (number | bigint)[]]>([
    ['float32', 'float_data', many],
    ['float64', 'double_data', many],
    ['int64', 'int64_data', [...many, 2n ** 62n, -(2n ** 62n)]],
    ['int32', 'int32_data', many],
    ['int16', 'int32_data', many],
    ['int8', 'int32_data', many.map((value) => value % 128)],
    ['uint32', 'uint64_data', many.map((value) => value >>> 0)],
    ['uint64', 'uint64_data', [...many.map((_, i) => i), 2n ** 63n]],
    ['int64', undefined, many],
  ])('%s in %s, packed and not', async (type, field, values) => {
    const tensor = { name: 't', type, shape: [values.length], values, ...(field && { field }) };
    const expected = bytesOfElements(type, values);
    expect(await stored({ initializers: [tensor] })).toEqual(expected);
    if (field && field !== 'double_data')
      expect(await stored({ initializers: [{ ...tensor, unpacked: true }] })).toEqual(expected);
  });

  test('float16 as bits in int32_data', async () => {
    const values = Array.from({ length: 100 }, (_, i) => i / 8);
    const bytes = bytesOfElements('float16', values);
    const bits = [...new Uint16Array(bytes.buffer)];
    const tensor = { name: 't', type: 'float16', shape: [100], values: bits, field: 'int32_data' } as const;
    expect(await stored({ initializers: [{ name: 'other', shape: [1], values: [1] }, tensor] })).toEqual(bytes);
  });

  test('in a Constant node, also of a branch', async () => {
    const value: WrittenTensor = { type: 'int32', shape: [1500], values: many, field: 'int32_data' };
    const constant = { operator: 'Constant', outputs: ['c'], attributes: { value: { tensor: value } } };
    const tensor: Tensor = { type: 'int32', shape: [1500] };
    const inside = { operator: 'If', attributes: { then_branch: { graph: { nodes: [constant] } } } };
    for (const node of [constant, inside])
      expect(await stored({ nodes: [node] }, { name: 'c', tensor })).toEqual(bytesOfElements('int32', many));
  });
});

describe('external data', () => {
  const external = { location: 'sub/w.bin', offset: '4', length: '24' };
  const model = { initializers: ['t', 'u'].map((name) => ({ name, shape: [2, 3], external })) };

  test('come from the file that is named, which is opened once', async () => {
    const opened: string[] = [];
    const open: OpenExternal = async (location) => {
      opened.push(location);
      return new Blob([new Uint8Array(40).map((_, i) => i)]);
    };
    const blob = onnxBlob(model);
    const network = await readOnnx(blob, { name: 'x.onnx' });
    const weights = storedWeights(network, blob, open);
    for (const [name, tensor] of network.graph.tensors)
      expect([...(await readWeights(weights, name, tensor))]).toEqual(Array.from({ length: 24 }, (_, i) => i + 4));
    expect(opened).toEqual(['sub/w.bin']);
  });

  test('a file that ends before them is malformed', async () => {
    const open = async (): Promise<Blob> => new Blob([new Uint8Array(20)]);
    await expect(stored(model, { open })).rejects.toThrow('x.onnx: tensor "t" lies in bytes 4 to 28 of sub/w.bin, which has 20'); // prettier-ignore
  });

  test('a file that was not given is asked for', async () => {
    await expect(stored(model)).rejects.toThrow('x.onnx: tensor "t" lies in sub/w.bin, which was not given');
  });

  test.each(['../w.bin', '/etc/passwd', 'a/../../b', 'C:/w.bin', 'a\\b'])(
    '%s is outside the folder',
    async (location) => {
      const open = async (): Promise<Blob> => new Blob([new Uint8Array(24)]);
      const outside = stored({ initializers: [{ name: 't', shape: [2, 3], external: { location } }] }, { open });
      await expect(outside).rejects.toThrow(`lies in ${JSON.stringify(location)}, outside the model's folder`);
    },
  );
});

test('elements that were removed, sparse ones and strings are refused', async () => {
  const removed = { initializers: [{ name: 't', shape: [100], values: [], field: 'float_data' } as const] };
  await expect(stored(removed)).rejects.toThrow('x.onnx: tensor "t" needs 400 bytes; the file holds none');
  await expect(stored({}, { tensor: { type: 'float32', shape: [4], stored: 2 } })).rejects.toThrow(
    'tensor "t" is sparse',
  );
  await expect(stored({}, { tensor: { type: 'string', shape: [4] } })).rejects.toThrow('tensor "t" holds strings');
});
