/**
 * Exact sizes: a whole number, or a polynomial in named sizes with whole coefficients.
 * The law of this file: every function returns the canonical form, so equal sizes print alike and compare by `sameSize`.
 * A whole number is a `number` up to 2^53 − 1 in magnitude and a `bigint` beyond; number-only arithmetic takes the first
 * line of each function and nothing else.
 */

export type Size = number | bigint | Polynomial;

/** A sum of terms, by descending degree and then by name; never a bare whole number. */
export interface Polynomial {
  readonly terms: readonly Term[];
}

/** `coefficient · Π atom^power`; `key` names the product of atoms and is empty for the constant term. */
interface Term {
  readonly coefficient: number | bigint;
  readonly powers: readonly Power[];
  readonly key: string;
}

interface Power {
  readonly atom: Atom;
  readonly power: number;
}

/** A named size, or a quotient that does not come out whole. */
type Atom = string | Quotient;

/** ⌊numerator / denominator⌋ or ⌈numerator / denominator⌉, or the larger or smaller of two sizes. */
interface Quotient {
  readonly kind: 'floor' | 'ceil' | 'max' | 'min';
  readonly numerator: Size;
  readonly denominator: Size;
}

type Whole = number | bigint;

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
  return collect(termsOf(a).flatMap((x) => right.map((y) => multiplyTerms(x, y))));
}

export function sumOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(add, 0);
}

export function productOf(sizes: readonly Size[]): Size {
  return sizes.reduce<Size>(multiply, 1);
}

/** ⌊a / b⌋. Throws a RangeError where `b` is 0. */
export function floorDivide(a: Size, b: Size): Size {
  if (b === 0) throw new RangeError('a size is divided by 0');
  if (typeof a === 'number' && typeof b === 'number') return Math.floor(a / b);
  if (isWhole(a) && isWhole(b)) return floorWhole(a, b);
  return divideExactly(a, b) ?? (isWhole(b) ? floorByWhole(a, b) : quotient('floor', a, b));
}

/** ⌈a / b⌉. Throws a RangeError where `b` is 0. */
export function ceilDivide(a: Size, b: Size): Size {
  if (isWhole(b)) return floorDivide(add(a, subtract(b, 1)), b);
  return divideExactly(a, b) ?? quotient('ceil', a, b);
}

/** a / b where it comes out whole, else `undefined`. */
export function divideExactly(a: Size, b: Size): Size | undefined {
  if (b === 0) return undefined;
  return isWhole(a) && isWhole(b) ? divideWhole(a, b) : dividePolynomials(a, b);
}

/** The larger of two sizes; where their order depends on named sizes, an expression that says so. */
export function maximum(a: Size, b: Size): Size {
  return isAtLeast(a, b) ? a : isAtLeast(b, a) ? b : quotient('max', a, b);
}

/** The smaller of two sizes, as `maximum`. */
export function minimum(a: Size, b: Size): Size {
  return isAtLeast(a, b) ? b : isAtLeast(b, a) ? a : quotient('min', a, b);
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

/** Whether a ≥ b for all named sizes of at least 1, as far as the signs of the terms show it. */
export function isAtLeast(a: Size, b: Size): boolean {
  if (isWhole(a) && isWhole(b)) return a >= b;
  return lowerBound(subtract(a, b)) >= 0n;
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

function shorten(value: bigint): Whole {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}

function addWhole(a: Whole, b: Whole): Whole {
  return shorten(BigInt(a) + BigInt(b));
}

function multiplyWhole(a: Whole, b: Whole): Whole {
  return shorten(BigInt(a) * BigInt(b));
}

function floorWhole(a: Whole, b: Whole): Whole {
  const [x, y] = [BigInt(a), BigInt(b)];
  const isRoundedUp = x % y !== 0n && x < 0n !== y < 0n; // division of bigints rounds towards 0
  return shorten(isRoundedUp ? x / y - 1n : x / y);
}

function divideWhole(a: Whole, b: Whole): Whole | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a % b === 0 ? a / b : undefined;
  return BigInt(a) % BigInt(b) === 0n ? shorten(BigInt(a) / BigInt(b)) : undefined;
}

function termsOf(size: Size): readonly Term[] {
  if (!isWhole(size)) return size.terms;
  return size === 0 ? [] : [{ coefficient: size, powers: [], key: '' }];
}

/** Adds up terms of the same key, drops zeros, sorts, and gives a whole number where no name is left. */
function collect(terms: readonly Term[]): Size {
  const byKey = new Map<string, Term>();
  for (const term of terms) {
    const held = byKey.get(term.key);
    byKey.set(term.key, held ? { ...held, coefficient: addWhole(held.coefficient, term.coefficient) } : term);
  }
  const kept = [...byKey.values()].filter((term) => term.coefficient !== 0);
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

function termOf(coefficient: Whole, powers: ReadonlyMap<string, Power>): Term {
  const sorted = [...powers].sort(([x], [y]) => (x < y ? -1 : 1));
  return {
    coefficient,
    powers: sorted.map(([, power]) => power),
    key: sorted.map(([key, { power }]) => (power === 1 ? key : `${key}^${power}`)).join('*'),
  };
}

function atomKey(atom: Atom): string {
  if (typeof atom === 'string') return atom;
  const { kind, numerator, denominator } = atom;
  if (kind === 'max' || kind === 'min') return `${kind}(${formatSize(numerator)}, ${formatSize(denominator)})`;
  return `${kind}(${parenthesised(numerator)}/${parenthesised(denominator)})`;
}

function parenthesised(size: Size): string {
  const text = formatSize(size);
  return isWhole(size) || (size.terms.length === 1 && !text.includes('*')) ? text : `(${text})`;
}

function quotient(kind: Quotient['kind'], numerator: Size, denominator: Size): Size {
  const atom: Quotient = { kind, numerator, denominator };
  return { terms: [termOf(1, new Map([[atomKey(atom), { atom, power: 1 }]]))] };
}

/** ⌊p / d⌋ for a polynomial p: what d divides comes out of the floor, so that the rest has coefficients in [0, d). */
function floorByWhole(p: Size, d: Whole): Size {
  if (d < 0) return floorByWhole(multiply(p, -1), multiplyWhole(d, -1));
  const outside: Term[] = [];
  const inside: Term[] = [];
  for (const term of termsOf(p)) {
    const whole = floorWhole(term.coefficient, d);
    const rest = addWhole(term.coefficient, multiplyWhole(multiplyWhole(whole, d), -1));
    outside.push({ ...term, coefficient: whole });
    inside.push({ ...term, coefficient: rest });
  }
  const rest = collect(inside);
  const floor = isWhole(rest) ? floorDivide(rest, d) : floorOfRest(rest, d);
  return add(collect(outside), floor);
}

/** ⌊(⌊a / b⌋ + c) / d⌋ = ⌊(a + bc) / bd⌋ for whole b, c, d; else a quotient as it stands. */
function floorOfRest(rest: Polynomial, d: Whole): Size {
  const [first, second] = rest.terms;
  const atom = first!.powers.length === 1 && first!.powers[0]!.power === 1 ? first!.powers[0]!.atom : undefined;
  const isNested =
    atom !== undefined && typeof atom === 'object' && atom.kind === 'floor' && isWhole(atom.denominator) &&
    first!.coefficient === 1 && (rest.terms.length === 1 || (rest.terms.length === 2 && second!.key === '')); // prettier-ignore
  if (!isNested) return quotient('floor', rest, d);
  const constant = second?.coefficient ?? 0;
  const { numerator, denominator } = atom;
  return floorDivide(add(numerator, multiply(denominator, constant)), multiply(denominator, d));
}

/** Long division by the leading term; `undefined` where a remainder is left. */
function dividePolynomials(a: Size, b: Size): Size | undefined {
  const lead = termsOf(b)[0]!;
  let rest = a;
  let result: Size = 0;
  for (let step = 0; rest !== 0; step++) {
    const part = step < 64 ? divideTerms(termsOf(rest)[0]!, lead) : undefined;
    if (!part) return undefined;
    const partial = collect([part]);
    result = add(result, partial);
    rest = subtract(rest, multiply(partial, b));
  }
  return result;
}

function divideTerms(a: Term, b: Term): Term | undefined {
  const coefficient = divideWhole(a.coefficient, b.coefficient);
  if (coefficient === undefined) return undefined;
  const powers = new Map(a.powers.map((power) => [atomKey(power.atom), power]));
  for (const { atom, power } of b.powers) {
    const key = atomKey(atom);
    const left = (powers.get(key)?.power ?? 0) - power;
    if (left < 0) return undefined;
    if (left === 0) powers.delete(key);
    else powers.set(key, { atom, power: left });
  }
  return termOf(coefficient, powers);
}

/** A bound from below for named sizes of at least 1: positive terms at 1, and −∞ (as −1) where a negative term has a name. */
function lowerBound(size: Size): bigint {
  let bound = 0n;
  for (const term of termsOf(size)) {
    const bounded = term.powers.every(({ atom }) => typeof atom === 'string');
    if (term.key !== '' && term.coefficient < 0) return -1n;
    if (bounded) bound += BigInt(term.coefficient);
  }
  return bound;
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
