/** Whole numbers: a `number` up to 2^53 − 1 in magnitude and a `bigint` beyond, never the other way round. */

import { UnknownError } from './errors.ts';

export type Whole = number | bigint;

/** No count comes near; a chain of Tiles that repeat each other's output has numbers with millions of digits. */
const longest = 2n ** 4096n;

/** Throws an UnknownError for a number that is too long to be a size. */
export function shorten(value: bigint): Whole {
  const short = Number(value);
  if (Number.isSafeInteger(short)) return short;
  if (value > longest || value < -longest) throw new UnknownError('a size has more than 1,200 digits');
  return value;
}

export function addWhole(a: Whole, b: Whole): Whole {
  return shorten(BigInt(a) + BigInt(b));
}

export function multiplyWhole(a: Whole, b: Whole): Whole {
  return shorten(BigInt(a) * BigInt(b));
}

export function floorWhole(a: Whole, b: Whole): Whole {
  const [x, y] = [BigInt(a), BigInt(b)];
  const isRoundedUp = x % y !== 0n && x < 0n !== y < 0n; // division of bigints rounds towards 0
  return shorten(isRoundedUp ? x / y - 1n : x / y);
}

export function divideWhole(a: Whole, b: Whole): Whole | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a % b === 0 ? a / b : undefined;
  return BigInt(a) % BigInt(b) === 0n ? shorten(BigInt(a) / BigInt(b)) : undefined;
}

export function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
