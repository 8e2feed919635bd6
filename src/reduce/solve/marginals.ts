/**
 * Min-marginals: for each value of each variable, the least that a choice with it costs under a potential. A value whose
 * least exceeds what is known to be reachable can go (reduced-cost fixing).
 */
import { rowsOf, slopeOf, tiedValue, type Potential } from './eliminate.ts';
import { isDue, type Meter, type Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Bucket, Plan } from './plan.ts';

/** A potential, and whether a choice of so much at least is wanted. */
export interface Limit {
  readonly potential: Potential;
  readonly isWanted: (least: number) => boolean;
}

/**
 * A pass down the buckets, the last first; each hands to those that sent it messages what the rest costs at least. States that
 * are not wanted are passed over: what only they allow stays infinite.
 */
export function* marginals(model: Model, plan: Plan, { potential, isWanted }: Limit, meter: Meter): Paused<readonly Float64Array[]> {
  const least = model.variables.map(({ values }) => new Float64Array(values.length).fill(-Infinity));
  const down: Float64Array[] = [];
  for (let b = plan.buckets.length - 1; b >= 0; b--) {
    const bucket = plan.buckets[b]!;
    const own = new Float64Array(model.variables[bucket.variable]!.values.length).fill(Infinity);
    const above = down[b] ?? Float64Array.of(potential.value - potential.messages[b]![0]!);
    const received = bucket.incoming.map(({ bucket: from }) => new Float64Array(plan.buckets[from]!.cells).fill(Infinity));
    const x = model.variables[bucket.variable]!.values;
    const rows = rowsOf(bucket, potential.weights, potential.unary[b]!, potential.messages);
    const digits = new Int32Array(bucket.dims.length);
    const offsets = new Int32Array(received.length);
    for (let cell = 0; cell < bucket.cells; cell++) {
      if (!isWanted(above[cell]! + potential.messages[b]![cell]!)) {
        increment(digits, bucket.dims);
        continue;
      }
      if (isDue(meter, 20 + 2 * x.length)) yield;
      setOffsets(bucket, digits, offsets);
      const isTied = bucket.ties.length > 0;
      const tied = isTied ? tiedValue(bucket, digits) : 0;
      const row = isTied ? null : rows.of(digits);
      const slope = slopeOf(bucket, potential.weights, digits);
      for (let k = isTied ? Math.max(0, tied) : 0; k < (isTied ? tied + 1 : x.length); k++) {
        const total = above[cell]! + (row === null ? rows.at(digits, k) : row[k]!) + slope * x[k]!;
        if (total < own[k]!) own[k] = total;
        for (let i = 0; i < offsets.length; i++) if (total < received[i]![offsets[i]! + k]!) received[i]![offsets[i]! + k] = total;
      }
      increment(digits, bucket.dims);
    }
    bucket.incoming.forEach(({ bucket: from }, i) => (down[from] = less(received[i]!, potential.messages[from]!)));
    own.forEach((total, k) => (least[bucket.variable]![k] = Math.max(least[bucket.variable]![k]!, total)));
  }
  return least;
} // prettier-ignore

/** Where the state's values stand in each message that came in. */
function setOffsets({ incoming }: Bucket, digits: Int32Array, offsets: Int32Array): void {
  for (let i = 0; i < offsets.length; i++) {
    const { strides } = incoming[i]!;
    let at = 0;
    for (let d = 0; d < digits.length; d++) at += strides[d]! * digits[d]!;
    offsets[i] = at;
  }
}

/** Infinite where the state cannot be, whatever was subtracted. */
function less(total: Float64Array, message: Float64Array): Float64Array {
  return total.map((each, i) => (each === Infinity ? Infinity : each - message[i]!));
}

function increment(digits: Int32Array, dims: readonly number[]): void {
  for (let i = dims.length - 1; i >= 0; i--) {
    if (++digits[i]! < dims[i]!) return;
    digits[i] = 0;
  }
}
