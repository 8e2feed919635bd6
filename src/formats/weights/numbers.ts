/**
 * Elements as typed arrays to compute with, and back. The platform is taken to be little-endian, as every one that runs Node or
 * a browser today is.
 */
import { MalformedError, UnsupportedError } from '../../core/errors.ts';
import { bitsOf, type ElementType } from '../../core/network.ts';
import { floatLayouts, smallFloat } from '../onnx/element.ts';
import { bitsOfFloat } from './encode.ts';

export type Numbers =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>;

/** Types whose elements are those of a typed array. */
const views: Partial<Record<ElementType, (buffer: ArrayBuffer) => Numbers>> = {
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
  int8: (buffer) => new Int8Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
  int16: (buffer) => new Int16Array(buffer),
  uint16: (buffer) => new Uint16Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  uint32: (buffer) => new Uint32Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  uint64: (buffer) => new BigUint64Array(buffer),
};

/**
 * The elements that the bytes hold, copied; a float of 16 or 8 bits becomes one of 32. Throws an UnsupportedError for types
 * with several elements in a byte, complex numbers and strings, and a MalformedError for a part of an element.
 */
export function numbersOf(bytes: Uint8Array, type: ElementType): Numbers {
  const width = expectWholeBytes(type);
  if (bytes.length % width !== 0)
    throw new MalformedError(`${bytes.length} bytes are no whole number of elements of type ${type}, ${width} each`);
  const view = views[type];
  const copy = new Uint8Array(bytes);
  if (view) return view(copy.buffer);
  const values = valuesOfPatterns(type);
  const patterns = width === 2 ? new Uint16Array(copy.buffer) : copy;
  const numbers = new Float32Array(patterns.length);
  for (let i = 0; i < patterns.length; i++) numbers[i] = values[patterns[i]!]!;
  return numbers;
}

/**
 * The bytes of elements. A floating-point type gets the nearest number that it has; a type of whole numbers must be given whole
 * numbers in its range. Throws as `numbersOf` does.
 */
export function bytesOf(numbers: Numbers, type: ElementType): Uint8Array<ArrayBuffer> {
  const width = expectWholeBytes(type);
  const layout = floatLayouts[type];
  if (!layout) {
    const array = views[type]!(new ArrayBuffer(numbers.length * width));
    if (isBig(array) !== isBig(numbers))
      for (let i = 0; i < numbers.length; i++) array[i] = isBig(array) ? BigInt(numbers[i]!) : Number(numbers[i]!); // prettier-ignore
    else copyInto(array, numbers);
    return new Uint8Array(array.buffer);
  }
  const patterns = width === 2 ? new Uint16Array(numbers.length) : new Uint8Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) patterns[i] = bitsOfFloat(Number(numbers[i]!), layout);
  return new Uint8Array(patterns.buffer);
}

function isBig(array: Numbers): array is BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer> {
  return array instanceof BigInt64Array || array instanceof BigUint64Array;
}

function copyInto(array: Numbers, numbers: Numbers): void {
  if (isBig(array)) {
    if (isBig(numbers)) array.set(numbers);
  } else if (!isBig(numbers)) {
    array.set(numbers);
  }
}

/** The value of each bit pattern of a float of 16 or 8 bits. */
function valuesOfPatterns(type: ElementType): Float32Array {
  const layout = floatLayouts[type]!;
  return Float32Array.from({ length: 2 ** bitsOf[type] }, (_, bits) => smallFloat(bits, layout));
}

function expectWholeBytes(type: ElementType): number {
  const bits = bitsOf[type];
  if (bits >= 8 && (views[type] || floatLayouts[type])) return bits / 8;
  const reason = bits > 0 && bits < 8 ? `${8 / bits} elements share a byte` : 'they are no plain numbers';
  throw new UnsupportedError(`elements of type ${type} cannot be computed with: ${reason}`);
}
