/** Pooling over windows, over the whole map, and over channels. */
import { int, ints } from '../../core/attributes.ts';
import { elementsOf } from '../../core/shape.ts';
import { baseOf, type Context, type Reading } from './base.ts';
import { isSameValue } from './operands.ts';
import type { Op } from './trace.ts';

export const maxPooling: Reading = (op, context) => ({ ...baseOf(op, context), kind: 'max pooling' });

/** Adaptive pooling to one position. */
export const wholeMapPooling: Reading = (op, context) => ({
  ...baseOf(op, context),
  kind: 'adaptive pooling',
  from: context.shape(op.node.inputs[0]).slice(2),
  to: context.shape(op.node.outputs[0]).slice(2),
  maps: elementsOf(context.shape(op.node.outputs[0]).slice(0, 2)),
});

/**
 * PyTorch's exporter writes adaptive pooling as an AveragePool without the attributes that AvgPool2d always has, and local
 * response normalisation with one over channels.
 */
export const averagePooling: Reading = (op, context) => {
  const squares = squaresUnder(op, context);
  if (squares) return overChannels(op, squares, context);
  const { attributes } = op.node;
  const isOnePosition = (ints(op.node, 'kernel_shape') ?? []).every((size) => size === 1);
  const isBare = ['count_include_pad', 'pads', 'auto_pad'].every((name) => !attributes.has(name));
  const isAdaptive = isOnePosition || (isBare && context.inference.network.format === 'ONNX');
  return isAdaptive
    ? wholeMapPooling(op, context)
    : { ...baseOf(op, context), kind: 'average pooling', taps: op.facts.windowSums?.value ?? 0 };
};

/** torch.export writes adaptive pooling to one position as a mean; a mean that a model itself takes is a function or drops axes. */
export const meanPooling: Reading = (op, context) => {
  const { node } = op;
  const others = context.together(op).filter((other) => other.node !== node && !isConstant(other, context));
  const isExported = node.name.startsWith('node_') && others.length === 0;
  if (!isExported || context.written(op) === 'function' || int(node, 'keepdims', 1) === 0) return undefined;
  const [input, output] = [context.shape(node.inputs[0]), context.shape(node.outputs[0])];
  const isWholeMap = input.length > 3 && output.every((size, axis) => (axis < 2 ? size === input[axis] : size === 1));
  return isWholeMap ? wholeMapPooling(op, context) : undefined;
};

function isConstant({ node }: Op, { operand }: Context): boolean {
  return node.outputs.every((name) => operand(name)?.constant);
}

export const localResponse: Reading = (op, context) => {
  const [, channels = 1, ...spatial] = context.shape(op.node.inputs[0]);
  return {
    ...baseOf(op, context),
    kind: 'local response normalisation',
    channels,
    span: int(op.node, 'size', 1),
    positions: elementsOf(spatial),
  };
};

/** The node x · x that is averaged over neighbouring channels alone. */
function squaresUnder({ node }: Op, context: Context): Op | undefined {
  const [channels = 1, ...others] = ints(node, 'kernel_shape') ?? [];
  if (channels === 1 || others.some((size) => size !== 1)) return undefined;
  let op = context.giver(node.inputs[0]);
  while (op && ['Pad', 'Reshape', 'Unsqueeze'].includes(op.node.operator)) op = context.giver(op.node.inputs[0]);
  return op && isSameValue(op) ? op : undefined;
}

function overChannels(op: Op, squares: Op, context: Context): ReturnType<Reading> {
  const [, channels = 1, ...spatial] = context.shape(squares.node.inputs[0]);
  const base = baseOf(op, context, { input: squares.node.inputs[0], output: squares.node.inputs[0] });
  const span = ints(op.node, 'kernel_shape')?.[0] ?? 1;
  return { ...base, kind: 'local response normalisation', channels, span, positions: elementsOf(spatial) };
}
