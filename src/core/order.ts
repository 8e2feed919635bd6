/** Nodes in an order in which each comes after what it reads; what is cyclic, doubly given or given by nothing is malformed. */
import { MalformedError, UnsupportedError } from './errors.ts';
import type { Attribute, Graph, Node } from './network.ts';

/**
 * Kahn's algorithm, stable: nodes that are in order already stay so. Names given outside the graph (to a subgraph) are
 * passed as `outer`. Throws a MalformedError for a cycle, a value that two nodes give, or one that nothing gives.
 */
export function topologicalOrder(graph: Graph, outer: (name: string) => boolean = () => false): readonly Node[] {
  const givers = giversOf(graph);
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  for (const node of graph.nodes) {
    const missing = readsOf(node).find(
      (name) => !givers.has(name) && !inputs.has(name) && !graph.tensors.has(name) && !outer(name),
    );
    if (missing !== undefined) throw new MalformedError(`${placed(node)} reads "${missing}", which nothing gives`);
  }
  return isOrdered(graph, givers) ? graph.nodes : kahn(graph, givers);
}

function kahn(graph: Graph, givers: ReadonlyMap<string, Node>): readonly Node[] {
  const waiting = new Map<Node, number>();
  const readers = new Map<Node, Node[]>();
  for (const node of graph.nodes) {
    const before = new Set(
      readsOf(node)
        .map((name) => givers.get(name))
        .filter((giver) => giver !== undefined),
    );
    waiting.set(node, before.size);
    for (const giver of before) {
      const list = readers.get(giver);
      if (list) list.push(node);
      else readers.set(giver, [node]);
    }
  }
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
  const more = stuck.length > 5 ? ` and ${stuck.length - 5} more` : '';
  throw new MalformedError(`the graph has a cycle: ${names.join(', ')}${more} wait for each other`);
}

function giversOf(graph: Graph): ReadonlyMap<string, Node> {
  const givers = new Map<string, Node>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) {
      if (name === '') continue;
      if (givers.has(name))
        throw new MalformedError(`${placed(node)} gives "${name}", which ${givers.get(name)!.name} gives too`);
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
  return readsAt(node, 0);
}

function readsAt(node: Node, depth: number): readonly string[] {
  const names = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes.values()) {
    for (const graph of graphsOf(attribute)) names.push(...readsFromOutside(graph, depth + 1));
  }
  return names;
}

/** Far deeper than any file can nest graphs; a deeper network would overflow the stack. */
const deepest = 1000;

function graphsOf(attribute: Attribute): readonly Graph[] {
  if (attribute.kind === 'graph') return [attribute.value];
  return attribute.kind === 'graphs' ? attribute.value : [];
}

/** What a graph reads from outside itself, each name once; deep nesting would find the same again and again. */
function readsFromOutside(graph: Graph, depth: number): readonly string[] {
  if (depth > deepest) throw new UnsupportedError(`graphs stand in one another more than ${deepest} deep`);
  const found = foundReads.get(graph) ?? readsOfBody(graph, depth);
  foundReads.set(graph, found);
  return found;
}

const foundReads = new WeakMap<Graph, readonly string[]>();

function readsOfBody(graph: Graph, depth: number): readonly string[] {
  const own = new Set([
    ...graph.tensors.keys(),
    ...graph.inputs.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap((node) => readsAt(node, depth)), ...graph.outputs.map(({ name }) => name)];
  return [...new Set(read)].filter((name) => !own.has(name));
}

/** A node as messages name it: `conv2 (Conv, line 12, column 3)`. */
export function placed({ name, operator, place }: Node): string {
  return place === undefined ? `${name} (${operator})` : `${name} (${operator}, ${place})`;
}
