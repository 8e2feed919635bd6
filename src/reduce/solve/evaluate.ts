/** What a choice comes to, in whole numbers, straight from the terms: nothing that the solver compiled takes part. */
import type { Choice, Length, Problem } from './problem.ts';

/** A choice with its price and the exact amount of each resource. Each value must be one of its variable's. */
export function choiceOf(problem: Problem, values: readonly number[]): Choice {
  const price = problem.variables.reduce(
    (sum, { values: domain, prices }, v) => sum + prices[domain.indexOf(values[v]!)]!,
    0,
  );
  return { values: [...values], price, used: usedBy(problem, values) };
}

/** The amount of each resource that the values use. */
export function usedBy(
  { resources, terms }: Pick<Problem, 'resources' | 'terms'>,
  values: readonly number[],
): number[] {
  const used = resources.map(() => 0);
  for (const { perCell, lengths } of terms) {
    const cells = cellsOf(lengths, values);
    for (let r = 0; r < used.length; r++) used[r]! += perCell[r]! * cells;
  }
  return used;
}

/** Whether every resource is within its budget. */
export function fits({ budgets }: Problem, used: readonly number[]): boolean {
  return used.every((amount, r) => amount <= budgets[r]!);
}

/** The product of the lengths. */
export function cellsOf(lengths: readonly Length[], values: readonly number[]): number {
  let cells = 1;
  for (const { constant, parts } of lengths) {
    let length = constant;
    for (const { variable, times } of parts) length += times * values[variable]!;
    cells *= length;
  }
  return cells;
}
