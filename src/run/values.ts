/** A tensor with its elements, as it goes into a run and comes out of one. */
import { UnsupportedError } from '../core/errors.ts';
import type { ElementType } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { isWhole } from '../core/size.ts';
import { bytesOf, numbersOf as decode } from '../formats/weights/numbers.ts';

export type Data =
  | Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array
  | Uint8Array | Uint16Array | Uint32Array | BigUint64Array | readonly string[]; // prettier-ignore

/** Row-major; float16 as its bits in a Uint16Array, a bool as 0 or 1 in a Uint8Array. */
export interface Values {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Data;
}

/** The types whose elements can be held here, and in what. */
const arrays = {
  float32: Float32Array, float64: Float64Array, float16: Uint16Array,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array, bool: Uint8Array,
} as const; // prettier-ignore

export type HeldType = keyof typeof arrays;

export function isHeld(type: ElementType): type is HeldType {
  return type in arrays;
}

/** Bytes on an aligned start → typed elements. Throws an UnsupportedError for a type that no array of JavaScript holds. */
export function dataOf(type: ElementType, bytes: Uint8Array<ArrayBuffer>): Exclude<Data, readonly string[]> {
  if (!isHeld(type)) throw new UnsupportedError(`elements of type ${type} cannot be held`);
  const array = arrays[type];
  const aligned = bytes.byteOffset % array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new array(aligned.buffer, aligned.byteOffset, aligned.length / array.BYTES_PER_ELEMENT);
}

/** Numbers → elements of a type; whole ones are rounded, float16 to the nearest. */
export function valuesOf(type: ElementType, shape: readonly number[], numbers: ArrayLike<number>): Values {
  if (!isHeld(type)) throw new UnsupportedError(`elements of type ${type} cannot be made`);
  if (type === 'int64' || type === 'uint64') {
    const whole = Array.from(numbers, (number) => BigInt(Math.round(number)));
    return { type, shape, data: type === 'int64' ? BigInt64Array.from(whole) : BigUint64Array.from(whole) };
  }
  if (type === 'float16') {
    const bytes = bytesOf(Float32Array.from(numbers), type);
    return { type, shape, data: new Uint16Array(bytes.buffer) };
  }
  const isFloat = type === 'float32' || type === 'float64';
  return {
    type,
    shape,
    data: isFloat ? arrays[type].from(numbers) : arrays[type].from(Array.from(numbers, Math.round)),
  };
}

/** How an element is read as a number; a string is none. */
export function numbersOf({ type, data }: Values): Float64Array {
  if (!ArrayBuffer.isView(data)) return new Float64Array(0);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const wide = new Float64Array(data.length);
    for (let i = 0; i < data.length; i++) wide[i] = Number(data[i]);
    return wide;
  }
  if (type !== 'float16') return Float64Array.from(data);
  const halves = decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), type);
  return Float64Array.from(halves, Number);
}

/** Whether a tensor's shape is the one that is told, of which sizes may be open, or all of it. */
export function fits(shape: readonly number[], told: Shape | undefined): boolean {
  if (!told) return true;
  return told.length === shape.length && told.every((size, i) => !isWhole(size) || Number(size) === shape[i]);
}
