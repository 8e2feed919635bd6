/** Small budget problems of every kind, from a seed, and the plain way to solve them: look at every choice. */
import { fits, usedBy } from '../../../src/reduce/solve/evaluate.ts';
import { objectives, type ObjectiveName } from '../../../src/reduce/solve/objectives.ts';
import type { Choice, Length, Problem, Term, Variable } from '../../../src/reduce/solve/problem.ts';

/** Whole numbers from 0 to below the limit: mulberry32. */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

export type Kind = ObjectiveName | 'importance';
export const kinds: readonly Kind[] = ['log', 'square', 'linear', 'units', 'fewest', 'importance'];

/** Up to 5 variables of up to 6 values, 1 to 3 resources; concatenations, squares, lengths that shrink as a value grows. */
export function randomProblem(seed: number, kind: Kind): Problem {
  const random = randomFrom(seed);
  const variables = Array.from({ length: 1 + random(5) }, (_, v) => randomVariable(random, `v${v}`, kind));
  const resources = ['a', 'b', 'c'].slice(0, 1 + random(3));
  const terms = Array.from({ length: 2 + random(7) }, () => randomTerm(random, resources.length, variables));
  const original = usedBy({ resources, terms }, variables.map(({ values }) => values.at(-1)!));
  const least = usedBy({ resources, terms }, variables.map(({ values }) => values[0]!));
  const budgets = original.map((most, r) => {
    const share = random(10) === 0 ? -1 : random(11);
    return random(12) === 0 ? Infinity : Math.floor(least[r]! + ((most - least[r]!) * share) / 10);
  });
  return { resources, budgets, variables, terms };
} // prettier-ignore

function randomVariable(random: (limit: number) => number, name: string, kind: Kind): Variable {
  const values = [...new Set(Array.from({ length: 1 + random(6) }, () => 1 + random(20)))].toSorted((a, b) => a - b);
  const weight = 1 + random(4);
  const price = (value: number): number => {
    const cut = { original: values.at(-1)!, value, weight, unitShare: weight / 100 };
    if (kind === 'importance') return value === cut.original ? 0 : random(1000) / 100;
    return objectives[kind].price(cut);
  };
  return { name, values, prices: values.map(price) };
}

function randomTerm(random: (limit: number) => number, resources: number, variables: readonly Variable[]): Term {
  const part = (): Length['parts'][number] => ({ variable: random(variables.length), times: 1 + random(3) });
  const length = (): Length => {
    const kind = random(10);
    if (kind === 0) return { constant: 1 + random(5), parts: [] };
    if (kind === 1) return { constant: 70, parts: [{ ...part(), times: -1 }] };
    if (kind < 5) return { constant: random(3), parts: Array.from({ length: 2 + random(2) }, part) };
    return { constant: 0, parts: [part()] };
  };
  const perCell = Array.from({ length: resources }, () => random(8));
  return { perCell, lengths: Array.from({ length: random(4) }, length) };
}

/** The cheapest choice that fits, by looking at all. */
export function bruteForce(problem: Problem): Choice | undefined {
  return allChoices(problem)[0];
}

/** Every choice that fits, by ascending price. */
export function allChoices(problem: Problem): readonly Choice[] {
  const found: Choice[] = [];
  const values: number[] = [];
  const visit = (v: number, price: number): void => {
    const variable = problem.variables[v];
    if (variable === undefined) {
      const used = usedBy(problem, values);
      if (fits(problem, used)) found.push({ values: [...values], price, used });
      return;
    }
    variable.values.forEach((value, k) => {
      values[v] = value;
      visit(v + 1, price + variable.prices[k]!);
    });
  };
  visit(0, 0);
  return found.toSorted((a, b) => a.price - b.price);
}
