/** From any choice to one that fits, and on to a cheaper one, by changing one or two variables at a time. */
import { cellsOf, fits, usedBy } from './evaluate.ts';
import type { Problem } from './problem.ts';

interface State {
  /** The place of each variable's value. */
  readonly at: Int32Array;
  /** Every length of every term, in order; the product of each term's; what they use. */
  readonly lengths: number[];
  readonly cells: number[];
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
  const meters = metersOf(problem);
  const directions = mayFall(problem) ? [-1, 1] : [-1];
  let work = 0;

  /** Sets a variable to its k-th value, and brings lengths, cells and amounts up to date. */
  function move({ at, lengths, cells, used }: State, v: number, k: number): void {
    const { values } = variables[v]!;
    const more = values[k]! - values[at[v]!]!;
    if (more === 0) return;
    const { parts, terms } = meters[v]!;
    work += parts.length + 2 * terms.length;
    for (const { length, times } of parts) lengths[length]! += times * more;
    for (const { index, from, to, perCell } of terms) {
      let product = 1;
      for (let i = from; i < to; i++) product *= lengths[i]!;
      const difference = product - cells[index]!;
      cells[index] = product;
      for (let r = 0; r < used.length; r++) used[r]! += perCell[r]! * difference;
    }
    at[v] = k;
  }

  /** One step of one variable at a time, the one that frees most for its price, until everything fits. */
  function repair(state: State): boolean {
    for (let over = excess(problem, state.used); over > 0; over = excess(problem, state.used)) {
      let [best, which, where] = [0, -1, 0];
      for (let v = 0; v < variables.length; v++) {
        const k = state.at[v]!;
        for (const direction of directions) {
          const to = k + direction;
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
    const state = stateOf(problem, values.map((value, v) => nearest(variables[v]!.values, value)));
    if (!repair(state)) return undefined;
    for (let v = 0; v < variables.length; v++) raise(state, v);
    return state;
  }

  const valuesOf = ({ at }: State): readonly number[] => variables.map(({ values }, v) => values[at[v]!]!);
  return {
    fit(values) {
      const state = fitted(values);
      return state && valuesOf(state);
    },
    polish(values) {
      const state = fitted(values);
      if (state === undefined) return undefined;
      const end = work + mostWork;
      const improves = (p: number): boolean => work < end && steps.map((by) => exchange(state, p, by)).some(Boolean);
      while (variables.map((_, p) => improves(p)).some(Boolean));
      return valuesOf(state);
    },
  };
} // prettier-ignore

/** What changes with a variable: lengths (numbered through all terms), and terms, whose lengths stand `from` … `to`. */
interface Meters {
  readonly parts: readonly { readonly length: number; readonly times: number }[];
  readonly terms: readonly {
    readonly index: number;
    readonly from: number;
    readonly to: number;
    readonly perCell: readonly number[];
  }[];
}

function metersOf({ variables, terms }: Problem): readonly Meters[] {
  const meters = variables.map(() => ({ parts: [] as { length: number; times: number }[], terms: new Map<number, Meters['terms'][number]>() }));
  let from = 0;
  terms.forEach(({ lengths, perCell }, index) => {
    const to = from + lengths.length;
    lengths.forEach(({ parts }, i) => {
      for (const { variable, times } of parts) {
        meters[variable]!.parts.push({ length: from + i, times });
        meters[variable]!.terms.set(index, { index, from, to, perCell });
      }
    });
    from = to;
  });
  return meters.map(({ parts, terms }) => ({ parts, terms: [...terms.values()] }));
} // prettier-ignore

function stateOf(problem: Problem, values: readonly number[]): State {
  return {
    at: Int32Array.from(values, (value, v) => problem.variables[v]!.values.indexOf(value)),
    lengths: problem.terms.flatMap(({ lengths }) => lengths.map((length) => cellsOf([length], values))),
    cells: problem.terms.map(({ lengths }) => cellsOf(lengths, values)),
    used: usedBy(problem, values),
  };
}

/** Whether some amount may grow as a value falls. */
function mayFall({ terms }: Problem): boolean {
  return terms.some(({ perCell, lengths }) => {
    const signs = [
      ...perCell,
      ...lengths.flatMap(({ constant, parts }) => [constant, ...parts.map(({ times }) => times)]),
    ];
    return signs.some((sign) => sign < 0);
  });
}

/** By how much the budgets are exceeded, each relative to itself. */
function excess({ budgets }: Problem, used: readonly number[]): number {
  let sum = 0;
  for (let r = 0; r < used.length; r++) sum += Math.max(0, used[r]! - budgets[r]!) / Math.max(1, Math.abs(budgets[r]!));
  return sum;
}

function nearest(values: readonly number[], value: number): number {
  return values.reduce((best, each) => (Math.abs(each - value) < Math.abs(best - value) ? each : best));
}
