/** Nodes in an order in which each comes after what it reads; what is cyclic, doubly given or given by nothing is malformed. */
import { MalformedError } from './errors.ts';
import type { Attribute, Graph, Node } from './network.ts';

/**
 * Kahn's algorithm, stable: nodes that are in order already stay so. Names given outside the graph (to a subgraph) are
 * passed as `outer`. Throws a MalformedError for a cycle, a value that two nodes give, or one that nothing gives.
 */
export function topologicalOrder(graph: Graph, outer: (name: string) => boolean = () => false): readonly Node[] {
  const givers = giversOf(graph);
  const isGiven = (name: string): boolean => graph.tensors.has(name) || graph.inputs.some((input) => input.name === name) || outer(name);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const waiting = new Map<Node, number>();
  const readers = new Map<Node, Node[]>();
  for (const node of graph.nodes) {
    let count = 0;
    for (const name of new Set(readsOf(node))) {
      const giver = givers.get(name);
      if (giver) {
        count++;
        readers.set(giver, [...(readers.get(giver) ?? []), node]);
      } else if (!inputs.has(name) && !graph.tensors.has(name) && !isGiven(name) && node.inputs.includes(name)) {
        throw new MalformedError(`${placed(node)} reads "${name}", which nothing gives`);
      }
    }
    waiting.set(node, count);
  }
  return isOrdered(graph, givers) ? graph.nodes : kahn(graph, waiting, readers);
}

function kahn(graph: Graph, waiting: Map<Node, number>, readers: ReadonlyMap<Node, readonly Node[]>): readonly Node[] {
  const order = graph.nodes.filter((node) => waiting.get(node) === 0);
  for (let i = 0; i < order.length; i++) {
    for (const reader of readers.get(order[i]!) ?? []) {
      const left = waiting.get(reader)! - 1;
      waiting.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  if (order.length === graph.nodes.length) return order;
  const stuck = graph.nodes.filter((node) => waiting.get(node)! > 0);
  const names = stuck.slice(0, 5).map(({ name }) => name);
  throw new MalformedError(`the graph has a cycle: ${names.join(', ')}${stuck.length > 5 ? ` and ${stuck.length - 5} more` : ''} wait for each other`);
}

function giversOf(graph: Graph): ReadonlyMap<string, Node> {
  const givers = new Map<string, Node>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (givers.has(name)) throw new MalformedError(`${placed(node)} gives "${name}", which ${givers.get(name)!.name} gives too`);
      givers.set(name, node);
    }
  }
  return givers;
}

function isOrdered(graph: Graph, givers: ReadonlyMap<string, Node>): boolean {
  const seen = new Set<Node>();
  return graph.nodes.every((node) => {
    const isReady = readsOf(node).every((name) => !givers.has(name) || seen.has(givers.get(name)!));
    seen.add(node);
    return isReady;
  });
}

/** What a node reads: its inputs, and what its subgraphs read from outside themselves. */
export function readsOf(node: Node): readonly string[] {
  const names = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes.values()) names.push(...graphsOf(attribute).flatMap(readsFromOutside));
  return names;
}

function graphsOf(attribute: Attribute): readonly Graph[] {
  if (attribute.kind === 'graph') return [attribute.value];
  return attribute.kind === 'graphs' ? attribute.value : [];
}

function readsFromOutside(graph: Graph): readonly string[] {
  const own = new Set([...graph.tensors.keys(), ...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const read = [...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}

/** A node as messages name it: `conv2 (Conv, line 12, column 3)`. */
export function placed({ name, operator, place }: Node): string {
  return place === undefined ? `${name} (${operator})` : `${name} (${operator}, ${place})`;
}
