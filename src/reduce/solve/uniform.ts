/** The objective `uniform`: the largest relative cut is least (Chebyshev), and what that leaves is given back by price. */
import { choiceOf } from './evaluate.ts';
import type { Choice, Problem, Solution, Variable } from './problem.ts';
import { solve, type Progress, type Request, type SolveOptions } from './solve.ts';

/**
 * Bisects over the cuts that occur: each asks whether anything fits with no deeper cut. The choice is then the cheapest by the
 * problem's prices among those with the least cut, to the options' gap; its `price` is the cut.
 */
export function* uniform(problem: Problem, options: SolveOptions = {}): Generator<Progress, Solution, Request> {
  const cuts = [...new Set(problem.variables.flatMap(({ values }) => values.map((value) => cutOf(values, value))))];
  const ascending = cuts.length === 0 ? [0] : cuts.toSorted((a, b) => a - b);
  let found: Choice | undefined;
  let [low, high] = [0, ascending.length];
  let isStopped = false;
  while (low < high && !isStopped) {
    const middle = (low + high) >> 1;
    const { status, best, least } = yield* solve(free(floored(problem, ascending[middle]!)), { ...options, gap: 0 });
    if (best !== undefined) [found, high] = [best, middle];
    else if (status === 'infeasible') low = middle + 1;
    else isStopped = true;
    if (low === ascending.length) return { status: 'infeasible', bound: Infinity, gap: 0, proof: 'bisection', ...(least && { least }) };
  }
  const bound = ascending[low]!;
  if (found === undefined) return { status: 'stopped', bound, gap: Infinity, proof: 'bisection' };
  if (isStopped) return solutionOf(problem, found.values, bound);
  const { best } = yield* solve(floored(problem, bound), { ...options, hint: found.values });
  return solutionOf(problem, (best ?? found).values, bound);
} // prettier-ignore

/** The share of the original that a value gives up. */
function cutOf(values: readonly number[], value: number): number {
  const original = values.at(-1)!;
  return original === 0 ? 0 : 1 - value / original;
}

/** The problem with no value cut deeper. */
function floored(problem: Problem, deepest: number): Problem {
  const variables = problem.variables.map((variable) => {
    const from = variable.values.findIndex((value) => cutOf(variable.values, value) <= deepest + 1e-12);
    return { ...variable, values: variable.values.slice(from), prices: variable.prices.slice(from) };
  });
  return { ...problem, variables };
}

/** The problem in which everything costs nothing: does anything fit? */
function free(problem: Problem): Problem {
  const variables = problem.variables.map((variable: Variable) => ({
    ...variable,
    prices: variable.values.map(() => 0),
  }));
  return { ...problem, variables };
}

function solutionOf(problem: Problem, values: readonly number[], bound: number): Solution {
  const price = problem.variables.reduce((most, { values: domain }, v) => Math.max(most, cutOf(domain, values[v]!)), 0);
  const best = { ...choiceOf(problem, values), price };
  const gap = price <= bound ? 0 : (price - bound) / price;
  return { status: price <= bound + 1e-12 ? 'optimal' : 'stopped', best, bound, gap, proof: 'bisection' };
}
