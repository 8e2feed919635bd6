/** Polynomials with whole coefficients: lengths multiplied out. */
import type { Length } from './problem.ts';

export interface Monomial {
  /** Ascending. */
  readonly scope: readonly number[];
  readonly powers: readonly number[];
  readonly coefficient: number;
}

/** By what is multiplied, so that equal products meet. */
export type Polynomial = ReadonlyMap<string, Monomial>;

export function polynomialOf({ constant, parts }: Length): Polynomial {
  const constants: Monomial[] = constant === 0 ? [] : [{ scope: [], powers: [], coefficient: constant }];
  return sumOf([
    ...constants,
    ...parts.map(({ variable, times }) => ({ scope: [variable], powers: [1], coefficient: times })),
  ]);
}

export function multiply(left: Polynomial, right: Polynomial): Polynomial {
  return sumOf([...left.values()].flatMap((a) => [...right.values()].map((b) => times(a, b))));
}

function times(a: Monomial, b: Monomial): Monomial {
  const powers = new Map(a.scope.map((variable, i) => [variable, a.powers[i]!]));
  b.scope.forEach((variable, i) => powers.set(variable, (powers.get(variable) ?? 0) + b.powers[i]!));
  const scope = [...powers.keys()].toSorted((p, q) => p - q);
  return { scope, powers: scope.map((variable) => powers.get(variable)!), coefficient: a.coefficient * b.coefficient };
}

function sumOf(monomials: readonly Monomial[]): Polynomial {
  const sum = new Map<string, Monomial>();
  for (const monomial of monomials) {
    const key = monomial.scope.map((variable, i) => `${variable}^${monomial.powers[i]}`).join(' ');
    const known = sum.get(key)?.coefficient ?? 0;
    sum.set(key, { ...monomial, coefficient: known + monomial.coefficient });
  }
  return sum;
}
