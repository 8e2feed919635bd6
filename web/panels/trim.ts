/** A figure without its title and legend, which the page says in words beside it: a drawing has more room then. */
import type { Figure } from '../../src/draw/index.ts';
import { viewBoxOf } from '../../src/draw/viewBox.ts';

const known = new WeakMap<Figure, Figure>();

export function trimmed(figure: Figure): Figure {
  const before = known.get(figure);
  if (before) return before;
  const marks = figure.marks.filter(({ layer, role }) => layer !== '' || (role !== 'title' && role !== 'legend'));
  const after = marks.length === 0 ? figure : { ...figure, marks, viewBox: viewBoxOf(marks) };
  known.set(figure, after);
  return after;
}
