/** Nodes without weights that read a value which is split over the towers: most do the same on each tower's part. */
import { int } from '../../core/attributes.ts';
import type { Node } from '../../core/network.ts';
import type { Cutter } from './cutter.ts';
import { evenly, sameSplit, samePart, scaled, shifted, type Part, type Range, type Split } from './placement.ts';

/** Puts the node on the towers and says `true`, or leaves everything as it is and says `false`. */
type Rule = (node: Node, input: Split, cutter: Cutter) => boolean;

/** One element in, one element out; several inputs stretch over one another. */
const elementwise = [
  'Abs', 'Add', 'And', 'Cast', 'Ceil', 'Celu', 'Clip', 'Cos', 'Div', 'Dropout', 'Elu', 'Equal', 'Erf', 'Exp', 'Floor', 'Gelu',
  'Greater', 'HardSigmoid', 'HardSwish', 'Identity', 'LeakyRelu', 'Less', 'Log', 'Max', 'Mean', 'Min', 'Mish', 'Mul', 'Neg',
  'PRelu', 'Pow', 'Reciprocal', 'Relu', 'Selu', 'Sigmoid', 'Sign', 'Sin', 'Softplus', 'Softsign', 'Sqrt', 'Sub', 'Sum', 'Tanh',
  'ThresholdedRelu', 'Where',
]; // prettier-ignore

/** Each channel by itself; the other inputs are one number a channel. */
const channelwise = [
  'AveragePool', 'BatchNormalization', 'GlobalAveragePool', 'GlobalMaxPool', 'InstanceNormalization', 'LpPool', 'MaxPool',
]; // prettier-ignore

const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(elementwise.map((operator) => [operator, cutElementwise])),
  ...Object.fromEntries(channelwise.map((operator) => [operator, cutChannelwise])),
  LRN: cutLrn,
  Flatten: cutFlatten,
  Reshape: cutFlatten,
  Squeeze: cutFlatten,
  Softmax: cutAlongOtherAxis,
  LogSoftmax: cutAlongOtherAxis,
  Concat: cutConcat,
  Split: cutDealt,
};

/** `false` where the node mixes what lies on several towers. `input` is where the first split input lies. */
export function cutWeightless(node: Node, input: Split, cutter: Cutter): boolean {
  const rule = node.domain === '' && Object.hasOwn(rules, node.operator) ? rules[node.operator] : undefined;
  return rule?.(node, input, cutter) ?? false;
}

function cutElementwise(node: Node, input: Split, cutter: Cutter): boolean {
  const [output] = node.outputs;
  const rank = cutter.shapeOf(output!).length;
  const fromEnd = (name: string): number => {
    const placement = cutter.placementOf(name);
    return placement.kind === 'split' ? cutter.shapeOf(name).length - placement.axis : -1;
  };
  const reads = node.inputs.filter((name) => name !== '');
  const splits = reads.filter((name) => cutter.placementOf(name).kind === 'split');
  const end = fromEnd(splits[0]!);
  const isAlike = splits.every((name) => fromEnd(name) === end && sameSplit(splitOf(name, cutter), input));
  if (!isAlike || reads.some((name) => cutter.placementOf(name).kind === 'tower')) return false;
  const reader = { node, isCounted: false };
  for (const [tower, part] of input.parts.entries()) {
    const inputs = node.inputs.map((name) => {
      if (name === '' || splits.includes(name)) return name;
      const axis = cutter.shapeOf(name).length - end;
      return axis < 0 || cutter.shapeOf(name)[axis] === 1 ? name : cutter.range(name, axis, part, tower, reader);
    });
    cutter.run(tower, { ...node, inputs });
  }
  for (const name of node.outputs) if (name !== '') cutter.place(name, { ...input, axis: rank - end });
  return true;
}

function cutChannelwise(node: Node, input: Split, cutter: Cutter): boolean {
  const [x, ...others] = node.inputs;
  if (input.axis !== 1 || !others.every((name) => name === '' || cutter.isConstant(name))) return false;
  const reader = { node, isCounted: false };
  for (const [tower, part] of input.parts.entries()) {
    const own = others.map((name) => (name === '' ? '' : cutter.range(name, 0, part, tower, reader)));
    cutter.run(tower, { ...node, inputs: [x!, ...own] });
  }
  for (const name of node.outputs) if (name !== '') cutter.place(name, input);
  return true;
}

/**
 * https://onnx.ai/onnx/operators/onnx__LRN.html: a channel is divided by the sum over its neighbours, so that a tower needs the
 * channels beside its own: ⌊(size − 1) / 2⌋ before and ⌈(size − 1) / 2⌉ after. The ledger's `receives` does not have them.
 */
function cutLrn(node: Node, input: Split, cutter: Cutter): boolean {
  const [x] = node.inputs;
  const [output] = node.outputs;
  if (input.axis !== 1 || input.parts.some((part) => part.length !== 1)) return false;
  const channels = cutter.shapeOf(x!)[1]!;
  const beside = int(node, 'size', 1) - 1;
  const reader = { node, isCounted: false };
  for (const [tower, [own]] of input.parts.entries()) {
    const near: Range = [Math.max(own![0] - Math.floor(beside / 2), 0), Math.min(own![1] + Math.ceil(beside / 2), channels)]; // prettier-ignore
    const read = cutter.range(x!, 1, [near], tower, reader);
    if (samePart([near], [own!])) {
      cutter.run(tower, { ...node, inputs: [read] });
      continue;
    }
    const wide = `${output} with its neighbours`;
    cutter.run(tower, { ...node, inputs: [read], outputs: [wide] });
    cutter.slice(wide, output!, 1, [own![0] - near[0], own![1] - near[0]], tower);
  }
  cutter.place(output!, input);
  return true;
}

/** `[N, C, H, W]` → `[N, C × H × W]`, however it is written: a tower's channels stay together. */
function cutFlatten(node: Node, input: Split, cutter: Cutter): boolean {
  const [x] = node.inputs;
  const [output] = node.outputs;
  const [from, to] = [cutter.shapeOf(x!), cutter.shapeOf(output!)];
  if (input.axis !== 1 || to.length !== 2 || to[0] !== from[0]) return false;
  const factor = to[1]! / from[1]!;
  for (const tower of input.parts.keys()) {
    const attributes = new Map([['axis', { kind: 'int', value: 1 } as const]]);
    cutter.run(tower, { ...node, operator: 'Flatten', inputs: [x!], attributes });
  }
  cutter.place(output!, { ...input, parts: input.parts.map((part) => scaled(part, factor)) });
  return true;
}

/** Softmax along an axis that each tower has whole; before opset 13 it took all axes from its own on together. */
function cutAlongOtherAxis(node: Node, input: Split, cutter: Cutter): boolean {
  const rank = cutter.shapeOf(node.inputs[0]!).length;
  const version = cutter.inference.network.opsets.get('') ?? 1;
  const given = int(node, 'axis', version < 13 ? 1 : -1);
  const axis = given < 0 ? given + rank : given;
  if (version < 13 ? axis <= input.axis : axis === input.axis) return false;
  for (const tower of input.parts.keys()) cutter.run(tower, node);
  cutter.place(node.outputs[0]!, input);
  return true;
}

/** Of values that are split along the joined axis, each tower joins its parts; of split ones along another axis, all the same. */
function cutConcat(node: Node, input: Split, cutter: Cutter): boolean {
  const given = int(node, 'axis', 1);
  const axis = given < 0 ? given + cutter.shapeOf(node.outputs[0]!).length : given;
  const splits = node.inputs.map((name) => cutter.placementOf(name)).filter((placement) => placement.kind === 'split');
  if (splits.length < node.inputs.length || splits.some((split) => split.axis !== input.axis)) return false;
  if (axis !== input.axis && !splits.every((split) => sameSplit(split, input))) return false;
  for (const tower of input.parts.keys()) cutter.run(tower, node);
  if (axis !== input.axis) {
    cutter.place(node.outputs[0]!, input);
    return true;
  }
  const starts = startsOf(node.inputs.map((name) => cutter.shapeOf(name)[axis]!));
  const parts = input.parts.map((_, t): Part => splits.flatMap((split, i) => shifted(split.parts[t]!, starts[i]!)));
  cutter.place(node.outputs[0]!, { ...input, parts });
  return true;
}

/** A Split whose outputs are the towers' own parts: nothing moves. */
function cutDealt(node: Node, input: Split, cutter: Cutter): boolean {
  const given = int(node, 'axis', 0);
  const shapes = node.outputs.map((name) => cutter.shapeOf(name));
  const axis = given < 0 ? given + shapes[0]!.length : given;
  if (axis !== input.axis || shapes.length !== cutter.towers) return false;
  const starts = startsOf(shapes.map((shape) => shape[axis]!));
  const isDealt = input.parts.every((part, t) => samePart(part, [[starts[t]!, starts[t]! + shapes[t]![axis]!]]));
  if (!isDealt) return false;
  node.outputs.forEach((output, tower) => {
    const dealt = { ...node, name: `${node.name} ${tower + 1}`, operator: 'Identity', attributes: new Map() };
    cutter.run(tower, { ...dealt, inputs: [node.inputs[0]!], outputs: [output] });
    cutter.place(output, { kind: 'tower', tower });
  });
  return true;
}

/**
 * A Concat of values that lie on one tower each, in the towers' order: each tower keeps its own. Also where a tower has
 * several in a row.
 */
export function joinTowers(node: Node, cutter: Cutter): boolean {
  if (node.operator !== 'Concat' || node.domain !== '') return false;
  const given = int(node, 'axis', 1);
  const axis = given < 0 ? given + cutter.shapeOf(node.outputs[0]!).length : given;
  const placements = node.inputs.map((name) => cutter.placementOf(name));
  const starts = startsOf(node.inputs.map((name) => cutter.shapeOf(name)[axis]!));
  const owned = Array.from({ length: cutter.towers }, (_, tower) =>
    [...placements.keys()].filter((i) => isOn(placements[i]!, tower)),
  );
  if (owned.flat().length < node.inputs.length || owned.some((list) => list.length === 0)) return false;
  owned.forEach((list, tower) => cutter.run(tower, { ...node, inputs: list.map((i) => node.inputs[i]!) }));
  const parts = owned.map((list): Part => list.map((i) => [starts[i]!, starts[i]! + cutter.shapeOf(node.inputs[i]!)[axis]!])); // prettier-ignore
  cutter.place(node.outputs[0]!, { kind: 'split', axis, parts });
  return true;
}

function isOn(placement: ReturnType<Cutter['placementOf']>, tower: number): boolean {
  return placement.kind === 'tower' && placement.tower === tower;
}

function startsOf(sizes: readonly number[]): readonly number[] {
  return sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
}

function splitOf(name: string, cutter: Cutter): Split {
  const placement = cutter.placementOf(name);
  return placement.kind === 'split' ? placement : evenly(0, 0, cutter.towers);
}
