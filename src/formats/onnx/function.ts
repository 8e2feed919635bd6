/** FunctionProto: a function that the file defines. https://onnx.ai/onnx/repo-docs/IR.html#functions */
import type { Attribute, LocalFunction } from '../../core/network.ts';
import { attributeMessage } from './attribute.ts';
import { Fault, quote } from './fault.ts';
import { expectOneProducer, nameNodes, nodeField } from './graph.ts';
import { domainOf, type WrittenNode } from './node.ts';
import { int64, message, type Message, number, text } from './wire.ts';

interface Draft {
  readonly offset: number;
  name: string;
  domain: string;
  overload: string;
  readonly opsets: Map<string, number>;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: Map<string, Attribute | undefined>;
  readonly nodes: WrittenNode[];
}

/** The version of one operator domain. */
export const opsetMessage: Message<{ domain: string; version: number }, { domain: string; version: number }> = {
  fields: {
    1: text((into, domain) => (into.domain = domainOf(domain))),
    2: number(int64, (into, version) => (into.version = Number(version))),
  },
  create: () => ({ domain: '', version: 0 }),
  finish: (opset) => opset,
};

export const functionMessage: Message<Draft, LocalFunction> = {
  fields: {
    1: text((into, name) => (into.name = name)),
    4: text(({ inputs }, name) => inputs.push(name)),
    5: text(({ outputs }, name) => outputs.push(name)),
    6: text(({ attributes }, name) => attributes.set(name, undefined)),
    7: nodeField(),
    9: message(
      () => 'opset_import',
      () => opsetMessage,
      ({ opsets }, { domain, version }) => opsets.set(domain, version),
    ),
    10: text((into, domain) => (into.domain = domainOf(domain))),
    11: message(
      (_, draft) => `attribute_proto ${quote(draft?.name ?? '')}`,
      () => attributeMessage,
      ({ attributes }, { name, attribute }) => attributes.set(name, attribute),
    ),
    13: text((into, overload) => (into.overload = overload)),
  },
  create: (offset) => ({
    offset,
    name: '',
    domain: '',
    overload: '',
    opsets: new Map(),
    inputs: [],
    outputs: [],
    attributes: new Map(),
    nodes: [],
  }),
  finish: ({ offset, nodes, overload, ...rest }) => {
    if (rest.name === '') throw new Fault(offset, 'a function has no name');
    expectOneProducer(nodes, rest.inputs);
    return { ...rest, nodes: nameNodes(nodes, new Map()), ...(overload !== '' && { overload }) };
  },
};
