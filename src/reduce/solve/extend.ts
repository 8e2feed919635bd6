/**
 * One stage of label setting: every label takes every value of the stage's variable. Whole groups are pruned at once; what is
 * left is compared with the others of its new group, and the beam keeps the labels with the least bounds.
 */
import { arcsOf, type Arc, type Group, type LabelSearch } from './arcs.ts';
import { frontOf } from './dominance.ts';
import type { Potential } from './eliminate.ts';
import type { LabelStage } from './label-order.ts';
import { boundOfRank, byPrice, copyLabel, labelStore, reserve, type LabelStore } from './label-store.ts';
import { isDue, type Meter, type Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

export interface Step {
  readonly store: LabelStore;
  readonly groups: readonly Group[];
  /** The least bound that the beam let go. */
  readonly dropped: number;
}

/** Labels of one state, beyond four beams, that are compared before more are gathered: what bounds memory. */
const crowd = 100_000;

/** What a step begins with. */
export type Labels = Omit<Step, 'dropped'>;

export function* extend(model: Model, plan: Plan, stage: LabelStage, search: LabelSearch, { store, groups }: Labels, meter: Meter): Paused<Step> {
  const arcs = arcsOf(model, plan, stage, search);
  const states = new Map<string | number, Arc[]>();
  const steps = 10 * model.variables[stage.variable]!.values.length;
  for (const group of groups) {
    arcs.collect(store, group, states);
    if (isDue(meter, 100 + steps + group.end - group.start)) yield;
  }
  const next = labelStore(store.resources, 1024);
  let pool = labelStore(store.resources, 64);
  /** From this bound on labels go: the cutoff at first, then the least bound that the beam let go. */
  let limit = search.cutoff;
  const made: Group[] = [];
  for (const same of states.values()) {
    pool.size = 0;
    for (const arc of same) {
      gather(model, stage.variable, search.lagrangian, store, arc, pool, limit);
      if (isDue(meter, 5 * (arc.group.end - arc.group.start))) yield;
      if (pool.size < crowd + 4 * search.beam) continue;
      const less = labelStore(store.resources, pool.size);
      yield* settle(pool, less, meter);
      if (less.size > search.beam) limit = narrow(less, [{ start: 0, end: less.size }], search.beam, limit);
      pool = less;
    }
    const start = next.size;
    yield* settle(pool, next, meter);
    if (next.size === start) continue;
    const digits = same[0]!.group.digits.slice();
    digits[stage.variable] = same[0]!.value;
    made.push({ digits, start, end: next.size, constant: same[0]!.constant });
    if (next.size > 2 * search.beam) limit = narrow(next, made, search.beam, limit);
  }
  if (next.size > search.beam) limit = narrow(next, made, search.beam, limit);
  return { store: next, groups: made.filter(({ start, end }) => end > start), dropped: limit < search.cutoff ? limit : Infinity };
} // prettier-ignore

/** Puts the labels that an arc leads to, as far as they are wanted, into the pool. */
function gather(model: Model, variable: number, { weights }: Potential, store: LabelStore, { group, value, totals, constant }: Arc, pool: LabelStore, limit: number): void {
  const { resources } = store;
  const { multipliers } = weights;
  const more = model.variables[variable]!.prices[value]!;
  for (let i = group.start; i < group.end; i++) {
    reserve(pool);
    const at = pool.size;
    const price = store.price[i]! + more;
    let bound = price + constant;
    let fits = true;
    for (let r = 0; r < resources; r++) {
      const total = store.totals[i * resources + r]! + totals[r]!;
      pool.totals[at * resources + r] = total;
      bound += multipliers[r]! * total;
      if (total > model.budgets[r]!) fits = false;
    }
    if (!fits || bound >= limit) continue;
    pool.price[at] = price;
    pool.bound[at] = bound;
    pool.parent[at] = i;
    pool.value[at] = value;
    pool.size++;
  }
} // prettier-ignore

/** Moves the labels that no other one dominates, by ascending price. */
function* settle(pool: LabelStore, to: LabelStore, meter: Meter): Paused<void> {
  const front = frontOf(pool.resources);
  for (const i of yield* byPrice(pool, meter)) {
    if (isDue(meter, 20)) yield;
    if (!front.takes(pool.totals, i * pool.resources)) continue;
    reserve(to);
    copyLabel(pool, i, to, to.size++);
  }
}

/** Keeps as many labels as the beam is wide, those with the least bounds; returns the bound from which on they go now. */
function narrow(
  store: LabelStore,
  groups: readonly { start: number; end: number }[],
  width: number,
  before: number,
): number {
  const limit = Math.min(before, boundOfRank(store, width));
  let size = 0;
  for (const group of groups) {
    const { start, end } = group;
    group.start = size;
    for (let i = start; i < end; i++) if (store.bound[i]! < limit) copyLabel(store, i, store, size++);
    group.end = size;
  }
  store.size = size;
  return limit;
}
