/** Keeps a canvas painted: anew with the next frame when the zoom, what is marked, its size or the colours change. */
import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Figure } from '../../src/draw/index.ts';
import { selected } from '../state/app.ts';
import { looksBy } from './canvas-looks.ts';
import { paint, type Shape } from './canvas-paint.ts';
import { partShowing } from './figure-parts.ts';
import { pointedFactors } from './pointing.ts';
import { scheme } from './theme.tsx';
import type { Zoom } from './zoom.ts';

interface Painting {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Where the styles are asked what a mark looks like. */
  readonly probe: RefObject<SVGGElement | null>;
  readonly figure: Figure;
  readonly shapes: readonly Shape[];
  readonly zoom: Zoom | undefined;
}

export function usePainting({ canvas, probe, figure, shapes, zoom }: Painting): void {
  useEffect(() => {
    if (!zoom) return undefined;
    let frame = 0;
    let looks = looksBy(probe.current!);
    const draw = (): void => {
      const part = partShowing(figure, selected.peek())?.layer;
      const [transform, factors] = [zoom.transform.peek(), pointedFactors.peek()];
      paint(canvas.current!, { figure, shapes, transform, part, factors, looks });
    };
    const plan = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    const stopColours = effect(() => {
      void scheme.value;
      looks = looksBy(probe.current!);
      plan();
    });
    const stop = effect(() => {
      void [selected.value, pointedFactors.value, zoom.transform.value];
      plan();
    });
    const observer = new ResizeObserver(plan);
    observer.observe(canvas.current!);
    return () => {
      stopColours();
      stop();
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [figure, zoom]);
}
