/** The values that a group of labels may take, and what each of them adds: the same for all labels of the group. */
import { rowsOf, slopeOf, tiedValue, type Potential } from './eliminate.ts';
import type { LabelStage } from './label-order.ts';
import type { LabelStore } from './label-store.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

export interface LabelSearch {
  /** Of the best bound. Further ones prune labels too, but were measured to cost more than they save. */
  readonly lagrangian: Potential;
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
  /** A label's lower bound is `price + Σ multiplier · total + constant`. */
  readonly constant: number;
}

/** A group that takes a value, what that adds to the totals, and the constant that it leads to. */
export interface Arc {
  readonly group: Group;
  readonly value: number;
  readonly totals: readonly number[];
  readonly constant: number;
}

/** The state that an arc leads to: the digits of its frontier. */
type Key = string | number;

export interface Arcs {
  /** Adds the arcs out of a group that some of its labels may take, to those that lead to the same state. */
  collect(store: LabelStore, group: Group, arcs: Map<Key, Arc[]>): void;
}

export function arcsOf(model: Model, plan: Plan, { variable, frontier }: LabelStage, search: LabelSearch): Arcs {
  const { lagrangian, floors, cutoff } = search;
  const { multipliers } = lagrangian.weights;
  const { values, prices } = model.variables[variable]!;
  const rises = [...floors, lagrangian].map((potential) => riseOf(model, plan, variable, potential));
  const rows = rises.map(() => new Float64Array(values.length));
  const bounds = rows.at(-1)!;
  return {
    collect(store, group, arcs) {
      const only = tiedHere(plan, variable, group.digits);
      if (only === -1) return;
      rises.forEach((rise, i) => rise(group.digits, rows[i]!));
      const least = leastOf(store, group, multipliers);
      const keyOf = keysOf(frontier, variable, group.digits);
      for (let k = only ?? 0; k < (only === undefined ? values.length : only + 1); k++) {
        if (!(least.bound + bounds[k]! < cutoff)) continue;
        if (!floors.every((_, r) => least.totals[r]! + rows[r]![k]! <= model.budgets[r]!)) continue;
        const totals = floors.map((_, r) => rows[r]![k]!);
        const constant = totals.reduce((rest, total, r) => rest - multipliers[r]! * total, group.constant + bounds[k]! - prices[k]!);
        const same = arcs.get(keyOf(k));
        if (same === undefined) arcs.set(keyOf(k), [{ group, value: k, totals, constant }]);
        else same.push({ group, value: k, totals, constant });
      }
    },
  };
} // prettier-ignore

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

/** The least of each total and of the bounds among the labels of a group. */
function leastOf(store: LabelStore, { start, end }: Group, { length }: readonly number[]): { readonly totals: readonly number[]; readonly bound: number } {
  const totals = Array.from({ length }, () => Infinity);
  let bound = Infinity;
  for (let i = start; i < end; i++) {
    for (let r = 0; r < length; r++) totals[r] = Math.min(totals[r]!, store.totals[i * length + r]!);
    bound = Math.min(bound, store.bound[i]!);
  }
  return { totals, bound };
} // prettier-ignore

function keysOf(frontier: readonly number[], variable: number, digits: Int32Array): (k: number) => Key {
  const others = frontier.filter((u) => u !== variable);
  const isKept = others.length < frontier.length;
  if (others.length === 0) return (k) => (isKept ? k : 0);
  const rest = others.map((u) => digits[u]!).join(' ');
  return isKept ? (k) => `${rest} ${k}` : () => rest;
}
