/**
 * GraphProto: nodes, tensors and declared values, and the rules of names in a graph.
 * https://onnx.ai/onnx/repo-docs/IR.html#graphs
 */
import type { Graph, Node, Tensor, Value, ValueType } from '../../core/network.ts';
import { Fault, quote } from './fault.ts';
import { nodeMessage, type WrittenNode } from './node.ts';
import { pathOf } from './path.ts';
import { type NamedTensor, sparseMessage, tensorMessage } from './tensor.ts';
import { valueMessage } from './type.ts';
import { type Field, message, type Message, text } from './wire.ts';

interface Draft {
  name: string;
  readonly nodes: WrittenNode[];
  readonly tensors: Map<string, Tensor>;
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly declared: Map<string, ValueType>;
}

export const nodeField = <T extends { readonly nodes: WrittenNode[] }>(): Field<T> =>
  message(
    ({ nodes }) => `node[${nodes.length}]`,
    () => nodeMessage,
    ({ nodes }, node) => nodes.push(node),
  );

function valueField(
  name: string,
  list: (draft: Draft) => { push(value: Value): unknown; length: number },
): Field<Draft> {
  return message((draft) => `${name}[${list(draft).length}]`, () => valueMessage, (draft, value) => list(draft).push(value)); // prettier-ignore
}

function addTensor({ tensors }: Draft, { name, tensor, offset }: NamedTensor): void {
  if (tensors.has(name)) throw new Fault(offset, `two initializers are named ${quote(name)}`);
  tensors.set(name, tensor);
}

export const graphMessage: Message<Draft, Graph> = {
  fields: {
    1: nodeField(),
    2: text((graph, name) => (graph.name = name)),
    5: message(({ tensors }) => `initializer[${tensors.size}]`, () => tensorMessage, addTensor),
    11: valueField('input', (graph) => graph.inputs),
    12: valueField('output', (graph) => graph.outputs),
    13: message(
      ({ declared }) => `value_info[${declared.size}]`,
      () => valueMessage,
      ({ declared }, { name, type }) => declared.set(name, type),
    ),
    15: message(({ tensors }) => `sparse_initializer[${tensors.size}]`, () => sparseMessage, addTensor),
  },
  create: () => ({ name: '', nodes: [], tensors: new Map(), inputs: [], outputs: [], declared: new Map() }),
  finish: ({ name, nodes, tensors, inputs, outputs, declared }) => {
    // Before IR version 4 every initializer is listed among the inputs as well.
    const given = inputs.filter((input) => !tensors.has(input.name));
    expectOneProducer(nodes, [...given.map((input) => input.name), ...tensors.keys()]);
    return { name, inputs: given, outputs, nodes: nameNodes(nodes, tensors), tensors, declared };
  },
}; // prettier-ignore

/** Static single assignment: a value has one producer; an empty name is an optional output that is absent. */
export function expectOneProducer(nodes: readonly WrittenNode[], given: readonly string[]): void {
  const produced = new Set(given);
  if (produced.size < given.length) {
    const twice = given.find((name, i) => given.indexOf(name) < i)!;
    throw new Fault(nodes[0]?.offset ?? 0, `two inputs are named ${quote(twice)}`);
  }
  nodes.forEach(({ outputs, offset }, i) => {
    for (const name of outputs) {
      if (name === '') continue;
      if (produced.has(name))
        throw new Fault(offset, `node[${i}] gives the value ${quote(name)}, which already has a producer`);
      produced.add(name);
    }
  });
}

/** Gives each node a name of its own, as files leave nodes unnamed or repeat a name, and its path. */
export function nameNodes(nodes: readonly WrittenNode[], tensors: ReadonlyMap<string, Tensor>): readonly Node[] {
  const taken = new Set(nodes.map((node) => node.name));
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const derive = (base: string): string => {
    let count = counts.get(base) ?? 1;
    let name = base;
    while (taken.has(name)) name = `${base}_${++count}`;
    counts.set(base, count);
    taken.add(name);
    return name;
  };
  return nodes.map((node, i) => {
    const { operator, domain, inputs, outputs, attributes, overload, told } = node;
    const isFirst = node.name !== '' && !seen.has(node.name);
    seen.add(node.name);
    const name = isFirst ? node.name : derive(node.name || `${operator}_${i}`);
    const path = pathOf(node, name, tensors);
    return { name, operator, domain, inputs, outputs, attributes, path, ...(overload !== '' && { overload }), ...told };
  });
}
