/** Labels of one stage in typed arrays that grow: price so far, amounts with the least completion, lower bound, origin. */

import { isDue, type Meter, type Paused } from './meter.ts';

export interface LabelStore {
  readonly resources: number;
  size: number;
  price: Float64Array;
  /** `resources` in a row for each label: what is used, and what the rest uses at least. */
  totals: Float64Array;
  bound: Float64Array;
  /** The label that it extends, by its place in the stage before, and the place of the value that it adds. */
  parent: Int32Array;
  value: Int32Array;
}

export function labelStore(resources: number, capacity: number): LabelStore {
  return {
    resources,
    size: 0,
    price: new Float64Array(capacity),
    totals: new Float64Array(capacity * resources),
    bound: new Float64Array(capacity),
    parent: new Int32Array(capacity),
    value: new Int32Array(capacity),
  };
}

/** Makes room for one more label. */
export function reserve(store: LabelStore): void {
  const { length } = store.price;
  if (store.size < length) return;
  const grown = labelStore(store.resources, 2 * length + 16);
  grown.price.set(store.price);
  grown.totals.set(store.totals);
  grown.bound.set(store.bound);
  grown.parent.set(store.parent);
  grown.value.set(store.value);
  Object.assign(store, { ...grown, size: store.size });
}

export function copyLabel(from: LabelStore, i: number, to: LabelStore, j: number): void {
  const { resources } = from;
  to.price[j] = from.price[i]!;
  for (let r = 0; r < resources; r++) to.totals[j * resources + r] = from.totals[i * resources + r]!;
  to.bound[j] = from.bound[i]!;
  to.parent[j] = from.parent[i]!;
  to.value[j] = from.value[i]!;
}

/** The places of the labels by ascending price: merging the ascending runs that they stand in. */
export function* byPrice({ price, size }: LabelStore, meter: Meter): Paused<Int32Array> {
  let [from, to] = [new Int32Array(size), new Int32Array(size)];
  let runs: number[] = [0];
  for (let i = 0; i < size; i++) {
    from[i] = i;
    if (i > 0 && price[i]! < price[i - 1]!) runs.push(i);
  }
  runs.push(size);
  while (runs.length > 2) {
    if (isDue(meter, 4 * size)) yield;
    const merged: number[] = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const [start, middle, end] = [runs[run]!, runs[run + 1]!, runs[run + 2] ?? runs[run + 1]!];
      merge(price, from, to, start, middle, end);
      merged.push(end);
    }
    [from, to, runs] = [to, from, merged];
  }
  return from;
}

function merge(
  price: Float64Array,
  from: Int32Array,
  to: Int32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let [a, b] = [start, middle];
  for (let i = start; i < end; i++) {
    if (b >= end || (a < middle && price[from[a]!]! <= price[from[b]!]!)) to[i] = from[a++]!;
    else to[i] = from[b++]!;
  }
}

/** The bound of the label that comes `rank`-th when they stand by bound. */
export function boundOfRank({ bound, size }: LabelStore, rank: number): number {
  return bound.slice(0, size).sort()[rank]!;
}
