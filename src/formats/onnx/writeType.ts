/**
 * TypeProto, TensorShapeProto and ValueInfoProto, written. An open size is written as the name or arithmetic that it is, where the
 * reader takes that back for the same size, and as an axis without a size where it does not: ONNX has no word for `ceil(H/2)`.
 */
import { elementTypes } from '../../core/elementType.ts';
import type { ElementType, Value, ValueType } from '../../core/network.ts';
import { formatSize, isWhole, sameSize, type Size } from '../../core/size.ts';
import { sizeOfName } from './dimension.ts';
import { carried, copied, type OriginalField, type Original } from './original.ts';
import { same } from './same.ts';
import { delimited, type Parts, text, whole } from './writeWire.ts';

/** What a Network holds of a ValueInfoProto. */
const held = new Set([1, 2]);

/** A field with a value; one of the original that says the same is copied with all that it says beside it. */
export function valueField(field: number, value: Value, original?: OriginalField<Value>): Parts {
  const { name, type } = value;
  if (original && saysTheSame(original, value)) return [copied(original, original.field)];
  const isSaid = type.kind !== 'tensor' || type.type !== undefined || type.shape !== undefined;
  return delimited(field, [
    ...text(1, name),
    ...(isSaid ? delimited(2, typeParts(type)) : []),
    ...carried(original, held),
  ]);
}

/** The contents of a TypeProto. */
export function typeParts(type: ValueType): Parts {
  switch (type.kind) {
    case 'tensor':
    case 'sparse':
      return delimited(type.kind === 'tensor' ? 1 : 8, [...elementField(type.type), ...shapeField(type.shape)]);
    case 'sequence':
    case 'optional':
      return delimited(type.kind === 'sequence' ? 4 : 9, type.of ? delimited(1, typeParts(type.of)) : []);
    case 'map':
      return delimited(5, [...elementField(type.key), ...(type.of ? delimited(2, typeParts(type.of)) : [])]);
    case 'opaque':
  }
  return [];
}

export function codeOf(type: ElementType): number {
  return elementTypes.indexOf(type);
}

function elementField(type: ElementType | undefined): Parts {
  return type ? whole(1, codeOf(type)) : [];
}

function shapeField(shape: readonly (Size | null)[] | undefined): Parts {
  if (!shape) return [];
  return delimited(2, shape.flatMap((size) => delimited(1, dimension(size)))); // prettier-ignore
}

function dimension(size: Size | null): Parts {
  if (size === null) return [];
  if (isWhole(size)) return whole(1, size);
  const name = formatSize(size);
  return sameSize(sizeOfName(name), size) ? text(2, name) : [];
}

/** Whether the original says the same; the reader opens a size of 0 of an input (model.ts, openZeros). */
function saysTheSame({ value }: Original<Value>, { name, type }: Value): boolean {
  if (value.name !== name) return false;
  if (same(value.type, type)) return true;
  if (value.type.kind !== 'tensor' || !value.type.shape?.includes(0)) return false;
  return same({ ...value.type, shape: value.type.shape.map((size) => (size === 0 ? null : size)) }, type);
}
