/** Where a value's elements lie when a network runs on towers, and arithmetic on ranges of an axis. */
import type { Shape } from '../../core/operator.ts';

/** From `start`, before `end`. */
export type Range = readonly [start: number, end: number];

/** Ranges of one axis in the order in which they are stored. */
export type Part = readonly Range[];

/** Towers are counted from 0 here. */
export type Placement =
  | { readonly kind: 'everywhere' }
  | { readonly kind: 'split'; readonly axis: number; readonly parts: readonly Part[] }
  | { readonly kind: 'tower'; readonly tower: number }
  /** On none: it is computed from the towers' outputs, where these are put together. */
  | { readonly kind: 'together' };

export type Split = Placement & { readonly kind: 'split' };

export const everywhere: Placement = { kind: 'everywhere' };
export const together: Placement = { kind: 'together' };

/** An axis in as many equal parts as there are towers. */
export function evenly(axis: number, size: number, towers: number): Split {
  const each = size / towers;
  return { kind: 'split', axis, parts: Array.from({ length: towers }, (_, t) => [[t * each, (t + 1) * each]]) };
}

export function sizeOf(part: Part): number {
  return part.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** The part in an axis that is `factor` times as long, or shifted. */
export function scaled(part: Part, factor: number): Part {
  return part.map(([start, end]) => [start * factor, end * factor]);
}

export function shifted(part: Part, by: number): Part {
  return part.map(([start, end]) => [start + by, end + by]);
}

export function samePart(a: Part, b: Part): boolean {
  const [left, right] = [merged(a), merged(b)];
  return left.length === right.length && left.every(([start, end], i) => start === right[i]![0] && end === right[i]![1]); // prettier-ignore
}

export function sameSplit(a: Split, b: Split): boolean {
  return a.parts.every((part, t) => samePart(part, b.parts[t]!));
}

/** How many of the places of `wanted` are not in `own`. */
export function missingFrom(own: Part, wanted: Part): number {
  const held = wanted.reduce((sum, range) => sum + own.reduce((all, other) => all + overlap(range, other), 0), 0);
  return sizeOf(wanted) - held;
}

/** The shape of the part that a tower holds. */
export function localShape(shape: Shape, placement: Placement, tower: number): readonly number[] {
  const sizes = shape.map(Number);
  if (placement.kind === 'split') sizes[placement.axis] = sizeOf(placement.parts[tower]!);
  return sizes;
}

function overlap([a, b]: Range, [c, d]: Range): number {
  return Math.max(Math.min(b, d) - Math.max(a, c), 0);
}

function merged(part: Part): Part {
  const whole: [number, number][] = [];
  for (const [start, end] of part) {
    const last = whole.at(-1);
    if (last && last[1] === start) last[1] = end;
    else whole.push([start, end]);
  }
  return whole;
}
