/** Sizes of letters, in units of the viewBox: the style sheet sets them, the layout leaves room for them. */
import type { Mark } from './figure.ts';

/** By what the letters say; all others have the size of a recipe. */
export const letters = {
  title: 17,
  name: 10.5,
  tower: 10,
  recipe: 9,
  stride: 9,
  size: 9,
  legend: 9.5,
  repeat: 9.5,
  block: 9.5,
  step: 9,
  kernel: 9,
  join: 12,
} as const;

const byRole: Partial<Record<Mark['role'], number>> = letters;

export function letterSize({ role }: Pick<Mark, 'role'>): number {
  return byRole[role] ?? letters.size;
}

/** About how wide a text is, in units of the viewBox: no font is at hand when a figure is made. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.56;
}

/** Figures reach about so far above the line on which they stand, in parts of their size. */
export const tall = 0.74;

/** A rectangle: left, top, right, bottom. */
export type Rect = readonly [number, number, number, number];

/** What the letters of a text cover. */
export function rectOf(mark: Mark): Rect {
  const size = letterSize(mark);
  const [x, y] = mark.points[0]!;
  const width = textWidth(mark.text ?? '', size);
  const left = mark.align === 'end' ? x - width : mark.align === 'middle' ? x - width / 2 : x;
  return [left, y - tall * size, left + width, y];
}
