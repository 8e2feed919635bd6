/** ONNX's element types by their number in TensorProto.DataType: what attributes such as Cast's `to` hold. */
import { UnknownError } from './errors.ts';
import type { ElementType } from './network.ts';

/** By number; `undefined` for 0 and for types newer than these. */
export const elementTypes: readonly (ElementType | undefined)[] = [
  undefined, 'float32', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string', 'bool', 'float16', 'float64',
  'uint32', 'uint64', 'complex64', 'complex128', 'bfloat16', 'float8e4m3fn', 'float8e4m3fnuz', 'float8e5m2',
  'float8e5m2fnuz', 'uint4', 'int4', 'float4e2m1', 'float8e8m0', 'uint2', 'int2',
]; // prettier-ignore

/** Throws an UnknownError for a number without a type. */
export function elementTypeOf(code: number): ElementType {
  const type = elementTypes[code];
  if (type) return type;
  throw new UnknownError(`element type ${code} is not known`);
}
