/** Which mark and which part of a drawing an event is about. */
import type { Figure } from '../../src/draw/index.ts';
import { pointAtMark } from './figure-parts.ts';
import { pointedFactors } from './pointing.ts';

/** The pointer came over an element of the drawing. */
export function pointAtElement({ target, pointerType }: PointerEvent, figure: Figure): void {
  if (pointerType === 'touch') return; // a touch chooses
  const index = within(target, 'mark');
  const mark = index === undefined ? undefined : figure.marks[Number(index)];
  if (mark && mark.layer !== '') pointAtMark(mark);
  else pointedFactors.value = [];
}

/** The name of the part that an element belongs to. */
export function partOf(target: EventTarget | null): string | undefined {
  return within(target, 'layer');
}

function within(target: EventTarget | null, key: 'mark' | 'layer'): string | undefined {
  return target instanceof Element ? target.closest<SVGElement>(`[data-${key}]`)?.dataset[key] : undefined;
}
