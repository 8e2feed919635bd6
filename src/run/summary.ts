/** An output in a few numbers. */
import type { ElementType } from '../core/network.ts';
import { numbersOf, type Values } from './values.ts';

export interface Summary {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Of the finite elements; absent where there are none. */
  readonly least?: number;
  readonly mean?: number;
  readonly greatest?: number;
  /** Elements that are no number (NaN), and infinite ones. */
  readonly notNumbers: number;
  readonly infinite: number;
  readonly first: readonly number[];
  /** The places of the greatest elements, of an output that scores one thing among five or more. */
  readonly top?: readonly { readonly index: number; readonly value: number }[];
}

const firstFew = 5;

export function summarise(name: string, values: Values): Summary {
  const { type, shape } = values;
  const numbers = numbersOf(values);
  let [least, greatest, sum, notNumbers, infinite] = [Infinity, -Infinity, 0, 0, 0];
  for (const number of numbers) {
    if (Number.isNaN(number)) notNumbers++;
    else if (!Number.isFinite(number)) infinite++;
    else {
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
      sum += number;
    }
  }
  const finite = numbers.length - notNumbers - infinite;
  return {
    name,
    type,
    shape,
    ...(finite > 0 && { least, mean: sum / finite, greatest }),
    notNumbers,
    infinite,
    first: [...numbers.subarray(0, firstFew)],
    ...(isScores(shape) && notNumbers === 0 && { top: topOf(numbers) }),
  };
}

/** One row: `[1, n]` or `[n]`, or with axes of 1 between, n from 5. */
function isScores(shape: readonly number[]): boolean {
  const long = shape.filter((size) => size !== 1);
  return long.length === 1 && long[0]! >= firstFew && shape.length <= 4;
}

function topOf(numbers: Float64Array): Summary['top'] & {} {
  const places = Array.from(numbers.keys()).toSorted((a, b) => numbers[b]! - numbers[a]! || a - b);
  return places.slice(0, firstFew).map((index) => ({ index, value: numbers[index]! }));
}
