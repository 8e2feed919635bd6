/**
 * Scaled dot-product attention as one function. PyTorch's exporters write it as a product, a Softmax and a product, and scale
 * queries and keys by the square root of the scale each, which no hand-written attention does.
 */
import type { Context } from './base.ts';
import type { Op } from './trace.ts';

export function isFusedProduct(op: Op, context: Context): boolean {
  return isScores(op, context) || isMixture(op, context);
}

/** Q · Kᵀ: both operands are multiplied by a root. */
function isScores({ node }: Op, context: Context): boolean {
  return node.inputs.every((name) => {
    const scaled = context.giver(name)?.node;
    return scaled?.operator === 'Mul' && scaled.inputs.some((factor) => isRootOf(factor, context));
  });
}

function isRootOf(value: string, { giver }: Context): boolean {
  return giver(value)?.node.operator === 'Sqrt';
}

/** The scores' softmax times V. */
function isMixture({ node }: Op, context: Context): boolean {
  const softmax = behind(node.inputs[0], ['Dropout', 'Where', 'Cast'], context);
  return softmax?.node.operator === 'Softmax' && isFusedSoftmax(softmax, context);
}

/** The softmax of such scores, masked or not. */
export function isFusedSoftmax(softmax: Op, context: Context): boolean {
  const scores = behind(softmax.node.inputs[0], ['Add', 'Cast', 'Where'], context);
  return scores?.node.operator === 'MatMul' && isScores(scores, context);
}

/** The first node before a value that is none of `passed`; of those, the operand that a product or a softmax gives. */
function behind(value: string | undefined, passed: readonly string[], context: Context): Op | undefined {
  const op = context.giver(value);
  if (!op || !passed.includes(op.node.operator)) return op;
  const found = op.node.inputs.map((name) => behind(name, passed, context));
  return found.find((each) => each?.node.operator === 'Softmax' || each?.node.operator === 'MatMul') ?? found[0];
}
