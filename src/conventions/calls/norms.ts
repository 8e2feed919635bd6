/** Normalisations, whole or as exporters take them apart. */
import { factorsOf, isSameValue } from './operands.ts';
import { baseOf, constantInput, parametersOf, type Context, type Reading } from './base.ts';
import type { CallOf, Parameter } from './call.ts';
import { isBookkeeping } from './written.ts';
import type { Op } from './trace.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

export const batchNormalisation: Reading = (op, context) => norm('batch normalisation', op, context);
export const layerNormalisation: Reading = (op, context) => norm('layer normalisation', op, context);
export const groupNormalisation: Reading = (op, context) => norm('group normalisation', op, context);

/** PyTorch writes a group normalisation as an instance normalisation of reshaped groups, with scale and shift behind it. */
export const instanceNormalisation: Reading = (op, context) => {
  const reshaped = context.readers(op.node.outputs[0]).find(({ node }) => node.operator === 'Reshape');
  const isGrouped = context.giver(op.node.inputs[0])?.node.operator === 'Reshape' && reshaped !== undefined;
  if (!isGrouped) return norm('instance normalisation', op, context);
  return withAffine('group normalisation', op, reshaped.node.outputs[0], context);
};

/** √(mean((x − mean(x))²) + ε): what is left of a layer normalisation before version 17 of ONNX's operators. */
export const layerNormalisationInParts: Reading = (op, context) => {
  const deviation = deviationUnder(op, context);
  const quotient = context.readers(op.node.outputs[0]).find(({ node }) => node.operator === 'Div');
  if (deviation === undefined || quotient?.node.inputs[0] !== deviation) return undefined;
  const call = withAffine('layer normalisation', quotient, quotient.node.outputs[0], context);
  return { ...call, isSubclass: context.together(op).some(({ node }) => node.operator === 'Transpose') };
};

/** The value x − mean(x) where the node is the root of its mean square. */
function deviationUnder(op: Op, { giver }: Context): string | undefined {
  const sum = giver(op.node.inputs[0]);
  const mean = sum?.node.inputs.map(giver).find((each) => each?.node.operator === 'ReduceMean');
  const square = giver(mean?.node.inputs[0]);
  const deviation =
    square && (square.node.operator === 'Pow' || isSameValue(square)) ? square.node.inputs[0] : undefined;
  const difference = giver(deviation);
  if (difference?.node.operator !== 'Sub') return undefined;
  return giver(difference.node.inputs[1])?.node.operator === 'ReduceMean' ? deviation : undefined;
}

/** Scale and shift as a Mul and an Add behind the value. */
function withAffine(kind: Norm['kind'], op: Op, value: string | undefined, context: Context): Norm {
  const scale = context.readers(value).find(({ node }) => node.operator === 'Mul');
  const shift = scale && context.readers(scale.node.outputs[0]).find(({ node }) => node.operator === 'Add');
  const parameters = [scale, shift].flatMap((each) => (each ? factorsOf(each, context) : []));
  return { ...norm(kind, op, context), affine: parameters.length > 0, parameters };
}

function norm(kind: Norm['kind'], op: Op, context: Context): Norm {
  const parameters: readonly Parameter[] = parametersOf(op, context);
  const base = baseOf(op, context, { input: op.node.inputs[0] });
  return { ...base, kind, affine: parameters.length > 0, isSubclass: isSubclass(op, context) };
}

/** A module that does more than normalise: torchvision's LayerNorm2d turns its input round and back. */
function isSubclass(op: Op, context: Context): boolean {
  if (context.written(op) === 'function' || op.node.operator === 'InstanceNormalization') return false;
  return context
    .together(op)
    .some(({ node }) => node !== op.node && !isBookkeeping(node.operator) && constantInput(op, context) !== undefined);
}
