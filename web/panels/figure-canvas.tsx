/** The figure on a canvas, for networks of more shapes than SVG can pan. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { markAt, pathsOf, placeOf } from './canvas-paint.ts';
import { openPart, pointAtMark } from './figure-parts.ts';
import type { DrawingProps } from './figure-svg.tsx';
import { pointAway } from './pointing.ts';
import { usePainting } from './use-painting.ts';
import { useZoom } from './use-zoom.ts';

export function FigureCanvas({ figure, onZoom }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const probe = useRef<SVGGElement>(null);
  const shapes = useMemo(() => pathsOf(figure), [figure]);
  const zoom = useZoom(canvas, figure.viewBox.join(' '), () => undefined);
  useLayoutEffect(() => onZoom(zoom), [zoom]);
  usePainting({ canvas, probe, figure, shapes, zoom });
  const markUnder = (event: MouseEvent) =>
    zoom && markAt(shapes, figure, placeOf(event, canvas.current!, figure, zoom.transform.peek()));
  return (
    <>
      <canvas
        ref={canvas}
        class="drawing drawing-canvas"
        role="img"
        aria-label={`${figure.title}. ${figure.description}`}
        onPointerMove={(event) => {
          const mark = markUnder(event);
          if (mark) pointAtMark(mark);
        }}
        onPointerLeave={pointAway}
        onClick={(event) => {
          const mark = markUnder(event);
          if (mark) openPart(figure, mark.layer);
        }}
      />
      <svg class="drawing drawing-probe" aria-hidden="true">
        <g ref={probe}>
          <path />
          <text />
        </g>
      </svg>
    </>
  );
}
