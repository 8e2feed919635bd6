/** Which inputs of a node are numbers that the network holds, and in what role. */
import { factor, product, type Derivation } from '../derivation.ts';
import type { ElementType } from '../network.ts';
import type { Counted, Facts, Operand, ParameterUse, Role, Shape } from '../operator.ts';
import { elementsOf } from '../shape.ts';

/** The uses of those inputs that are learned, or for buffers constant: `{ 1: 'norm', 3: 'buffer' }`. */
export function parametersOf(use: Counted, roles: Readonly<Record<number, Role>>): readonly ParameterUse[] {
  return Object.entries(roles).flatMap(([index, role]) => {
    const input = Number(index);
    const { constant, learned, shape } = use.inputs[input] ?? {};
    return (role === 'buffer' ? constant : learned) && shape ? [{ input, role, elements: elementsDerived(shape) }] : [];
  });
}

/** What `countOperands` counts, for the documentation. */
export const operandCounts =
  'other parameters: a learned operand of more than one element (a layer scale, a position table, a bias)';

/**
 * An elementwise operator's learned operands of more than one element: layer scales, position tables, biases. A scalar is
 * taken for a setting (an epsilon, a factor) and not for something learned; so is what is not a float.
 */
export function countOperands(use: Counted): Facts {
  if (use.inputs.every((input) => input === undefined || input.constant)) return {};
  const learned = use.inputs.flatMap((input, i) => (isTable(input) ? [[i, 'other'] as const] : []));
  return learned.length === 0 ? {} : { parameters: parametersOf(use, Object.fromEntries(learned)) };
}

/** Floating-point, or of no stated type. */
export function isFloat(type: ElementType | undefined): boolean {
  return type === undefined || /float/.test(type);
}

/** A product's facts with a bias that is an input of its own: one addition a unit. */
export function withBias(use: Counted, facts: Facts, input: number): Facts {
  const bias = parametersOf(use, { [input]: 'bias' });
  if (!use.inputs[input] || !facts.units) return facts;
  return { ...facts, biasConnections: facts.units, parameters: [...(facts.parameters ?? []), ...bias] };
}

/** `512 * 768`: a factor an axis, those of size 1 left out. */
function elementsDerived(shape: Shape): Derivation {
  const axes = shape
    .map((size, i) => factor(shape.length === 1 ? 'elements' : `axis ${i}`, size))
    .filter(({ value }) => value !== 1);
  return axes.length === 0 ? factor('elements', 1) : axes.length === 1 ? axes[0]! : product(axes);
}

function isTable(input: Operand | undefined): boolean {
  return input?.learned === true && input.shape !== undefined && elementsOf(input.shape) !== 1;
}
