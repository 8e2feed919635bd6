/** Polynomials in named sizes with whole coefficients: their canonical form, their sums and products, their text. */
import { UnknownError } from './errors.ts';
import { addWhole, multiplyWhole, type Whole } from './whole.ts';

export type Size = number | bigint | Polynomial;

/** A sum of terms, by descending degree and then by name; never a bare whole number. */
export interface Polynomial {
  readonly terms: readonly Term[];
}

/** `coefficient · Π atom^power`; `key` names the product of atoms and is empty for the constant term. */
export interface Term {
  readonly coefficient: number | bigint;
  readonly powers: readonly Power[];
  readonly key: string;
}

interface Power {
  readonly atom: Atom;
  readonly power: number;
}

/** A named size, or a quotient that does not come out whole. */
export type Atom = string | Quotient;

/** ⌊numerator / denominator⌋ or ⌈numerator / denominator⌉, or the larger or smaller of two sizes. */
export interface Quotient {
  readonly kind: 'floor' | 'ceil' | 'max' | 'min';
  readonly numerator: Size;
  readonly denominator: Size;
}

/** The named size `name`. Sizes are at least 1 unless an operation made them otherwise. */
export function symbol(name: string): Polynomial {
  return { terms: [{ coefficient: 1, powers: [{ atom: name, power: 1 }], key: name }] };
}

export function isWhole(a: Size): a is Whole {
  return typeof a !== 'object';
}

export function add(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return isWhole(a) && isWhole(b) ? addWhole(a, b) : collect([...termsOf(a), ...termsOf(b)]);
}

export function subtract(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return add(a, multiply(b, -1));
}

export function multiply(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  if (isWhole(a) && isWhole(b)) return multiplyWhole(a, b);
  const right = termsOf(b);
  if (termsOf(a).length * right.length > mostProducts)
    throw new UnknownError(`a size is a product of ${termsOf(a).length} and ${right.length} terms`);
  return collect(termsOf(a).flatMap((x) => right.map((y) => multiplyTerms(x, y))));
}

/** Whether two sizes are the same expression. */
export function sameSize(a: Size, b: Size): boolean {
  if (isWhole(a) || isWhole(b)) return a === b;
  return (
    a === b ||
    (a.terms.length === b.terms.length &&
      a.terms.every((term, i) => term.key === b.terms[i]!.key && term.coefficient === b.terms[i]!.coefficient))
  );
}

/** The contract's form: `18432*seq^2 + 84934656*seq`, `floor((H - 11)/4)`. */
export function formatSize(size: Size): string {
  if (isWhole(size)) return size.toString();
  return size.terms.map((term, i) => {
    const negative = term.coefficient < 0;
    const sign = i === 0 ? (negative ? '-' : '') : negative ? ' - ' : ' + ';
    const magnitude = negative ? -term.coefficient : term.coefficient;
    if (term.key === '') return sign + magnitude.toString();
    return sign + (magnitude == 1 ? '' : `${magnitude}*`) + term.key; // eslint-disable-line eqeqeq
  }).join(''); // prettier-ignore
}

export function termsOf(size: Size): readonly Term[] {
  if (!isWhole(size)) return size.terms;
  return size === 0 ? [] : [{ coefficient: size, powers: [], key: '' }];
}

/** Nobody reads a size of more terms or with a longer quotient in it; graphs that keep on dividing open sizes make them. */
const mostTerms = 1000;
const longestQuotient = 10_000;

/** Pairs of terms that one multiplication looks at; squaring a sum again and again asks for millions. */
const mostProducts = 50_000;

/** Adds up terms of the same key, drops zeros, sorts, and gives a whole number where no name is left. */
export function collect(terms: readonly Term[]): Size {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const held = byKey.get(term.key);
    byKey.set(term.key, held ? { ...held, coefficient: addWhole(held.coefficient, term.coefficient) } : term);
  }
  const kept = [...byKey.values()].filter((term) => term.coefficient !== 0);
  if (kept.length > mostTerms) throw new UnknownError(`a size has more than ${mostTerms} terms`);
  if (kept.length === 0) return 0;
  if (kept.length === 1 && kept[0]!.key === '') return kept[0]!.coefficient;
  return { terms: kept.sort(byDegreeThenName) };
}

function byDegreeThenName(a: Term, b: Term): number {
  return degreeOf(b) - degreeOf(a) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function degreeOf(term: Term): number {
  return term.powers.reduce((sum, { power }) => sum + power, 0);
}

function multiplyTerms(a: Term, b: Term): Term {
  const coefficient = multiplyWhole(a.coefficient, b.coefficient);
  if (a.key === '') return { ...b, coefficient };
  if (b.key === '') return { ...a, coefficient };
  const powers = new Map<string, Power>();
  for (const { atom, power } of [...a.powers, ...b.powers]) {
    const key = atomKey(atom);
    powers.set(key, { atom, power: power + (powers.get(key)?.power ?? 0) });
  }
  return termOf(coefficient, powers);
}

export function termOf(coefficient: Whole, powers: ReadonlyMap<string, Power>): Term {
  const sorted = [...powers].sort(([x], [y]) => (x < y ? -1 : 1));
  return {
    coefficient,
    powers: sorted.map(([, power]) => power),
    key: sorted.map(([key, { power }]) => (power === 1 ? key : `${key}^${power}`)).join('*'),
  };
}

export function atomKey(atom: Atom): string {
  if (typeof atom === 'string') return atom;
  const { kind, numerator, denominator } = atom;
  if (kind === 'max' || kind === 'min') return `${kind}(${formatSize(numerator)}, ${formatSize(denominator)})`;
  return `${kind}(${parenthesised(numerator)}/${parenthesised(denominator)})`;
}

function parenthesised(size: Size): string {
  const text = formatSize(size);
  return isWhole(size) || (size.terms.length === 1 && !text.includes('*')) ? text : `(${text})`;
}

export function quotient(kind: Quotient['kind'], numerator: Size, denominator: Size): Size {
  const atom: Quotient = { kind, numerator, denominator };
  const key = atomKey(atom);
  if (key.length > longestQuotient)
    throw new UnknownError(`a size has a quotient of more than ${longestQuotient} letters`);
  return { terms: [termOf(1, new Map([[key, { atom, power: 1 }]]))] };
}
