/**
 * A budget problem as a mixed integer linear program (the local marginal polytope) for HiGHS: one binary for each value of a
 * variable, and for two variables that are multiplied one column for each pair of values.
 */
import highsModule from 'highs';
import { choiceOf, type Choice, type Length, type Problem } from '../../../src/reduce/solve/index.ts';

type Affine = ReadonlyMap<number, number>;

/** What HiGHS came to; the bound is not reported by its text interface. */
export interface HighsAnswer {
  readonly isOptimal: boolean;
  /** Recomputed in whole numbers from the values that it chose. */
  readonly choice?: Choice;
}

/** The package's types tell of a CommonJS module; what Node loads is its ES module. */
export const loadHighs = 'default' in highsModule ? highsModule.default : highsModule;
export type Highs = Awaited<ReturnType<typeof loadHighs>>;

export function solveWithHighs(highs: Highs, problem: Problem, seconds: number): HighsAnswer {
  const { Status, Columns } = highs.solve(programOf(problem), {
    mip_rel_gap: 0,
    mip_abs_gap: 1e-9,
    mip_feasibility_tolerance: 1e-9,
    primal_feasibility_tolerance: 1e-9,
    time_limit: seconds,
    output_flag: false,
  });
  const primal = (name: string): number => {
    const column = Columns[name];
    return column !== undefined && 'Primal' in column && typeof column.Primal === 'number' ? column.Primal : 0;
  };
  const chosen = problem.variables.map(({ values }, v) => values.find((_, k) => primal(`y_${v}_${k}`) > 0.5));
  const isOptimal = Status === 'Optimal';
  const values = chosen.filter((value) => value !== undefined);
  return values.length < chosen.length ? { isOptimal } : { isOptimal, choice: choiceOf(problem, values) };
}

/** The program in the CPLEX LP format. Terms of more than two variable lengths are not supported. */
function programOf(problem: Problem): string {
  const pairs = new Map<string, readonly [number, number]>();
  const budgets = problem.resources.map(() => new Map<string, number>());
  const constants = problem.resources.map(() => 0);
  for (const { perCell, lengths } of problem.terms) {
    const [a, b, ...more] = lengths.map(affineOf);
    if (more.length > 0) throw new RangeError('a product of three lengths has no columns');
    for (const [p, s] of a ?? constant) {
      for (const [q, t] of b ?? constant) perCell.forEach((amount, r) => add(r, p, q, amount * s * t));
    }
  }
  const rows = [
    ...problem.variables.map(({ values }, v) => `${sum(values.map((_, k) => [`y_${v}_${k}`, 1]))} = 1`),
    ...[...pairs.values()].flatMap((pair) => marginalRows(problem, pair)),
    ...budgets.flatMap((amounts, r) => budgetRow([...amounts], problem.budgets[r]! - constants[r]!)),
  ];
  const prices = problem.variables.flatMap(({ prices }, v) => prices.map((price, k): [string, number] => [`y_${v}_${k}`, price]));
  const binaries = prices.map(([name]) => name);
  return `Minimize\n obj: ${sum(prices)}\nSubject To\n${rows.map((row, i) => ` r${i}: ${row}`).join('\n')}\nBinary\n ${binaries.join('\n ')}\nEnd\n`;

  /** `amount` times the values of two variables; −1 stands for the constant 1. */
  function add(r: number, p: number, q: number, amount: number): void {
    const put = (name: string, more: number): void => void budgets[r]!.set(name, (budgets[r]!.get(name) ?? 0) + more);
    const valuesOf = (v: number): readonly number[] => problem.variables[v]!.values;
    const [v, w] = p < q ? [p, q] : [q, p];
    if (w < 0) constants[r]! += amount;
    else if (v < 0) valuesOf(w).forEach((value, k) => put(`y_${w}_${k}`, amount * value));
    else if (v === w) valuesOf(v).forEach((value, k) => put(`y_${v}_${k}`, amount * value * value));
    else {
      pairs.set(`${v} ${w}`, [v, w]);
      valuesOf(v).forEach((x, k) => valuesOf(w).forEach((y, l) => put(`z_${v}_${w}_${k}_${l}`, amount * x * y)));
    }
  }
} // prettier-ignore

const constant: Affine = new Map([[-1, 1]]);

/** By variable; −1 is the constant. */
function affineOf({ constant, parts }: Length): Affine {
  const sum = new Map<number, number>(constant === 0 ? [] : [[-1, constant]]);
  for (const { variable, times } of parts) sum.set(variable, (sum.get(variable) ?? 0) + times);
  return sum;
}

/** The pairs with a value come to that value. */
function marginalRows({ variables }: Problem, [v, w]: readonly [number, number]): readonly string[] {
  const [ks, ls] = [[...variables[v]!.values.keys()], [...variables[w]!.values.keys()]];
  return [
    ...ks.map((k) => `${sum(ls.map((l) => [`z_${v}_${w}_${k}_${l}`, 1]))} - y_${v}_${k} = 0`),
    ...ls.map((l) => `${sum(ks.map((k) => [`z_${v}_${w}_${k}_${l}`, 1]))} - y_${w}_${l} = 0`),
  ];
}

/** Relative to the budget, so that tolerances are too. */
function budgetRow(amounts: readonly (readonly [string, number])[], budget: number): readonly string[] {
  if (budget === Infinity || amounts.length === 0) return [];
  const scale = Math.max(1, Math.abs(budget));
  return [`${sum(amounts.map(([name, amount]) => [name, amount / scale]))} <= ${budget / scale}`];
}

/** Long lines are broken: the format allows 560 characters. */
function sum(terms: readonly (readonly [string, number])[]): string {
  return terms
    .map(([name, times], i) => `${times < 0 ? '-' : '+'} ${Math.abs(times)} ${name}${i % 8 === 7 ? '\n ' : ''}`)
    .join(' ');
}
