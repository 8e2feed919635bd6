/** Operators that count as another one does, with their operands in other places (quantised relatives, deformable convolution). */
import type { Application, Counted, Facts, Operand } from '../operator.ts';
import { isFloat } from './parameters.ts';

/** The use as the other operator sees it: `places` says at which input each of its operands stands. */
export function remapped<U extends Application>(use: U, places: readonly number[]): U {
  return { ...use, inputs: places.map((place) => use.inputs[place]) };
}

/** What the other operator counts, with parameters named by this operator's inputs. */
export function countRemapped(use: Counted, places: readonly number[], count: (use: Counted) => Facts): Facts {
  const inner = remapped(use, places);
  const facts = count({ ...inner, inputs: inner.inputs.map(withLearned) });
  const parameters = facts.parameters?.map((parameter) => ({ ...parameter, input: places[parameter.input]! }));
  return parameters ? { ...facts, parameters } : facts;
}

/** Whole numbers that the network holds are quantised weights here. */
function withLearned(operand: Operand | undefined): Operand | undefined {
  return operand?.constant && !isFloat(operand.type) ? { ...operand, learned: true } : operand;
}
