/** Weights and connections of each layer as bars: the ones live in fully connected layers, the others in convolutions. */
import { useMemo, useRef } from 'preact/hooks';
import type { Figure } from '../../src/draw/index.ts';
import { openPart } from './figure-parts.ts';
import { partOf, pointAtElement } from './figure-pointer.ts';
import { FigureLegend } from './figure-legend.tsx';
import { Marks } from './marks.tsx';
import { pointAway } from './pointing.ts';
import { tabled } from './tabled.ts';
import { trimmed } from './trim.ts';
import { useMarking } from './use-marking.ts';

/** A drawing of more bars than that is no overview; the table has a bar in each row. */
const mostMarks = 4000;

export function Bars() {
  const bars = tabled.value?.bars;
  if (!bars?.marks || bars.marks.length === 0 || bars.marks.length > mostMarks) return null;
  return (
    <div class="bars" tabIndex={0} role="group" aria-label="Weights and connections as bars">
      <BarsDrawing figure={trimmed(bars)} />
      <FigureLegend sentences={bars.legend} about="About these bars" />
    </div>
  );
}

function BarsDrawing({ figure }: { readonly figure: Figure }) {
  const root = useRef<SVGGElement>(null);
  useMarking(figure, root);
  const marks = useMemo(() => <Marks figure={figure} />, [figure]);
  const onClick = ({ target }: MouseEvent): void => {
    const part = partOf(target);
    if (part !== undefined) openPart(figure, part);
  };
  return (
    <svg
      class="drawing"
      viewBox={figure.viewBox.join(' ')}
      role="img"
      aria-label={`${figure.title}. ${figure.description}`}
      onPointerOver={(event) => pointAtElement(event, figure)}
      onPointerLeave={pointAway}
      onClick={onClick}
    >
      <g ref={root}>{marks}</g>
    </svg>
  );
}
