/** The rungs, one after the other, until the gap is reached. What is found goes into the standing at once. */
import { bindingOf, compile } from './compile.ts';
import { ascend, dearestOf, type Dual } from './dual.ts';
import { setLabels } from './labels.ts';
import { localSearch } from './local-search.ts';
import { convexBound } from './geometric.ts';
import { leastOf } from './least.ts';
import type { Limit } from './marginals.ts';
import type { Meter, Paused } from './meter.ts';
import type { Model } from './model.ts';
import { orderOf } from './order.ts';
import type { Problem } from './problem.ts';
import type { SolveOptions } from './solve.ts';
import { cutoffOf, isDone, offer, priceOf, raise, type Standing } from './standing.ts';
import { isOver, prepare, tighten, type Prepared } from './tighten.ts';

/** Cells of a table: eight bytes each, for every bucket and potential. */
const defaultCells = 2_000_000;
/** Labels of a stage: up to 300 bytes each with what they extend to, 8 afterwards. */
const defaultLabels = 1_000_000;
/** Narrow beams come first: they cost little, and a better price takes values away before the wide ones. */
const firstBeam = 500;
const widening = 8;

export function* climb(problem: Problem, options: SolveOptions, standing: Standing): Paused<void> {
  const meter: Meter = { units: 0 };
  yield* search(problem, options, standing, meter);
  if (standing.isInfeasible) standing.least = yield* leastOf(problem, options.cells ?? defaultCells, meter);
}

function* search(problem: Problem, options: SolveOptions, standing: Standing, meter: Meter): Paused<undefined> {
  const near = localSearch(problem);
  const fit = (values: readonly number[]): number => offer(standing, near.fit(values));
  const polish = (values: readonly number[]): number => offer(standing, near.polish(values));
  const originals = problem.variables.map(({ values }) => values.at(-1)!);
  if (offer(standing, originals) === 0) return undefined;
  polish(originals);
  if (options.hint !== undefined) polish(options.hint);
  if (isDone(standing)) return undefined;
  yield;

  const convex = yield* convexBound(problem, meter);
  if (convex !== undefined) {
    raise(standing, convex.bound, 'convex bound');
    polish(convex.values);
    if (isDone(standing)) return undefined;
    yield;
  }

  const cells = options.cells ?? defaultCells;
  const most = options.labels ?? defaultLabels;
  let ready = yield* prepare(narrowest(problem), cells, meter);
  const binding = bindingOf(problem);
  let start = binding.map((r) => options.multipliers?.[r] ?? 0);
  if (convex !== undefined) start = [...convex.multipliers];
  /** What was left out so far costs at least this. */
  let leftOut = Infinity;
  for (let beam = firstBeam; ; beam = Math.min(widening * beam, most)) {
    const dual = yield* squeeze();
    if (dual === undefined || isDone(standing)) return undefined;
    standing.rung = `${beam} labels`;
    const cutoff = cutoffOf(standing, priceOf(standing));
    const labels = { lagrangian: dual.potential, floors: ready.floors, cutoff, beam };
    const { values, dropped } = yield* setLabels(ready.model, ready.plan, labels, meter);
    offer(standing, values);
    if (values !== undefined) polish(values);
    leftOut = Math.min(leftOut, cutoff);
    conclude(standing, Math.min(dropped, leftOut), 'exhausted labels');
    if (isDone(standing) || beam >= most) return undefined;
  }

  /** Dual and marginals in turns, as long as values go; undefined where nothing is left to look at. */
  function* squeeze(): Paused<Dual | undefined> {
    for (;;) {
      standing.rung = 'Lagrangian bound';
      if (isOver(ready)) return conclude(standing, leftOut, 'Lagrangian bound');
      const enough = (price: number): number => cutoffOf(standing, price);
      const dual = yield* ascend(ready.model, ready.plan, meter, { start, onChoice: ({ values }) => fit(values), enough });
      if (standing.best !== undefined) polish(standing.best.values);
      start = [...dual.potential.weights.multipliers];
      standing.multipliers = problem.resources.map((_, r) => start[binding.indexOf(r)] ?? 0);
      const isAbove = dual.bound > dearestOf(ready.model) * (1 + 1e-9) + 1e-9;
      conclude(standing, Math.min(isAbove ? Infinity : dual.bound, leftOut), 'Lagrangian bound');
      if (isDone(standing)) return dual;
      const cutoff = cutoffOf(standing, priceOf(standing));
      const model = yield* tighten(ready, limitsOf(ready, dual, cutoff), meter);
      if (model === ready.model) return dual;
      leftOut = Math.min(leftOut, cutoff);
      ready = yield* prepare(model, cells, meter);
    }
  }
} // prettier-ignore

/** Takes a bound; one without end says that no choice is left, so that the best is, or nothing fits. */
function conclude(standing: Standing, bound: number, proof: Standing['proof']): undefined {
  if (bound === Infinity && standing.best === undefined) standing.isInfeasible = true;
  else raise(standing, Math.min(bound, priceOf(standing)), proof);
}

/** Sums as variables of their own or multiplied out, whichever is less work to eliminate. */
function narrowest(problem: Problem): Model {
  const chained = compile(problem, 'prefix sums');
  if (chained.sums.length === 0) return chained;
  const multiplied = compile(problem, 'multiplied out');
  return orderOf(multiplied, orderOf(chained)!.work) === undefined ? chained : multiplied;
}

function limitsOf({ model, floors }: Prepared, { potential }: Dual, cutoff: number): readonly Limit[] {
  const spared = potential.weights.multipliers.reduce((sum, each, r) => sum + each * model.budgets[r]!, 0);
  return [
    { potential, isWanted: (least) => least - spared < cutoff },
    ...floors.map((floor, r) => ({ potential: floor, isWanted: (least: number) => least <= model.budgets[r]! })),
  ];
}
