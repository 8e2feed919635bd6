/** A model with the plan of its elimination, and values taken away that no wanted choice has. */
import { eliminate, type Potential } from './eliminate.ts';
import { marginals, type Limit } from './marginals.ts';
import type { Meter, Paused } from './meter.ts';
import { restrict, type Model } from './model.ts';
import { orderOf } from './order.ts';
import { planOf, type Plan } from './plan.ts';

export interface Prepared {
  readonly model: Model;
  readonly plan: Plan;
  /** For each resource, the potential of that alone: what the rest of a choice uses at least. */
  readonly floors: readonly Potential[];
}

export function* prepare(model: Model, cells: number, meter: Meter): Paused<Prepared> {
  const plan = planOf(model, orderOf(model)!, cells);
  const floors: Potential[] = [];
  for (const r of model.budgets.keys()) {
    const multipliers = model.budgets.map((_, i) => (i === r ? 1 : 0));
    floors.push(yield* eliminate(model, plan, { price: 0, multipliers }, meter));
  }
  return { model, plan, floors };
}

/** Whether some variable has no value left, or some resource is over its budget whatever is chosen. */
export function isOver({ model, floors }: Prepared): boolean {
  return (
    model.variables.some(({ values }) => values.length === 0) ||
    floors.some(({ value }, r) => value > model.budgets[r]!)
  );
}

/** The model without the values whose min-marginals pass a limit; the same model where there are none. */
export function* tighten({ model, plan }: Prepared, limits: readonly Limit[], meter: Meter): Paused<Model> {
  const kept = model.variables.map(({ values }) => Array.from(values, () => true));
  for (const limit of limits) {
    const least = yield* marginals(model, plan, limit, meter);
    least.forEach((each, v) => each.forEach((value, k) => (kept[v]![k] &&= limit.isWanted(value))));
  }
  return kept.every((each) => each.every(Boolean)) ? model : restrict(model, kept);
}
