/** What of a drawing is taken: its lines and letters, found by where they are. */
import type { Mark, Point } from './figure.ts';
import { rectOf, type Rect } from './letters.ts';

export interface Grounds {
  add(mark: Mark): void;
  /** By how many lines and letters a rectangle is crossed; letters count more, for they cannot be read through. */
  covered(rect: Rect): number;
}

/** The side of the squares into which a drawing is divided. */
const side = 64;

/** More squares than a drawing has from side to side; with it the keys of squares are small whole numbers. */
const row = 8192;

/** What covering a text weighs, in lines. */
const textWeight = 4;

/** Lines as four numbers each, one after another; letters as rectangles. */
interface Square {
  readonly lines: number[];
  readonly texts: Rect[];
}

export function grounds(): Grounds {
  const squares = new Map<number, Square>();
  const squareAt = (x: number, y: number): Square => {
    const key = y * row + x;
    let square = squares.get(key);
    if (!square) squares.set(key, (square = { lines: [], texts: [] }));
    return square;
  };
  const addLine = ([ax, ay]: Point, [bx, by]: Point): void => {
    const [left, right] = [at(Math.min(ax, bx)), at(Math.max(ax, bx))];
    const [top, bottom] = [at(Math.min(ay, by)), at(Math.max(ay, by))];
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) squareAt(x, y).lines.push(ax, ay, bx, by);
  };
  const addText = (rect: Rect): void => {
    const [left, top, right, bottom] = rect;
    for (let x = at(left); x <= at(right); x++)
      for (let y = at(top); y <= at(bottom); y++) squareAt(x, y).texts.push(rect);
  };
  return {
    add(mark) {
      if (mark.kind === 'tower' || mark.kind === 'rule') return; // a band's edge is faint, a rule lies on a box's edge
      if (mark.shape === 'text') return addText(rectOf(mark));
      if (mark.shape === 'disc') return addText(aroundDisc(mark));
      const corners = mark.shape === 'curve' ? chordsOf(mark.points) : mark.points;
      for (let i = 1; i < corners.length; i++) addLine(corners[i - 1]!, corners[i]!);
      if (mark.shape === 'polygon') addLine(corners.at(-1)!, corners[0]!);
    },
    covered(rect) {
      const [left, top, right, bottom] = rect;
      let count = 0;
      for (let x = at(left); x <= at(right); x++) {
        for (let y = at(top); y <= at(bottom); y++) {
          const square = squares.get(y * row + x);
          if (square) count += crossings(rect, square);
        }
      }
      return count;
    },
  };
}

/** The square's number along an axis. */
function at(along: number): number {
  return Math.floor(along / side);
}

function aroundDisc({ points: [centre, rim] }: Mark): Rect {
  const [x, y] = centre!;
  const radius = Math.hypot(rim![0] - x, rim![1] - y);
  return [x - radius, y - radius, x + radius, y + radius];
}

function chordsOf(points: readonly Point[]): readonly Point[] {
  const chords: Point[] = [points[0]!];
  for (let i = 0; i + 3 < points.length; i += 3) {
    const [a, b, c, d] = points.slice(i, i + 4);
    const isStraight = a === b && c === d;
    for (const t of isStraight ? [1] : [0.25, 0.5, 0.75, 1]) chords.push(bezier([a!, b!, c!, d!], t));
  }
  return chords;
}

function bezier([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const s = 1 - t;
  const along = (axis: 0 | 1): number =>
    s ** 3 * a[axis] + 3 * s * s * t * b[axis] + 3 * s * t * t * c[axis] + t ** 3 * d[axis];
  return [along(0), along(1)];
}

/** A line crosses where the rectangle's corners do not all lie on one side of it. */
function crossings([left, top, right, bottom]: Rect, { lines, texts }: Square): number {
  let count = 0;
  for (let i = 0; i < lines.length; i += 4) {
    const [ax, ay, bx, by] = [lines[i]!, lines[i + 1]!, lines[i + 2]!, lines[i + 3]!];
    if ((ax < left && bx < left) || (ax > right && bx > right)) continue;
    if ((ay < top && by < top) || (ay > bottom && by > bottom)) continue;
    const [dx, dy] = [bx - ax, by - ay];
    const [a, b] = [dx * (top - ay), dx * (bottom - ay)];
    const [c, d] = [dy * (left - ax), dy * (right - ax)];
    if (Math.max(a, b) >= Math.min(c, d) && Math.min(a, b) <= Math.max(c, d)) count++;
  }
  for (const other of texts) {
    if (left < other[2] && right > other[0] && top < other[3] && bottom > other[1]) count += textWeight;
  }
  return count;
}
