/** Changing a network as plain data: nodes for nodes, tensors for tensors, names that are free. */
import type { Attribute, Network, Node, Tensor } from '../../core/network.ts';

export interface Edit {
  /** By a node's name, what stands in its place. */
  readonly nodes?: ReadonlyMap<string, readonly Node[]>;
  /** New tensors, or new ones of an old name. */
  readonly tensors?: ReadonlyMap<string, Tensor>;
  /** Tensors that nothing reads any more. */
  readonly without?: readonly string[];
}

/** The network with an edit made; a Constant node that gave one of the tensors goes. */
export function edited(network: Network, { nodes = new Map(), tensors = new Map(), without = [] }: Edit): Network {
  const { graph } = network;
  const gone = new Set([...without, ...tensors.keys()]);
  const isGone = ({ operator, outputs }: Node): boolean => operator === 'Constant' && gone.has(outputs[0]!);
  const kept = [...graph.tensors].filter(([name]) => !without.includes(name));
  return {
    ...network,
    graph: {
      ...graph,
      nodes: graph.nodes.filter((node) => !isGone(node)).flatMap((node) => nodes.get(node.name) ?? [node]),
      tensors: new Map<string, Tensor>([...kept, ...tensors]),
    },
  };
}

/** A name like the one given that no node, value or tensor of the network has. */
export function freeName({ graph }: Network, name: string): string {
  const taken = new Set([
    ...graph.nodes.flatMap((node) => [node.name, ...node.outputs]),
    ...graph.tensors.keys(),
    ...graph.inputs.map((input) => input.name),
  ]);
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
  return free;
}

/** The node with some attributes set, or taken away. */
export function withAttributes(node: Node, changes: Readonly<Record<string, Attribute | undefined>>): Node {
  const attributes = new Map([...node.attributes].filter(([name]) => !(name in changes)));
  for (const [name, value] of Object.entries(changes)) if (value) attributes.set(name, value);
  return { ...node, attributes };
}

export function wholes(value: readonly number[]): Attribute {
  return { kind: 'ints', value };
}

export function whole(value: number): Attribute {
  return { kind: 'int', value };
}

/** One of two layers that stand for a layer: `fc1` and `a` are `fc1.a`. */
export function part({ layer, path }: { layer?: string; path: readonly string[] }, word: string): Partial<Node> {
  return { path: [...path, word], ...(layer !== undefined && { layer: `${layer}.${word}` }) };
}
