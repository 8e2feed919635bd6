/** Newton's method on the logarithmic barrier of a geometric program (Boyd and Vandenberghe 2004, chapter 11). */

import { isDue, type Meter, type Paused } from './meter.ts';

/** `Σ times · exp(Σ power · u)`, which a budget holds to at most 1. */
export type Posynomial = readonly {
  readonly scope: readonly number[];
  readonly powers: readonly number[];
  readonly times: number;
}[];

/** Least `Σ weight · (high − u)` with every posynomial at most 1 and `low ≤ u ≤ high`. */
export interface Program {
  readonly weights: readonly number[];
  readonly budgets: readonly Posynomial[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** What each budget leaves. */
export function slacksOf({ budgets }: Program, u: readonly number[]): readonly number[] {
  return budgets.map((terms) => terms.reduce((rest, term) => rest - amountOf(term, u), 1));
}

function amountOf({ scope, powers, times }: Posynomial[number], u: readonly number[]): number {
  let exponent = 0;
  for (let i = 0; i < scope.length; i++) exponent += powers[i]! * u[scope[i]!]!;
  return times * Math.exp(exponent);
}

/** Steps of a centring at most, and the decrement below which it is centred enough. */
const mostSteps = 40;
const centred = 1e-6;

/** From a point inside, the point where `sharpness · price` plus the barrier is least. */
export function* centre(program: Program, start: readonly number[], sharpness: number, meter: Meter): Paused<number[]> {
  let u = [...start];
  const terms = program.budgets.reduce((sum, budget) => sum + budget.length, 0);
  let here = barrier(program, u, sharpness);
  for (let step = 0; step < mostSteps; step++) {
    if (isDue(meter, u.length ** 3 / 4 + 20 * terms)) yield;
    const { gradient, hessian } = derivatives(program, u, sharpness);
    const direction = choleskySolved(hessian, gradient);
    const decrement = gradient.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
    if (!(decrement > centred)) break;
    let length = 1;
    let [next, there] = [u, Infinity];
    for (; length > 1e-9; length /= 2) {
      next = u.map((each, i) => each - length * direction[i]!);
      there = barrier(program, next, sharpness);
      if (there <= here - 0.1 * length * decrement) break;
    }
    if (!(there < here)) break;
    [u, here] = [next, there];
  }
  return u;
}

function barrier(program: Program, u: readonly number[], sharpness: number): number {
  const { weights, low, high } = program;
  let sum = 0;
  for (let i = 0; i < u.length; i++) {
    sum += sharpness * weights[i]! * (high[i]! - u[i]!);
    if (high[i]! > low[i]!) sum -= logOrNot(u[i]! - low[i]!) + logOrNot(high[i]! - u[i]!);
  }
  return slacksOf(program, u).reduce((rest, slack) => rest - logOrNot(slack), sum);
}

/** −∞ outside, so that the barrier is infinite there. */
function logOrNot(x: number): number {
  return x > 0 ? Math.log(x) : -Infinity;
}

interface Derivatives {
  readonly gradient: Float64Array;
  /** By rows. */
  readonly hessian: Float64Array;
}

function derivatives(program: Program, u: readonly number[], sharpness: number): Derivatives {
  const { weights, budgets, low, high } = program;
  const size = u.length;
  const gradient = Float64Array.from(weights, (weight) => -sharpness * weight);
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const [below, above] = [u[i]! - low[i]!, high[i]! - u[i]!];
    if (below + above === 0) {
      gradient[i] = 0;
      hessian[i * size + i] = 1;
      continue;
    }
    gradient[i]! += 1 / above - 1 / below;
    hessian[i * size + i] = 1 / (below * below) + 1 / (above * above);
  }
  const slacks = slacksOf(program, u);
  budgets.forEach((terms, r) => addBudget(terms, u, slacks[r]!, { gradient, hessian }, (v) => high[v]! > low[v]!));
  return { gradient, hessian };
}

/** −log(1 − g): its gradient is ∇g / slack, its Hessian ∇²g / slack + ∇g ∇gᵀ / slack². */
function addBudget(terms: Posynomial, u: readonly number[], slack: number, { gradient, hessian }: Derivatives, isFree: (v: number) => boolean): void {
  const size = u.length;
  const slope = new Float64Array(size);
  for (const term of terms) {
    const amount = amountOf(term, u);
    const free = term.scope.map((v, i) => [v, term.powers[i]!] as const).filter(([v]) => isFree(v));
    for (const [v, power] of free) {
      slope[v]! += power * amount;
      for (const [w, other] of free) hessian[v * size + w]! += (power * other * amount) / slack;
    }
  }
  for (let i = 0; i < size; i++) {
    if (slope[i] === 0) continue;
    gradient[i]! += slope[i]! / slack;
    for (let j = 0; j < size; j++) hessian[i * size + j]! += (slope[i]! * slope[j]!) / (slack * slack);
  }
} // prettier-ignore

/** Solves a positive definite system; the matrix is written over. */
function choleskySolved(a: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / a[j * size + j]!;
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i * size + k]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= a[k * size + i]! * x[k]!;
    x[i]! /= a[i * size + i]!;
  }
  return x;
}
