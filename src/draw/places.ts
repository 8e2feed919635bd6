/**
 * Places for the numbers at boxes and the sizes of kernels: near what they name, and off the lines and letters of the drawing.
 * Candidates in order of preference, the first that is free, else the one that covers least (Christensen, Marks, Shieber 1995,
 * without the search: few labels are in each other's way).
 */
import type { Mark, Point } from './figure.ts';
import { grounds, type Grounds } from './grounds.ts';
import { letterSize, rectOf, tall } from './letters.ts';

type Place = Required<Pick<Mark, 'points' | 'align'>>;

/** The same marks in the same order; labels of sizes and kernels may stand elsewhere. */
export function withFreeLabels(marks: readonly Mark[]): readonly Mark[] {
  const taken = grounds();
  for (const mark of marks) if (placesOf[mark.role] === undefined || mark.shape !== 'text') taken.add(mark);
  return marks.map((mark, i) => {
    const places = mark.shape === 'text' ? placesOf[mark.role] : undefined;
    if (places === undefined) return mark;
    const place = freest(mark, places, marks.slice(Math.max(0, i - 3), i), taken);
    const moved = place === undefined ? mark : { ...mark, ...place };
    taken.add(moved);
    return moved;
  });
}

/** Absent where the first place, which it has, is free. */
function freest(mark: Mark, places: Places, before: readonly Mark[], taken: Grounds): Place | undefined {
  let least = taken.covered(rectOf(mark));
  if (least === 0) return undefined;
  let best: Place | undefined;
  for (const place of places(mark, before)) {
    const covered = taken.covered(rectOf({ ...mark, ...place }));
    if (covered < least) [least, best] = [covered, place];
    if (covered === 0) break;
  }
  return best;
}

/** Other places of a label than its own, which stands behind the marks that it names: its edge, its window. */
type Places = (mark: Mark, before: readonly Mark[]) => readonly Place[];

const placesOf: Partial<Record<Mark['role'], Places>> = {
  /** Along the edge to the left of it. */
  height({ points: [at] }, before) {
    const [top, bottom] = before.at(-1)!.points;
    const [first, last] = [top![1] + 8, Math.max(top![1] + 8, bottom![1] + 1)];
    const shares = [0.5, 0.75, 0.25, 1, 0.9, 0.1, 0];
    return [0, -5, -10].flatMap((left) =>
      shares.map((share) => placed([at![0] + left, first + share * (last - first)], 'end')),
    );
  },
  /** Along the edge to the left and above. */
  width(_, before) {
    const [start, end] = before.at(-1)!.points;
    const along = (share: number, away: number): Place =>
      placed([mix(start![0], end![0], share) - 3 - away, mix(start![1], end![1], share) - 2 - away], 'end');
    return [0, 3, 7].flatMap((away) => [0.5, 0.7, 0.3, 0.9, 0.1, 1.1].map((share) => along(share, away)));
  },
  channels: ({ points: [at] }) => sideways(at!),
  depth: ({ points: [at] }) => sideways(at!),
  /** Around the window. */
  kernel(mark, before) {
    const [[left, top], [right, bottom]] = boundsOf(before.slice(-3).filter(({ kind }) => kind === 'kernel'));
    const lower = bottom + 2 + tall * letterSize(mark);
    const around: readonly Place[] = [
      placed([left, top - 2.5], 'start'),
      placed([right, top - 2.5], 'end'),
      placed([(left + right) / 2, lower], 'middle'),
      placed([left, lower], 'start'),
      placed([right, lower], 'end'),
      placed([left - 3, (top + bottom) / 2 + 3], 'end'),
    ];
    const further = [-6, 6, -12, 12, -18, 18].flatMap((down) =>
      (['middle', 'end', 'start'] as const).map((align) => {
        const x = { middle: (left + right) / 2, end: right, start: left }[align];
        return placed([x, (down < 0 ? top - 2.5 : lower) + down], align);
      }),
    );
    return [...around, ...further];
  },
};

function placed(point: Point, align: Place['align']): Place {
  return { points: [point], align };
}

function sideways([x, y]: Point): readonly Place[] {
  return [-4, 4, -8, 8, -13, 13, -18, 18].map((right) => placed([x + right, y], 'middle'));
}

function mix(a: number, b: number, share: number): number {
  return a + share * (b - a);
}

function boundsOf(marks: readonly Mark[]): readonly [Point, Point] {
  const points = marks.flatMap((mark) => mark.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [
    [Math.min(...xs), Math.min(...ys)],
    [Math.max(...xs), Math.max(...ys)],
  ];
}
