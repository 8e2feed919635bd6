/**
 * Exact sizes: a whole number, or a polynomial in named sizes with whole coefficients.
 * The law of these files: every function returns the canonical form, so equal sizes print alike and compare by `sameSize`.
 * A whole number is a `number` up to 2^53 − 1 in magnitude and a `bigint` beyond; number-only arithmetic takes the first
 * line of each function and nothing else.
 */
import { maximum, minimum } from './bounds.ts';
import { ceilDivide, floorDivide } from './division.ts';
import {
  add,
  collect,
  isWhole,
  multiply,
  subtract,
  symbol,
  termsOf,
  type Atom,
  type Quotient,
  type Size,
  type Term,
} from './polynomial.ts';

export { isAtLeast, maximum, minimum, withoutChoice } from './bounds.ts';
export { ceilDivide, divideExactly, floorDivide } from './division.ts';
export { add, formatSize, isWhole, multiply, sameSize, subtract, symbol, type Size } from './polynomial.ts';

export function sumOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(add, 0);
}

export function productOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(multiply, 1);
}

/** The names in a size, in order of first appearance. */
export function symbolsOf(size: Size): readonly string[] {
  const names = new Set<string>();
  visitSymbols(size, names);
  return [...names];
}

/** The size with names replaced. Names without a replacement stay. */
export function substitute(size: Size, replacements: ReadonlyMap<string, Size>): Size {
  if (isWhole(size) || replacements.size === 0) return size;
  return sumOf(size.terms.map((term) => term.powers.reduce<Size>((product, { atom, power }) => {
    const value = substituteAtom(atom, replacements);
    for (let i = 0; i < power; i++) product = multiply(product, value);
    return product;
  }, term.coefficient))); // prettier-ignore
}

/**
 * The name for which `a = b` can be solved, and its solution: a name that appears in `a − b` once, to the first power, with
 * coefficient 1 or −1, and nowhere inside a quotient. `undefined` where there is none.
 */
export function solve(a: Size, b: Size): { readonly name: string; readonly value: Size } | undefined {
  const difference = subtract(a, b);
  if (isWhole(difference)) return undefined;
  const solvable = (term: Term): boolean =>
    term.powers.length === 1 &&
    typeof term.powers[0]!.atom === 'string' &&
    term.powers[0]!.power === 1 &&
    (term.coefficient === 1 || term.coefficient === -1) &&
    difference.terms.every((other) => other === term || !symbolsOf({ terms: [other] }).includes(term.key));
  const candidates = difference.terms.filter(solvable);
  const term = candidates.at(-1);
  if (!term) return undefined;
  const rest = collect(difference.terms.filter((other) => other !== term));
  return { name: term.key, value: term.coefficient === 1 ? multiply(rest, -1) : rest };
}

function visitSymbols(size: Size, names: Set<string>): void {
  for (const term of termsOf(size)) {
    for (const { atom } of term.powers) {
      if (typeof atom === 'string') names.add(atom);
      else {
        visitSymbols(atom.numerator, names);
        visitSymbols(atom.denominator, names);
      }
    }
  }
}

const rebuild: Readonly<Record<Quotient['kind'], (a: Size, b: Size) => Size>> = {
  floor: floorDivide,
  ceil: ceilDivide,
  max: maximum,
  min: minimum,
};

function substituteAtom(atom: Atom, replacements: ReadonlyMap<string, Size>): Size {
  if (typeof atom === 'string') return replacements.get(atom) ?? symbol(atom);
  return rebuild[atom.kind](substitute(atom.numerator, replacements), substitute(atom.denominator, replacements));
}
