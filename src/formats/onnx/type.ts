/**
 * TypeProto, TensorShapeProto and ValueInfoProto: what a file declares of a value.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
import type { ElementType, Value, ValueType } from '../../core/network.ts';
import type { Size } from '../../core/size.ts';
import { sizeOfName } from './dimension.ts';
import { elementTypeOf } from './element.ts';
import { Fault } from './fault.ts';
import { MOST_DIMENSIONS } from './tensor.ts';
import { int32, int64, message, type Message, number, text } from './wire.ts';

/** Names that exporters write for an axis whose size they do not know. */
const unknownNames = new Set(['', '?', '-1', 'None']);

const dimension: Message<{ size: Size | null }, Size | null> = {
  fields: {
    // TensorFlow's and older exporters write -1 for an axis that is open.
    1: number(int64, (into, size) => (into.size = size < 0 ? null : size)),
    2: text((into, name) => (into.size = unknownNames.has(name.trim()) ? null : sizeOfName(name.trim()))),
  },
  create: () => ({ size: null }),
  finish: ({ size }) => size,
};

const shape: Message<{ offset: number; shape: (Size | null)[] }, (Size | null)[]> = {
  fields: {
    1: message(
      ({ shape }) => `dim[${shape.length}]`,
      () => dimension,
      ({ shape, offset }, size) => {
        if (shape.push(size) > MOST_DIMENSIONS)
          throw new Fault(offset, `a shape has more than ${MOST_DIMENSIONS} dimensions`);
      },
    ),
  },
  create: (offset) => ({ offset, shape: [] }),
  finish: ({ shape }) => shape,
};

/** Tensor, SparseTensor, Sequence, Optional and Map have their fields under the same two numbers. */
interface Parts {
  element?: ElementType | undefined;
  shape?: (Size | null)[];
  of?: ValueType;
}

const tensorParts: Message<Parts, Parts> = {
  fields: {
    1: number(int32, (parts, code) => (parts.element = elementTypeOf(code))),
    2: message(() => 'shape', () => shape, (parts, shape) => (parts.shape = shape)),
  },
  create: () => ({}),
  finish: (parts) => parts,
}; // prettier-ignore

const listParts: Message<Parts, Parts> = {
  fields: { 1: message(() => 'elem_type', () => typeMessage, (parts, type) => (parts.of = type)) },
  create: () => ({}),
  finish: (parts) => parts,
}; // prettier-ignore

const mapParts: Message<Parts, Parts> = {
  fields: {
    1: number(int32, (parts, code) => (parts.element = elementTypeOf(code))),
    2: message(() => 'value_type', () => typeMessage, (parts, type) => (parts.of = type)),
  },
  create: () => ({}),
  finish: (parts) => parts,
}; // prettier-ignore

function tensorType(kind: 'tensor' | 'sparse', { element, shape }: Parts): ValueType {
  return { kind, ...(element && { type: element }), ...(shape && { shape }) };
}

interface Draft {
  type?: ValueType;
}

/** One of the kinds of a type; a message in which none of them is known says nothing of its value. */
export const typeMessage: Message<Draft, ValueType> = {
  fields: {
    1: message(() => 'tensor_type', () => tensorParts, (into, parts) => (into.type = tensorType('tensor', parts))),
    4: message(() => 'sequence_type', () => listParts, (into, { of }) => (into.type = { kind: 'sequence', ...(of && { of }) })),
    5: message(() => 'map_type', () => mapParts, (into, { element, of }) => {
      into.type = { kind: 'map', ...(element && { key: element }), ...(of && { of }) };
    }),
    7: message(() => 'opaque_type', () => opaqueParts, (into) => (into.type = { kind: 'opaque' })),
    8: message(() => 'sparse_tensor_type', () => tensorParts, (into, parts) => (into.type = tensorType('sparse', parts))),
    9: message(() => 'optional_type', () => listParts, (into, { of }) => (into.type = { kind: 'optional', ...(of && { of }) })),
  },
  create: () => ({}),
  finish: ({ type }) => type ?? { kind: 'opaque' },
  isShared: () => true,
}; // prettier-ignore

const opaqueParts: Message<undefined, void> = { fields: {}, create: () => undefined, finish: () => undefined };

export const valueMessage: Message<{ name: string; type: ValueType }, Value> = {
  fields: {
    1: text((into, name) => (into.name = name)),
    2: message(() => 'type', () => typeMessage, (into, type) => (into.type = type)),
  },
  create: () => ({ name: '', type: { kind: 'tensor' } }),
  finish: (value) => value,
}; // prettier-ignore
