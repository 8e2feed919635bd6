/** A fully connected layer: every unit of one bar reads all of what stands before it, drawn as a fan from edge to edge. */
import { towerOf } from './boxes.ts';
import type { Mark, Point } from './figure.ts';
import { factorsAmong, type Leaves } from './leaves.ts';
import type { PlacedBody } from './layout.ts';
import { pointOf } from './solid.ts';

export function fanMarks(
  from: PlacedBody,
  to: PlacedBody,
  { layer, leaves }: { readonly layer: string; readonly leaves: Leaves },
): readonly Mark[] {
  const source = { thick: from.solid.thick, tall: from.solid.tall, back: from.solid.deep };
  const top = pointOf(from, source.thick, 0, source.back);
  const bottom = pointOf(from, source.thick, source.tall, source.back);
  const [targetTop, targetBottom] = [pointOf(to, 0, 0, 0), pointOf(to, 0, to.solid.tall, 0)];
  const factors = factorsAmong(leaves, ['input channels', 'inputs', 'input channels of one tower']);
  const common = { kind: 'pyramid', layer, role: 'dense', ...towerOf(to), ...(factors && { factors }) } as const;
  const line = (a: Point, b: Point): Mark => ({ ...common, shape: 'line', points: [a, b] });
  return [
    { ...common, shape: 'polygon', points: [top, targetTop, targetBottom, bottom] },
    line(top, targetBottom),
    line(bottom, targetTop),
  ];
}
