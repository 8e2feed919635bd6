/** The least price over a grid of budgets: the curve that the page draws, growing while it is solved. */
import { UsageError } from '../../src/core/errors.ts';
import { pose } from '../../src/reduce/reduce.ts';
import { pareto, type ParetoPoint as Solved } from '../../src/reduce/solve/index.ts';
import type { Context } from './context.ts';
import { drive } from './drive.ts';
import type { ParetoPoint, ReduceRequest } from './protocol.ts';
import { askedOf, subjectOf } from './reduce.ts';

/** Tenths of the original along each axis of the grid, as the command has them. */
const tenths = [2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Milliseconds for the whole grid. */
const limit = 120_000;

/** Throws a UsageError for the objective that is no sum. */
export async function paretoOf(context: Context, id: number, request: ReduceRequest): Promise<readonly ParetoPoint[]> {
  if (request.objective === 'uniform')
    throw new UsageError('the curve needs an objective that is a sum; uniform is a maximum');
  const subject = subjectOf(context.networks.get(id));
  const { problem } = pose(subject, askedOf(subject, request));
  const [weights, connections] = subject.costs.totals;
  const budgetOf = (total: number, tenth: number): number => Math.floor(total * (tenth / 10));
  const grid = tenths.flatMap((down) =>
    tenths.map((right) => [budgetOf(weights!, down), budgetOf(connections!, right), ...problem.budgets.slice(2)]),
  );
  const pointOf = ({ budgets, solution }: Solved): ParetoPoint => ({
    weightsShare: tenths.find((tenth) => budgetOf(weights!, tenth) === budgets[0])! / 10,
    connectionsShare: tenths.find((tenth) => budgetOf(connections!, tenth) === budgets[1])! / 10,
    price: solution.best?.price ?? null,
  });
  const steps = pareto(problem, grid, { gap: request.exact ? 0 : 0.001 });
  const partial = ({ points }: { readonly points: readonly (Solved | undefined)[] }): readonly ParetoPoint[] =>
    points.filter((point) => point !== undefined).map(pointOf);
  return (await drive(context, steps, { limit, what: 'the curve', partial })).map(pointOf);
}
