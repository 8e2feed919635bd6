/** Quotients of sizes: exact ones, and floors and ceilings in one form however they are written. */
import {
  add,
  atomKey,
  collect,
  isWhole,
  multiply,
  quotient,
  subtract,
  termOf,
  termsOf,
  type Polynomial,
  type Size,
  type Term,
} from './polynomial.ts';
import { addWhole, divideWhole, floorWhole, gcd, multiplyWhole, shorten, type Whole } from './whole.ts';

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

/**
 * ⌊p / d⌋ for a polynomial p, in one form however p is written: what d divides comes out of the floor, so that the rest has
 * coefficients in [0, d); where its leading one is above d / 2, −⌊(d − 1 − p) / d⌋ is taken, whose is below.
 */
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
  if (isWhole(rest)) return add(collect(outside), floorDivide(rest, d));
  if (multiplyWhole(rest.terms[0]!.coefficient, 2) > d)
    return multiply(floorByWhole(subtract(subtract(d, 1), p), d), -1);
  return add(collect(outside), floorOfRest(withoutCommonDivisor(rest, d)));
}

interface Division {
  readonly rest: Polynomial;
  readonly d: Whole;
}

/** ⌊(g·p + c) / (g·e)⌋ = ⌊(p + ⌊c / g⌋) / e⌋ */
function withoutCommonDivisor(rest: Polynomial, d: Whole): Division {
  const named = rest.terms.filter(({ key }) => key !== '');
  const divisor = shorten(named.reduce((common, { coefficient }) => gcd(common, BigInt(coefficient)), BigInt(d)));
  if (divisor === 1) return { rest, d };
  const terms = rest.terms.map((term) => ({ ...term, coefficient: floorWhole(term.coefficient, divisor) }));
  return { rest: { terms: terms.filter(({ coefficient }) => coefficient !== 0) }, d: floorWhole(d, divisor) };
}

/** ⌊(⌊a / b⌋ + c) / d⌋ = ⌊(a + bc) / bd⌋ for whole b, c, d; else a quotient as it stands. */
function floorOfRest({ rest, d }: Division): Size {
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
