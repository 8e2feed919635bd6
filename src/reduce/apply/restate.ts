/** Attributes and constant inputs in which nodes state lengths of axes, written anew for axes that became shorter. */
import { int, ints } from '../../core/attributes.ts';
import type { Attribute, Node } from '../../core/network.ts';
import type { Size } from '../../core/size.ts';
import type { Strip } from '../axes/atoms.ts';
import type { Followed } from '../axes/follow.ts';
import { placeOf, slicePlaces } from '../axes/joins.ts';

export interface Restating {
  readonly followed: Followed;
  /** The indices of an axis that stay; `undefined` where all do. */
  keptOf(strip: Strip): Int32Array | undefined;
  /** A value's shape after the cut. */
  shapeOf(value: string): readonly Size[] | undefined;
  /** A value's shape before the cut with its open sizes left open. */
  openShapeOf(value: string): readonly Size[] | undefined;
  /** Whether a length that is computed by the graph comes out wrong, so that it has to be stated although it stays. */
  isForced(node: Node): boolean;
  /** Adds a tensor of int64 to the graph and returns its name. */
  addConstant(name: string, values: readonly number[]): string;
}

/** The node as it reads after the cut; the same node where nothing of it changes. */
export function restated(node: Node, restating: Restating): Node {
  if (node.domain !== '') return node;
  return rules.get(node.operator)?.(node, restating) ?? node;
}

type Rule = (node: Node, restating: Restating) => Node;

/** A depthwise convolution has as many groups as channels. */
const convolution: Rule = (node, { followed, shapeOf }) => {
  const weight = followed.inference.values.get(node.inputs[1]!)?.shape;
  const perGroup = weight?.[1];
  const groups = int(node, 'group', 1);
  const channels = shapeOf(node.inputs[0]!)?.[1];
  const before = followed.inference.values.get(node.inputs[0]!)?.shape?.[1];
  if (groups === 1 || perGroup !== 1 || typeof channels !== 'number' || channels === before) return node;
  return withAttribute(node, 'group', { kind: 'int', value: channels });
};

/** The target of a Reshape or an Expand, the sizes of a Resize. */
function target(input: number, attribute: string | undefined, copies: 0 | 1 | undefined): Rule {
  return (node, restating) => {
    const [output] = node.outputs;
    const after = restating.shapeOf(output!);
    const before = restating.followed.inference.values.get(output!)?.shape;
    const name = node.inputs[input];
    const given = (attribute === undefined ? undefined : ints(node, attribute)) ?? valuesOf(restating, name);
    const isSame = after?.every((size, axis) => size === before?.[axis]) ?? true;
    if (!after || !before || !given || (isSame && !restating.isForced(node))) return node;
    const offset = after.length - given.length;
    const written = given.map((size, i) => {
      if (size === -1 || (size === 0 && copies === 0) || (size === 1 && copies === 1)) return size;
      const changed = after[i + offset] !== before[i + offset];
      if (changed) return Number(after[i + offset]);
      return isOpen(restating, output!, i + offset) ? copied(restating, node, i + offset, copies) : Number(size);
    });
    // one size that is neither stated nor copied can be left to the runtime
    const values = written.map((size) => size ?? -1);
    if (attribute !== undefined && node.attributes.has(attribute))
      return withAttribute(node, attribute, { kind: 'ints', value: values });
    return withInput(node, input, restating.addConstant(`${node.name}_${node.operator.toLowerCase()}`, values));
  };
}

function isOpen({ openShapeOf }: Restating, value: string, axis: number): boolean {
  return typeof openShapeOf(value)?.[axis] !== 'number';
}

/** How a target says that an axis is as long as the input's; `undefined` where the input's axis is another. */
function copied(restating: Restating, node: Node, axis: number, copies: 0 | 1 | undefined): number | undefined {
  if (copies === undefined) return undefined;
  const [input, output] = [node.inputs[0]!, node.outputs[0]!].map((value) => restating.openShapeOf(value)?.[axis]);
  return input !== undefined && JSON.stringify(input) === JSON.stringify(output) ? copies : undefined;
}

const split: Rule = (node, restating) => {
  const along = placeOf(int(node, 'axis', 0), restating.followed.inference.values.get(node.inputs[0]!)?.shape?.length ?? 0); // prettier-ignore
  const sizes = node.outputs.map((output) => Number(restating.shapeOf(output)?.[along]));
  const before = node.outputs.map((output) => restating.followed.inference.values.get(output)?.shape?.[along]);
  if (sizes.every((size, i) => size === before[i])) return node;
  const isStated = node.attributes.has('split') || valuesOf(restating, node.inputs[1]) !== undefined;
  if (!isStated && sizes.every((size) => size === sizes[0])) return node;
  const version = restating.followed.inference.network.opsets.get('') ?? 1;
  if (version < 13) return withAttribute(node, 'split', { kind: 'ints', value: sizes });
  const named = withInput(node, 1, restating.addConstant(`${node.name}_split`, sizes));
  return { ...named, attributes: new Map([...named.attributes].filter(([name]) => name !== 'num_outputs')) };
};

/** Places move to how many of the indices before them stay; a place at or beyond the end stays there. */
const slice: Rule = (node, restating) => {
  const { values } = restating.followed.inference;
  const shape = values.get(node.inputs[0]!)?.shape?.map(Number) ?? [];
  const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
  const places = slicePlaces({ node, inputs }, shape);
  const strips = restating.followed.stripsOf(node.inputs[0]!);
  const cut = strips.map((strip) => restating.keptOf(strip));
  if (!places || [...places.keys()].every((axis) => cut[axis] === undefined)) return node;
  const axes = [...places.keys()];
  const moved = (axis: number, at: number): number => cut[axis]?.filter((index) => index < at).length ?? at;
  const starts = axes.map((axis) => moved(axis, places.get(axis)!.start));
  const ends = axes.map((axis) =>
    places.get(axis)!.end === shape[axis] ? toTheEnd : moved(axis, places.get(axis)!.end),
  );
  if (node.attributes.has('starts')) {
    const first = withAttribute(node, 'starts', { kind: 'ints', value: starts });
    const second = withAttribute(first, 'ends', { kind: 'ints', value: ends });
    return withAttribute(second, 'axes', { kind: 'ints', value: axes });
  }
  const named = [starts, ends, axes].map((list, i) => restating.addConstant(`${node.name}_slice${i}`, list));
  return { ...node, inputs: [node.inputs[0]!, ...named] };
};

/** What exporters write for "to the end": the largest int32. */
const toTheEnd = 2 ** 31 - 1;

const rules: ReadonlyMap<string, Rule> = new Map([
  ['Conv', convolution],
  ['ConvTranspose', convolution],
  ['Reshape', target(1, 'shape', 0)],
  ['Expand', target(1, undefined, 1)],
  ['Resize', target(3, undefined, undefined)],
  ['Split', split],
  ['Slice', slice],
]);

function valuesOf({ followed }: Restating, name: string | undefined): readonly Size[] | undefined {
  return name === undefined || name === '' ? undefined : followed.inference.values.get(name)?.values;
}

function withAttribute(node: Node, name: string, value: Attribute): Node {
  return { ...node, attributes: new Map([...node.attributes, [name, value]]) };
}

function withInput(node: Node, input: number, name: string): Node {
  const inputs = Array.from({ length: Math.max(node.inputs.length, input + 1) }, (_, i) => node.inputs[i] ?? '');
  return { ...node, inputs: inputs.with(input, name) };
}
