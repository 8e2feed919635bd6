/** Connections that are lines: to the next column, through columns, and around them. */
import { towerOf } from './boxes.ts';
import type { Mark, Point } from './figure.ts';
import type { PlacedBody } from './layout.ts';
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
    arrowAt(layer, to, intoOf(to), [1, 0]),
    ...leaving(layer, from),
  ];
}

/** A point on the map from which a line leaves. */
export function leaving(layer: string, from: PlacedBody, [x, y] = outOf(from)): readonly Mark[] {
  if (from.solid.deep === 0) return [];
  return [{ ...common(layer, from), role: 'division', shape: 'disc', points: [[x, y], [x + 1.3, y]] }]; // prettier-ignore
}

/** Cubic pieces whose ends are level. */
export function levelled([start, ...rest]: readonly Point[]): readonly Point[] {
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

/** How an arc leaves or arrives: at the top, or where something stands above, at the side and up in this place. */
export interface Foot {
  readonly aside?: number | undefined;
}

/** Up, over what stands between at the height of its crest, and down. */
export function arcMarks(
  { layer, from, to }: Ends,
  crest: number,
  [leave, enter]: readonly [Foot, Foot],
): readonly Mark[] {
  const [up, down] = [risen(from, crest, leave), lowered(to, crest, enter)];
  const end = down.at(-1)!;
  const points = rounded([...up, ...down]);
  return [
    { ...common(layer, to), role: 'skip', shape: 'curve', points },
    { ...arrowAt(layer, to, end, enter.aside === undefined ? [0, 1] : [1, 0]), role: 'skip' },
  ];
}

/** The corners on the way up to a crest, and from there down to a body. */
export function risen(from: PlacedBody, crest: number, { aside: x }: Foot): readonly Point[] {
  const [start, side] = [topOf(from, 1), outOf(from)];
  return x === undefined ? [start, [start[0], crest]] : [side, [x, side[1]], [x, crest]];
}

export function lowered(to: PlacedBody, crest: number, { aside: x }: Foot): readonly Point[] {
  const [end, side] = [topOf(to, -1), intoOf(to)];
  return x === undefined ? [[end[0], crest], end] : [[x, crest], [x, side[1]], side]; // prettier-ignore
}

/** Straight from corner to corner, as cubic pieces; corners are round where there is room. */
export function rounded(corners: readonly Point[]): readonly Point[] {
  const points: Point[] = [corners[0]!];
  const lineTo = (next: Point): unknown => points.push(points.at(-1)!, next, next);
  for (let i = 1; i < corners.length - 1; i++) {
    const [before, at, after] = [corners[i - 1]!, corners[i]!, corners[i + 1]!];
    const radius = Math.min(roundness, lengthOf(before, at) / 2, lengthOf(at, after) / 2);
    const end = towards(at, after, radius);
    lineTo(towards(at, before, radius));
    points.push(...corner(points.at(-1)!, at, end));
  }
  lineTo(corners.at(-1)!);
  return points;
}

function lengthOf([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}

function towards(from: Point, to: Point, distance: number): Point {
  const share = distance / (lengthOf(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** A quarter of a circle as a cubic piece: its inner points lie 0.55 of the way to the corner. */
function corner(start: Point, at: Point, end: Point): readonly Point[] {
  const towards = ([x, y]: Point): Point => [x + (at[0] - x) * 0.55, y + (at[1] - y) * 0.55];
  return [towards(start), towards(end), end];
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

export function common(layer: string, to: PlacedBody): Pick<Mark, 'kind' | 'layer' | 'role' | 'tower'> {
  return { kind: 'edge', layer, role: 'unit', ...towerOf(to) };
}

/** Length and half the width of an arrow's head. */
const head = [4.5, 2.2] as const;

/** An arrow's head that points to the right or down. */
export function arrowAt(layer: string, to: PlacedBody, [x, y]: Point, [right, down]: Point): Mark {
  const [length, half] = head;
  const points: readonly Point[] = [
    [x, y],
    [x - length * right - half * down, y - length * down - half * right],
    [x - length * right + half * down, y - length * down + half * right],
  ];
  return { ...common(layer, to), shape: 'polygon', points };
}
