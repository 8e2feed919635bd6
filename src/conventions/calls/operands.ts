/** Small questions about a node's operands. */
import type { Context } from './base.ts';
import type { Parameter } from './call.ts';
import type { Op } from './trace.ts';

/** x · x */
export function isSameValue({ node }: Op): boolean {
  return node.operator === 'Mul' && node.inputs[0] === node.inputs[1];
}

/** The learned tensors among a node's operands. */
export function factorsOf({ node }: Op, { sources }: Context): readonly Parameter[] {
  return node.inputs.flatMap((name) => sources(name));
}
