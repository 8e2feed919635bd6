/** How little of each resource any choice uses. */
import { compile } from './compile.ts';
import type { Meter, Paused } from './meter.ts';
import type { Problem } from './problem.ts';
import { prepare } from './tighten.ts';

/** Each on its own; a lower bound of it where tables of more than `cells` would be needed. */
export function* leastOf(problem: Problem, cells: number, meter: Meter): Paused<readonly number[]> {
  const all = { ...problem, budgets: problem.resources.map(() => -1) };
  const model = compile(all, 'prefix sums');
  const { floors } = yield* prepare(model, cells, meter);
  return floors.map(({ value }, r) => value - 1 - model.budgets[r]!);
}
