/**
 * A network as plain data: a graph of nodes over named values, in the vocabulary of ONNX.
 * The law of this file: it knows nothing of files, and a Network survives `structuredClone`.
 */
import type { Size } from './size.ts';

/** ONNX's element types (TensorProto.DataType), named as NumPy names them. */
export type ElementType =
  | 'float32' | 'float64' | 'float16' | 'bfloat16'
  | 'float8e4m3fn' | 'float8e4m3fnuz' | 'float8e5m2' | 'float8e5m2fnuz' | 'float8e8m0' | 'float4e2m1'
  | 'int2' | 'int4' | 'int8' | 'int16' | 'int32' | 'int64'
  | 'uint2' | 'uint4' | 'uint8' | 'uint16' | 'uint32' | 'uint64'
  | 'bool' | 'string' | 'complex64' | 'complex128'; // prettier-ignore

/** Bits that one element takes where it is stored. A string has no fixed size and counts as 0. */
export const bitsOf: Readonly<Record<ElementType, number>> = {
  float32: 32, float64: 64, float16: 16, bfloat16: 16,
  float8e4m3fn: 8, float8e4m3fnuz: 8, float8e5m2: 8, float8e5m2fnuz: 8, float8e8m0: 8, float4e2m1: 4,
  int2: 2, int4: 4, int8: 8, int16: 16, int32: 32, int64: 64,
  uint2: 2, uint4: 4, uint8: 8, uint16: 16, uint32: 32, uint64: 64,
  bool: 8, string: 0, complex64: 64, complex128: 128,
}; // prettier-ignore

/** Whether elements of the type are floating-point numbers, as learned ones are unless they were quantised. */
export function isFloating(type: ElementType): boolean {
  return /float|complex/.test(type);
}

/** A tensor that the file holds: its type and shape, and its elements only where they are few. */
export interface Tensor {
  readonly type: ElementType;
  readonly shape: readonly Size[];
  /** Elements in row-major order (a bool is 0 or 1), where a reader kept them: small tensors that shapes are computed from. */
  readonly values?: readonly (number | bigint)[];
  /** Where the elements lie: bytes `offset` to `offset + length` of `file` (the network's own file where absent). */
  readonly storage?: { readonly file?: string; readonly offset: number; readonly length: number };
  /** The tensor that has the same elements, where a reader found that one was written twice. */
  readonly sameAs?: string;
  /** For a sparse tensor, how many of its elements are stored. */
  readonly stored?: number;
}

/** The declared type of a value. `null` is an axis whose size is not declared; no `shape`: the rank is not declared. */
export type ValueType =
  | { readonly kind: 'tensor' | 'sparse'; readonly type?: ElementType; readonly shape?: readonly (Size | null)[] }
  | { readonly kind: 'sequence' | 'optional'; readonly of?: ValueType }
  | { readonly kind: 'map'; readonly key?: ElementType; readonly of?: ValueType }
  | { readonly kind: 'opaque' };

export interface Value {
  readonly name: string;
  readonly type: ValueType;
}

/** An attribute with ONNX's own kinds, so that writing a network back loses nothing. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'type'; readonly value: ValueType }
  | { readonly kind: 'ints'; readonly value: readonly (number | bigint)[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'types'; readonly value: readonly ValueType[] }
  /** In a local function's body: the value of the function's attribute of that name. */
  | { readonly kind: 'reference'; readonly value: string };

/** One occurrence of an operator. */
export interface Node {
  /** Unique in its graph; a reader names what the file left unnamed. */
  readonly name: string;
  /** The operator's name in `domain`, `Conv`. */
  readonly operator: string;
  /** `''` is ai.onnx. */
  readonly domain: string;
  /** Names of values; `''` is an optional input that is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** The blocks that the node stands in, outermost first, and last its layer's own name, in the file's words. */
  readonly path?: readonly string[];
  /** The layer's name as its file says it, where that is not the path joined by dots (`inception_3a/1x1`). */
  readonly layer?: string;
  /** The tower, from 1, on which the whole node sits. Absent: it is laid over all towers. */
  readonly tower?: number;
  /** Which of several local functions of one name is meant (ONNX IR 10). */
  readonly overload?: string;
  /** Where the node stands in its file, for messages: `line 12, column 3`. */
  readonly place?: string;
}

export interface Graph {
  readonly name: string;
  /** Inputs without a tensor of the same name: what the network is given. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  /** The tensors that the graph holds, by the name of the value that each gives (ONNX's initializers). */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What the file says of values between inputs and outputs. */
  readonly declared: ReadonlyMap<string, ValueType>;
}

/** A function that the file itself defines and that nodes call by domain and name. */
export interface LocalFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload?: string;
  readonly opsets: ReadonlyMap<string, number>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that a call may give; those with a default carry it. */
  readonly attributes: ReadonlyMap<string, Attribute | undefined>;
  readonly nodes: readonly Node[];
}

export interface Network {
  readonly name: string;
  /** Where the architecture comes from: a citation, or the file's name. */
  readonly source?: string;
  /** Name of the format that it was read from. */
  readonly format?: string;
  /** Version of each operator domain in use; `''` is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  readonly functions: readonly LocalFunction[];
  /** Over how many towers the network is laid. Absent: not laid over towers. */
  readonly towers?: number;
  /** What a reader assumed, left out or noticed, a sentence each. */
  readonly notes: readonly string[];
  /** How its authors trained it, where the source says so. */
  readonly training?: Training;
}

/** How a network was trained. What the publication does not state is absent. */
export interface Training {
  /** Where it is stated: `section 5`. */
  readonly source?: string;
  /** Examples in a batch of stochastic gradient descent. */
  readonly batch?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  /** The learning rate that it begins with, and in words how it changes. */
  readonly learningRate?: number;
  readonly schedule?: string;
  /** Passes over the training set. */
  readonly epochs?: number;
  /** What weights and biases begin with; for a layer a later rule goes before an earlier one. */
  readonly initial: readonly Initial[];
  readonly notes: readonly string[];
}

export interface Initial {
  /** Names of the layers that are meant; all where absent. */
  readonly layers?: readonly string[];
  /** Normal numbers about 0 of that standard deviation; `he`: of √(2 / inputs of a unit) (He 2015, arXiv 1502.01852). */
  readonly weights?: { readonly normal: number } | 'he';
  readonly biases?: number;
}

/** Wraps a plain value as the ONNX attribute of its kind; a whole number is an `int` (use the tagged form to say otherwise). */
export function attributeOf(
  value: number | bigint | string | readonly number[] | readonly string[] | Tensor,
): Attribute {
  if (typeof value === 'bigint') return { kind: 'int', value };
  if (typeof value === 'number') return Number.isInteger(value) ? { kind: 'int', value } : { kind: 'float', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if ('type' in value) return { kind: 'tensor', value };
  if (isStrings(value)) return { kind: 'strings', value };
  return value.every(Number.isInteger) ? { kind: 'ints', value } : { kind: 'floats', value };
}

function isStrings(list: readonly number[] | readonly string[]): list is readonly string[] {
  return list.length > 0 && typeof list[0] === 'string';
}
