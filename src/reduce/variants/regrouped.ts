/** The target of a Reshape for an input of other lengths: axes that are merged are as long as what they hold now. */
import { ints } from '../../core/attributes.ts';
import type { Network, Node } from '../../core/network.ts';
import { elementCount } from '../../core/shape.ts';
import { groupsOf } from '../axes/regroup.ts';
import { tensorsOf } from '../apply/cutWeights.ts';
import { edited, freeName, wholes, withAttributes } from './edit.ts';

export interface Lengths {
  /** Of the input and the output before the change. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Of the input now. */
  readonly now: readonly number[];
}

/** The network with the node's target restated; `undefined` where one axis became several that would all have to change. */
export function regrouped(network: Network, node: Node, lengths: Lengths): Network | undefined {
  const target = targetOf(network, node);
  const sizes = sizesOf(lengths);
  if (!target || !sizes || target.length !== sizes.length) return undefined;
  const stated = target.map((size, axis) => (size > 0 ? sizes[axis]! : size));
  if (node.attributes.has('shape'))
    return edited(network, { nodes: new Map([[node.name, [withAttributes(node, { shape: wholes(stated) })]]]) });
  const name = freeName(network, `${node.name}_shape`);
  const reading: Node = { ...node, inputs: [node.inputs[0]!, name] };
  return edited(network, {
    nodes: new Map([[node.name, [reading]]]),
    tensors: new Map([[name, { type: 'int64', shape: [stated.length], values: stated }]]),
  });
}

/** What the node states: as an attribute before version 5, as a stored tensor since. */
function targetOf(network: Network, node: Node): readonly number[] | undefined {
  const tensor = tensorsOf(network).get(node.inputs[1] ?? '');
  return ints(node, 'shape') ?? tensor?.values?.map(Number);
}

function sizesOf({ from, to, now }: Lengths): readonly number[] | undefined {
  const sizes = [...to];
  for (const { before, after } of groupsOf(from, to)) {
    if (before.every((axis) => from[axis] === now[axis])) continue;
    const wide = after.length === 1 ? after : after.filter((axis) => to[axis] !== 1);
    if (wide.length !== 1) return undefined;
    sizes[wide[0]!] = elementCount(before.map((axis) => now[axis]!));
  }
  return sizes;
}
