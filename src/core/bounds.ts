/** The order of sizes, as far as it is the same for all named sizes of at least 1. */
import {
  add,
  collect,
  formatSize,
  isWhole,
  multiply,
  quotient,
  sameSize,
  subtract,
  termsOf,
  type Atom,
  type Polynomial,
  type Quotient,
  type Size,
} from './polynomial.ts';
import { floorWhole, gcd, multiplyWhole, type Whole } from './whole.ts';

/** Whether a ≥ b for all named sizes of at least 1, as far as the signs of terms and the bounds of quotients show it. */
export function isAtLeast(a: Size, b: Size): boolean {
  if (isWhole(a) && isWhole(b)) return a >= b;
  return isNonNegative(withoutContent(subtract(a, b)), relaxedAtMost, 1);
}

/** The larger of two sizes; where their order depends on named sizes, an expression that says so. */
export function maximum(a: Size, b: Size): Size {
  return isAtLeast(a, b) ? a : isAtLeast(b, a) ? b : choice('max', a, b);
}

/** The smaller of two sizes, as `maximum`. */
export function minimum(a: Size, b: Size): Size {
  return isAtLeast(a, b) ? b : isAtLeast(b, a) ? a : choice('min', a, b);
}

/** In one order, whichever is said first: a whole number before an expression. */
function choice(kind: 'max' | 'min', a: Size, b: Size): Size {
  const isInOrder = isWhole(a) || (!isWhole(b) && formatSize(a) <= formatSize(b));
  return isInOrder ? quotient(kind, a, b) : quotient(kind, b, a);
}

/**
 * The size that both are if one of them is the larger or smaller of the other and something else: `seq` for `seq` and
 * `min(512, seq)`, which is to say that seq is at most 512. `undefined` where that is not what tells them apart.
 */
export function withoutChoice(a: Size, b: Size): Size | undefined {
  const isChoice = (of: Size, other: Size): boolean => choicesOf(of).some((choice) => sameSize(choice, other));
  if (isChoice(a, b)) return b;
  return isChoice(b, a) ? a : undefined;
}

/** The size with one larger or smaller of two replaced by either. */
function choicesOf(size: Size): readonly Size[] {
  return termsOf(size).flatMap((term) => {
    const [power] = term.powers;
    if (term.powers.length !== 1 || power!.power !== 1 || typeof power!.atom === 'string') return [];
    const { kind, numerator, denominator } = power!.atom;
    if (kind !== 'min' && kind !== 'max') return [];
    const others = collect(termsOf(size).filter((other) => other !== term));
    return [numerator, denominator].map((choice) => add(others, multiply(choice, term.coefficient)));
  });
}

/** How many quotients are replaced by their bounds before the order of two sizes counts as not known. */
const relaxedAtMost = 4;

/** For a size of the form g·q + c with whole g > 0, the size q + ⌊c / g⌋, which is negative where that one is. */
function withoutContent(size: Size): Size {
  const content = termsOf(size).reduce(
    (common, { key, coefficient }) => (key === '' ? common : gcd(common, magnitude(coefficient))),
    0n,
  );
  if (content <= 1n) return size;
  return collect(termsOf(size).map((term) => ({ ...term, coefficient: floorWhole(term.coefficient, content) })));
}

function magnitude(whole: Whole): bigint {
  const big = BigInt(whole);
  return big < 0n ? -big : big;
}

/** `size` is nowhere above a whole size `times` as large; so it is not negative as soon as it is above −`times`. */
function isNonNegative(size: Size, relaxable: number, times: Whole): boolean {
  const bound = lowerBound(size);
  if (bound !== undefined && bound > -times) return true;
  if (isWhole(size) || relaxable === 0) return false;
  return relaxationsOf(size).some(([smaller, over]) =>
    isNonNegative(smaller, relaxable - 1, multiplyWhole(times, over)),
  );
}

/** A bound from below for named sizes of at least 1; `undefined` where a negative term has a name. */
function lowerBound(size: Size): bigint | undefined {
  let bound = 0n;
  for (const { coefficient, powers, key } of termsOf(size)) {
    if (key !== '' && coefficient < 0) return undefined;
    let product = BigInt(coefficient);
    for (const { atom, power } of powers) {
      const least = lowerBoundOfAtom(atom);
      if (least === undefined || least < 0n) return undefined;
      product *= least ** BigInt(power);
    }
    bound += product;
  }
  return bound;
}

function lowerBoundOfAtom(atom: Atom): bigint | undefined {
  if (typeof atom === 'string') return 1n;
  const { kind, numerator, denominator } = atom;
  const [a, b] = [lowerBound(numerator), lowerBound(denominator)];
  if (kind === 'max') return a === undefined || (b !== undefined && b > a) ? b : a;
  if (a === undefined || b === undefined) return undefined;
  if (kind === 'min') return a < b ? a : b;
  return a < 0n || b <= 0n ? undefined : isWhole(denominator) ? a / b : 0n;
}

/** Sizes that are nowhere larger than `size` times a factor, and the factor: each has one quotient replaced by a bound of it. */
function relaxationsOf(size: Polynomial): readonly (readonly [Size, Whole])[] {
  return size.terms.flatMap((term) => {
    const [power] = term.powers;
    if (term.powers.length !== 1 || power!.power !== 1 || typeof power!.atom === 'string') return [];
    const others = collect(size.terms.filter((other) => other !== term));
    return boundsOf(power!.atom, term.coefficient < 0).map(
      ([bound, over]) => [add(multiply(others, over), multiply(bound, term.coefficient)), over] as const,
    );
  });
}

/** Bounds of a quotient from above or from below, each a size over a whole number. */
function boundsOf({ kind, numerator, denominator }: Quotient, fromAbove: boolean): readonly (readonly [Size, Whole])[] {
  if (kind === 'floor' && isWhole(denominator)) {
    const least = subtract(numerator, subtract(denominator, 1));
    return [[fromAbove ? numerator : least, denominator]];
  }
  const isBetween = (kind === 'min' && fromAbove) || (kind === 'max' && !fromAbove);
  return isBetween ? [[numerator, 1], [denominator, 1]] : []; // prettier-ignore
}
