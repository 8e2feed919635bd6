/**
 * One stage of label setting: every label takes every value of the stage's variable. Labels of one frontier state stand in
 * one group and share what a value adds, so whole groups are pruned at once; what is left is compared within its new group.
 *
 * In every group a label's lower bound is `price + Σ multiplier · total + constant`, for each Lagrangian.
 */
import { frontOf } from './dominance.ts';
import { rowsOf, slopeOf, tiedValue, type Potential } from './eliminate.ts';
import type { LabelStage } from './label-order.ts';
import { boundOfRank, byPrice, copyLabel, labelStore, reserve, type LabelStore } from './label-store.ts';
import { isDue, type Meter, type Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

export interface LabelSearch {
  /** Lagrangian potentials; a label goes where any of them proves it too dear. */
  readonly lagrangians: readonly Potential[];
  /** For each resource, the potential of that alone. */
  readonly floors: readonly Potential[];
  /** Labels with at least this bound are not wanted. */
  readonly cutoff: number;
  /** Labels kept at a stage; those with the least bounds. */
  readonly beam: number;
}

/** Labels of one frontier state: `start` to `end` of the stage's store, by ascending price. */
export interface Group {
  /** By variable; those of the frontier count. */
  readonly digits: Int32Array;
  start: number;
  end: number;
  /** For each Lagrangian. */
  readonly constants: Float64Array;
}

interface Step {
  readonly store: LabelStore;
  readonly groups: readonly Group[];
  readonly dropped: number;
}

export interface Extender {
  extend(store: LabelStore, groups: readonly Group[], meter: Meter): Paused<Step>;
}

/** A group that takes a value: `totals` and `constants` are what that adds. */
interface Arc {
  readonly group: Group;
  readonly value: number;
  readonly totals: Float64Array;
  readonly constants: Float64Array;
}

export function extender(model: Model, plan: Plan, { variable, frontier }: LabelStage, search: LabelSearch): Extender {
  const { lagrangians, floors, cutoff, beam } = search;
  const { values, prices } = model.variables[variable]!;
  const rises = [...lagrangians, ...floors].map((potential) => riseOf(model, plan, variable, potential));
  const rows = rises.map(() => new Float64Array(values.length));
  const front = frontOf(floors.length);
  const multipliers = lagrangians.map(({ weights }) => Float64Array.from(weights.multipliers));
  const pool = labelStore(floors.length, 64);

  /** The arcs out of a group that some label may take, by the key of the state that they lead to. */
  function arcsOf(store: LabelStore, group: Group, arcs: Map<string | number, Arc[]>, keyOf: (k: number) => string | number): void {
    const allowed = tiedHere(plan, variable, group.digits);
    if (allowed === -1) return;
    rises.forEach((rise, i) => rise(group.digits, rows[i]!));
    const [leastTotals, leastBounds] = leastOf(store, group, multipliers);
    for (let k = allowed ?? 0; k < (allowed === undefined ? values.length : allowed + 1); k++) {
      if (leastBounds.some((bound, j) => !(bound + rows[j]![k]! < cutoff))) continue;
      if (leastTotals.some((total, r) => !(total + rows[lagrangians.length + r]![k]! <= model.budgets[r]!))) continue;
      const totals = Float64Array.from(floors, (_, r) => rows[lagrangians.length + r]![k]!);
      const constants = group.constants.map((constant, j) =>
        totals.reduce((rest, total, r) => rest - multipliers[j]![r]! * total, constant + rows[j]![k]! - prices[k]!),
      );
      const key = keyOf(k);
      const known = arcs.get(key);
      if (known === undefined) arcs.set(key, [{ group, value: k, totals, constants }]);
      else known.push({ group, value: k, totals, constants });
    }
  }

  /** Puts the labels that one arc leads to, as far as they are wanted, into the pool; returns the least bound let go. */
  function gather(store: LabelStore, { group, value, totals, constants }: Arc, limit: number): number {
    const resources = totals.length;
    let least = Infinity;
    for (let i = group.start; i < group.end; i++) {
      reserve(pool);
      const at = pool.size * resources;
      let fits = true;
      for (let r = 0; r < resources; r++) {
        const total = store.totals[i * resources + r]! + totals[r]!;
        pool.totals[at + r] = total;
        if (total > model.budgets[r]!) fits = false;
      }
      if (!fits) continue;
      const price = store.price[i]! + prices[value]!;
      let bound = -Infinity;
      for (let j = 0; j < constants.length; j++) {
        let sum = price + constants[j]!;
        for (let r = 0; r < resources; r++) sum += multipliers[j]![r]! * pool.totals[at + r]!;
        if (sum > bound) bound = sum;
      }
      if (bound >= limit) {
        if (bound < cutoff && bound < least) least = bound;
        continue;
      }
      pool.price[pool.size] = price;
      pool.bound[pool.size] = bound;
      pool.parent[pool.size] = i;
      pool.value[pool.size] = value;
      pool.size++;
    }
    return least;
  }

  function* extend(store: LabelStore, groups: readonly Group[], meter: Meter): Paused<Step> {
    const arcs = new Map<string | number, Arc[]>();
    for (const group of groups) {
      arcsOf(store, group, arcs, keysOf(frontier, variable, group.digits));
      if (isDue(meter, group.end - group.start + 2 * rows.length * values.length)) yield;
    }
    const next = labelStore(floors.length, 1024);
    const made: Group[] = [];
    let [limit, dropped] = [cutoff, Infinity];
    for (const same of arcs.values()) {
      pool.size = 0;
      for (const arc of same) {
        dropped = Math.min(dropped, gather(store, arc, limit));
        if (isDue(meter, 2 * (arc.group.end - arc.group.start))) yield;
      }
      if (pool.size === 0) continue;
      const start = next.size;
      front.clear();
      for (const i of byPrice(pool)) {
        if (!front.takes(pool.totals, i * floors.length)) continue;
        reserve(next);
        copyLabel(pool, i, next, next.size++);
      }
      const digits = same[0]!.group.digits.slice();
      digits[variable] = same[0]!.value;
      made.push({ digits, start, end: next.size, constants: same[0]!.constants });
      if (isDue(meter, 20 * pool.size)) yield;
      if (next.size > 2 * beam) [limit, dropped] = narrow(next, made, beam, limit, dropped);
    }
    if (next.size > beam) [limit, dropped] = narrow(next, made, beam, limit, dropped);
    return { store: next, groups: made.filter(({ start, end }) => end > start), dropped };
  }

  return { extend };
} // prettier-ignore

/** Keeps the `beam` labels with the least bounds; returns the bound from which labels go now, and the least that went. */
function narrow(
  store: LabelStore,
  groups: readonly Group[],
  beam: number,
  before: number,
  went: number,
): [number, number] {
  const limit = Math.min(before, boundOfRank(store, beam));
  let [dropped, size] = [went, 0];
  for (const group of groups) {
    const { start, end } = group;
    group.start = size;
    for (let i = start; i < end; i++) {
      if (store.bound[i]! < limit) copyLabel(store, i, store, size++);
      else dropped = Math.min(dropped, store.bound[i]!);
    }
    group.end = size;
  }
  store.size = size;
  return [limit, dropped];
}

/** By how much the value of a potential rises when the variable takes each of its values, 0 for the best one. */
function riseOf(model: Model, plan: Plan, variable: number, potential: Potential): (digits: Int32Array, rise: Float64Array) => void {
  const x = model.variables[variable]!.values;
  const parts = plan.bucketsOf[variable]!.map((b) => {
    const bucket = plan.buckets[b]!;
    const rows = rowsOf(bucket, potential.weights, potential.unary[b]!, potential.messages);
    return { bucket, rows, message: potential.messages[b]!, local: new Int32Array(bucket.scope.length) };
  });
  return (digits, rise) => {
    rise.fill(0);
    for (const { bucket, rows, message, local } of parts) {
      let at = 0;
      for (let i = 0; i < local.length; i++) {
        local[i] = digits[bucket.scope[i]!]!;
        at += local[i]! * bucket.strides[i]!;
      }
      const row = rows.of(local);
      const slope = slopeOf(bucket, potential.weights, local);
      const least = message[at]!;
      for (let k = 0; k < x.length; k++) rise[k]! += row[k]! + slope * x[k]! - least;
    }
  };
} // prettier-ignore

/** The one value that sums leave the variable, −1 where they leave none, undefined where it is not tied. */
function tiedHere(plan: Plan, variable: number, digits: Int32Array): number | undefined {
  let only: number | undefined;
  for (const b of plan.bucketsOf[variable]!) {
    const bucket = plan.buckets[b]!;
    if (bucket.ties.length === 0) continue;
    const k = tiedValue(
      bucket,
      Int32Array.from(bucket.scope, (u) => digits[u]!),
    );
    if (k === -1 || (only !== undefined && only !== k)) return -1;
    only = k;
  }
  return only;
}

/** The least of each total and of each bound among the labels of a group. */
function leastOf(store: LabelStore, { start, end, constants }: Group, multipliers: readonly Float64Array[]): [Float64Array, Float64Array] {
  const { resources } = store;
  const totals = new Float64Array(resources).fill(Infinity);
  const bounds = new Float64Array(constants.length).fill(Infinity);
  for (let i = start; i < end; i++) {
    for (let r = 0; r < resources; r++) totals[r] = Math.min(totals[r]!, store.totals[i * resources + r]!);
    for (let j = 0; j < bounds.length; j++) {
      let sum = store.price[i]! + constants[j]!;
      for (let r = 0; r < resources; r++) sum += multipliers[j]![r]! * store.totals[i * resources + r]!;
      bounds[j] = Math.min(bounds[j]!, sum);
    }
  }
  return [totals, bounds];
} // prettier-ignore

/** The key of the state that a value leads to: the digits of the new frontier. */
function keysOf(frontier: readonly number[], variable: number, digits: Int32Array): (k: number) => string | number {
  const others = frontier.filter((u) => u !== variable);
  const isKept = others.length < frontier.length;
  if (others.length === 0) return (k) => (isKept ? k : 0);
  const rest = others.map((u) => digits[u]!).join(' ');
  return isKept ? (k) => `${rest} ${k}` : () => rest;
}
