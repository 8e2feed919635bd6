/**
 * A budget problem as plain data: choose one value for each variable so that every resource stays within its budget and the
 * price is least. Nothing here knows of networks; `reduce/problem.ts` makes one of a network's width classes.
 */

/** What is chosen: how many channels a width class keeps, say. */
export interface Variable {
  readonly name: string;
  /** The values that it may have, ascending whole numbers, at least one. */
  readonly values: readonly number[];
  /** What each value costs the objective, 0 or more; the largest value is the original, which costs 0. */
  readonly prices: readonly number[];
}

/** The length of an axis: `constant + Σ times · value`. A concatenation has several parts. */
export interface Length {
  readonly constant: number;
  readonly parts: readonly { readonly variable: number; readonly times: number }[];
}

/** An amount of each resource that grows as the product of some lengths: `perCell[r] · Π lengths`. */
export interface Term {
  /** One whole number for each resource. */
  readonly perCell: readonly number[];
  /** None, one or more; the same variable may stand in several. */
  readonly lengths: readonly Length[];
}

export interface Problem {
  /** Names of the resources: `weights`, `connections`, … */
  readonly resources: readonly string[];
  /** At most so much of each; Infinity where a resource has no budget. */
  readonly budgets: readonly number[];
  readonly variables: readonly Variable[];
  readonly terms: readonly Term[];
}

/** One value for each variable, with what it comes to. */
export interface Choice {
  readonly values: readonly number[];
  readonly price: number;
  /** Exact whole numbers, one for each resource. */
  readonly used: readonly number[];
}

/** What is known when the solver stops: no choice is cheaper than `bound`. */
export interface Solution {
  readonly status:
    | 'optimal' // the price is proven least (the bound reached it)
    | 'within gap' // the bound is as near as was asked for
    | 'stopped' // time or the caller ended it; the best so far
    | 'infeasible';
  /** Absent where nothing fits, or nothing was found before the end. */
  readonly best?: Choice;
  readonly bound: number;
  /** (price − bound) / price; 0 where both are 0. */
  readonly gap: number;
  /** Where nothing fits: the least amount of each resource that any choice reaches on its own, within the domains. */
  readonly least?: readonly number[];
  /** What one more of each resource would save, at the bound: 0 for a budget that does not bind. */
  readonly multipliers?: readonly number[];
  /** Which rung of the ladder proved the bound. */
  readonly proof: 'convex bound' | 'Lagrangian bound' | 'exhausted labels' | 'bisection';
}
