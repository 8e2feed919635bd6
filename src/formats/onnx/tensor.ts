/**
 * TensorProto and SparseTensorProto: type, shape and place of a tensor; its elements only where they are few.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import { bitsOf, type ElementType, type Tensor } from '../../core/network.ts';
import type { Cursor } from './cursor.ts';
import { elementsOfBytes, elementsOfInt32s, elementTypeOf } from './element.ts';
import { Fault, quote } from './fault.ts';
import {
  double, type Field, type Fields, float, int32, int64, type Message, message, number, numbers, type Scalar, text, uint64,
} from './wire.ts'; // prettier-ignore

/**
 * Elements that are kept. Shapes, axes and permutations are lists of integers as long as a tensor has dimensions, index
 * tables of windowed attention some hundreds; 1,024 keeps all of them and no weight. Of floats shapes need only scalars
 * (Resize's scales, a Constant that is cast): 16 do.
 */
const MOST_INTEGERS = 1024;
const MOST_FLOATS = 16;

/** Bytes of a payload that may hold elements to keep: 1,024 varints of at most 10 bytes. */
const MOST_BYTES = 10 * MOST_INTEGERS;

/** Real tensors have up to 8 dimensions; what declares more than this is not a tensor. */
export const MOST_DIMENSIONS = 64;

/** A tensor with the name that it has as an initializer. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
  /** Byte of the file at which it begins. */
  readonly offset: number;
}

interface Draft {
  readonly offset: number;
  name: string;
  code: number;
  shape: (number | bigint)[];
  /** What the typed fields hold, as far as it may be kept. */
  int32s?: number[];
  wholes?: (number | bigint)[];
  floats?: number[];
  raw?: Uint8Array;
  /** Where raw_data, or a typed field with the same bytes, lies. */
  storage?: { offset: number; length: number };
  isExternal: boolean;
  external?: Map<string, string>;
}

/** A field with elements: few are put into the draft, many are left where they lie. */
function elements<N>(scalar: Scalar<N>, list: (draft: Draft) => N[], types: readonly ElementType[] = []): Field<Draft> {
  const put = (draft: Draft, value: N): void => {
    const kept = list(draft);
    if (kept.length <= MOST_INTEGERS) kept.push(value);
  };
  const { packed, ...rest } = numbers(scalar, put);
  const place = (draft: Draft, cursor: Cursor, length: number): void => {
    const type = elementTypeOf(draft.code);
    if (length > 0 && type && types.includes(type)) draft.storage = { offset: cursor.offset, length };
  };
  return {
    ...rest,
    most: MOST_BYTES,
    packed: (draft, cursor, length) => {
      place(draft, cursor, length);
      packed(draft, cursor, length);
    },
    pass: place,
  };
}

const rawData: Field<Draft> = {
  wire: 2,
  most: MOST_BYTES,
  one: (draft, cursor, length) => {
    if (length > 0) draft.storage = { offset: cursor.offset, length };
    if (length > 0) draft.raw = cursor.raw(length);
  },
  pass: (draft, cursor, length) => {
    draft.storage = { offset: cursor.offset, length };
  },
};

const entry: Message<{ key: string; value: string }, { key: string; value: string }> = {
  fields: {
    1: text((into, value) => (into.key = value)),
    2: text((into, value) => (into.value = value)),
  },
  create: () => ({ key: '', value: '' }),
  finish: (pair) => pair,
  isShared: () => true,
};

/** The fields that say the same of a sparse tensor. */
function dimensions<T extends { shape: (number | bigint)[]; offset: number }>(): Field<T> {
  return numbers(int64, (draft, size) => {
    if (draft.shape.push(size) > MOST_DIMENSIONS) {
      throw new Fault(draft.offset, `a tensor has more than ${MOST_DIMENSIONS} dimensions`);
    }
  }); // prettier-ignore
}

const fields: Fields<Draft> = {
  1: dimensions(),
  2: number(int32, (draft, code) => (draft.code = code)),
  4: elements(float, (draft) => (draft.floats ??= []), ['float32', 'complex64']),
  5: elements(int32, (draft) => (draft.int32s ??= [])),
  7: elements(int64, (draft) => (draft.wholes ??= [])),
  8: text((draft, name) => (draft.name = name)),
  9: rawData,
  10: elements(double, (draft) => (draft.floats ??= []), ['float64', 'complex128']),
  11: elements(uint64, (draft) => (draft.wholes ??= [])),
  13: message(
    () => 'external_data',
    () => entry,
    (draft, { key, value }) => (draft.external ??= new Map()).set(key, value),
  ),
  14: number(int32, (draft, location) => (draft.isExternal = location === 1)),
}; // prettier-ignore

export const tensorMessage: Message<Draft, NamedTensor> = {
  fields,
  create: (offset) => ({ offset, name: '', code: 0, shape: [], isExternal: false }),
  finish: (draft) => ({ name: draft.name, tensor: finishTensor(draft), offset: draft.offset }),
};

function finishTensor(draft: Draft): Tensor {
  const type = elementTypeOf(draft.code);
  if (!type) {
    const blame = draft.code > 0 ? 'unsupported' : 'malformed';
    throw new Fault(
      draft.offset,
      `tensor ${quote(draft.name)} has element type ${draft.code}, which is not known`,
      blame,
    );
  }
  const count = countOf(draft);
  if (draft.isExternal) return { type, shape: draft.shape, storage: externalStorage(draft) };
  if (draft.storage && bitsOf[type] > 0) expectBytes(draft, type, count);
  const values = count <= mostOf(type) ? valuesOf(draft, type, count) : undefined;
  return {
    type,
    shape: draft.shape,
    ...(values && { values }),
    ...(draft.storage && { storage: draft.storage }),
  };
}

function mostOf(type: ElementType): number {
  return type.includes('float') ? MOST_FLOATS : MOST_INTEGERS;
}

/** How many elements the shape has. */
export function countOf({ shape, name, offset }: Pick<Draft, 'shape' | 'name' | 'offset'>): number {
  let count = 1;
  for (const size of shape) {
    if (size < 0) throw new Fault(offset, `tensor ${quote(name)} has a dimension of size ${size}`);
    count *= Number(size);
  }
  if (count <= Number.MAX_SAFE_INTEGER) return count;
  throw new Fault(offset, `tensor ${quote(name)} has ${shape.join(' × ')} elements, more than 2^53`);
}

function expectBytes({ name, offset, storage, shape }: Draft, type: ElementType, count: number): void {
  const expected = Math.ceil((count * bitsOf[type]) / 8);
  if (storage!.length === expected) return;
  const declared = `tensor ${quote(name)} of type ${type} and shape [${shape.join(', ')}]`;
  throw new Fault(offset, `${declared} needs ${expected} bytes; ${storage!.length} are there`);
}

/** `undefined` where the file leaves the elements out. */
function valuesOf(draft: Draft, type: ElementType, count: number): readonly (number | bigint)[] | undefined {
  if (draft.raw) return elementsOfBytes(type, draft.raw, count);
  const { field, list } = typedField(draft, type);
  if (!list || (list.length === 0 && count > 0)) return undefined;
  const expected = field === 'int32_data' ? Math.ceil((count * Math.min(bitsOf[type], 8)) / 8) : count;
  if (list.length !== expected) {
    const sentence = `tensor ${quote(draft.name)} needs ${expected} numbers in ${field}; ${list.length} are there`;
    throw new Fault(draft.offset, sentence);
  }
  return field === 'int32_data' ? elementsOfInt32s(type, draft.int32s ?? [], count) : list;
}

/** The field in which elements of a type lie where they are not raw bytes (onnx.proto, TensorProto). */
function typedField(draft: Draft, type: ElementType): { field: string; list?: readonly (number | bigint)[] } {
  if (type.startsWith('complex') || type === 'string') return { field: 'string_data' };
  if (type === 'float32' || type === 'float64') return { field: `${type}_data`, list: draft.floats ?? [] };
  if (type === 'int64' || type === 'uint64' || type === 'uint32')
    return { field: 'int64_data', list: draft.wholes ?? [] };
  return { field: 'int32_data', list: draft.int32s ?? [] };
}

/** https://onnx.ai/onnx/repo-docs/ExternalData.html: the file as the model names it, not opened; no length: to its end. */
function externalStorage({ name, offset: at, external, shape, code }: Draft): NonNullable<Tensor['storage']> {
  const file = external?.get('location');
  if (!file) throw new Fault(at, `tensor ${quote(name)} lies in another file, and no location of that file is given`);
  const read = (key: string, missing: number): number => {
    const given = external?.get(key) ?? String(missing);
    if (/^\d{1,15}$/.test(given)) return Number(given);
    throw new Fault(
      at,
      `tensor ${quote(name)} lies in ${quote(file)} at ${key} ${quote(given)}, which is not a number`,
    );
  };
  const bytes = Math.ceil((countOf({ name, offset: at, shape }) * bitsOf[elementTypeOf(code)!]) / 8);
  return { file, offset: read('offset', 0), length: read('length', bytes) };
}

interface SparseDraft {
  readonly offset: number;
  values?: NamedTensor;
  shape: (number | bigint)[];
}

/** A sparse tensor keeps the place of its stored elements and their number, and the name of its values. */
export const sparseMessage: Message<SparseDraft, NamedTensor> = {
  fields: {
    1: message(
      () => 'values',
      () => tensorMessage,
      (draft, values) => (draft.values = values),
    ),
    3: dimensions(),
  },
  create: (offset) => ({ offset, shape: [] }),
  finish: ({ offset, values, shape }) => {
    if (!values) throw new Fault(offset, 'a sparse tensor has no values');
    const { name, tensor } = values;
    countOf({ name, offset, shape });
    const { type, storage } = tensor;
    const stored = Number(tensor.shape[0] ?? 0);
    return { name, tensor: { type, shape, stored, ...(storage && { storage }) }, offset };
  },
};
