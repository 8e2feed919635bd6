/** Lines that go on in another row of the drawing: around the end of their row, between the rows, and in at the left. */
import type { Mark, Point } from './figure.ts';
import type { Layout, PlacedBody } from './layout.ts';
import { arrowAt, common, leaving, levelled, lowered, risen, rounded, type Ends, type Foot } from './links.ts';
import { dotRadius, intoOf, outOf } from './solid.ts';
import type { Track } from './tracks.ts';

/** How a line leaves its row, or enters the other one. */
export interface Way extends Foot {
  /** Over what stands between it and the row's end, at this height; else straight from its side. */
  readonly crest?: number | undefined;
  /** Points that are kept for it, from left to right. */
  readonly through: readonly Point[];
}

export interface Carried {
  readonly leave: Way;
  readonly enter: Way;
  readonly role: 'skip' | 'carried';
  readonly track: Track;
  readonly lines: readonly [from: Layout['lines'][number], to: Layout['lines'][number]];
}

/** Room from a row to the lines that run around it, past the frames that stand out, and from one line to the next. */
const away = { right: 14, below: 12, left: 16 };
const pitch = 5;

/** Room between rows that tracks share. */
const shared = 14;

export function carriedMarks(
  { layer, from, to }: Ends,
  { leave, enter, role, track, lines }: Carried,
): readonly Mark[] {
  const step = Math.min(pitch, shared / Math.max(1, track.of - 1));
  const right = lines[0].right + away.right + step * track.place;
  const below = lines[0].bottom + away.below + step * track.place;
  const left = -away.left - step * (track.of - 1 - track.place);
  const outwards = role === 'skip' ? aside(from) : 0;
  const inwards = role === 'skip' ? aside(to) : 0;
  const start = beside(outOf(from), from, outwards, -1);
  const end = beside(intoOf(to), to, inwards, 1);
  const out = leave.crest === undefined ? [leave.through.at(-1) ?? start] : risen(from, leave.crest, leave);
  const into = enter.crest === undefined ? [enter.through[0] ?? end] : lowered(to, enter.crest, enter);
  const around: readonly Point[] = [[right, out.at(-1)![1]], [right, below], [left, below], [left, into[0]![1]]]; // prettier-ignore
  const points = [
    ...levelled(leave.through.length > 0 ? [start, ...leave.through] : [out[0]!]),
    ...rounded([...out, ...around, ...into]).slice(1),
    ...levelled(enter.through.length > 0 ? [...enter.through, end] : into.slice(-1)).slice(1),
  ];
  const isFromAbove = enter.crest !== undefined && enter.aside === undefined;
  return [
    { ...common(layer, to), role, shape: 'curve', points },
    { ...arrowAt(layer, to, points.at(-1)!, isFromAbove ? [0, 1] : [1, 0]), ...(role === 'skip' && { role }) },
    ...(points[0] === start ? leaving(layer, from, start) : []),
  ];
}

/** Back to the left in its own row, below all that stands there. */
export function backMarks({ layer, from, to }: Ends, line: Layout['lines'][number]): readonly Mark[] {
  const [start, end] = [outOf(from), intoOf(to)];
  const [right, left, below] = [start[0] + 8, end[0] - 8, line.bottom + away.below];
  const points = rounded([start, [right, start[1]], [right, below], [left, below], [left, end[1]], end]);
  return [{ ...common(layer, to), role: 'carried', shape: 'curve', points }, arrowAt(layer, to, end, [1, 0])];
}

/** A skip leaves and arrives a little above the line beside it. */
function aside({ solid }: PlacedBody): number {
  return Math.min(5, solid.tall / 2 - 1);
}

/** A point on a side moved up; on a disc it stays on the rim. */
function beside([x, y]: Point, { solid }: PlacedBody, up: number, towards: 1 | -1): Point {
  const inside = solid.deep === 0 ? dotRadius - Math.sqrt(dotRadius ** 2 - up ** 2) : 0;
  return [x + towards * inside, y - up];
}
