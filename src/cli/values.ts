/** What option values say: shapes, whole numbers, limits, names with a value. Each throws a UsageError that begins with a verb. */
import { UsageError } from '../core/errors.ts';
import type { Shape } from '../core/operator.ts';
import { symbol, type Size } from '../core/size.ts';

/** Axes that a shape may have; no format has more. */
const mostAxes = 64;

/** `data=1x3x224x224`, or the shape alone for the only input. */
export function namedShape(text: string): readonly [string, Shape] {
  const [name, shape] = splitPair(text) ?? ['', text];
  return [name, parseShape(shape)];
}

/** `1x3xHxW` or `1,3,H,W`: whole numbers, and names of sizes that stay open (with commas where a name has an x in it). */
function parseShape(text: string): Shape {
  const sizes = text.split(text.includes(',') ? ',' : /[x×]/).map((size) => size.trim());
  if (sizes.length > mostAxes) throw new UsageError(`gives ${sizes.length} axes; at most ${mostAxes} are read`);
  return sizes.map((size) => parseSize(size, text));
}

function parseSize(text: string, whole: string): Size {
  if (/^[A-Za-z_]\w*$/.test(text)) return symbol(text);
  const size = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(size) && size >= 1) return size;
  throw new UsageError(
    `takes sizes such as 1x3x224x224, not "${whole}": "${text}" is neither a whole number from 1 nor a name`,
  );
}

/** `seq=128`, `H=W` */
export function binding(text: string): readonly [string, Size] {
  const pair = splitPair(text);
  if (!pair) throw new UsageError(`takes NAME=SIZE, not "${text}"`);
  return [pair[0], parseSize(pair[1], pair[1])];
}

/** A path, or `-`. */
export function fileName(text: string): string {
  if (text === '') throw new UsageError('takes the name of a file, not ""');
  return text;
}

/** `output=1` */
export function placement(text: string): readonly [string, number] {
  const pair = splitPair(text);
  if (!pair) throw new UsageError(`takes LAYER=TOWER, not "${text}"`);
  return [pair[0], wholeFrom(1)(pair[1])];
}

/** `width=0.5`, `bias=false`, `act=relu` */
export function setting(text: string): readonly [string, number | string | boolean] {
  const pair = splitPair(text);
  if (!pair) throw new UsageError(`takes NAME=VALUE, not "${text}"`);
  const [name, value] = pair;
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  return [name, value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
}

/** At the last `=`, since names may hold one. */
function splitPair(text: string): readonly [string, string] | undefined {
  const at = text.lastIndexOf('=');
  return at < 1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

export function wholeFrom(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = `from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`;
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(`takes a whole number ${range}, not "${text}"`);
  };
}

/** Seconds → milliseconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 86_400) return Math.ceil(value * 1000);
  throw new UsageError(`takes seconds, not "${text}"`);
}

/** An amount, or a share of the original's. */
export type Limit =
  | { readonly kind: 'amount'; readonly amount: number | bigint }
  | { readonly kind: 'percent'; readonly percent: number };

/** Zeros of the decimal suffixes: `20M`, `1.5G`. */
const zeros: Readonly<Record<string, number>> = { '': 0, k: 3, M: 6, G: 9, T: 12, P: 15 };

/** `20M`, `1.5G`, `60,965,224`, `50%` */
export function limit(text: string): Limit {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: 'percent', percent: Number(percent) };
  const [, whole, fraction = '', suffix = ''] = /^(\d[\d,_]*)(?:\.(\d+))?([kKMGTP]?)$/.exec(text) ?? [];
  const places = (zeros[suffix === 'K' ? 'k' : suffix] ?? 0) - fraction.length;
  if (whole === undefined || places < 0 || text.length > 40) {
    throw new UsageError(`takes a number such as 20M, 1.5G, 1000000 or 50%, not "${text}"`);
  }
  const amount = BigInt(whole.replace(/[,_]/g, '') + fraction) * 10n ** BigInt(places);
  return { kind: 'amount', amount: amount <= Number.MAX_SAFE_INTEGER ? Number(amount) : amount };
}
