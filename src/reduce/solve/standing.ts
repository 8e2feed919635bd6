/** What is known while a problem is being solved: the best choice, the bound, and what proved it. It only ever improves. */
import { choiceOf, fits } from './evaluate.ts';
import type { Choice, Problem, Solution } from './problem.ts';

export interface Standing {
  readonly problem: Problem;
  /** The gap that is good enough. */
  readonly gap: number;
  best: Choice | undefined;
  bound: number;
  proof: Solution['proof'];
  rung: string;
  isInfeasible: boolean;
  least: readonly number[] | undefined;
  /** Of the best bound, for each resource. */
  multipliers: readonly number[] | undefined;
  /** All prices are multiples of this; 0 where no such number is known. */
  readonly grain: number;
}

/** Prices nearer than this, relatively, are the same: what sums of floating-point prices are exact to, with room. */
const tolerance = 1e-9;

export function standingOf(problem: Problem, gap: number): Standing {
  return {
    problem, gap, best: undefined, bound: 0, proof: 'Lagrangian bound', rung: 'local search',
    isInfeasible: false, least: undefined, multipliers: undefined, grain: grainOf(problem),
  };
} // prettier-ignore

/** Whether a bound proves a price least. */
export function isProven(price: number, bound: number): boolean {
  return price - bound <= 1.001 * tolerance * Math.max(price, 1e-6);
}

export function gapOf(best: Choice | undefined, bound: number): number {
  if (best === undefined) return Infinity;
  return best.price <= bound ? 0 : (best.price - Math.max(0, bound)) / best.price;
}

/** From here on a bound ends the search: nothing that costs more is wanted beside this price. */
export function cutoffOf({ gap, grain }: Pick<Standing, 'gap' | 'grain'>, price: number): number {
  const below = Math.min(price * (1 - gap), price - tolerance * Math.max(price, 1e-6));
  return price === Infinity ? Infinity : Math.min(below, grain > 0 ? price - grain * (1 - 1e-6) : below);
}

/** Takes a choice, if there is one, if it fits and is cheaper; returns the best price. */
export function offer(standing: Standing, values: readonly number[] | undefined): number {
  const { problem, best } = standing;
  if (values === undefined) return priceOf(standing);
  const choice = choiceOf(problem, values);
  if (fits(problem, choice.used) && (best === undefined || choice.price < best.price)) standing.best = choice;
  return priceOf(standing);
}

export function priceOf({ best }: Standing): number {
  return best?.price ?? Infinity;
}

/** Takes a bound if it is higher. Where prices have a grain, so has the bound. */
export function raise(standing: Standing, bound: number, proof: Solution['proof']): void {
  const { grain } = standing;
  const grained = grain > 0 ? grain * Math.ceil(bound / grain - 5e-7) : bound;
  if (grained <= standing.bound) return;
  standing.bound = grained;
  standing.proof = proof;
}

/** Whether the gap that was asked for is reached. */
export function isDone(standing: Standing): boolean {
  return (
    standing.isInfeasible || (standing.best !== undefined && standing.bound >= cutoffOf(standing, standing.best.price))
  );
}

/** The greatest common divisor of prices that are all whole numbers. */
function grainOf({ variables }: Problem): number {
  const prices = variables.flatMap((variable) => variable.prices);
  return prices.every(Number.isSafeInteger) ? prices.reduce(divisor, 0) : 0;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
