/** AttributeProto, written. */
import { UnsupportedError } from '../../core/errors.ts';
import type { Attribute, Graph, Tensor } from '../../core/network.ts';
import type { NamedAttribute } from './attribute.ts';
import { quote } from './fault.ts';
import { carried, copied, messageAt, messagesAt, type Original, type OriginalField } from './original.ts';
import { same } from './same.ts';
import type { NamedTensor } from './tensor.ts';
import type { Writer } from './write.ts';
import { graphParts } from './writeGraph.ts';
import { tensorField } from './writeTensor.ts';
import { typeParts } from './writeType.ts';
import { delimited, floating, type Parts, text, texts, whole } from './writeWire.ts';

export type Kind = Exclude<Attribute['kind'], 'reference'>;

/** AttributeProto.AttributeType. */
const codeByKind: Readonly<Record<Kind, number>> = {
  float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8, tensors: 9, graphs: 10, type: 13, types: 14,
}; // prettier-ignore

/** All but documentation. */
const held = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 20, 21, 22, 23]);

/** An attribute and where it stands. */
export interface AttributeToWrite {
  readonly name: string;
  readonly attribute: Attribute;
  readonly original: OriginalField<NamedAttribute> | undefined;
  /** The value that a tensor gives: the output of a Constant node. */
  readonly value: string;
}

/**
 * A field with an attribute. One that refers to a function's attribute that no call gives and that has no default says nothing
 * and is left out.
 */
export function attributeField(field: number, written: AttributeToWrite, writer: Writer): Parts {
  const { name, attribute, original } = written;
  const isPlain = !/tensor|graph/.test(attribute.kind);
  if (original && isPlain && same(original.value.attribute, attribute)) return [copied(original, original.field)];
  if (isSparse(attribute)) return sparseField(written);
  const kind = attribute.kind === 'reference' ? writer.kindOfReference(attribute.value) : attribute.kind;
  if (kind === undefined) return [];
  return delimited(field, [
    ...text(1, name),
    ...(attribute.kind === 'reference' ? text(21, attribute.value) : contents(attribute, written, writer)),
    ...whole(20, codeByKind[kind]),
    ...carried(original, held),
  ]);
}

function contents(attribute: Extract<Attribute, { kind: Kind }>, written: AttributeToWrite, writer: Writer): Parts {
  switch (attribute.kind) {
    case 'float':
      return floating(2, attribute.value);
    case 'int':
      return whole(3, attribute.value);
    case 'string':
      return delimited(4, [new TextEncoder().encode(attribute.value)]);
    case 'floats':
      return attribute.value.flatMap((value) => floating(7, value));
    case 'ints':
      return attribute.value.flatMap((value) => whole(8, value));
    case 'strings':
      return texts(9, attribute.value);
    case 'type':
      return delimited(14, typeParts(attribute.value));
    case 'types':
      return attribute.value.flatMap((type) => delimited(15, typeParts(type)));
    case 'tensor':
      return tensorAt(5, attribute.value, { ...written, place: 0 }, writer);
    case 'tensors':
      return attribute.value.flatMap((tensor, place) => tensorAt(10, tensor, { ...written, place }, writer));
    case 'graph':
      return graphAt(6, attribute.value, messageAt(written.original, 6), writer);
    case 'graphs':
  }
  const originals = messagesAt<Graph>(written.original, 11);
  return attribute.value.flatMap((graph, i) => graphAt(11, graph, originals[i], writer));
}

interface Placed extends AttributeToWrite {
  readonly place: number;
}

/** A Constant's tensor is known by the value that it gives, others by their attribute too. */
function tensorAt(field: number, tensor: Tensor, written: Placed, writer: Writer): Parts {
  const { value, name, place } = written;
  const original = messagesAt<NamedTensor>(written.original, field)[place];
  const known = name === 'value' ? value : `${value}:${name}${place === 0 ? '' : `:${place}`}`;
  const writtenName = original?.value.name ?? '';
  return tensorField(field, { name: known, writtenName, tensor, original, mayLeave: false }, writer);
}

function graphAt(field: number, graph: Graph, original: Original<Graph> | undefined, writer: Writer): Parts {
  return delimited(field, graphParts(graph, original, writer));
}

function isSparse(attribute: Attribute): boolean {
  if (attribute.kind === 'tensor') return attribute.value.stored !== undefined;
  return attribute.kind === 'tensors' && attribute.value.some(({ stored }) => stored !== undefined);
}

/** The places of a sparse tensor's elements are in its file alone. */
function sparseField({ name, attribute, original }: AttributeToWrite): Parts {
  if (original && same(original.value.attribute, attribute)) return [copied(original, original.field)];
  throw new UnsupportedError(
    `attribute ${quote(name)} is a sparse tensor; it can be written only unchanged and from its own file`,
  );
}
