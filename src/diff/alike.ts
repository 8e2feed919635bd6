/**
 * How alike two layers are, as a score for the alignment: what they do weighs most, then their sizes, then their names.
 * The points were set on published networks of one family and on exports of them (test/diff); only their order matters much.
 */
import type { Shape } from '../core/operator.ts';
import { isWhole, sameSize, type Size } from '../core/size.ts';
import { areKin } from './family.ts';
import type { Traits } from './traits.ts';

/** By the places of two layers; `undefined` where nobody would match them. */
export type Likeness = (i: number, j: number) => number | undefined;

/** Pairs of kinds that are kept, 8 bytes each. */
const mostKept = 1_000_000;

/** Layers of one kind are compared once: of a thousand layers there are some dozens of kinds. */
export function likenessOf(a: readonly Traits[], b: readonly Traits[]): Likeness {
  const [own, others] = [kindsOf(a), kindsOf(b)];
  if (own.count * others.count > mostKept) return (i, j) => withName(doingAlike(a[i]!, b[j]!), a[i]!, b[j]!);
  const kept = new Float64Array(own.count * others.count).fill(-Infinity); // not compared yet; NaN: never matched
  return (i, j) => {
    const at = own.of[i]! * others.count + others.of[j]!;
    if (kept[at] === -Infinity) kept[at] = doingAlike(a[i]!, b[j]!) ?? NaN;
    const doing = kept[at]!;
    return Number.isNaN(doing) ? undefined : withName(doing, a[i]!, b[j]!);
  };
}

function kindsOf(layers: readonly Traits[]): { readonly of: readonly number[]; readonly count: number } {
  const kinds = new Map<string, number>();
  const of = layers.map(({ signature, place }) => {
    const key = `${place ?? ''};${signature}`;
    const kind = kinds.get(key) ?? kinds.size;
    kinds.set(key, kind);
    return kind;
  });
  return { of, count: kinds.size };
}

function withName(doing: number | undefined, a: Traits, b: Traits): number | undefined {
  return doing === undefined ? undefined : doing + nameAlike(a, b);
}

/** How alike they are whatever they are called; `undefined` where nobody would match them. */
export function doingAlike(a: Traits, b: Traits): number | undefined {
  if (a.isWeighted !== b.isWeighted || !areKin(a.family, b.family)) return undefined;
  return a.isWeighted ? weightedAlike(a, b) : weightlessAlike(a, b);
}

function weightedAlike(a: Traits, b: Traits): number {
  return (
    (a.operator === b.operator ? 6 : a.family === b.family ? 5 : 1) +
    (sameShape(a.kernel, b.kernel) ? 3 : -2) +
    (sameShape(a.stride, b.stride) ? 1 : -1) +
    (isDepthwise(a) === isDepthwise(b) ? 1 : -4) +
    2 * nearness(a.channels, b.channels) +
    2 * nearness(a.inputChannels, b.inputChannels) +
    2 * nearness(a.widening, b.widening) +
    2 * shapeNearness(a.map, b.map) +
    (a.place !== undefined && a.place === b.place ? 2 : 0)
  );
}

function weightlessAlike(a: Traits, b: Traits): number {
  return (
    (a.operator === b.operator ? 3 : 1) + (sameShape(a.kernel, b.kernel) ? 1 : 0) + 2 * shapeNearness(a.map, b.map)
  );
}

/** A name that people gave is strong evidence; a number is little, since one layer more shifts all that follow. */
function nameAlike(a: Traits, b: Traits): number {
  if (a.words.at(-1) !== b.words.at(-1)) return 0;
  if (sameWords(a.words, b.words)) return a.isNumbered ? 3 : 8;
  return a.isNumbered ? 0 : 2;
}

export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length ? a.every((word, i) => word === b[i]) : a.join('') === b.join('');
}

function isDepthwise({ groups, inputChannels }: Traits): boolean {
  return groups !== undefined && groups !== 1 && groups === inputChannels;
}

function sameShape(a: Shape | undefined, b: Shape | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((size, i) => sameSize(size, b[i]!));
}

/** 1 for equal sizes, falling to 0 with their ratio; half where one is not known or open. */
function nearness(a: Size | undefined, b: Size | undefined): number {
  if (a === b) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? a / b : b / a;
  if (a === undefined || b === undefined) return 0.5;
  if (!isWhole(a) || !isWhole(b)) return sameSize(a, b) ? 1 : 0.5;
  const [x, y] = [Number(a), Number(b)];
  return Math.min(x, y) / Math.max(x, y);
}

function shapeNearness(a: Shape | undefined, b: Shape | undefined): number {
  if (!a || !b) return a === b ? 1 : 0.5;
  if (a.length !== b.length) return 0;
  return a.reduce<number>((product, size, i) => product * nearness(size, b[i]), 1);
}
