/** The ladder: local search, Lagrangian dual, values that cannot be, exact labels with ever wider beams. Each rung may end it. */
import { UsageError } from '../../core/errors.ts';
import { checkProblem } from './check.ts';
import { climb } from './ladder.ts';
import { finish } from './meter.ts';
import type { Choice, Problem, Solution } from './problem.ts';
import { gapOf, isDone, isProven, standingOf, type Standing } from './standing.ts';

export interface SolveOptions {
  /** Ends as soon as (price − bound) / price is at most this; 0 is to the proof. */
  readonly gap?: number;
  /** A choice to begin with, from a similar problem; it need not fit. */
  readonly hint?: readonly number[];
  /** Multipliers to begin with, for each resource. */
  readonly multipliers?: readonly number[];
  /** Labels of a stage at most, 1,000,000 where nothing is said: about 300 bytes each while it is worked on. */
  readonly labels?: number;
  /** Cells of a table at most, 2,000,000 where nothing is said; larger buckets are split. */
  readonly cells?: number;
}

/** What is known on the way. */
export interface Progress {
  readonly best?: Choice;
  readonly bound: number;
  readonly gap: number;
  readonly rung: string;
}

/** Said to `next` to end at once with the best so far. */
export type Request = 'stop' | undefined;

/**
 * Solves step by step, about 20 ms each. Throws UsageError for a contradictory problem, UnsupportedError for totals past
 * 2^53.
 */
export function* solve(problem: Problem, options: SolveOptions = {}): Generator<Progress, Solution, Request> {
  checkProblem(problem);
  if (options.hint !== undefined && options.hint.length !== problem.variables.length) {
    throw new UsageError(
      `${problem.variables.length} variables need as many values in a hint; there are ${options.hint.length}`,
    );
  }
  const standing = standingOf(problem, options.gap ?? defaultGap);
  for (const _ of climb(problem, options, standing)) {
    if ((yield progressOf(standing)) === 'stop') break;
  }
  return solutionOf(standing);
}

/** One part in a thousand: a thousandth of a change is less than a step of any width. */
const defaultGap = 0.001;

/** Solves without a pause. */
export function solveNow(problem: Problem, options: SolveOptions = {}): Solution {
  return finish(solve(problem, options));
}

function progressOf({ best, bound, rung }: Standing): Progress {
  return { ...(best === undefined ? {} : { best }), bound, gap: gapOf(best, bound), rung };
}

function solutionOf(standing: Standing): Solution {
  const { best, bound, proof, least, multipliers } = standing;
  const extra = { proof, ...(least && { least }), ...(multipliers && { multipliers }) };
  if (standing.isInfeasible) return { status: 'infeasible', bound: Infinity, gap: 0, ...extra };
  if (best === undefined) return { status: 'stopped', bound, gap: Infinity, ...extra };
  if (isProven(best.price, bound)) return { status: 'optimal', best, bound: best.price, gap: 0, ...extra };
  return { status: isDone(standing) ? 'within gap' : 'stopped', best, bound, gap: gapOf(best, bound), ...extra };
}
