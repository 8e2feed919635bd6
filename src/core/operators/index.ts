/** The table of operators. Adding one is adding its file and its line here. */
import { UnknownError } from '../errors.ts';
import type { Node } from '../network.ts';
import type { Operator } from '../operator.ts';
import { Conv, ConvTranspose } from './conv.ts';

export const operators: readonly Operator[] = [Conv, ConvTranspose];

const byKey: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [keyOf(operator.domain, operator.name), operator]));

/** Throws an UnknownError where layerledger has no definition. */
export function operatorOf(node: Node): Operator {
  const operator = byKey.get(keyOf(node.domain, node.operator));
  if (operator) return operator;
  const domain = node.domain === '' ? 'ai.onnx' : node.domain;
  throw new UnknownError(`layerledger does not know the operator ${node.operator} of domain ${domain}`);
}

function keyOf(domain: string, name: string): string {
  return `${domain}:${name}`;
}
