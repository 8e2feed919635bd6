/**
 * The best choices in order of price (Lawler 1972): what a choice leaves over is divided into one part a variable, in which
 * that variable is the first to differ. The parts are solved side by side, always the one with the least bound.
 */
import { checkProblem } from './check.ts';
import type { Choice, Problem, Solution } from './problem.ts';
import { solve, type Progress, type Request, type SolveOptions } from './solve.ts';

interface Part {
  readonly problem: Problem;
  /** Variables before this one have one value only. */
  readonly from: number;
  readonly run: Generator<Progress, Solution, Request>;
  bound: number;
  solution?: Solution;
}

/** The best choice and `count` more, as far as there are so many. Told to stop, it returns those that are proven by then. */
export function* runnersUp(
  problem: Problem,
  count: number,
  options: SolveOptions = {},
): Generator<Progress, readonly Choice[], Request> {
  checkProblem(problem);
  const found: Choice[] = [];
  const parts = [partOf(problem, 0, options, 0)];
  while (found.length <= count) {
    const part = nextOf(parts);
    if (part === undefined) break;
    if (part.solution === undefined) {
      advance(part);
      if ((yield progressOf(found, part.bound)) === 'stop') break;
      continue;
    }
    parts.splice(parts.indexOf(part), 1);
    const { best } = part.solution;
    if (best === undefined) continue;
    found.push(best);
    parts.push(...divided(part, best, options));
  }
  return found;
}

function partOf(problem: Problem, from: number, options: SolveOptions, bound: number): Part {
  return { problem, from, run: solve(problem, { ...options, gap: 0 }), bound };
}

/** The part with the least bound; a solved one first where they tie. */
function nextOf(parts: readonly Part[]): Part | undefined {
  let next: Part | undefined;
  for (const part of parts) {
    if (next === undefined || part.bound < next.bound || (part.bound === next.bound && part.solution !== undefined))
      next = part;
  }
  return next;
}

function advance(part: Part): void {
  const step = part.run.next();
  if (step.done !== true) part.bound = Math.max(part.bound, step.value.bound);
  else {
    part.solution = step.value;
    part.bound = Math.max(part.bound, step.value.best?.price ?? Infinity);
  }
}

function progressOf([best]: readonly Choice[], bound: number): Progress {
  return { ...(best && { best }), bound, gap: best ? 0 : Infinity, rung: 'runners-up' };
}

/** Everything in the part but the choice. */
function divided({ problem, from }: Part, { values, price }: Choice, options: SolveOptions): readonly Part[] {
  const parts: Part[] = [];
  let fixed = problem;
  for (let v = from; v < problem.variables.length; v++) {
    const others = only(fixed, v, (value) => value !== values[v]);
    if (others.variables[v]!.values.length > 0) parts.push(partOf(others, v, { ...options, hint: values }, price));
    fixed = only(fixed, v, (value) => value === values[v]);
  }
  return parts;
}

function only(problem: Problem, v: number, isKept: (value: number) => boolean): Problem {
  const { name, values, prices } = problem.variables[v]!;
  const kept = { name, values: values.filter(isKept), prices: prices.filter((_, k) => isKept(values[k]!)) };
  return { ...problem, variables: problem.variables.with(v, kept) };
}
