/** The figure on a canvas, for networks of more shapes than SVG can pan. */
import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { selected } from '../state/app.ts';
import { markAt, paint, pathsOf, placeOf } from './canvas-paint.ts';
import { openPart, partShowing, pointAtMark } from './figure-parts.ts';
import type { DrawingProps } from './figure-svg.tsx';
import { pointAway, pointedFactors } from './pointing.ts';
import { useZoom } from './use-zoom.ts';

export function FigureCanvas({ figure, onZoom }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shapes = useMemo(() => pathsOf(figure), [figure]);
  const zoom = useZoom(canvas, figure.viewBox.join(' '), () => undefined);
  useLayoutEffect(() => onZoom(zoom), [zoom]);
  useEffect(() => {
    if (!zoom) return undefined;
    let frame = 0;
    const draw = (): void => {
      const part = partShowing(figure, selected.peek())?.layer;
      paint(canvas.current!, {
        figure,
        shapes,
        transform: zoom.transform.peek(),
        part,
        factors: pointedFactors.peek(),
      });
    };
    const plan = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    const stop = effect(() => {
      void [selected.value, pointedFactors.value, zoom.transform.value];
      plan();
    });
    const observer = new ResizeObserver(plan);
    observer.observe(canvas.current!);
    return () => {
      stop();
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [figure, zoom]);

  const markUnder = (event: MouseEvent) =>
    zoom && markAt(shapes, figure, placeOf(event, canvas.current!, figure, zoom.transform.peek()));
  return (
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
  );
}
