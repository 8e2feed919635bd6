/**
 * Writes ONNX files for tests from plain descriptions, by hand and not through the reader's tables.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto names the numbers of the fields.
 */
/* oxlint-disable typescript/no-unsafe-type-assertion -- Array.isArray does not narrow readonly arrays */
import type { ElementType } from '../../../src/core/network.ts';

/** A size, an axis with a name, or an axis that is not declared. */
export type WrittenShape = readonly (number | bigint | string | null)[];

export interface WrittenTensor {
  readonly name?: string;
  /** float32 where absent. */
  readonly type?: ElementType | number;
  readonly shape: readonly (number | bigint)[];
  /** Elements, as raw_data unless `field` names one of the typed fields. Absent, with no `raw`: in `weights.bin`, which is not there. */
  readonly values?: readonly (number | bigint)[];
  readonly field?: 'float_data' | 'int32_data' | 'int64_data' | 'double_data' | 'uint64_data';
  /** A field for each element instead of one for all. */
  readonly unpacked?: boolean;
  readonly raw?: Uint8Array;
  readonly external?: Readonly<Record<string, string>>;
}

export interface WrittenSparse {
  readonly values: WrittenTensor;
  readonly indices: WrittenTensor;
  readonly shape: readonly number[];
}

export type WrittenType =
  | { readonly tensor: ElementType | number; readonly shape?: WrittenShape }
  | { readonly sparse: ElementType; readonly shape?: WrittenShape }
  | { readonly sequence: WrittenType }
  | { readonly optional: WrittenType }
  | { readonly map: ElementType; readonly of: WrittenType }
  | { readonly opaque: string };

/** A whole number is an `int`, a list of whole numbers `ints`; say `{ float: 1 }` for what is not. */
export type WrittenAttribute =
  | number
  | bigint
  | string
  | readonly number[]
  | readonly bigint[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[]; readonly packed?: boolean }
  | { readonly ints: readonly (number | bigint)[]; readonly packed?: boolean }
  | { readonly strings: readonly string[] }
  | { readonly tensor: WrittenTensor }
  | { readonly tensors: readonly WrittenTensor[] }
  | { readonly graph: WrittenGraph }
  | { readonly graphs: readonly WrittenGraph[] }
  | { readonly sparse: WrittenSparse }
  | { readonly type: WrittenType }
  | { readonly types: readonly WrittenType[] }
  | { readonly reference: string; readonly kind: number };

export interface WrittenNode {
  readonly operator: string;
  readonly name?: string;
  readonly domain?: string;
  readonly overload?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, WrittenAttribute>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A value: its shape (float32), or its type. */
export type WrittenValues = Readonly<Record<string, WrittenShape | WrittenType>>;

export interface WrittenGraph {
  readonly name?: string;
  readonly nodes?: readonly WrittenNode[];
  readonly inputs?: WrittenValues;
  readonly outputs?: WrittenValues;
  readonly declared?: WrittenValues;
  readonly initializers?: readonly WrittenTensor[];
  readonly sparse?: readonly WrittenSparse[];
}

export interface WrittenFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: readonly string[];
  readonly defaults?: Readonly<Record<string, WrittenAttribute>>;
  readonly opsets?: Readonly<Record<string, number>>;
  readonly nodes: readonly WrittenNode[];
}

export interface WrittenModel extends WrittenGraph {
  /** IR version; 10 where absent. */
  readonly ir?: number;
  /** Version of ai.onnx, or of each domain; 21 where absent. */
  readonly opset?: number | Readonly<Record<string, number>>;
  readonly producer?: string;
  readonly functions?: readonly WrittenFunction[];
  /** Adds a training_info with a graph in it. */
  readonly training?: boolean;
}

type Bytes = Uint8Array<ArrayBuffer>;

const codes: readonly string[] = [
  '', 'float32', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string', 'bool', 'float16', 'float64',
  'uint32', 'uint64', 'complex64', 'complex128', 'bfloat16', 'float8e4m3fn', 'float8e4m3fnuz', 'float8e5m2',
  'float8e5m2fnuz', 'uint4', 'int4', 'float4e2m1', 'float8e8m0', 'uint2', 'int2',
]; // prettier-ignore

export function writeOnnx(model: WrittenModel): Bytes {
  const opsets = typeof model.opset === 'object' ? model.opset : { '': model.opset ?? 21 };
  return join([
    whole(1, model.ir ?? 10),
    text(2, model.producer ?? 'layerledger tests'),
    delimited(7, graph(model)),
    ...Object.entries(opsets).map(([domain, version]) => delimited(8, opset(domain, version))),
    ...(model.training ? [delimited(20, delimited(1, graph({ name: 'training' })))] : []),
    ...(model.functions ?? []).map((local) => delimited(25, localFunction(local))),
  ]);
}

/** The file as a reader takes it. */
export function onnxBlob(model: WrittenModel): Blob {
  return new Blob([writeOnnx(model)]);
}

function opset(domain: string, version: number): Bytes {
  return join([text(1, domain), whole(2, version)]);
}

function graph({ name, nodes, inputs, outputs, declared, initializers, sparse }: WrittenGraph): Bytes {
  return join([
    ...(nodes ?? []).map((each) => delimited(1, node(each))),
    text(2, name ?? 'test'),
    ...(initializers ?? []).map((each) => delimited(5, tensor(each))),
    ...valueInfos(11, inputs),
    ...valueInfos(12, outputs),
    ...valueInfos(13, declared),
    ...(sparse ?? []).map((each) => delimited(15, sparseTensor(each))),
  ]);
}

function localFunction({
  name,
  domain,
  overload,
  inputs,
  outputs,
  attributes,
  defaults,
  opsets,
  nodes,
}: WrittenFunction): Bytes {
  return join([
    text(1, name),
    ...texts(4, inputs),
    ...texts(5, outputs),
    ...texts(6, attributes),
    ...nodes.map((each) => delimited(7, node(each))),
    ...Object.entries(opsets ?? { '': 21 }).map(([each, version]) => delimited(9, opset(each, version))),
    text(10, domain),
    ...Object.entries(defaults ?? {}).map(([each, value]) => delimited(11, attribute(each, value))),
    ...(overload === undefined ? [] : [text(13, overload)]),
  ]);
}

function node({ operator, name, domain, overload, inputs, outputs, attributes, metadata }: WrittenNode): Bytes {
  return join([
    ...texts(1, inputs),
    ...texts(2, outputs),
    ...(name === undefined ? [] : [text(3, name)]),
    text(4, operator),
    ...Object.entries(attributes ?? {}).map(([each, value]) => delimited(5, attribute(each, value))),
    ...(domain === undefined ? [] : [text(7, domain)]),
    ...(overload === undefined ? [] : [text(8, overload)]),
    ...entries(9, metadata),
  ]);
}

function attribute(name: string, value: WrittenAttribute): Bytes {
  const [kind, ...fields] = attributeFields(value);
  return join([text(1, name), ...fields, whole(20, kind)]);
}

/** AttributeProto's kind and the fields that hold the value. */
function attributeFields(value: WrittenAttribute): readonly [number, ...Bytes[]] {
  if (typeof value === 'bigint') return [2, whole(3, value)];
  if (typeof value === 'number')
    return Number.isInteger(value) ? [2, whole(3, value)] : attributeFields({ float: value });
  if (typeof value === 'string') return [3, text(4, value)];
  if (isList(value)) {
    if (typeof value[0] === 'string') return attributeFields({ strings: value as readonly string[] });
    const list = value as readonly number[];
    return list.every((each) => typeof each === 'bigint' || Number.isInteger(each))
      ? attributeFields({ ints: list })
      : attributeFields({ floats: list });
  }
  if ('float' in value) return [1, floating(2, value.float)];
  if ('floats' in value)
    return [6, ...(value.packed ? [packedFloats(7, value.floats)] : value.floats.map((each) => floating(7, each)))];
  if ('ints' in value)
    return [7, ...(value.packed ? [packedWholes(8, value.ints)] : value.ints.map((each) => whole(8, each)))];
  if ('strings' in value) return [8, ...texts(9, value.strings)];
  if ('tensor' in value) return [4, delimited(5, tensor(value.tensor))];
  if ('tensors' in value) return [9, ...value.tensors.map((each) => delimited(10, tensor(each)))];
  if ('graph' in value) return [5, delimited(6, graph(value.graph))];
  if ('graphs' in value) return [10, ...value.graphs.map((each) => delimited(11, graph(each)))];
  if ('sparse' in value) return [11, delimited(22, sparseTensor(value.sparse))];
  if ('type' in value) return [13, delimited(14, type(value.type))];
  if ('types' in value) return [14, ...value.types.map((each) => delimited(15, type(each)))];
  return [value.kind, text(21, value.reference)];
}

function isList<T>(value: T): value is T & readonly unknown[] {
  return Array.isArray(value);
}

function tensor({
  name,
  type: element = 'float32',
  shape,
  values,
  field,
  unpacked,
  raw,
  external,
}: WrittenTensor): Bytes {
  const isInside = external === undefined && (values !== undefined || raw !== undefined);
  const location = external ?? { location: 'weights.bin' };
  return join([
    ...shape.map((size) => whole(1, size)),
    whole(2, code(element)),
    ...(values && field ? typedData(field, values, unpacked === true) : []),
    ...(name === undefined ? [] : [text(8, name)]),
    ...(raw ? [delimited(9, raw)] : []),
    ...(values && !field ? [delimited(9, rawOf(element, values))] : []),
    ...(isInside ? [] : [...entries(13, location), whole(14, 1)]),
  ]);
}

const typedFields = { float_data: 4, int32_data: 5, int64_data: 7, double_data: 10, uint64_data: 11 } as const;

function typedData(field: keyof typeof typedFields, values: readonly (number | bigint)[], unpacked: boolean): Bytes[] {
  const number = typedFields[field];
  if (field === 'float_data')
    return unpacked ? values.map((each) => floating(number, Number(each))) : [packedFloats(number, values)];
  if (field === 'double_data') return [delimited(number, rawOf('float64', values))];
  return unpacked ? values.map((each) => whole(number, each)) : [packedWholes(number, values)];
}

/** Little-endian elements, one after another. */
const store: Readonly<Record<string, readonly [number, (view: DataView, at: number, value: number | bigint) => void]>> =
  {
    float32: [4, (view, at, value) => view.setFloat32(at, Number(value), true)],
    float64: [8, (view, at, value) => view.setFloat64(at, Number(value), true)],
    int64: [8, (view, at, value) => view.setBigInt64(at, BigInt(value), true)],
    uint64: [8, (view, at, value) => view.setBigUint64(at, BigInt(value), true)],
    int32: [4, (view, at, value) => view.setInt32(at, Number(value), true)],
    uint32: [4, (view, at, value) => view.setUint32(at, Number(value), true)],
    int16: [2, (view, at, value) => view.setInt16(at, Number(value), true)],
    uint16: [2, (view, at, value) => view.setUint16(at, Number(value), true)],
    int8: [1, (view, at, value) => view.setInt8(at, Number(value))],
    uint8: [1, (view, at, value) => view.setUint8(at, Number(value))],
    bool: [1, (view, at, value) => view.setUint8(at, Number(value))],
  };

function rawOf(element: ElementType | number, values: readonly (number | bigint)[]): Bytes {
  const [width, set] = store[String(element)] ?? [];
  if (width === undefined || set === undefined) throw new Error(`write ${element} with raw`);
  const bytes = new Uint8Array(values.length * width);
  values.forEach((value, i) => set(new DataView(bytes.buffer), i * width, value));
  return bytes;
}

function sparseTensor({ values, indices, shape }: WrittenSparse): Bytes {
  return join([delimited(1, tensor(values)), delimited(2, tensor(indices)), ...shape.map((size) => whole(3, size))]);
}

function valueInfos(field: number, values: WrittenValues = {}): Bytes[] {
  return Object.entries(values).map(([name, declaration]) => delimited(field, valueInfo(name, declaration)));
}

function valueInfo(name: string, declaration: WrittenShape | WrittenType): Bytes {
  const declared: WrittenType = isList(declaration)
    ? { tensor: 'float32', shape: declaration as WrittenShape }
    : declaration;
  return join([text(1, name), delimited(2, type(declared))]);
}

function type(of: WrittenType): Bytes {
  const shape = (sizes?: WrittenShape): Bytes[] =>
    sizes ? [delimited(2, join(sizes.map((size) => delimited(1, dimension(size)))))] : [];
  if ('tensor' in of) return delimited(1, join([whole(1, code(of.tensor)), ...shape(of.shape)]));
  if ('sparse' in of) return delimited(8, join([whole(1, code(of.sparse)), ...shape(of.shape)]));
  if ('sequence' in of) return delimited(4, delimited(1, type(of.sequence)));
  if ('optional' in of) return delimited(9, delimited(1, type(of.optional)));
  if ('map' in of) return delimited(5, join([whole(1, code(of.map)), delimited(2, type(of.of))]));
  return delimited(7, join([text(2, of.opaque)]));
}

function dimension(size: WrittenShape[number]): Bytes {
  if (size === null) return new Uint8Array(0);
  return typeof size === 'string' ? text(2, size) : whole(1, size);
}

function code(element: ElementType | number): number {
  return typeof element === 'number' ? element : codes.indexOf(element);
}

function entries(field: number, record: Readonly<Record<string, string>> = {}): Bytes[] {
  return Object.entries(record).map(([key, value]) => delimited(field, join([text(1, key), text(2, value)])));
}

/** A field of any wire type 2; exported for tests that build what no description can say. */
export function delimited(field: number, bytes: Uint8Array): Bytes {
  return join([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

export function whole(field: number, value: number | bigint): Bytes {
  return join([varint(field << 3), varint(value)]);
}

export function text(field: number, value: string): Bytes {
  return delimited(field, new TextEncoder().encode(value));
}

function texts(field: number, values: readonly string[] = []): Bytes[] {
  return values.map((value) => text(field, value));
}

function floating(field: number, value: number): Bytes {
  return join([varint((field << 3) | 5), rawOf('float32', [value])]);
}

function packedFloats(field: number, values: readonly (number | bigint)[]): Bytes {
  return delimited(field, rawOf('float32', values));
}

function packedWholes(field: number, values: readonly (number | bigint)[]): Bytes {
  return delimited(field, join(values.map((value) => varint(value))));
}

/** Seven bits a byte, lowest first; a negative number as its two's complement of 64 bits. */
export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return new Uint8Array([...bytes, Number(rest)]);
}

export function join(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
