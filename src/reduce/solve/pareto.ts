/** The least price over a grid of budgets: what each point finds helps the others. */
import { fits } from './evaluate.ts';
import type { Problem, Solution } from './problem.ts';
import { solve, type Progress, type Request, type SolveOptions } from './solve.ts';

export interface ParetoPoint {
  readonly budgets: readonly number[];
  readonly solution: Solution;
}

export interface ParetoProgress extends Progress {
  /** What is solved so far, in the order of the grid; undefined for what is not. */
  readonly points: readonly (ParetoPoint | undefined)[];
}

/**
 * Solves every point of the grid, the tightest first, since what fits there fits everywhere above. In the end no point is
 * dearer than one with tighter budgets, and no bound is below one with looser budgets. Told to stop, it returns the points
 * solved by then.
 */
export function* pareto(
  problem: Problem,
  grid: readonly (readonly number[])[],
  options: SolveOptions = {},
): Generator<ParetoProgress, readonly ParetoPoint[], Request> {
  const points: (ParetoPoint | undefined)[] = grid.map(() => undefined);
  let multipliers = options.multipliers;
  for (const i of tightestFirst(grid)) {
    const budgets = grid[i]!;
    const hint = hintFor({ ...problem, budgets }, points) ?? options.hint;
    const run = solve(
      { ...problem, budgets },
      { ...options, ...(hint && { hint }), ...(multipliers && { multipliers }) },
    );
    let step = run.next();
    while (step.done !== true) {
      if ((yield { ...step.value, points }) === 'stop') return repaired(points.filter((point) => point !== undefined));
      step = run.next();
    }
    points[i] = { budgets, solution: step.value };
    multipliers = step.value.multipliers ?? multipliers;
  }
  return repaired(points.filter((point) => point !== undefined));
}

/** Places of the grid by the sum of budgets, each relative to the largest: no point comes before one that is tighter. */
function tightestFirst(grid: readonly (readonly number[])[]): readonly number[] {
  const most = (grid[0] ?? []).map((_, r) =>
    Math.max(...grid.map((budgets) => (budgets[r] === Infinity ? 0 : budgets[r]!)), 1),
  );
  const sums = grid.map((budgets) => budgets.reduce((sum, budget, r) => sum + Math.min(budget / most[r]!, 2), 0));
  return [...grid.keys()].toSorted((a, b) => sums[a]! - sums[b]!);
}

/** The cheapest choice of the points so far that fits here too. */
function hintFor(problem: Problem, points: readonly (ParetoPoint | undefined)[]): readonly number[] | undefined {
  const fitting = points.flatMap((point) => point?.solution.best ?? []).filter(({ used }) => fits(problem, used));
  return fitting.toSorted((a, b) => a.price - b.price)[0]?.values;
}

function repaired(points: readonly ParetoPoint[]): readonly ParetoPoint[] {
  return points.map(({ budgets, solution }) => {
    const tighter = points.filter((point) => isWithin(point.budgets, budgets)).flatMap((point) => point.solution.best ?? []);
    const looser = points.filter((point) => isWithin(budgets, point.budgets)).map((point) => point.solution.bound);
    const best = tighter.reduce((least, choice) => (least === undefined || choice.price < least.price ? choice : least), solution.best);
    if (best === undefined) return { budgets, solution };
    const bound = Math.min(best.price, looser.reduce((a, b) => Math.max(a, b), solution.bound));
    const gap = best.price <= bound ? 0 : (best.price - bound) / best.price;
    return { budgets, solution: { ...solution, status: gap === 0 ? 'optimal' : solution.status, best, bound, gap } };
  });
} // prettier-ignore

function isWithin(tight: readonly number[], loose: readonly number[]): boolean {
  return tight.every((budget, r) => budget <= loose[r]!);
}
