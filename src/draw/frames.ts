/** What lies around the boxes: frames of open blocks, and the rows of towers. */
import { textWidth } from './letters.ts';
import type { Mark, Point } from './figure.ts';
import { arcRoom } from './extents.ts';
import { gap } from './layout.ts';
import type { Frame } from './plan.ts';
import type { Scene } from './scene.ts';

/** From a frame to the frame inside it. */
const inset = 5;
const nameRoom = 14;

/** A frame and its name, once on each line that it stands on. */
export function frameMarks(frame: Frame, { layout, graph, measured, names }: Scene): readonly Mark[] {
  const cells = layout.placed
    .slice(frame.first, frame.last + 1)
    .map((placed, i) => ({ placed, cell: frame.first + i }));
  const nested = frame.height * inset;
  return [...new Set(cells.map(({ placed }) => placed.line))].flatMap((line, i) => {
    const own = cells.filter(({ placed }) => placed.line === line);
    const columns = own.map(({ cell }) => layout.columns[graph.columns[cell]!]!);
    const left = Math.min(...columns.map(({ x }) => x)) + gap / 4 - nested;
    const right = Math.max(...columns.map(({ x, width }) => x + width)) - gap / 4 + nested;
    const tops = own.map(({ placed, cell }) => {
      const head = layout.isUnderArc[graph.columns[cell]!] ? 1.8 * arcRoom : 0;
      return placed.bodies[0]!.y - measured[cell]!.above - head;
    });
    const top = Math.min(...tops) - nameRoom * (frame.height + 1);
    const bottoms = own.map(({ placed, cell }) => placed.captionTop + measured[cell]!.below - measured[cell]!.foot);
    return framed(
      { frame, layer: names.folds.get(frame.fold.key)!, isContinued: i > 0 },
      { left, right, top, bottom: Math.max(...bottoms) + nested },
    );
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Framed {
  readonly frame: Frame;
  readonly layer: string;
  /** It began on the line before. */
  readonly isContinued: boolean;
}

function framed({ frame: { fold }, layer, isContinued }: Framed, box: Box): readonly Mark[] {
  const name = fold.kind === 'run' ? fold.path.slice(0, -1).join('.') || fold.path.join('.') : fold.path.join('.');
  const text = `${name}${fold.kind === 'run' ? ` × ${fold.copies.length}` : ''}${isContinued ? ' …' : ''}`;
  const common = { layer, kind: 'group', role: fold.kind === 'run' ? 'repeat' : 'block' } as const;
  return [
    { ...common, shape: 'polygon', points: corners(box) },
    { ...common, kind: 'label', shape: 'text', points: [[box.left + 6, box.top + 11]], text: shortened(text, box.right - box.left), align: 'start' },
  ]; // prettier-ignore
}

function shortened(text: string, width: number): string {
  const letters = Math.max(4, Math.floor((width - 8) / textWidth('m', 9.5)));
  return text.length <= letters ? text : `…${text.slice(1 - letters)}`;
}

function corners({ left, right, top, bottom }: Box): readonly Point[] {
  return [[left, top], [right, top], [right, bottom], [left, bottom]]; // prettier-ignore
}

/** A band for each tower, from the first thing that lies on one to the end of the line. */
export function towerMarks({ layout, spreads, plan }: Scene): readonly Mark[] {
  const { rows, lines, placed } = layout;
  if (spreads.towers === 1) return [];
  const pitch = rows[1]! - rows[0]!;
  return lines.flatMap((line, l) => {
    const lefts = placed.filter((each, cell) => each.line === l && spreads.of[plan.cells[cell]!.station] !== 'whole').map(({ bodies }) => bodies[0]!.x); // prettier-ignore
    if (lefts.length === 0) return [];
    const left = Math.min(...lefts) - gap;
    return rows.flatMap((row, t): readonly Mark[] => {
      const middle = line.axis + row;
      const box = {
        left,
        right: line.right,
        top: t === 0 ? line.top : middle - pitch / 2 + 1,
        bottom: t === rows.length - 1 ? line.bottom : middle + pitch / 2 - 1,
      };
      const common = { layer: '', role: 'tower', tower: t + 1 } as const;
      return [
        { ...common, kind: 'tower', shape: 'polygon', points: corners(box) },
        { ...common, kind: 'label', shape: 'text', points: [[box.right - 6, box.top + 12]], text: `tower ${t + 1}`, align: 'end' }, // prettier-ignore
      ];
    });
  });
}
