/**
 * Problem → Model: products of lengths become polynomials. The sum of a concatenation either is multiplied out, or becomes
 * prefix sums in a trie (T_k = T_{k-1} + x_k) that all lengths share: DenseNet-121's tree-width falls from 25 to 2.
 */
import { multiply, polynomialOf, type Polynomial } from './polynomial.ts';
import type { Domain, Model, Part, Product, Sum } from './model.ts';
import type { Length, Problem } from './problem.ts';

/** Either way of treating sums gives a model of the same problem; which is narrower depends on the graph. */
export function compile(problem: Problem, sumsAs: 'prefix sums' | 'multiplied out'): Model {
  const trie = new Map<string, number>();
  const sums: Sum[] = [];
  const values: Float64Array[] = problem.variables.map((variable) => Float64Array.from(variable.values));
  const lengthOf = sumsAs === 'prefix sums' ? (length: Length) => ended(length, prefix) : merged;
  const polynomials = problem.terms.map(({ lengths }) => lengths.map(lengthOf).map(polynomialOf).reduce(multiply, polynomialOf({ constant: 1, parts: [] })));
  return assemble(problem, values, sums, polynomials);

  /** The variable that stands for the sum of these parts, sharing what it can of those made before. */
  function prefix(parts: readonly Part[]): Part {
    if (parts.length === 1) return parts[0]!;
    const key = parts.map(({ variable, times }) => `${times}*${variable}`).join('+');
    const known = trie.get(key);
    if (known !== undefined) return { variable: known, times: 1 };
    const pair = [prefix(parts.slice(0, -1)), parts.at(-1)!] as const;
    const total = values.push(sumsOf(values[pair[0].variable]!, pair[0].times, values[pair[1].variable]!, pair[1].times)) - 1;
    sums.push({ total, parts: pair });
    trie.set(key, total);
    return { variable: total, times: 1 };
  }
} // prettier-ignore

/** Each variable once, in order, so that sums of the same variables are the same. */
function merged({ constant, parts }: Length): Length {
  const times = new Map<number, number>();
  for (const part of parts) times.set(part.variable, (times.get(part.variable) ?? 0) + part.times);
  const some = [...times].filter(([, count]) => count !== 0).toSorted(([a], [b]) => a - b);
  return { constant, parts: some.map(([variable, count]) => ({ variable, times: count })) };
}

function ended(length: Length, prefix: (parts: readonly Part[]) => Part): Length {
  const { constant, parts } = merged(length);
  return { constant, parts: parts.length === 0 ? [] : [prefix(parts)] };
}

/** Every sum that two variables can have, ascending. */
function sumsOf(left: Float64Array, leftTimes: number, right: Float64Array, rightTimes: number): Float64Array {
  const all = new Set<number>();
  for (const a of left) for (const b of right) all.add(leftTimes * a + rightTimes * b);
  return Float64Array.from(all).sort();
}

function assemble(problem: Problem, values: readonly Float64Array[], sums: readonly Sum[], polynomials: readonly Polynomial[]): Model {
  const bound = bindingOf(problem);
  const base = bound.map(() => 0);
  const amounts = values.map(({ length }) => bound.map(() => new Float64Array(length)));
  const products = new Map<string, Product & { readonly perCell: number[] }>();
  polynomials.forEach((polynomial, t) => {
    for (const [key, { scope, powers, coefficient }] of polynomial) {
      const each = bound.map((r) => coefficient * problem.terms[t]!.perCell[r]!);
      if (scope.length > 1) {
        const product = products.get(key) ?? { scope, powers, perCell: bound.map(() => 0) };
        products.set(key, product);
        each.forEach((amount, r) => (product.perCell[r]! += amount));
        continue;
      }
      const [v] = scope;
      each.forEach((amount, r) => {
        if (v === undefined) base[r]! += amount;
        else values[v]!.forEach((value, k) => (amounts[v]![r]![k]! += amount * value ** powers[0]!));
      });
    }
  });
  const variables: readonly Domain[] = values.map((each, v) => ({
    values: each,
    prices: Float64Array.from(problem.variables[v]?.prices ?? each.map(() => 0)),
    amounts: amounts[v]!,
  }));
  return {
    budgets: bound.map((r, i) => problem.budgets[r]! - base[i]!),
    variables,
    originals: problem.variables.length,
    products: [...products.values()].filter(({ perCell }) => perCell.some((amount) => amount !== 0)),
    sums,
  };
} // prettier-ignore

/** The resources that some choice exceeds, or may; the others bind nothing. */
export function bindingOf(problem: Problem): readonly number[] {
  const largest = problem.resources.map(() => 0);
  for (const { perCell, lengths } of problem.terms) {
    const cells = lengths.reduce((product, { constant, parts }) => {
      const each = parts.map(({ variable, times }) => Math.abs(times * problem.variables[variable]!.values.at(-1)!));
      const first = parts.map(({ variable, times }) => Math.abs(times * problem.variables[variable]!.values[0]!));
      return product * each.reduce((sum, part, i) => sum + Math.max(part, first[i]!), Math.abs(constant));
    }, 1);
    perCell.forEach((amount, r) => (largest[r]! += Math.abs(amount) * cells));
  }
  return problem.resources.map((_, r) => r).filter((r) => problem.budgets[r]! < largest[r]!);
}
