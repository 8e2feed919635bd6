/** What became of a figure against the original: an arrow, a sign and a share, so that colour alone says nothing. */
import type { JsonFigure } from '../engine/protocol.ts';
import { differenceOf, directionOf } from './tools/figures.ts';

interface DeltaProps {
  /** `undefined`: it was not there. */
  readonly before: JsonFigure | undefined;
  readonly after: JsonFigure;
}

const arrows = { more: '▲', less: '▼' } as const;

/** Nothing where nothing changed. */
export function Delta({ before, after }: DeltaProps) {
  if (before === after) return null;
  if (before === undefined) return <span class="delta">new</span>;
  const difference = differenceOf(before, after) ?? 'changed';
  const direction = directionOf(difference);
  if (direction === 'same') return null;
  if (direction === 'changed') return <span class="delta">changed</span>;
  return (
    <span class={`delta delta-${direction}`} title={difference}>
      <span aria-hidden="true">{arrows[direction]} </span>
      {relative(Number(before), Number(after)) ?? difference}
    </span>
  );
}

/** `+12 %`, `−3.4 %`, `× 3.1`; `undefined` where it was 0. */
function relative(before: number, after: number): string | undefined {
  if (before === 0) return undefined;
  const change = after / before - 1;
  if (change >= 2) return `× ${(change + 1).toPrecision(2)}`;
  const percent = Math.abs(change) * 100;
  const digits = percent < 0.05 ? '< 0.1' : percent.toFixed(percent < 9.95 ? 1 : 0);
  return `${change < 0 ? '−' : '+'}${digits} %`;
}
