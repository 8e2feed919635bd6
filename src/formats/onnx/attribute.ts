/**
 * AttributeProto: a name and one value of one of fourteen kinds, which `type` names and files before IR version 2 may leave
 * to the field that is present. https://onnx.ai/onnx/repo-docs/IR.html#attributes
 */
import type { Attribute, Graph, Tensor, ValueType } from '../../core/network.ts';
import type { Cursor } from './cursor.ts';
import { Fault, quote } from './fault.ts';
import { graphMessage } from './graph.ts';
import { type NamedTensor, sparseMessage, tensorMessage } from './tensor.ts';
import { typeMessage } from './type.ts';
import { type Field, type Message, float, int32, int64, message, number, numbers, text } from './wire.ts';

export interface NamedAttribute {
  readonly name: string;
  readonly attribute: Attribute;
}

/** What the fields of an attribute hold; a field that is absent has ONNX's default for it, or none. */
interface Draft {
  readonly offset: number;
  name: string;
  reference: string;
  code: number;
  float: number;
  int: number | bigint;
  string: string;
  floats?: number[];
  ints?: (number | bigint)[];
  strings?: string[];
  tensors?: Tensor[];
  graphs?: Graph[];
  types?: ValueType[];
  /** The kind whose field came last. */
  present?: Kind;
  /** Bytes of text that were not read. */
  unread: number;
}

type Kind = Exclude<Attribute['kind'], 'reference'>;

/** AttributeProto.AttributeType. A sparse tensor is a tensor that says how many of its elements are stored. */
const kindByCode: readonly (Kind | undefined)[] = [
  undefined, 'float', 'int', 'string', 'tensor', 'graph', 'floats', 'ints', 'strings', 'tensors', 'graphs',
  'tensor', 'tensors', 'type', 'types',
]; // prettier-ignore

const build: { readonly [K in Kind]: (draft: Draft) => Extract<Attribute, { kind: K }> } = {
  float: ({ float }) => ({ kind: 'float', value: float }),
  int: ({ int }) => ({ kind: 'int', value: int }),
  string: ({ string }) => ({ kind: 'string', value: string }),
  tensor: (draft) => ({ kind: 'tensor', value: only(draft, draft.tensors) }),
  graph: (draft) => ({ kind: 'graph', value: only(draft, draft.graphs) }),
  type: (draft) => ({ kind: 'type', value: only(draft, draft.types) }),
  floats: ({ floats = [] }) => ({ kind: 'floats', value: floats }),
  ints: ({ ints = [] }) => ({ kind: 'ints', value: ints }),
  strings: ({ strings = [] }) => ({ kind: 'strings', value: strings }),
  tensors: ({ tensors = [] }) => ({ kind: 'tensors', value: tensors }),
  graphs: ({ graphs = [] }) => ({ kind: 'graphs', value: graphs }),
  types: ({ types = [] }) => ({ kind: 'types', value: types }),
};

function only<T>({ offset, name }: Draft, list: readonly T[] = []): T {
  if (list.length === 1) return list[0]!;
  throw new Fault(offset, `attribute ${quote(name)} must hold one value of its kind; it holds ${list.length}`);
}

/** Puts a value into the draft and remembers its kind. */
function put<V>(kind: Kind, set: (draft: Draft, value: V) => void): (draft: Draft, value: V) => void {
  return (draft, value) => {
    draft.present = kind;
    set(draft, value);
  };
}

/** Text that is too long to be a setting of an operator (a compiled engine, a vocabulary) is noted rather than read. */
function settingText(set: (draft: Draft, value: string) => void): Field<Draft> {
  return text(set, (draft, _, length) => {
    draft.unread += length;
    set(draft, '');
  });
}

function tensorField<D>(kind: 'tensor' | 'tensors', label: string, schema: Message<D, NamedTensor>): Field<Draft> {
  const add = put<NamedTensor>(kind, (draft, { tensor }) => (draft.tensors ??= []).push(tensor));
  return message(() => label, () => schema, add); // prettier-ignore
}

export const attributeMessage: Message<Draft, NamedAttribute> = {
  fields: {
    1: text((draft, name) => (draft.name = name)),
    2: number(float, put('float', (draft, value) => (draft.float = value))),
    3: number(int64, put('int', (draft, value) => (draft.int = value))),
    4: settingText(put('string', (draft, value) => (draft.string = value))),
    5: tensorField('tensor', 't', tensorMessage),
    6: message(() => 'g', () => graphMessage, put('graph', (draft, value) => (draft.graphs ??= []).push(value))),
    7: numbers(float, put('floats', (draft, value) => (draft.floats ??= []).push(value))),
    8: numbers(int64, put('ints', (draft, value) => (draft.ints ??= []).push(value))),
    9: settingText(put('strings', (draft, value) => (draft.strings ??= []).push(value))),
    10: tensorField('tensors', 'tensors', tensorMessage),
    11: message(() => 'graphs', () => graphMessage, put('graphs', (draft, value) => (draft.graphs ??= []).push(value))),
    14: message(() => 'tp', () => typeMessage, put('type', (draft, value) => (draft.types ??= []).push(value))),
    15: message(() => 'type_protos', () => typeMessage, put('types', (draft, value) => (draft.types ??= []).push(value))),
    20: number(int32, (draft, code) => (draft.code = code)),
    21: text((draft, name) => (draft.reference = name)),
    22: tensorField('tensor', 'sparse_tensor', sparseMessage),
    23: tensorField('tensors', 'sparse_tensors', sparseMessage),
  },
  create: (offset) => ({ offset, name: '', reference: '', code: 0, float: 0, int: 0, string: '', unread: 0 }),
  finish: (draft, cursor) => ({ name: draft.name, attribute: finishAttribute(draft, cursor) }),
  // A tensor knows where in the file its elements lie.
  isShared: ({ attribute: { kind } }) => !/tensor|graph/.test(kind),
}; // prettier-ignore

function finishAttribute(draft: Draft, cursor: Cursor): Attribute {
  const { offset, name, reference, code, unread } = draft;
  if (name === '') throw new Fault(offset, 'an attribute has no name');
  if (reference !== '') return { kind: 'reference', value: reference };
  const kind = code === 0 ? draft.present : kindByCode[code];
  if (!kind && code !== 0) {
    throw new Fault(offset, `attribute ${quote(name)} is of kind ${code}, which is not known`, 'unsupported');
  }
  if (unread > 0)
    cursor.notes.push(`Attribute ${quote(name)} at byte ${offset} holds ${unread} bytes of text, which were not read.`);
  if (kind) return build[kind](draft);
  cursor.notes.push(
    `Attribute ${quote(name)} at byte ${offset} has no kind and no value; it is taken as an empty list.`,
  );
  return { kind: 'ints', value: [] };
}
