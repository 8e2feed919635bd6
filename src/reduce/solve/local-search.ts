/** From any choice to one that fits, and on to a cheaper one, by changing one or two variables at a time. */
import { cellsOf, fits, usedBy } from './evaluate.ts';
import type { Problem, Term } from './problem.ts';

/** Places of values, one a variable, the values, and what they use. */
interface State {
  readonly at: Int32Array;
  readonly values: number[];
  readonly used: number[];
}

export interface LocalSearch {
  /** The values of a choice near these that fits and has nothing to spare; undefined where none was found. */
  fit(values: readonly number[]): readonly number[] | undefined;
  /** The same, and taken from one variable for the good of another as long as that pays. */
  polish(values: readonly number[]): readonly number[] | undefined;
}

/** Terms evaluated before a polish ends where it stands: some 10 ms. */
const mostWork = 1_000_000;
/** Steps that an exchange takes from a variable. */
const steps = [1, 2, 4, -1] as const;

export function localSearch(problem: Problem): LocalSearch {
  const { variables } = problem;
  const termsOf = variables.map((_, v) => problem.terms.filter((term) => meets(term, v)));
  const workOf = termsOf.map((terms) => terms.reduce((sum, term) => sum + sizeOf(term), 1));
  let work = 0;

  function move({ at, values, used }: State, v: number, k: number): void {
    if (at[v] === k) return;
    work += workOf[v]!;
    const old = values[v]!;
    const value = variables[v]!.values[k]!;
    for (const { perCell, lengths } of termsOf[v]!) {
      values[v] = old;
      const before = cellsOf(lengths, values);
      values[v] = value;
      const more = cellsOf(lengths, values) - before;
      for (let r = 0; r < used.length; r++) used[r]! += perCell[r]! * more;
    }
    values[v] = value;
    at[v] = k;
  }

  /** One step of one variable at a time, the one that frees most for its price, until everything fits. */
  function repair(state: State): boolean {
    for (let over = excess(problem, state.used); over > 0; over = excess(problem, state.used)) {
      let [best, which, where] = [0, -1, 0];
      for (let v = 0; v < variables.length; v++) {
        const k = state.at[v]!;
        for (const to of [k - 1, k + 1]) {
          const price = variables[v]!.prices[to];
          if (price === undefined) continue;
          move(state, v, to);
          const freed = over - excess(problem, state.used);
          move(state, v, k);
          const worth = freed / (Math.max(0, price - variables[v]!.prices[k]!) + 1e-9);
          if (freed > 0 && worth > best) [best, which, where] = [worth, v, to];
        }
      }
      if (which < 0) return false;
      move(state, which, where);
    }
    return true;
  }

  /** Raises a variable as long as that fits and costs less; returns what it saved. */
  function raise(state: State, v: number): number {
    const { prices } = variables[v]!;
    const from = state.at[v]!;
    for (let k = from; k + 1 < prices.length && prices[k + 1]! <= prices[k]!; k++) {
      move(state, v, k + 1);
      if (fits(problem, state.used)) continue;
      move(state, v, k);
      break;
    }
    return prices[from]! - prices[state.at[v]!]!;
  }

  /** Takes some steps from one variable and gives another what that frees, if this is cheaper. */
  function exchange(state: State, p: number, by: number): boolean {
    const old = state.at[p]!;
    const price = variables[p]!.prices[old - by];
    if (price === undefined) return false;
    const loss = price - variables[p]!.prices[old]!;
    move(state, p, old - by);
    if (by < 0 && !fits(problem, state.used)) {
      move(state, p, old);
      return false;
    }
    for (let q = 0; q < variables.length; q++) {
      const before = state.at[q]!;
      if (q === p) continue;
      if (raise(state, q) > loss + 1e-12) return true;
      move(state, q, before);
    }
    move(state, p, old);
    return false;
  }

  function fitted(values: readonly number[]): State | undefined {
    const near = values.map((value, v) => nearest(variables[v]!.values, value));
    const at = Int32Array.from(near, (value, v) => variables[v]!.values.indexOf(value));
    const state: State = { at, values: near, used: usedBy(problem, near) };
    if (!repair(state)) return undefined;
    for (let v = 0; v < variables.length; v++) raise(state, v);
    return state;
  }

  return {
    fit: (values) => fitted(values)?.values,
    polish(values) {
      const state = fitted(values);
      if (state === undefined) return undefined;
      const end = work + mostWork;
      const improves = (p: number): boolean => work < end && steps.map((by) => exchange(state, p, by)).some(Boolean);
      while (variables.map((_, p) => improves(p)).some(Boolean));
      return state.values;
    },
  };
}

/** By how much the budgets are exceeded, each relative to itself. */
function excess({ budgets }: Problem, used: readonly number[]): number {
  let sum = 0;
  for (let r = 0; r < used.length; r++) sum += Math.max(0, used[r]! - budgets[r]!) / Math.max(1, Math.abs(budgets[r]!));
  return sum;
}

function meets({ lengths }: Term, v: number): boolean {
  return lengths.some(({ parts }) => parts.some(({ variable }) => variable === v));
}

function sizeOf({ lengths }: Term): number {
  return lengths.reduce((size, { parts }) => size + 2 + parts.length, 0);
}

function nearest(values: readonly number[], value: number): number {
  return values.reduce((best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best));
}
