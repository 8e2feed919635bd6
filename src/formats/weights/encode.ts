/** Elements written as the bytes of their type: the inverse of onnx/element.ts. */
import { UnsupportedError } from '../../core/errors.ts';
import { bitsOf, type ElementType } from '../../core/network.ts';
import { type FloatLayout, floatLayouts } from '../onnx/element.ts';

type Element = number | bigint;

/** Types of whole bytes that a DataView writes. */
const intoView: Partial<Record<ElementType, (view: DataView, byte: number, value: Element) => void>> = {
  bool: (view, byte, value) => view.setUint8(byte, Number(value)),
  uint8: (view, byte, value) => view.setUint8(byte, Number(value)),
  int8: (view, byte, value) => view.setInt8(byte, Number(value)),
  uint16: (view, byte, value) => view.setUint16(byte, Number(value), true),
  int16: (view, byte, value) => view.setInt16(byte, Number(value), true),
  uint32: (view, byte, value) => view.setUint32(byte, Number(value), true),
  int32: (view, byte, value) => view.setInt32(byte, Number(value), true),
  uint64: (view, byte, value) => view.setBigUint64(byte, BigInt(value), true),
  int64: (view, byte, value) => view.setBigInt64(byte, BigInt(value), true),
  float32: (view, byte, value) => view.setFloat32(byte, Number(value), true),
  float64: (view, byte, value) => view.setFloat64(byte, Number(value), true),
};

/** Other types of at most 16 bits: the pattern of a value, of which the lowest bits count. */
const toBits: Partial<Record<ElementType, (value: number) => number>> = {
  int2: (value) => value,
  int4: (value) => value,
  uint2: (value) => value,
  uint4: (value) => value,
  float8e8m0: (value) => (Number.isNaN(value) ? 255 : Math.min(254, Math.max(0, Math.round(Math.log2(value)) + 127))),
};

/**
 * Elements as bytes; the first of several in one byte lies in its lowest bits. A number that a floating-point type does not
 * have becomes the nearest one that it has. Throws an UnsupportedError for complex numbers and strings.
 */
export function bytesOfElements(type: ElementType, elements: readonly Element[]): Uint8Array<ArrayBuffer> {
  const width = bitsOf[type];
  const bytes = new Uint8Array(Math.ceil((elements.length * width) / 8));
  const view = new DataView(bytes.buffer);
  const whole = intoView[type];
  if (whole) {
    elements.forEach((element, i) => whole(view, (i * width) / 8, element));
    return bytes;
  }
  const layout = floatLayouts[type];
  const bitsOfElement = layout ? (value: number) => bitsOfFloat(value, layout) : toBits[type];
  if (!bitsOfElement) throw new UnsupportedError(`elements of type ${type} cannot be written from numbers`);
  elements.forEach((element, i) => {
    const bits = bitsOfElement(Number(element));
    if (width === 16) view.setUint16(2 * i, bits, true);
    else bytes[(i * width) >> 3]! |= (bits & ((1 << width) - 1)) << ((i * width) & 7);
  });
  return bytes;
}

/** The pattern of the nearest number, of even mantissa between two; beyond the largest, infinity where there is one. */
export function bitsOfFloat(value: number, { exponent, mantissa, bias, special }: FloatLayout): number {
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = isNegative && !(special === 'negative zero' && value === 0) ? 1 << (exponent + mantissa) : 0;
  const infinity = ((1 << exponent) - 1) << mantissa;
  if (Number.isNaN(value)) {
    if (special === 'ieee') return infinity | (1 << (mantissa - 1));
    return special === 'all ones' ? infinity | ((1 << mantissa) - 1) : 1 << (exponent + mantissa);
  }
  const largest = special === 'ieee' ? infinity : special === 'all ones' ? infinity + (1 << mantissa) - 2 : infinity + (1 << mantissa) - 1; // prettier-ignore
  return sign | Math.min(magnitudeBits(Math.abs(value), { mantissa, bias }), largest);
}

/** Exponent and mantissa as one number, which carries from one into the other where rounding does. */
function magnitudeBits(value: number, { mantissa, bias }: Pick<FloatLayout, 'mantissa' | 'bias'>): number {
  if (value === Infinity) return Infinity;
  const lowest = 1 - bias;
  const power = Math.max(lowest, powerOf(value));
  const steps = roundToEven(value * 2 ** (mantissa - power));
  return ((power - lowest) << mantissa) + steps;
}

/** The largest p with 2^p ≤ value; log2 may round across a power. */
function powerOf(value: number): number {
  if (value === 0) return -Infinity;
  const power = Math.floor(Math.log2(value));
  if (2 ** power > value) return power - 1;
  return 2 ** (power + 1) <= value ? power + 1 : power;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}
