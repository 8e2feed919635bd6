/**
 * The buckets of an elimination: which products, sums and messages are minimised together over which variable. A bucket
 * whose table would be too large is split (mini-buckets, Dechter and Rish 2003): each part minimises over a copy of the
 * variable of its own, which gives a lower bound.
 */
import type { Model, Part } from './model.ts';
import type { Order } from './order.ts';

export interface Bucket {
  readonly variable: number;
  /** The variables that its message depends on, the last eliminated first. */
  readonly scope: readonly number[];
  /** How many values each has, and how far apart they lie in the message. */
  readonly dims: readonly number[];
  readonly strides: readonly number[];
  readonly cells: number;
  /** Whether prices and amounts of the variable by itself are counted here: in one of its buckets only. */
  readonly isOwner: boolean;
  readonly products: readonly BucketProduct[];
  readonly ties: readonly Tie[];
  readonly incoming: readonly Incoming[];
  /** The bucket that receives the message; −1 where it depends on nothing. */
  readonly parent: number;
  /** For each of the scope, its place in the parent's scope; the scope's length for the parent's own variable. */
  readonly inParent: readonly number[];
}

export interface BucketProduct {
  readonly perCell: readonly number[];
  /** For each value of the bucket's variable, its power; null where that is the value itself. */
  readonly curve: Float64Array | null;
  /** The other factors: places in the scope, and the power of each value. */
  readonly places: readonly number[];
  readonly tables: readonly Float64Array[];
}

/** A sum of which the bucket's variable is one: the other two (by their places) leave it one value, or none (−1). */
export interface Tie {
  readonly places: readonly [number, number];
  readonly width: number;
  readonly at: Int32Array;
}

/** A message of an earlier bucket; the variable's own values lie next to each other in it. */
export interface Incoming {
  readonly bucket: number;
  /** For each place of the scope. */
  readonly strides: readonly number[];
}

export interface Plan {
  readonly order: readonly number[];
  readonly buckets: readonly Bucket[];
  readonly bucketsOf: readonly (readonly number[])[];
  /** Whether no bucket was split, so that elimination is exact. */
  readonly isExact: boolean;
  /** Rows times values of all buckets. */
  readonly work: number;
}

/** What waits to be minimised over: numbered among its kind. */
type Summand =
  | { readonly kind: 'product' | 'sum'; readonly index: number; readonly scope: readonly number[] }
  | { readonly kind: 'message'; readonly index: number; readonly scope: readonly number[] };

/** No table has more than `limit` cells, unless a single product or sum alone needs them. */
export function planOf(model: Model, order: Order, limit: number): Plan {
  const position = new Int32Array(model.variables.length);
  order.variables.forEach((v, i) => (position[v] = i));
  const waiting: Summand[][] = model.variables.map(() => []);
  const place = (f: Summand): void => void waiting[f.scope.reduce((a, b) => (position[a]! < position[b]! ? a : b))]!.push(f);
  model.products.forEach(({ scope }, index) => place({ kind: 'product', index, scope }));
  model.sums.forEach(({ total, parts }, index) => place({ kind: 'sum', index, scope: [total, ...parts.map((p) => p.variable)] }));
  const buckets: Bucket[] = [];
  const bucketsOf: number[][] = model.variables.map(() => []);
  for (const v of order.variables) {
    split(model, v, waiting[v]!, limit).forEach((functions, i) => {
      const bucket = bucketOf(model, position, v, functions, buckets, i === 0);
      const index = buckets.push(bucket) - 1;
      bucketsOf[v]!.push(index);
      if (bucket.scope.length > 0) place({ kind: 'message', index, scope: bucket.scope });
    });
  }
  const work = buckets.reduce((sum, { cells, ties, variable }) => sum + cells * (ties.length > 0 ? 1 : model.variables[variable]!.values.length), 0);
  return { order: order.variables, buckets: linked(buckets), bucketsOf, isExact: bucketsOf.every((each) => each.length === 1), work };
} // prettier-ignore

/** First fit, the widest first. */
function split(model: Model, v: number, functions: readonly Summand[], limit: number): readonly (readonly Summand[])[] {
  const parts: { scope: Set<number>; functions: Summand[] }[] = [];
  for (const f of functions.toSorted((a, b) => b.scope.length - a.scope.length)) {
    const others = f.scope.filter((u) => u !== v);
    const part = parts.find(({ scope }) => cellsOf(model, new Set([...scope, ...others])) <= limit);
    if (part === undefined) parts.push({ scope: new Set(others), functions: [f] });
    else {
      others.forEach((u) => part.scope.add(u));
      part.functions.push(f);
    }
  }
  return parts.length === 0 ? [[]] : parts.map((part) => part.functions);
}

function cellsOf(model: Model, scope: Iterable<number>): number {
  let cells = 1;
  for (const u of scope) cells *= model.variables[u]!.values.length;
  return cells;
}

function bucketOf(model: Model, position: Int32Array, variable: number, functions: readonly Summand[], buckets: readonly Bucket[], isOwner: boolean): Bucket {
  const all = new Set(functions.flatMap(({ scope }) => scope).filter((u) => u !== variable));
  const scope = [...all].toSorted((a, b) => position[b]! - position[a]!);
  const dims = scope.map((u) => model.variables[u]!.values.length);
  const strides = dims.map((_, i) => dims.slice(i + 1).reduce((a, b) => a * b, 1));
  const of = (kind: Summand["kind"]): readonly number[] => functions.filter((f) => f.kind === kind).map((f) => f.index);
  return {
    variable, scope, dims, strides, isOwner,
    cells: dims.reduce((a, b) => a * b, 1),
    products: of('product').map((index) => productOf(model, variable, scope, index)),
    ties: of('sum').map((index) => tieOf(model, variable, scope, index)),
    incoming: of('message').map((bucket) => ({ bucket, strides: scope.map((u) => stridesIn(buckets[bucket]!, u)) })),
    parent: -1,
    inParent: [],
  };
} // prettier-ignore

function stridesIn({ scope, strides }: Bucket, u: number): number {
  const place = scope.indexOf(u);
  return place < 0 ? 0 : strides[place]!;
}

function productOf(model: Model, variable: number, scope: readonly number[], index: number): BucketProduct {
  const product = model.products[index]!;
  const power = (u: number, exponent: number): Float64Array => {
    const { values } = model.variables[u]!;
    return exponent === 1 ? values : values.map((value) => value ** exponent);
  };
  const own = product.powers[product.scope.indexOf(variable)]!;
  const others = product.scope.filter((u) => u !== variable);
  return {
    perCell: product.perCell,
    curve: own === 1 ? null : power(variable, own),
    places: others.map((u) => scope.indexOf(u)),
    tables: others.map((u) => power(u, product.powers[product.scope.indexOf(u)]!)),
  };
}

function tieOf(model: Model, variable: number, scope: readonly number[], index: number): Tie {
  const { total, parts } = model.sums[index]!;
  const all: readonly Part[] = [{ variable: total, times: -1 }, ...parts];
  const own = all.find((part) => part.variable === variable)!;
  const [a, b] = all.filter((part) => part !== own);
  if (a === undefined || b === undefined) throw new RangeError('a sum ties three different variables');
  const [first, second] = [model.variables[a.variable]!.values, model.variables[b.variable]!.values];
  const indexOf = new Map([...model.variables[variable]!.values].map((value, k) => [value, k]));
  const at = new Int32Array(first.length * second.length);
  first.forEach((x, i) => {
    second.forEach((y, j) => (at[i * second.length + j] = indexOf.get(-(a.times * x + b.times * y) / own.times) ?? -1));
  });
  return { places: [scope.indexOf(a.variable), scope.indexOf(b.variable)], width: second.length, at };
}

/** Tells every bucket which one its message goes to. */
function linked(buckets: readonly Bucket[]): readonly Bucket[] {
  const parents = new Int32Array(buckets.length).fill(-1);
  buckets.forEach(({ incoming }, parent) => incoming.forEach(({ bucket }) => (parents[bucket] = parent)));
  return buckets.map((bucket, b) => {
    const parent = buckets[parents[b]!];
    if (parent === undefined) return bucket;
    const places = bucket.scope.map((u) => (u === parent.variable ? parent.scope.length : parent.scope.indexOf(u)));
    return { ...bucket, parent: parents[b]!, inParent: places };
  });
}
