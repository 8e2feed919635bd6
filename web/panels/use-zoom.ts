/** A zoom for an element that a component draws; made anew when what is drawn has another size. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ZoomTransform } from 'd3-zoom';
import { zoomOn, type Zoom } from './zoom.ts';

/** `apply` is called with every new transform. */
export function useZoom(
  element: RefObject<SVGSVGElement | HTMLCanvasElement | null>,
  key: string,
  apply: (transform: ZoomTransform) => void,
): Zoom | undefined {
  const zoom = useSignal<Zoom | undefined>(undefined);
  useLayoutEffect(() => {
    const made = zoomOn(element.current!);
    zoom.value = made;
    return () => made.end();
  }, [key]);
  useSignalEffect(() => {
    if (zoom.value) apply(zoom.value.transform.value);
  });
  return zoom.value;
}
