/** NodeProto: an operator, the values it reads and gives, its attributes. https://onnx.ai/onnx/repo-docs/IR.html#nodes */
import type { Attribute } from '../../core/network.ts';
import { attributeMessage } from './attribute.ts';
import { Fault, quote } from './fault.ts';
import { entryMessage, LAYER, PATH, type Told, toldBy, TOWER } from './metadata.ts';
import { SCOPES } from './path.ts';
import { message, type Message, text } from './wire.ts';

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
  /** What layerledger itself wrote of the node's place. */
  told?: Told;
}

/** `''` and `ai.onnx` are two names of one domain (onnx.proto, OperatorSetIdProto). */
export function domainOf(name: string): string {
  return name === 'ai.onnx' ? '' : name;
}

/** Of a node's metadata, hundreds of bytes a node in PyTorch's exports, only what says its place becomes text. */
const metadata = entryMessage(new Set([SCOPES, PATH, LAYER, TOWER]));

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
      (node, { key, value }, offset) => {
        if (key === SCOPES) node.scopes = value;
        const told = toldBy(key, value, offset);
        if (told) node.told = { ...node.told, ...told };
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
