/**
 * Bucket elimination (Dechter 1999): the least of `price · weight + Σ multiplier · amount` over all values, variable by
 * variable. Each bucket's message says, for every state of its scope, the least that what was eliminated so far adds.
 */
import { buildHull, emptyHull, walkHull, type Hull } from './hull.ts';
import { isDue, type Meter, type Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Bucket, Plan } from './plan.ts';

/** What is minimised: a Lagrangian, or (weight 0 and one multiplier 1) a resource by itself. */
export interface Weights {
  readonly price: 0 | 1;
  readonly multipliers: readonly number[];
}

export interface Potential {
  readonly weights: Weights;
  /** For each bucket and value of its variable: what depends on that alone, messages of one variable included. */
  readonly unary: readonly Float64Array[];
  readonly messages: readonly Float64Array[];
  /** The least over all choices; a lower bound of it where buckets were split. Budgets are not subtracted. */
  readonly value: number;
}

/** Cells below which a hull costs more than it saves. */
const hullPays = 8;

export function* eliminate(model: Model, plan: Plan, weights: Weights, meter: Meter): Paused<Potential> {
  const unary: Float64Array[] = [];
  const messages: Float64Array[] = [];
  let value = 0;
  for (const bucket of plan.buckets) {
    const own = unaryOf(model, bucket, weights, messages);
    const message = new Float64Array(bucket.cells);
    unary.push(own);
    messages.push(message);
    const sweep = sweepOf(model, bucket, weights, own, messages, message);
    const block = Math.max(1, Math.floor(500_000 / sweep.each));
    for (let from = 0; from < sweep.states; from += block) {
      sweep.run(from, Math.min(sweep.states, from + block));
      if (isDue(meter, Math.min(block, sweep.states) * sweep.each)) yield;
    }
    if (bucket.scope.length === 0) value += message[0]!;
  }
  return { weights, unary, messages, value };
}

function unaryOf(model: Model, bucket: Bucket, weights: Weights, messages: readonly Float64Array[]): Float64Array {
  const { prices, amounts } = model.variables[bucket.variable]!;
  const unary = new Float64Array(prices.length);
  if (bucket.isOwner) {
    for (let k = 0; k < unary.length; k++) unary[k] = weights.price * prices[k]!;
    amounts.forEach((amount, r) => addScaled(unary, amount, 0, weights.multipliers[r]!));
  }
  for (const { bucket: from, strides } of bucket.incoming) {
    if (strides.every((stride) => stride === 0)) addScaled(unary, messages[from]!, 0, 1);
  }
  return unary;
}

function addScaled(row: Float64Array, table: Float64Array, offset: number, times: number): void {
  if (times === 0) return;
  for (let k = 0; k < row.length; k++) row[k]! += times * table[offset + k]!;
}

/** A bucket's work: over the states of what its rows depend on, `each` units of work a state. */
interface Sweep {
  readonly states: number;
  readonly each: number;
  run(from: number, to: number): void;
}

/**
 * The scope's places divide into those that give the row of values its shape, and those that only tilt it
 * (`row[k] + slope · x[k]`): for the latter, the row's lower hull answers every slope.
 */
function sweepOf(model: Model, bucket: Bucket, weights: Weights, unary: Float64Array, messages: readonly Float64Array[], message: Float64Array): Sweep {
  const shaping = bucket.ties.length > 0 ? bucket.scope.map((_, i) => i) : shapingOf(bucket);
  const tilting = bucket.scope.map((_, i) => i).filter((place) => !shaping.includes(place));
  const states = cellsOf(bucket, shaping);
  const tilts = cellsOf(bucket, tilting);
  const x = model.variables[bucket.variable]!.values;
  const rows = rowsOf(bucket, weights, unary, messages);
  const digits = new Int32Array(bucket.scope.length);
  const hull = tilts < hullPays ? null : emptyHull(x.length);
  const run = (from: number, to: number): void => {
    for (let state = from; state < to; state++) {
      const base = setDigits(bucket, shaping, state, digits);
      if (bucket.ties.length > 0) {
        const k = tiedValue(bucket, digits);
        message[base] = k < 0 ? Infinity : rows.at(digits, k) + slopeOf(bucket, weights, digits) * x[k]!;
        continue;
      }
      const row = rows.of(digits);
      if (hull === null) tiltAll(bucket, weights, x, row, tilting, tilts, base, digits, message);
      else tiltHull(bucket, weights, x, row, tilting, tilts, base, digits, message, hull);
    }
  };
  return { states, each: 4 * (1 + tilts) + (bucket.ties.length > 0 ? 0 : x.length * (hull === null ? Math.ceil(tilts / 4) : 1)), run };
} // prettier-ignore

function shapingOf({ scope, incoming, products }: Bucket): readonly number[] {
  const places = new Set(products.filter(({ curve }) => curve !== null).flatMap((product) => product.places));
  scope.forEach((_, place) => {
    if (incoming.some(({ strides }) => strides[place] !== 0)) places.add(place);
  });
  return [...places].toSorted((a, b) => a - b);
}

function cellsOf({ dims }: Bucket, places: readonly number[]): number {
  return places.reduce((product, place) => product * dims[place]!, 1);
}

/** Writes the digits of a state of these places; returns where it stands in the message. */
function setDigits({ dims, strides }: Bucket, places: readonly number[], state: number, digits: Int32Array): number {
  let [rest, at] = [state, 0];
  for (let i = places.length - 1; i >= 0; i--) {
    const place = places[i]!;
    const digit = rest % dims[place]!;
    rest = (rest - digit) / dims[place]!;
    digits[place] = digit;
    at += digit * strides[place]!;
  }
  return at;
}

/** The one value that the ties leave, or −1. */
export function tiedValue({ ties }: Bucket, digits: Int32Array): number {
  let k = -2;
  for (const { places, width, at } of ties) {
    const value = at[digits[places[0]]! * width + digits[places[1]]!]!;
    if (k !== -2 && k !== value) return -1;
    k = value;
  }
  return k;
}

/** What is multiplied with the variable's value in this state. */
export function slopeOf({ products }: Bucket, { multipliers }: Weights, digits: Int32Array): number {
  let slope = 0;
  for (const product of products) {
    if (product.curve === null) slope += steepness(product, multipliers, digits);
  }
  return slope;
}

function steepness({ perCell, places, tables }: Bucket['products'][number], multipliers: readonly number[], digits: Int32Array): number {
  let times = 0;
  for (let r = 0; r < multipliers.length; r++) times += multipliers[r]! * perCell[r]!;
  for (let i = 0; i < places.length; i++) times *= tables[i]![digits[places[i]!]!]!;
  return times;
} // prettier-ignore

interface Rows {
  /** All values in this state but for the slope; the array is written over by the next call. */
  of(digits: Int32Array): Float64Array;
  at(digits: Int32Array, k: number): number;
}

/** What a bucket adds up for each value of its variable. */
export function rowsOf(bucket: Bucket, weights: Weights, unary: Float64Array, messages: readonly Float64Array[]): Rows {
  const shaped = bucket.incoming.filter(({ strides }) => strides.some((stride) => stride !== 0));
  const curved = bucket.products.filter(({ curve }) => curve !== null);
  const buffer = new Float64Array(unary.length);
  const offset = (strides: readonly number[], digits: Int32Array): number => {
    let at = 0;
    for (let i = 0; i < strides.length; i++) at += strides[i]! * digits[i]!;
    return at;
  };
  const of = (digits: Int32Array): Float64Array => {
    if (shaped.length === 0 && curved.length === 0) return unary;
    buffer.set(unary);
    for (const { bucket: from, strides } of shaped) addScaled(buffer, messages[from]!, offset(strides, digits), 1);
    for (const product of curved) addScaled(buffer, product.curve!, 0, steepness(product, weights.multipliers, digits));
    return buffer;
  };
  const at = (digits: Int32Array, k: number): number => {
    let sum = unary[k]!;
    for (const { bucket: from, strides } of shaped) sum += messages[from]![offset(strides, digits) + k]!;
    for (const product of curved) sum += product.curve![k]! * steepness(product, weights.multipliers, digits);
    return sum;
  };
  return { of, at };
}

function tiltAll(bucket: Bucket, weights: Weights, x: Float64Array, row: Float64Array, tilting: readonly number[], tilts: number, base: number, digits: Int32Array, message: Float64Array): void {
  for (let tilt = 0; tilt < tilts; tilt++) {
    const at = base + setDigits(bucket, tilting, tilt, digits);
    const slope = slopeOf(bucket, weights, digits);
    let least = Infinity;
    for (let k = 0; k < row.length; k++) {
      const sum = row[k]! + slope * x[k]!;
      if (sum < least) least = sum;
    }
    message[at] = least;
  }
} // prettier-ignore

function tiltHull(bucket: Bucket, weights: Weights, x: Float64Array, row: Float64Array, tilting: readonly number[], tilts: number, base: number, digits: Int32Array, message: Float64Array, hull: Hull): void {
  buildHull(hull, x, row);
  let place = 0;
  for (let tilt = 0; tilt < tilts; tilt++) {
    const at = base + setDigits(bucket, tilting, tilt, digits);
    const slope = slopeOf(bucket, weights, digits);
    if (hull.size === 0) message[at] = Infinity;
    else {
      place = walkHull(hull, x, row, slope, Math.min(place, hull.size - 1));
      const k = hull.points[place]!;
      message[at] = row[k]! + slope * x[k]!;
    }
  }
} // prettier-ignore
