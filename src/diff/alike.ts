/**
 * How alike two layers are, as a score for the alignment: what they do weighs most, then their sizes, then their names.
 * The points were set on published networks of one family and on exports of them (test/diff); only their order matters much.
 */
import type { Shape } from '../core/operator.ts';
import { isWhole, sameSize, type Size } from '../core/size.ts';
import { areKin } from './family.ts';
import type { Traits } from './traits.ts';

/** `undefined` where nobody would match the two. */
export function likeness(a: Traits, b: Traits): number | undefined {
  const doing = doingAlike(a, b);
  return doing === undefined ? undefined : doing + nameAlike(a, b);
}

/** As `likeness`, whatever they are called. */
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
    3 * nearness(a.channels, b.channels) +
    3 * nearness(a.inputChannels, b.inputChannels) +
    2 * shapeNearness(a.map, b.map)
  );
}

function weightlessAlike(a: Traits, b: Traits): number {
  return (
    (a.operator === b.operator ? 3 : 1) + (sameShape(a.kernel, b.kernel) ? 1 : 0) + 2 * shapeNearness(a.map, b.map)
  );
}

/** A name that people gave is strong evidence; a number is little, since one layer more shifts all that follow. */
function nameAlike(a: Traits, b: Traits): number {
  const own = a.words.at(-1) ?? '';
  const isSpoken = /[a-z]/.test(own) && !isNumbered(own, a);
  const isSameOwn = own === b.words.at(-1);
  if (isSameOwn && sameWords(a.words, b.words)) return isSpoken ? 8 : 3;
  return isSameOwn && isSpoken ? 2 : 0;
}

/** `conv12` of an exporter that numbers its nodes: the operator's name and a number of two digits or more. */
function isNumbered(word: string, { operator }: Traits): boolean {
  const name = operator.toLowerCase();
  return word.startsWith(name) && /^\d{2,}$/.test(word.slice(name.length));
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
  if (a === undefined || b === undefined) return 0.5;
  if (!isWhole(a) || !isWhole(b)) return sameSize(a, b) ? 1 : 0.5;
  const [x, y] = [Number(a), Number(b)];
  return Math.min(x, y) / Math.max(x, y, 1);
}

function shapeNearness(a: Shape | undefined, b: Shape | undefined): number {
  if (!a || !b) return a === b ? 1 : 0.5;
  if (a.length !== b.length) return 0;
  return a.reduce<number>((product, size, i) => product * nearness(size, b[i]), 1);
}
