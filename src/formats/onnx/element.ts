/**
 * How the elements of ONNX's types are read from bits.
 * https://onnx.ai/onnx/repo-docs/IR.html#tensor-element-types; small floats as https://onnx.ai/onnx/technical/float8.html,
 * float4.html and https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf lay them out.
 */
import { elementTypes } from '../../core/elementType.ts';
import { bitsOf, type ElementType } from '../../core/network.ts';

/** The element type of a number of TensorProto.DataType; `undefined` for 0 and for types newer than these. */
export function elementTypeOf(code: number): ElementType | undefined {
  return elementTypes[code];
}

/** Floating-point types of at most 16 bits. */
export const floatLayouts: Partial<Record<ElementType, FloatLayout>> = {
  float16: { exponent: 5, mantissa: 10, bias: 15, special: 'ieee' },
  bfloat16: { exponent: 8, mantissa: 7, bias: 127, special: 'ieee' },
  float8e4m3fn: { exponent: 4, mantissa: 3, bias: 7, special: 'all ones' },
  float8e4m3fnuz: { exponent: 4, mantissa: 3, bias: 8, special: 'negative zero' },
  float8e5m2: { exponent: 5, mantissa: 2, bias: 15, special: 'ieee' },
  float8e5m2fnuz: { exponent: 5, mantissa: 2, bias: 16, special: 'negative zero' },
  float4e2m1: { exponent: 2, mantissa: 1, bias: 1, special: 'none' },
};

/** Other types of at most 16 bits: the value of a bit pattern. */
const fromBits: Partial<Record<ElementType, (bits: number) => number>> = {
  bool: (bits) => (bits === 0 ? 0 : 1),
  uint2: (bits) => bits,
  uint4: (bits) => bits,
  uint8: (bits) => bits,
  uint16: (bits) => bits,
  int2: (bits) => (bits << 30) >> 30,
  int4: (bits) => (bits << 28) >> 28,
  int8: (bits) => (bits << 24) >> 24,
  int16: (bits) => (bits << 16) >> 16,
  float8e8m0: (bits) => (bits === 255 ? NaN : 2 ** (bits - 127)),
};

/** Types of more than 16 bits: the element at a byte. Complex numbers and strings are not read. */
const fromView: Partial<Record<ElementType, (view: DataView, byte: number) => number | bigint>> = {
  int32: (view, byte) => view.getInt32(byte, true),
  uint32: (view, byte) => view.getUint32(byte, true),
  int64: (view, byte) => shorten(view.getBigInt64(byte, true)),
  uint64: (view, byte) => shorten(view.getBigUint64(byte, true)),
  float32: (view, byte) => view.getFloat32(byte, true),
  float64: (view, byte) => view.getFloat64(byte, true),
};

/** `count` elements of little-endian `bytes`; the first of several in one byte lies in its lowest bits. */
export function elementsOfBytes(type: ElementType, bytes: Uint8Array, count: number): (number | bigint)[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = bitsOf[type];
  const wide = fromView[type];
  if (wide) return Array.from({ length: count }, (_, i) => wide(view, (i * width) / 8));
  const layout = floatLayouts[type];
  const narrow = layout ? (bits: number) => smallFloat(bits, layout) : fromBits[type];
  if (!narrow) return undefined;
  if (width === 16) return Array.from({ length: count }, (_, i) => narrow(view.getUint16(2 * i, true)));
  const mask = (1 << width) - 1;
  return Array.from({ length: count }, (_, i) => narrow((bytes[(i * width) >> 3]! >> ((i * width) & 7)) & mask));
}

/**
 * `count` elements of what `int32_data` holds: the number itself, the bits of a 16-bit float, or a byte with several
 * elements in it (onnx.proto, TensorProto.int32_data).
 */
export function elementsOfInt32s(
  type: ElementType,
  numbers: readonly number[],
  count: number,
): (number | bigint)[] | undefined {
  if (type === 'int32') return numbers.slice(0, count);
  const width = bitsOf[type] === 16 ? 2 : 1;
  const bytes = new Uint8Array(numbers.length * width);
  numbers.forEach((value, i) => {
    bytes[i * width] = value;
    if (width === 2) bytes[2 * i + 1] = value >> 8;
  });
  return elementsOfBytes(type, bytes, count);
}

export interface FloatLayout {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** What is not a number: as in IEEE 754, the one pattern of ones, the pattern of −0, or nothing. */
  readonly special: 'ieee' | 'all ones' | 'negative zero' | 'none';
}

/** The value of a bit pattern. */
export function smallFloat(bits: number, { exponent, mantissa, bias, special }: FloatLayout): number {
  const sign = bits >> (exponent + mantissa) === 0 ? 1 : -1;
  const power = (bits >> mantissa) & ((1 << exponent) - 1);
  const fraction = bits & ((1 << mantissa) - 1);
  const highest = power === (1 << exponent) - 1;
  if (special === 'ieee' && highest) return fraction === 0 ? sign * Infinity : NaN;
  if (special === 'all ones' && highest && fraction === (1 << mantissa) - 1) return NaN;
  if (special === 'negative zero' && sign < 0 && power === 0 && fraction === 0) return NaN;
  const scaled = fraction / 2 ** mantissa;
  return sign * (power === 0 ? scaled * 2 ** (1 - bias) : (1 + scaled) * 2 ** (power - bias));
}

function shorten(value: bigint): number | bigint {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}
