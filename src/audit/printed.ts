/** Printed numbers: what a text says, how precisely, and whether a value could have been printed so. */
import { UsageError } from '../core/errors.ts';

/** `60 million` is 60,000,000, of which one digit was meant: step 10,000,000. */
export interface Printed {
  readonly value: number;
  /** The value of one step of the last digit that counts. */
  readonly step: number;
}

/** How a value comes to stand as a printed number; best first. */
export type Match = 'exact' | 'rounded' | 'truncated' | 'rounded twice';

/** Words and letters behind a number. K, M, G, T, P and B are decimal, Ki, Mi and Gi powers of 1024. */
const multipliers: Readonly<Record<string, number>> = {
  '': 1, k: 1e3, K: 1e3, thousand: 1e3, M: 1e6, million: 1e6, B: 1e9, G: 1e9, Bn: 1e9, billion: 1e9,
  T: 1e12, trillion: 1e12, P: 1e15, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, '%': 1, x: 1, '×': 1,
}; // prettier-ignore

/** Beyond any count that was printed: training a language model takes some 10^26 operations. */
const most = 1e30;

/** Groups of three between commas, spaces of any width, apostrophes or underscores, or several between points; or no groups. */
const whole = String.raw`[1-9]\d{0,2}(?:([,_'’\s])\d{3})(?:\2\d{3})*|[1-9]\d{0,2}(?:\.\d{3}){2,}|\d+`;

/** A comma that does not part groups is a decimal one. */
const form = new RegExp(String.raw`^\s*[~≈]?\s*(${whole})(?:([.,])(\d+))?(?:[eE]\+?(\d+))?\s*([A-Za-z%×]*)\s*$`);

/**
 * Reads `253,440`, `253 440`, `4.11G`, `2.7Ki`, `60 million`, `1.8e9`, `94.86%`. Zeros at the end of a whole number count as places that
 * were not meant; where they were, `step` says so. Throws a UsageError for what is no number and for one beyond 10^30.
 */
export function readPrinted(text: string | number, step?: string | number): Printed {
  const { value, scale, digits, places } = partsOf(text);
  if (step !== undefined) return { value, step: partsOf(step).value };
  if (places > 0) return { value, step: exactly('1', places, scale) };
  const zeros = /^0+$/.test(digits) ? 0 : /0*$/.exec(digits)![0].length;
  return { value, step: 10 ** zeros * scale };
}

interface Parts {
  readonly value: number;
  readonly digits: string;
  /** Digits behind the point. */
  readonly places: number;
  readonly scale: number;
}

function partsOf(text: string | number): Parts {
  const [, grouped, , mark, fraction = '', exponent = '0', unit = ''] = form.exec(String(text)) ?? [];
  const multiplier = multipliers[unit];
  if (grouped === undefined || multiplier === undefined || (mark !== undefined && grouped.includes(mark))) {
    throw new UsageError(`${quote(text)} is no number such as 253,440, 4.11G, 2.7Ki, 60 million or 94.86%`);
  }
  const digits = grouped.replaceAll(/\D/g, '');
  const scale = multiplier * 10 ** Number(exponent);
  const value = exactly(`${digits}${fraction}`, fraction.length, scale);
  expectCountable(value, text);
  return { value, digits, places: fraction.length, scale };
}

/** Throws a UsageError for what no network counts; also for what is not a number, as 0e999. */
export function expectCountable(value: number, text: string | number): void {
  if (!(value <= most)) throw new UsageError(`${quote(text)} is too large; numbers up to 10^30 are looked at`);
}

/** Characters of a text that are repeated in a sentence about it. */
const mostQuoted = 40;

export function quote(text: string | number): string {
  const words = String(text);
  if (words.length <= mostQuoted) return `"${words}"`;
  return `"${words.slice(0, mostQuoted)}…" (${words.length} characters)`;
}

/** Digits with a decimal point, times a scale, without the error of a decimal fraction in binary. */
function exactly(digits: string, places: number, scale: number): number {
  const power = 10 ** places;
  return scale % power === 0 ? Number(digits) * (scale / power) : (Number(digits) * scale) / power;
}

/** Relative error that arithmetic of fractions may bring. */
const noise = 1e-12;

/** `undefined` where the value could not have been printed so. A half may be rounded either way. */
export function matchOf(value: number, { value: printed, step }: Printed): Match | undefined {
  const difference = value - printed;
  const slack = noise * Math.abs(printed);
  if (Math.abs(difference) <= slack) return 'exact';
  if (Math.abs(difference) <= step / 2 + slack) return 'rounded';
  if (difference > 0 && difference < step - slack) return 'truncated';
  return isRoundedTwice(value, printed, step) ? 'rounded twice' : undefined;
}

/** 149.497 → 149.5 → 150: first to one or two places more than are printed. */
function isRoundedTwice(value: number, printed: number, step: number): boolean {
  return [10, 100].some((finer) => {
    const once = Math.round((value / step) * finer) / finer;
    return Math.abs(Math.round(once) * step - printed) <= noise * Math.abs(printed);
  });
}

/** Values that would be printed so when rounded: both ends belong to it. */
export function rangeOf({ value, step }: Printed): readonly [number, number] {
  return [value - step / 2, value + step / 2];
}
