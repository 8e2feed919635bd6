/** The values at which an eliminated sum is least, found by going back through the buckets. */
import { rowsOf, slopeOf, tiedValue, type Potential } from './eliminate.ts';
import type { Model } from './model.ts';
import type { Bucket, Plan } from './plan.ts';

export interface Decoded {
  /** For each of the problem's variables, the value that its first bucket takes. */
  readonly values: readonly number[];
  /** Price and amounts; where buckets were split they belong to the copies, as the bound does, and to no choice. */
  readonly price: number;
  readonly amounts: readonly number[];
}

export function decode(model: Model, plan: Plan, potential: Potential): Decoded {
  const taken: Int32Array[] = [];
  const values = model.variables.slice(0, model.originals).map(() => 0);
  const amounts = model.budgets.map(() => 0);
  let price = 0;
  for (let b = plan.buckets.length - 1; b >= 0; b--) {
    const bucket = plan.buckets[b]!;
    const digits = new Int32Array(bucket.scope.length + 1);
    bucket.inParent.forEach((place, i) => (digits[i] = taken[bucket.parent]![place]!));
    const k = leastValue(model, bucket, potential, b, digits);
    digits[bucket.scope.length] = k;
    taken[b] = digits;
    const domain = model.variables[bucket.variable]!;
    if (bucket.isOwner) {
      price += domain.prices[k]!;
      amounts.forEach((_, r) => (amounts[r]! += domain.amounts[r]![k]!));
      if (bucket.variable < model.originals) values[bucket.variable] = domain.values[k]!;
    }
    addProducts(bucket, domain.values[k]!, k, digits, amounts);
  }
  return { values, price, amounts };
}

function leastValue(model: Model, bucket: Bucket, { weights, unary, messages }: Potential, b: number, digits: Int32Array): number {
  if (bucket.ties.length > 0) return Math.max(0, tiedValue(bucket, digits));
  const x = model.variables[bucket.variable]!.values;
  const row = rowsOf(bucket, weights, unary[b]!, messages).of(digits);
  const slope = slopeOf(bucket, weights, digits);
  let [least, best] = [Infinity, 0];
  for (let k = 0; k < x.length; k++) {
    const sum = row[k]! + slope * x[k]!;
    if (sum < least) [least, best] = [sum, k];
  }
  return best;
} // prettier-ignore

function addProducts({ products }: Bucket, value: number, k: number, digits: Int32Array, amounts: number[]): void {
  for (const { perCell, curve, places, tables } of products) {
    const cells = places.reduce(
      (product, place, i) => product * tables[i]![digits[place]!]!,
      curve === null ? value : curve[k]!,
    );
    amounts.forEach((_, r) => (amounts[r]! += perCell[r]! * cells));
  }
}
