/**
 * A network with some of its channels taken out, as plain data: shorter tensors, and the constants and attributes that state
 * their lengths. Which elements of a tensor stay is said beside it; bytes are cut when the network is written.
 */
import { infer, type InferOptions } from '../../core/infer.ts';
import { UnsupportedError } from '../../core/errors.ts';
import type { Attribute, Network, Node, Tensor, ValueType } from '../../core/network.ts';
import { formatShape } from '../../core/shape.ts';
import type { Size } from '../../core/size.ts';
import type { Strip } from '../axes/atoms.ts';
import type { Followed } from '../axes/follow.ts';
import { restated, type Restating } from './restate.ts';

/** Which indices of each axis of a tensor stay; `undefined` is a whole axis. */
export type Cut = readonly (Int32Array | undefined)[];

export interface Shrunk {
  readonly network: Network;
  /** How each tensor that became smaller is cut, by the name of the value that it gives. */
  readonly cuts: ReadonlyMap<string, Cut>;
}

/**
 * Takes atoms out of a network. Throws an UnsupportedError naming the first node whose output would not have the shape that it
 * should, where a length is stated in a way that cannot be rewritten.
 */
export function shrink(followed: Followed, removed: ReadonlySet<number>, options: InferOptions = {}): Shrunk {
  const plain = cutNetwork(followed, removed, new Set());
  const wrong = misshapen(plain, options);
  if (wrong.length === 0) return plain;
  // lengths that the graph computes from a value that became shorter are stated instead
  const forced = cutNetwork(followed, removed, new Set(followed.inference.network.graph.nodes.map(({ name }) => name)));
  const [still] = misshapen(forced, options);
  if (still === undefined) return forced;
  throw new UnsupportedError(`${still}; keep the width of the layers before it with --keep`);
}

interface Made extends Shrunk {
  shapeOf(value: string): readonly Size[] | undefined;
}

function cutNetwork(followed: Followed, removed: ReadonlySet<number>, forced: ReadonlySet<string>): Made {
  const { inference, atoms, stripsOf } = followed;
  const { network } = inference;
  const { graph } = network;
  const cuts = new Map<string, Cut>();
  const added = new Map<string, Tensor>();
  const stays = (id: number): boolean => !removed.has(atoms.rootOf(id));
  const open = infer(network).values;
  const restating: Restating = {
    followed,
    keptOf,
    shapeOf,
    openShapeOf: (value) => open.get(value)?.shape,
    isForced: ({ name, inputs }) => forced.has(name) && inference.values.get(inputs[1] ?? '')?.constant === false,
    addConstant,
  };
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of graph.tensors) tensors.set(name, cutTensor(name, tensor));
  const nodes = graph.nodes.map((node) => restated(cutConstant(node), restating));
  for (const [name, tensor] of added) tensors.set(name, tensor);
  const declared = new Map([...graph.declared].map(([name, type]) => [name, cutType(name, type)]));
  return { network: { ...network, graph: { ...graph, tensors, nodes, declared } }, cuts, shapeOf };

  /** The indices of an axis that stay; `undefined` where all do. */
  function keptOf(strip: Strip): Int32Array | undefined {
    if (!strip || strip.every(stays)) return undefined;
    return Int32Array.from(strip.keys()).filter((index) => stays(strip[index]!));
  }

  function shapeOf(value: string): readonly Size[] | undefined {
    const strips = stripsOf(value);
    return inference.values.get(value)?.shape?.map((size, axis) => keptOf(strips[axis] ?? null)?.length ?? size);
  }

  function cutTensor(name: string, tensor: Tensor): Tensor {
    const cut = stripsOf(name).map(keptOf);
    if (cut.every((kept) => kept === undefined)) return tensor;
    cuts.set(name, cut);
    const { storage: _, values, sameAs, ...rest } = tensor;
    return {
      ...rest,
      shape: tensor.shape.map((size, axis) => cut[axis]?.length ?? size),
      ...(values && { values: cutValues(values, tensor.shape.map(Number), cut) }),
      ...(sameAs !== undefined && { sameAs }),
    };
  }

  function cutConstant(node: Node): Node {
    const value = node.operator === 'Constant' && node.domain === '' ? node.attributes.get('value') : undefined;
    if (value?.kind !== 'tensor') return node;
    const tensor = cutTensor(node.outputs[0]!, value.value);
    if (tensor === value.value) return node;
    return { ...node, attributes: new Map<string, Attribute>([...node.attributes, ['value', { kind: 'tensor', value: tensor }]]) }; // prettier-ignore
  }

  function cutType(name: string, type: ValueType): ValueType {
    if (type.kind !== 'tensor' || !type.shape) return type;
    const strips = stripsOf(name);
    return { ...type, shape: type.shape.map((size, axis) => keptOf(strips[axis] ?? null)?.length ?? size) };
  }

  function addConstant(name: string, values: readonly number[]): string {
    let free = name;
    for (let i = 2; graph.tensors.has(free) || added.has(free) || inference.values.has(free); i++)
      free = `${name}_${i}`;
    added.set(free, { type: 'int64', shape: [values.length], values });
    return free;
  }
}

/** The elements whose index on every axis stays, in their order. */
function cutValues<T>(values: readonly T[], shape: readonly number[], cut: Cut): readonly T[] {
  let flat = [0];
  shape.forEach((size, axis) => {
    const kept = cut[axis] ?? Int32Array.from({ length: size }, (_, i) => i);
    flat = flat.flatMap((start) => Array.from(kept, (index) => start * size + index));
  });
  return flat.map((index) => values[index]!);
}

/** Infers the smaller network: a sentence for every value that does not have the shape that its axes say. */
function misshapen({ network, shapeOf }: Made, options: InferOptions): readonly string[] {
  const { values: now, gaps } = infer(network, options);
  return network.graph.nodes.flatMap((node) =>
    node.outputs.flatMap((output) => {
      const [expected, found] = [shapeOf(output), now.get(output)?.shape];
      if (output === '' || !expected || (found && formatShape(found) === formatShape(expected))) return [];
      const reason = gaps.find((gap) => gap.node.name === node.name)?.reason;
      const is = found ? formatShape(found) : 'of unknown shape';
      return [
        `${node.name} (${node.operator}) states a width in a way that cannot be rewritten: "${output}" would be ${is}, where ${formatShape(expected)} is needed${reason === undefined ? '' : ` (${reason})`}`,
      ];
    }),
  );
}
