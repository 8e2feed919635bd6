/**
 * The convex bound: where every price is `weight · ln(x0 / x)`, u = ln x makes the price linear and every budget a sum of
 * exponentials of linear functions: a geometric program (Boyd, Kim, Vandenberghe and Hassibi 2007). It needs no elimination,
 * so it holds on any graph.
 */
import { centre, slacksOf, type Posynomial, type Program } from './barrier.ts';
import { bindingOf } from './compile.ts';
import { multiply, polynomialOf, type Monomial } from './polynomial.ts';
import type { Meter, Paused } from './meter.ts';
import type { Problem, Variable } from './problem.ts';

export interface ConvexBound {
  readonly bound: number;
  /** The optimum between the values: to be rounded. */
  readonly values: readonly number[];
  /** For each resource that binds. */
  readonly multipliers: readonly number[];
}

/** A step of Newton's method costs the cube of the variables, and the terms. */
const mostVariables = 300;
const mostTerms = 20_000;

/**
 * Undefined where prices are not logarithms (told from the tables: all of a variable's prices must fit one weight to 1e-9),
 * an amount may fall with a width, or no point lies inside the budgets.
 */
export function* convexBound(problem: Problem, meter: Meter): Paused<ConvexBound | undefined> {
  const weights = problem.variables.map(logWeightOf).filter((weight) => weight !== undefined);
  if (weights.length < problem.variables.length || weights.length > mostVariables) return undefined;
  const binding = bindingOf(problem);
  if (binding.some((r) => problem.budgets[r]! <= 0)) return undefined;
  const budgets = binding.map((r) => posynomialOf(problem, r));
  if (budgets.some((terms) => terms.length > mostTerms || terms.some(({ times }) => times < 0))) return undefined;
  const low = problem.variables.map(({ values }) => Math.log(values[0]!));
  const high = problem.variables.map(({ values }) => Math.log(values.at(-1)!));
  const optimum = yield* optimumOf({ weights, budgets, low, high }, meter);
  if (optimum === undefined) return undefined;
  const bound = problem.variables.reduce((sum, { prices }) => sum + prices.at(-1)!, optimum.bound);
  return { ...optimum, bound, multipliers: optimum.multipliers.map((each, i) => each / problem.budgets[binding[i]!]!) };
}

/** The weight for which every price is `weight · ln(x0 / x)`; undefined where there is none. */
export function logWeightOf({ values, prices }: Variable): number | undefined {
  const original = values.at(-1)!;
  if (values[0]! <= 0) return undefined;
  if (values.length === 1) return prices[0] === 0 ? 0 : undefined;
  const weight = prices[0]! / Math.log(original / values[0]!);
  const isLog = values.every(
    (value, k) => Math.abs(prices[k]! - weight * Math.log(original / value)) <= 1e-9 * prices[0]!,
  );
  return isLog ? weight : undefined;
}

/** Amounts relative to the budget, as sums of powers. */
function posynomialOf(problem: Problem, r: number): Posynomial {
  const sum = new Map<string, Monomial>();
  for (const { perCell, lengths } of problem.terms) {
    if (perCell[r] === 0) continue;
    for (const [key, monomial] of lengths
      .map(polynomialOf)
      .reduce(multiply, polynomialOf({ constant: 1, parts: [] }))) {
      const known = sum.get(key)?.coefficient ?? 0;
      sum.set(key, { ...monomial, coefficient: known + perCell[r]! * monomial.coefficient });
    }
  }
  return [...sum.values()].map(({ scope, powers, coefficient }) => ({
    scope,
    powers,
    times: coefficient / problem.budgets[r]!,
  }));
}

/** How much sharper the barrier gets from one centring to the next, and where that ends. */
const sharpening = 15;
const sharpest = 1e7;

function* optimumOf(program: Program, meter: Meter): Paused<ConvexBound | undefined> {
  const { low, high, weights } = program;
  const span = weights.reduce((sum, weight, i) => sum + weight * (high[i]! - low[i]!), 0);
  let u = low.map((each, i) => each + 1e-3 * (high[i]! - each));
  if (span === 0 || slacksOf(program, u).some((slack) => slack <= 0)) return undefined;
  let best: ConvexBound = { bound: 0, values: u.map(Math.exp), multipliers: program.budgets.map(() => 0) };
  for (let sharpness = 1 / span; sharpness < sharpest / span; sharpness *= sharpening) {
    u = yield* centre(program, u, sharpness, meter);
    const multipliers = slacksOf(program, u).map((slack) => 1 / (sharpness * slack));
    const bound = boundAt(program, u, multipliers);
    best = { values: u.map(Math.exp), ...(bound > best.bound ? { bound, multipliers } : { bound: best.bound, multipliers: best.multipliers }) };
  }
  return best;
} // prettier-ignore

/**
 * A Lagrangian is convex, so it lies above its tangent in u, and the tangent is least at a corner of the box: a bound that
 * holds whatever the multipliers and however far Newton's method got.
 */
function boundAt(
  { weights, budgets, low, high }: Program,
  u: readonly number[],
  multipliers: readonly number[],
): number {
  const gradient = weights.map((weight) => -weight);
  let bound = weights.reduce((sum, weight, i) => sum + weight * (high[i]! - u[i]!), 0);
  budgets.forEach((terms, r) => {
    bound -= multipliers[r]!;
    for (const { scope, powers, times } of terms) {
      const amount = multipliers[r]! * times * Math.exp(scope.reduce((sum, v, i) => sum + powers[i]! * u[v]!, 0));
      bound += amount;
      scope.forEach((v, i) => (gradient[v]! += powers[i]! * amount));
    }
  });
  return gradient.reduce(
    (sum, slope, i) => sum + Math.min(slope * (low[i]! - u[i]!), slope * (high[i]! - u[i]!)),
    bound,
  );
}
