/** NodeProto: an operator, the values it reads and gives, its attributes. https://onnx.ai/onnx/repo-docs/IR.html#nodes */
import type { Attribute } from '../../core/network.ts';
import { attributeMessage } from './attribute.ts';
import { Fault, quote } from './fault.ts';
import { SCOPES } from './path.ts';
import { type Field, message, type Message, text } from './wire.ts';

/** A node as it is written, before its graph gives it a name of its own and a path. */
export interface WrittenNode {
  readonly offset: number;
  name: string;
  operator: string;
  domain: string;
  overload: string;
  readonly inputs: string[];
  readonly outputs: string[];
  attributes: Map<string, Attribute>;
  /** The metadata in which PyTorch's exporter says in which modules the node stands. */
  scopes: string;
}

/** `''` and `ai.onnx` are two names of one domain (onnx.proto, OperatorSetIdProto). */
export function domainOf(name: string): string {
  return name === 'ai.onnx' ? '' : name;
}

interface Entry {
  isScopes: boolean;
  value: string;
}

/** Of a node's metadata, hundreds of bytes a node in PyTorch's exports, only the scopes become text. */
const metadata: Message<Entry, Entry> = {
  fields: {
    1: skippable((entry, value) => (entry.isScopes = value === SCOPES), (_, length) => length === SCOPES.length),
    2: skippable((entry, value) => (entry.value = value), ({ isScopes }) => isScopes),
  },
  create: () => ({ isScopes: false, value: '' }),
  finish: (entry) => entry,
}; // prettier-ignore

function skippable<T>(put: (into: T, value: string) => void, wanted: (into: T, length: number) => boolean): Field<T> {
  const field = text(put, () => undefined);
  return {
    ...field,
    one: (into, cursor, length) => {
      if (wanted(into, length)) field.one(into, cursor, length);
      else cursor.at += length;
    },
  };
}

/** What most nodes have; one for all of them. */
const none: Map<string, Attribute> = new Map();

export const nodeMessage: Message<WrittenNode, WrittenNode> = {
  fields: {
    1: text((node, name) => node.inputs.push(name)),
    2: text((node, name) => node.outputs.push(name)),
    3: text((node, name) => (node.name = name)),
    4: text((node, name) => (node.operator = name)),
    5: message(
      ({ attributes }, draft) => (draft?.name ? `attribute ${quote(draft.name)}` : `attribute[${attributes.size}]`),
      () => attributeMessage,
      (node, { name, attribute }, offset) => {
        if (node.attributes === none) node.attributes = new Map();
        if (node.attributes.has(name)) throw new Fault(offset, 'the node has two attributes of this name');
        node.attributes.set(name, attribute);
      },
    ),
    7: text((node, name) => (node.domain = domainOf(name))),
    8: text((node, name) => (node.overload = name)),
    9: message(
      () => 'metadata_props',
      () => metadata,
      (node, { isScopes, value }) => {
        if (isScopes) node.scopes = value;
      },
    ),
  },
  create: (offset) => ({
    offset,
    name: '',
    operator: '',
    domain: '',
    overload: '',
    inputs: [],
    outputs: [],
    attributes: none,
    scopes: '',
  }),
  finish: (node) => {
    if (node.operator === '') throw new Fault(node.offset, `node ${quote(node.name)} names no operator`);
    return node;
  },
};
