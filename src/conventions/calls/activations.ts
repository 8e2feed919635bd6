/** Activations and softmax. */
import { int } from '../../core/attributes.ts';
import { isWhole, multiply, productOf } from '../../core/size.ts';
import { baseOf, type Reading } from './base.ts';
import { isFusedSoftmax } from './fused.ts';
import type { Activation } from './call.ts';

/** A node that is the whole activation. */
export function activation(of: Activation): Reading {
  return (op, context) => ({ ...baseOf(op, context), kind: 'activation', of });
}

export const prelu: Reading = (op, context) => {
  const parameters = op.node.inputs.slice(1).flatMap((name) => context.sources(name));
  return { ...baseOf(op, context), parameters, kind: 'activation', of: 'prelu' };
};

/** Clip to [0, 6] is ReLU6; other bounds are none of the activations that counters know. */
export const clip: Reading = (op, context) => {
  const { node } = op;
  const bound = (name: string, input: number): number | undefined => {
    const attribute = node.attributes.get(name);
    if (attribute?.kind === 'float' || attribute?.kind === 'int') return Number(attribute.value);
    const value = context.operand(node.inputs[input])?.values?.[0];
    return value !== undefined && isWhole(value) ? Number(value) : undefined;
  };
  if (bound('min', 1) !== 0 || bound('max', 2) !== 6) return undefined;
  return { ...baseOf(op, context), kind: 'activation', of: 'relu6' };
};

/** x · sigmoid(x) */
export const silu: Reading = (op, context) => {
  const [a, b] = op.node.inputs;
  const isGate = (value: string | undefined, gate: string | undefined): boolean => {
    const sigmoid = context.giver(gate)?.node;
    return sigmoid?.operator === 'Sigmoid' && sigmoid.inputs[0] === value;
  };
  if (!isGate(a, b) && !isGate(b, a)) return undefined;
  return { ...baseOf(op, context), kind: 'activation', of: 'silu' };
};

/** ½ x (1 + erf(x / √2)): of its five nodes, the one that no other function has. */
export const geluByErf: Reading = (op, context) => ({ ...baseOf(op, context), kind: 'activation', of: 'gelu' });

/** That of a fused attention belongs to it. */
export const softmax: Reading = (op, context) => {
  if (isFusedSoftmax(op, context)) return undefined;
  const shape = context.shape(op.node.inputs[0]);
  const axis = int(op.node, 'axis', -1);
  const width = shape.at(axis) ?? 1;
  const rows = productOf(shape.filter((_, i) => i !== (axis < 0 ? axis + shape.length : axis)));
  return { ...baseOf(op, context), kind: 'softmax', rows: multiply(rows, op.repeats), width };
};
