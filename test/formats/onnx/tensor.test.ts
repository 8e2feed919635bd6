/** Tensors: elements of every type and field, what is kept, and where the rest lies. */
import { describe, expect, test } from 'vitest';
import type { ElementType, Tensor } from '../../../src/core/network.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { writeOnnx, type WrittenSparse, type WrittenTensor } from './write.ts';

async function read(tensor: WrittenTensor, sparse: readonly WrittenSparse[] = []): Promise<Tensor> {
  const bytes = writeOnnx({ initializers: [{ name: 't', ...tensor }], sparse });
  const { graph } = await readOnnx(new Blob([bytes]), { name: 'test.onnx' });
  return graph.tensors.get(sparse.length > 0 ? 's' : 't')!;
}

describe('elements', () => {
  const large = [0, 1, -1, 2 ** 53 - 1, 2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n];
  test.each<[ElementType, WrittenTensor['field'], readonly (number | bigint)[]]>([
    ['int64', undefined, large],
    ['int64', 'int64_data', large],
    ['uint64', undefined, [0, 2n ** 64n - 1n]],
    ['uint64', 'uint64_data', [0, 2n ** 64n - 1n]],
    ['uint32', undefined, [0, 2 ** 32 - 1]],
    ['uint32', 'uint64_data', [0, 2 ** 32 - 1]],
    ['int32', undefined, [-(2 ** 31), 2 ** 31 - 1]],
    ['int32', 'int32_data', [-(2 ** 31), 2 ** 31 - 1]],
    ['int16', undefined, [-32768, 32767]],
    ['int16', 'int32_data', [-32768, 32767]],
    ['uint16', undefined, [65535]],
    ['uint16', 'int32_data', [65535]],
    ['int8', undefined, [-128, 127]],
    ['int8', 'int32_data', [-128, 127]],
    ['uint8', undefined, [255]],
    ['uint8', 'int32_data', [255]],
    ['bool', undefined, [1, 0, 1]],
    ['bool', 'int32_data', [1, 0, 1]],
    ['float32', undefined, [0.5, -Infinity, NaN]],
    ['float32', 'float_data', [0.5, -Infinity, NaN]],
    ['float64', undefined, [0.1]],
    ['float64', 'double_data', [0.1]],
  ])('%s in %s', async (type, field, values) => {
    const tensor = { type, shape: [values.length], values, ...(field && { field }) };
    expect((await read(tensor)).values).toEqual(values);
    if (field && field !== 'double_data') expect((await read({ ...tensor, unpacked: true })).values).toEqual(values);
  });

  // Bits and values by hand from the layouts: sign, exponent, mantissa.
  test.each<[ElementType, readonly number[], readonly number[]]>([
    ['float16', [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c], [1, -2, 2 ** -24, Infinity]],
    ['bfloat16', [0x80, 0x3f, 0x40, 0xc0, 0x80, 0x7f], [1, -3, Infinity]],
    ['float8e4m3fn', [0x38, 0xc0, 0x7e, 0x7f, 0x01], [1, -2, 448, NaN, 2 ** -9]],
    ['float8e4m3fnuz', [0x40, 0x80, 0x7f], [1, NaN, 240]],
    ['float8e5m2', [0x3c, 0x7c, 0x7d, 0x7b], [1, Infinity, NaN, 57344]],
    ['float8e5m2fnuz', [0x40, 0x80, 0x7f], [1, NaN, 57344]],
    ['float8e8m0', [127, 128, 0, 255], [1, 2, 2 ** -127, NaN]],
    ['float4e2m1', [0x21, 0xf7], [0.5, 1, 6, -6]],
    ['int4', [0x87, 0x0f], [7, -8, -1]],
    ['uint4', [0x87, 0x0f], [7, 8, 15]],
    ['int2', [0b11_10_01_00], [0, 1, -2, -1]],
    ['uint2', [0b11_10_01_00], [0, 1, 2, 3]],
  ])('%s from its bits', async (type, raw, values) => {
    expect((await read({ type, shape: [values.length], raw: new Uint8Array(raw) })).values).toEqual(values);
    const isWide = type.endsWith('float16');
    const numbers = isWide ? raw.flatMap((low, i) => (i % 2 === 0 ? [low | (raw[i + 1]! << 8)] : [])) : raw;
    expect((await read({ type, shape: [values.length], values: numbers, field: 'int32_data' })).values).toEqual(values);
  });

  test('a scalar has one and an empty tensor none', async () => {
    expect((await read({ type: 'int64', shape: [], values: [7] })).values).toEqual([7]);
    expect((await read({ type: 'int64', shape: [0], raw: new Uint8Array(0) })).values).toEqual([]);
  });

  test('a type of a code that does not exist yet is beyond the reader', async () => {
    const error = read({ type: 77, shape: [1], raw: new Uint8Array(1) });
    await expect(error).rejects.toThrow(
      expect.objectContaining({
        name: 'UnsupportedError',
        message: expect.stringMatching(/tensor "t" has element type 77/),
      }),
    );
  });
});

function ones(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

describe('what is kept', () => {
  test.each<[ElementType, WrittenTensor['field'], number]>([
    ['int64', undefined, 1024],
    ['int64', 'int64_data', 1024],
    ['bool', 'int32_data', 1024],
    ['float32', undefined, 16],
    ['float32', 'float_data', 16],
  ])('%s in %s up to %i elements', async (type, field, most) => {
    const tensor = (count: number): WrittenTensor => ({
      type,
      shape: [count],
      values: ones(count),
      ...(field && { field }),
    });
    expect((await read(tensor(most))).values).toEqual(ones(most));
    expect((await read(tensor(most + 1))).values).toBeUndefined();
    expect((await read(tensor(20 * most))).values).toBeUndefined();
  });

  test('where elements are bytes, the file tells where they lie', async () => {
    const bytes = writeOnnx({ initializers: [{ name: 't', type: 'int32', shape: [2], values: [7, 8] }] });
    const { graph } = await readOnnx(new Blob([bytes]), { name: 'test.onnx' });
    const { offset, length } = graph.tensors.get('t')!.storage!;
    expect([...bytes.subarray(offset, offset + length)]).toEqual([7, 0, 0, 0, 8, 0, 0, 0]);
  });

  test('external data stay where they are', async () => {
    const external = { location: 'w.bin', offset: '4096', length: '24', checksum: 'abc' };
    expect(await read({ shape: [2, 3], external })).toEqual({
      type: 'float32',
      shape: [2, 3],
      storage: { file: 'w.bin', offset: 4096, length: 24 },
    });
    expect((await read({ shape: [2, 3], external: { location: 'w.bin' } })).storage).toEqual({
      file: 'w.bin',
      offset: 0,
      length: 24,
    });
  });

  test('a tensor whose elements were removed has none', async () => {
    expect(await read({ type: 'float32', shape: [2, 3], values: [], field: 'float_data' })).toMatchObject({
      shape: [2, 3],
    });
  });

  test('a sparse tensor says how many elements are stored', async () => {
    const sparse = {
      values: { name: 's', shape: [3], values: [1, 2, 3] },
      indices: { type: 'int64', shape: [3], values: [0, 4, 8] },
      shape: [3, 3],
    } as const;
    expect(await read({ shape: [1] }, [sparse])).toMatchObject({ type: 'float32', shape: [3, 3], stored: 3 });
  });
});

test('weights are not read', async () => {
  const raw = new Uint8Array(1 << 20);
  const initializers = Array.from({ length: 40 }, (_, i) => ({ name: `w${i}`, shape: [512, 512], raw }));
  const constant = {
    operator: 'Constant',
    outputs: ['c'],
    attributes: { value: { tensor: { shape: [512, 512], raw } } },
  };
  const branch = { operator: 'If', attributes: { then_branch: { graph: { nodes: [constant], initializers } } } };
  const blob = new Blob([writeOnnx({ initializers, nodes: [constant, branch] })]);
  let bytesRead = 0;
  const counting = new Proxy(blob, {
    get: (target, key) => {
      if (key === 'size') return target.size;
      return (begin: number, end: number): Blob => {
        bytesRead += end - begin;
        return target.slice(begin, end);
      };
    },
  });
  const { graph } = await readOnnx(counting, { name: 'test.onnx' });
  expect(graph.tensors.size).toBe(40);
  expect(bytesRead).toBeLessThan(0.01 * blob.size);
});
