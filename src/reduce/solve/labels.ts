/**
 * Label setting: the resource constrained shortest path over the variables of a plan. A label fixes some of them; every
 * bound that prunes it is exact for its potential, because the messages of the elimination complete it.
 */
import type { LabelSearch } from './arcs.ts';
import { extend, type Labels } from './extend.ts';
import { labelStages, type LabelStage } from './label-order.ts';
import { labelStore, type LabelStore } from './label-store.ts';
import type { Meter, Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

export interface LabelResult {
  /** The cheapest choice below the cutoff that was found: the problem's variables only. */
  readonly values?: readonly number[];
  /** Every choice below the cutoff that was not looked at costs at least this; Infinity where none was passed over. */
  readonly dropped: number;
  /** Labels kept over all stages. */
  readonly labels: number;
}

/** The origins of a stage's labels: what is left of it when the next is made. */
type Origins = Pick<LabelStore, 'parent' | 'value'>;

export function* setLabels(model: Model, plan: Plan, search: LabelSearch, meter: Meter): Paused<LabelResult> {
  const stages = labelStages(model, plan);
  const history: Origins[] = [];
  let labels = begin(model, search);
  let [dropped, kept] = [Infinity, 0];
  for (const stage of stages) {
    const step = yield* extend(model, plan, stage, search, labels, meter);
    const { store } = step;
    dropped = Math.min(dropped, step.dropped);
    kept += store.size;
    if (store.size === 0) return { dropped, labels: kept };
    history.push({ parent: store.parent.slice(0, store.size), value: store.value.slice(0, store.size) });
    labels = step;
  }
  return { values: traced(model, stages, history, cheapest(labels.store)), dropped, labels: kept };
}

/** One label that fixes nothing. Its totals are the least that anything uses. */
function begin(model: Model, { floors, lagrangian }: LabelSearch): Labels {
  const store = labelStore(floors.length, 1);
  store.size = 1;
  floors.forEach(({ value }, r) => (store.totals[r] = value));
  const { multipliers } = lagrangian.weights;
  store.bound[0] = multipliers.reduce((rest, each, r) => rest - each * model.budgets[r]!, lagrangian.value);
  const constant = multipliers.reduce((rest, each, r) => rest - each * floors[r]!.value, store.bound[0]);
  return { store, groups: [{ digits: new Int32Array(model.variables.length), start: 0, end: 1, constant }] };
}

function cheapest({ price, size }: LabelStore): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (price[i]! < price[best]!) best = i;
  return best;
}

function traced(
  model: Model,
  stages: readonly LabelStage[],
  history: readonly Origins[],
  last: number,
): readonly number[] {
  const values = model.variables.map(() => 0);
  let label = last;
  for (let s = stages.length - 1; s >= 0; s--) {
    const { variable } = stages[s]!;
    values[variable] = model.variables[variable]!.values[history[s]!.value[label]!]!;
    label = history[s]!.parent[label]!;
  }
  return values.slice(0, model.originals);
}
