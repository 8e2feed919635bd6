/** What a problem must be before anything is computed with it: whole numbers, ascending values, totals that a Number holds. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Length, Problem, Variable } from './problem.ts';

/**
 * Returns nothing; throws UsageError for a problem that contradicts itself, UnsupportedError where a total may exceed
 * 2^53 and so would not be exact.
 */
export function checkProblem(problem: Problem): void {
  const resources = problem.resources.length;
  if (problem.budgets.length !== resources) {
    throw new UsageError(`${resources} resources need as many budgets; there are ${problem.budgets.length}`);
  }
  problem.budgets.forEach((budget, r) => {
    if (Number.isNaN(budget)) throw new UsageError(`${problem.resources[r]}: the budget is not a number`);
  });
  problem.variables.forEach(checkVariable);
  checkTotals(problem);
}

function checkVariable({ name, values, prices }: Variable): void {
  if (values.length === 0) throw new UsageError(`${name}: there is no value to choose from`);
  if (prices.length !== values.length) {
    throw new UsageError(`${name}: ${values.length} values need as many prices; there are ${prices.length}`);
  }
  values.forEach((value, k) => {
    if (!Number.isSafeInteger(value)) throw new UsageError(`${name}: ${value} is not a whole number`);
    if (k > 0 && value <= values[k - 1]!)
      throw new UsageError(`${name}: ${value} follows ${values[k - 1]}; values ascend`);
    if (!(prices[k]! >= 0 && prices[k]! < Infinity)) {
      throw new UsageError(`${name}: ${value} costs ${prices[k]}; a price is 0 or more`);
    }
  });
}

/** Every total stays below 2^53 whatever is chosen, so that sums of products are exact in any order. */
function checkTotals(problem: Problem): void {
  const totals = problem.resources.map(() => 0);
  for (const { perCell, lengths } of problem.terms) {
    const cells = lengths.reduce((product, length) => product * largest(problem, length), 1);
    totals.forEach((total, r) => (totals[r] = total + Math.abs(amountOf(problem, perCell, r)) * cells));
  }
  totals.forEach((total, r) => {
    if (total > Number.MAX_SAFE_INTEGER) {
      throw new UnsupportedError(`${problem.resources[r]}: totals up to ${total} are not exact; at most 2^53 - 1 are`);
    }
  });
}

function amountOf(problem: Problem, perCell: readonly number[], r: number): number {
  const amount = perCell[r];
  if (!Number.isSafeInteger(amount)) {
    throw new UsageError(`${problem.resources[r]}: a term has ${amount} a cell; whole numbers are needed`);
  }
  return amount!;
}

/** The largest that a length, or any part of it, may be, signs aside. */
function largest(problem: Problem, { constant, parts }: Length): number {
  return parts.reduce((sum, { variable, times }) => {
    const values = problem.variables[variable]?.values;
    if (values === undefined)
      throw new UsageError(`a length names variable ${variable} of ${problem.variables.length}`);
    return sum + Math.abs(times) * Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  }, Math.abs(constant));
}
