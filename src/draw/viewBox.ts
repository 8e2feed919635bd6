/** The rectangle that holds all marks. */
import { letterSize, textWidth } from './letters.ts';
import type { Figure, Mark } from './figure.ts';

/** Around everything, so that line widths and letters are not cut. */
const margin = 14;

export function viewBoxOf(marks: readonly Mark[]): Figure['viewBox'] {
  let [left, top, right, bottom] = [0, 0, 0, 0];
  for (const mark of marks) {
    const [before, after] = overhang(mark);
    for (const [x, y] of mark.points) {
      left = Math.min(left, x - before);
      right = Math.max(right, x + after);
      top = Math.min(top, y - (mark.text === undefined ? 0 : 14));
      bottom = Math.max(bottom, y + (mark.text === undefined ? 0 : 4));
    }
  }
  const round = Math.round;
  return [
    round(left - margin),
    round(top - margin),
    round(right - left + 2 * margin),
    round(bottom - top + 2 * margin),
  ];
}

/** How far a text reaches to the left and to the right of its point. */
function overhang({ text, align, role }: Mark): readonly [number, number] {
  if (text === undefined) return [0, 0];
  const width = textWidth(text, letterSize({ role }));
  if (align === 'middle') return [width / 2, width / 2];
  return align === 'end' ? [width, 0] : [0, width];
}
