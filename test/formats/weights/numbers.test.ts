/** Elements as bytes and as numbers: each way undoes the other. */
import { describe, expect, test } from 'vitest';
import type { ElementType } from '../../../src/core/network.ts';
import { elementsOfBytes } from '../../../src/formats/onnx/element.ts';
import { bytesOfElements } from '../../../src/formats/weights/encode.ts';
import { bytesOf, numbersOf } from '../../../src/formats/weights/numbers.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
const everyPair = new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, i) => i).buffer);

describe('every bit pattern', () => {
  test.each<[ElementType, Uint8Array, number]>([
    ['float16', everyPair, 65_536],
    ['bfloat16', everyPair, 65_536],
    ['float8e4m3fn', everyByte, 256],
    ['float8e4m3fnuz', everyByte, 256],
    ['float8e5m2', everyByte, 256],
    ['float8e5m2fnuz', everyByte, 256],
    ['float8e8m0', everyByte, 256],
    ['float4e2m1', everyByte, 512],
    ['int2', everyByte, 1024],
    ['uint2', everyByte, 1024],
    ['int4', everyByte, 512],
    ['uint4', everyByte, 512],
    ['int8', everyByte, 256],
    ['uint8', everyByte, 256],
    ['int16', everyPair, 65_536],
    ['uint16', everyPair, 65_536],
    ['int64', everyByte, 32],
    ['uint64', everyByte, 32],
    ['int32', everyByte, 64],
    ['uint32', everyByte, 64],
  ])('of %s is written as it was read', (type, bytes, count) => {
    const elements = elementsOfBytes(type, bytes, count)!;
    const again = elementsOfBytes(type, bytesOfElements(type, elements), count);
    expect(again).toEqual(elements); // there are many patterns of what is not a number
    if (!/float(16|8e5m2$|8e4m3fn$)/.test(type)) expect(bytesOfElements(type, elements)).toEqual(bytes);
  });
});

// From the layouts by hand: half the last place is rounded to the even neighbour.
test.each<[ElementType, number, number]>([
  ['float16', 1 + 2 ** -11, 0x3c00],
  ['float16', 1 + 3 * 2 ** -11, 0x3c02],
  ['float16', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
  ['float16', 65_504, 0x7bff],
  ['float16', 65_519, 0x7bff],
  ['float16', 65_520, 0x7c00],
  ['float16', -1e9, 0xfc00],
  ['float16', 2 ** -25, 0],
  ['float16', 1.5 * 2 ** -24, 2],
  ['float16', 2 ** -14 - 2 ** -26, 0x0400],
  ['float16', -0, 0x8000],
  ['bfloat16', 3.4e38, 0x7f80],
  ['bfloat16', 1 + 2 ** -8, 0x3f80],
  ['bfloat16', -Infinity, 0xff80],
  ['float8e4m3fn', 1000, 0x7e],
  ['float8e4m3fnuz', -0, 0],
])('%s: %d is 0x%x', (type, value, bits) => {
  const bytes = bytesOfElements(type, [value]);
  expect(bytes.length === 2 ? bytes[0]! | (bytes[1]! << 8) : bytes[0]).toBe(bits);
});

describe('numbers', () => {
  test.each<ElementType>(['float32', 'float64', 'int8', 'uint8', 'bool', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float16', 'bfloat16', 'float8e5m2fnuz'])(
    'of %s come back, also from an odd byte of a larger buffer',
    (type) => {
      const bytes = new Uint8Array(33).map((_, i) => (i % 8 === 0 ? 0 : 0x30 + (i % 8))).subarray(1);
      expect(bytesOf(numbersOf(bytes, type), type)).toEqual(new Uint8Array(bytes));
    },
  ); // prettier-ignore

  test('are the elements', () => {
    expect(numbersOf(bytesOfElements('float16', [0.5, -2]), 'float16')).toEqual(Float32Array.of(0.5, -2));
    expect(numbersOf(bytesOfElements('int64', [-1n]), 'int64')).toEqual(BigInt64Array.of(-1n));
    expect(bytesOf(Float32Array.of(1, 2), 'int64')).toEqual(bytesOfElements('int64', [1, 2]));
    expect(bytesOf(BigInt64Array.of(7n), 'float64')).toEqual(bytesOfElements('float64', [7]));
  });

  test.each<[ElementType, number, string]>([
    ['int4', 1, 'elements of type int4 cannot be computed with: 2 elements share a byte'],
    ['string', 1, 'elements of type string cannot be computed with: they are no plain numbers'],
    ['complex64', 8, 'elements of type complex64 cannot be computed with: they are no plain numbers'],
    ['float32', 6, '6 bytes are no whole number of elements of type float32, 4 each'],
  ])('of %s from %i bytes are refused', (type, length, sentence) => {
    expect(() => numbersOf(new Uint8Array(length), type)).toThrow(sentence);
  });
});
