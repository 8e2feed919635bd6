/**
 * Decodes ONNX files with @bufbuild/protobuf, as the reader under test does not, and says of a message what a Network says.
 * `onnx.binpb` is the FileDescriptorSet of onnx/onnx.proto of ONNX 1.23 development (github.com/onnx/onnx, commit f754691;
 * Apache-2.0, copyright ONNX Project Contributors), made by `buf build --exclude-source-info -o onnx.binpb`.
 */
/* oxlint-disable typescript/no-unsafe-type-assertion -- what is decoded is known at run time only */
import { createFileRegistry, fromBinary, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { readFileSync } from 'node:fs';

const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(new URL('onnx.binpb', import.meta.url))),
);

/** A decoded message; the schema is known at run time only. */
export interface Decoded {
  readonly [field: string]: unknown;
}

export function decode(bytes: Uint8Array): Decoded {
  const schema = registry.getMessage('onnx.ModelProto')!;
  return fromBinary(schema, bytes) as Decoded;
}

/** A model from protobuf's JSON. */
export function encode(model: JsonValue): Uint8Array<ArrayBuffer> {
  const schema = registry.getMessage('onnx.ModelProto')!;
  return new Uint8Array(toBinary(schema, fromJson(schema, model, { registry })));
}

const elementTypes = [
  '', 'float32', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string', 'bool', 'float16', 'float64', 'uint32',
  'uint64', 'complex64', 'complex128', 'bfloat16', 'float8e4m3fn', 'float8e4m3fnuz', 'float8e5m2', 'float8e5m2fnuz',
  'uint4', 'int4', 'float4e2m1', 'float8e8m0', 'uint2', 'int2',
]; // prettier-ignore

function list(of: unknown): readonly Decoded[] {
  return (of as readonly Decoded[] | undefined) ?? [];
}

export function nodesOf(model: Decoded): readonly Decoded[] {
  return list((model['graph'] as Decoded)['node']);
}

export function modelOf(model: Decoded): unknown {
  return {
    opsets: Object.fromEntries(list(model['opsetImport']).map((each) => [domainOf(each), Number(each['version'])])),
    graph: graphOf(model['graph'] as Decoded),
    functions: list(model['functions']).map((each) => ({ name: each['name'], nodes: list(each['node']).map(nodeOf) })),
  };
}

function domainOf({ domain }: Decoded): unknown {
  return domain === undefined || domain === 'ai.onnx' ? '' : domain;
}

function graphOf(graph: Decoded): unknown {
  const tensors = list(graph['initializer']).map((tensor) => [tensor['name'], tensorOf(tensor)] as const);
  const sparse = list(graph['sparseInitializer']).map(
    (each) => [(each['values'] as Decoded)['name'], sparseOf(each)] as const,
  );
  const held = Object.fromEntries([...tensors, ...sparse]);
  return {
    inputs: list(graph['input'])
      .filter((input) => !(String(input['name']) in held))
      .map(valueOf),
    outputs: list(graph['output']).map(valueOf),
    nodes: list(graph['node']).map(nodeOf),
    tensors: held,
    declared: Object.fromEntries(
      list(graph['valueInfo']).map((each) => [each['name'], typeOf(each['type'] as Decoded)]),
    ),
  };
}

function nodeOf(node: Decoded): unknown {
  return {
    operator: node['opType'],
    domain: domainOf(node),
    inputs: node['input'],
    outputs: node['output'],
    attributes: Object.fromEntries(list(node['attribute']).map((each) => [each['name'], attributeOf(each)])),
  };
}

function text(bytes: unknown): string {
  return new TextDecoder().decode(bytes as Uint8Array);
}

function attributeOf(attribute: Decoded): unknown {
  const kinds: Readonly<Record<number, () => readonly [string, unknown]>> = {
    1: () => ['float', attribute['f']],
    2: () => ['int', short(attribute['i'])],
    3: () => ['string', text(attribute['s'])],
    4: () => ['tensor', tensorOf(attribute['t'] as Decoded)],
    5: () => ['graph', graphOf(attribute['g'] as Decoded)],
    6: () => ['floats', attribute['floats']],
    7: () => ['ints', (attribute['ints'] as readonly bigint[]).map(short)],
    8: () => ['strings', (attribute['strings'] as readonly Uint8Array[]).map(text)],
    9: () => ['tensors', list(attribute['tensors']).map(tensorOf)],
    10: () => ['graphs', list(attribute['graphs']).map(graphOf)],
    11: () => ['tensor', sparseOf(attribute['sparseTensor'] as Decoded)],
    12: () => ['tensors', list(attribute['sparseTensors']).map(sparseOf)],
    13: () => ['type', typeOf(attribute['tp'] as Decoded)],
    14: () => ['types', list(attribute['typeProtos']).map(typeOf)],
  };
  if (attribute['refAttrName']) return { kind: 'reference', value: attribute['refAttrName'] };
  const [kind, value] = kinds[attribute['type'] as number]!();
  return { kind, value };
}

/** Type, shape and, where the reader keeps them, the elements of the common types. */
function tensorOf(tensor: Decoded): Decoded {
  const type = elementTypes[tensor['dataType'] as number]!;
  const shape = (tensor['dims'] as readonly bigint[]).map(short);
  const count = shape.reduce<number>((product, size) => product * Number(size), 1);
  const values = tensor['dataLocation'] === 1 ? undefined : elementsOf(tensor, type);
  return { type, shape, ...(values && count <= (type.includes('float') ? 16 : 1024) && { values }) };
}

function elementsOf(tensor: Decoded, type: string): readonly unknown[] | undefined {
  const raw = tensor['rawData'] as Uint8Array;
  if (raw.length > 0) {
    const copy = raw.slice().buffer;
    const views: Readonly<Record<string, () => readonly unknown[]>> = {
      float32: () => [...new Float32Array(copy)],
      float64: () => [...new Float64Array(copy)],
      int64: () => Array.from(new BigInt64Array(copy), short),
      uint64: () => Array.from(new BigUint64Array(copy), short),
      int32: () => [...new Int32Array(copy)],
      uint32: () => [...new Uint32Array(copy)],
      int16: () => [...new Int16Array(copy)],
      uint16: () => [...new Uint16Array(copy)],
      int8: () => [...new Int8Array(copy)],
      uint8: () => [...new Uint8Array(copy)],
      bool: () => [...new Uint8Array(copy)],
    };
    return views[type]?.();
  }
  const fields = ['floatData', 'doubleData', 'int32Data', 'int64Data', 'uint64Data'].map((field) =>
    list(tensor[field]),
  );
  const typed = fields.find((field) => field.length > 0);
  const isPlain = [
    'float32',
    'float64',
    'int64',
    'uint64',
    'int32',
    'uint32',
    'int16',
    'uint16',
    'int8',
    'uint8',
    'bool',
  ];
  if (typed) return isPlain.includes(type) ? typed.map(short) : undefined;
  return (tensor['dims'] as readonly bigint[]).includes(0n) && type !== 'string' ? [] : undefined;
}

function sparseOf(sparse: Decoded): unknown {
  const { type, shape } = tensorOf(sparse['values'] as Decoded);
  return { type, shape: (sparse['dims'] as readonly bigint[]).map(short), stored: (shape as readonly number[])[0] };
}

function valueOf(value: Decoded): unknown {
  return { name: value['name'], type: typeOf(value['type'] as Decoded) };
}

function typeOf(type: Decoded | undefined): unknown {
  const { case: kind, value } = (type?.['value'] ?? {}) as { case?: string; value?: Decoded };
  if (!type) return { kind: 'tensor' };
  if (kind === 'tensorType' || kind === 'sparseTensorType') return tensorTypeOf(kind, value!);
  const of = typeOf((value?.['elemType'] ?? value?.['valueType']) as Decoded);
  if (kind === 'sequenceType') return { kind: 'sequence', of };
  if (kind === 'optionalType') return { kind: 'optional', of };
  if (kind === 'mapType') return { kind: 'map', key: elementTypes[value!['keyType'] as number], of };
  return { kind: 'opaque' };
}

function tensorTypeOf(kind: string, value: Decoded): unknown {
  const shape = value['shape'] as Decoded | undefined;
  const sizes = list(shape?.['dim']).map((dim) => {
    const size = (dim['value'] as { value?: unknown }).value;
    return typeof size === 'string' ? size : size === undefined ? null : short(size);
  });
  const type = elementTypes[value['elemType'] as number];
  return { kind: kind === 'tensorType' ? 'tensor' : 'sparse', ...(type && { type }), ...(shape && { shape: sizes }) };
}

function short(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
