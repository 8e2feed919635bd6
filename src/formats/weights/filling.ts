/**
 * With what a tensor is filled that has no elements, by what its operator uses it for: so that a network without weights runs and
 * gives numbers that are neither all alike nor infinite, however deep it is.
 */
import { divideExactly, isWhole } from '../../core/size.ts';
import { infer } from '../../core/infer.ts';
import type { Network } from '../../core/network.ts';
import type { Facts, ParameterUse } from '../../core/operator.ts';
import { factsAlone } from '../../core/strand.ts';

export type Filling =
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number };

const nearOne: Filling = { kind: 'uniform', low: 0.9, high: 1.1 };
const nearZero: Filling = { kind: 'uniform', low: -0.1, high: 0.1 };
const small: Filling = { kind: 'normal', deviation: 0.02 };
const tiny: Filling = { kind: 'normal', deviation: 0.01 };

/** A scale of quantised numbers: eight bits of it span what weights of some hundred inputs do. */
const quantum: Filling = { kind: 'uniform', low: 0.0009, high: 0.0011 };

/** What a tensor is filled with that no operator has a use for that layerledger knows. */
export const otherwise: Filling = small;

/** The filling of each tensor with a known use, by the value that it gives. */
export function fillingsOf(network: Network): ReadonlyMap<string, Filling> {
  const inference = infer(network);
  const fillings = new Map<string, Filling>();
  for (const step of inference.steps) {
    const facts = factsAlone(inference, step);
    (facts.parameters ?? []).forEach((use) => {
      const operand = inference.values.get(step.node.inputs[use.input]!);
      const name = ownName(operand?.root ?? step.node.inputs[use.input]!);
      if (!fillings.has(name)) fillings.set(name, fillingOf(step.node.operator, use, facts));
    });
  }
  return fillings;
}

/** The name that a tensor of a body has in its own graph (core/frame.ts). */
function ownName(name: string): string {
  return name.replace(/^.*#\d+\//s, '');
}

function fillingOf(operator: string, use: ParameterUse, facts: Facts): Filling {
  switch (use.role) {
    case 'weight':
      return { kind: 'normal', deviation: Math.sqrt(2 / inputsOfUnit(use, facts)) };
    case 'embedding':
      return small;
    case 'bias':
      return tiny;
    case 'norm':
      return isFirst(use, facts) ? nearOne : nearZero;
    case 'buffer':
      if (operator === 'BatchNormalization') return isFirst(use, facts) ? nearZero : nearOne;
      return quantum;
    case 'other':
  }
  return ['Mul', 'Div', 'Pow'].includes(operator) ? nearOne : small;
}

/** He, Zhang, Ren, Sun 2015: with variance 2 / inputs of a unit the signal neither grows nor fades through ReLUs. */
function inputsOfUnit({ elements }: ParameterUse, { connections, units }: Facts): number {
  const inputs = connections && units && divideExactly(connections.value, units.value);
  if (inputs !== undefined && isWhole(inputs)) return Math.max(1, Number(inputs));
  const count = isWhole(elements.value) ? Number(elements.value) : 1;
  return Math.max(1, Math.sqrt(count));
}

/** Of the scale and the shift the scale, of the mean and the variance the mean. */
function isFirst({ input, role }: ParameterUse, { parameters = [] }: Facts): boolean {
  return parameters.every((other) => other.role !== role || other.input >= input);
}
