/** Connections that are lines: to the next column, through columns, around them, and from the end of a line to the next. */
import { towerOf } from './boxes.ts';
import type { Mark, Point } from './figure.ts';
import { arcRoom } from './extents.ts';
import { gap, type Layout, type PlacedBody } from './layout.ts';
import { dotRadius, intoOf, outOf, pointOf, roomOf } from './solid.ts';

export interface Ends {
  readonly layer: string;
  readonly from: PlacedBody;
  readonly to: PlacedBody;
}

/** A curve from side to side, level at both ends, with an arrow. */
export function directMarks({ layer, from, to }: Ends, through: readonly Point[] = []): readonly Mark[] {
  const points = [outOf(from), ...through, intoOf(to)];
  return [
    { ...common(layer, to), shape: 'curve', points: levelled(points) },
    arrow(layer, to),
    ...leaving(layer, from),
  ];
}

/** A point on the map from which a line leaves. */
function leaving(layer: string, from: PlacedBody): readonly Mark[] {
  const [x, y] = outOf(from);
  if (from.solid.deep === 0) return [];
  return [{ ...common(layer, from), role: 'division', shape: 'disc', points: [[x, y], [x + 1.3, y]] }]; // prettier-ignore
}

/** Cubic pieces whose ends are level. */
function levelled([start, ...rest]: readonly Point[]): readonly Point[] {
  let before = start!;
  return [
    before,
    ...rest.flatMap((next): readonly Point[] => {
      const middle = (before[0] + next[0]) / 2;
      const piece: readonly Point[] = [[middle, before[1]], [middle, next[1]], next]; // prettier-ignore
      before = next;
      return piece;
    }),
  ];
}

/** How round an arc's corners are. */
const roundness = 14;

/** Up, over what stands between, whose highest top it must clear, and down. */
export function arcMarks({ layer, from, to }: Ends, ceiling: number, span: number): readonly Mark[] {
  const [start, end] = [topOf(from, 1), topOf(to, -1)];
  const crest = Math.min(ceiling, start[1], end[1]) - arcRoom - Math.min(span, 8);
  const radius = Math.min(roundness, (end[0] - start[0]) / 2, start[1] - crest, end[1] - crest);
  const points: readonly Point[] = [
    ...straight(start, [start[0], crest + radius]),
    ...corner([start[0], crest + radius], [start[0], crest], [start[0] + radius, crest]),
    ...straight([start[0] + radius, crest], [end[0] - radius, crest]).slice(1),
    ...corner([end[0] - radius, crest], [end[0], crest], [end[0], crest + radius]),
    ...straight([end[0], crest + radius], end).slice(1),
  ];
  return [
    { ...common(layer, to), role: 'skip', shape: 'curve', points },
    { ...tip(layer, to, end, [0, 1]), role: 'skip' },
  ];
}

/** A line as a cubic piece, with its start. */
function straight(start: Point, end: Point): readonly Point[] {
  return [start, start, end, end];
}

/** A quarter of a circle as a cubic piece: its inner points lie 0.55 of the way to the corner. */
function corner(start: Point, at: Point, end: Point): readonly Point[] {
  const towards = ([x, y]: Point): Point => [x + (at[0] - x) * 0.55, y + (at[1] - y) * 0.55];
  return [towards(start), towards(end), end];
}

/** From the end of a line around to where it goes on, or back to the left. */
export function carriedMarks(
  { layer, from, to }: Ends,
  layout: Layout,
  [lineFrom, lineTo]: readonly [number, number],
): readonly Mark[] {
  // prettier-ignore
  const [start, end] = [outOf(from), intoOf(to)];
  const right = layout.lines[lineFrom]!.right + gap / 4;
  const below = layout.lines[lineFrom]!.bottom + gap / 2;
  const left = -gap / 2;
  const points: readonly Point[] = lineFrom === lineTo
    ? [start, [start[0] + gap / 3, start[1]], [start[0] + gap / 3, below], [end[0] - gap / 3, below], [end[0] - gap / 3, end[1]], end]
    : [start, [right, start[1]], [right, below], [left, below], [left, end[1]], end]; // prettier-ignore
  return [{ ...common(layer, to), role: 'carried', shape: 'line', points }, arrow(layer, to)];
}

/** How far from the middle arcs leave (to the right) and arrive (to the left), so that two do not lie on one another. */
const aside = 3;

/** Near the middle of a body's upper edge. */
function topOf(body: PlacedBody, side: 1 | -1): Point {
  const { thick, deep, tall } = body.solid;
  if (deep === 0) return [body.x + dotRadius + side * aside, body.y - Math.sqrt((tall / 2) ** 2 - aside ** 2)];
  const [x, y] = pointOf(body, thick / 2, 0, deep / 2);
  return [x + side * aside, y];
}

/** The highest point of a body. */
export function crestOf(body: PlacedBody): number {
  return body.y - roomOf(body.solid).height / 2;
}

function common(layer: string, to: PlacedBody): Pick<Mark, 'kind' | 'layer' | 'role' | 'tower'> {
  return { kind: 'edge', layer, role: 'unit', ...towerOf(to) };
}

function arrow(layer: string, to: PlacedBody): Mark {
  return tip(layer, to, intoOf(to), [1, 0]);
}

/** Length and half the width of an arrow's head. */
const head = [4.5, 2.2] as const;

function tip(layer: string, to: PlacedBody, [x, y]: Point, [right, down]: Point): Mark {
  const [length, half] = head;
  const points: readonly Point[] = [
    [x, y],
    [x - length * right - half * down, y - length * down - half * right],
    [x - length * right + half * down, y - length * down + half * right],
  ];
  return { ...common(layer, to), shape: 'polygon', points };
}
