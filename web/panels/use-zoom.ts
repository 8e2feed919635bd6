/** A zoom for an element that a component draws; made anew when what is drawn has another size. */
import { useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ZoomTransform } from 'd3-zoom';
import type { Zoom } from './zoom.ts';

/** `apply` is called with every new transform. */
export function useZoom(
  element: RefObject<SVGSVGElement | HTMLCanvasElement | null>,
  key: string,
  apply: (transform: ZoomTransform) => void,
): Zoom | undefined {
  const zoom = useSignal<Zoom | undefined>(undefined);
  useLayoutEffect(() => {
    let made: Zoom | undefined;
    let isGone = false;
    const make = async (): Promise<void> => {
      const { zoomOn } = await import('./zoom.ts'); // d3-zoom is a tenth of the page, and not needed to show it
      if (isGone || !element.current) return;
      made = zoomOn(element.current);
      zoom.value = made;
    };
    void make();
    return () => {
      isGone = true;
      made?.end();
    };
  }, [key]);
  useSignalEffect(() => {
    if (zoom.value) apply(zoom.value.transform.value);
  });
  return zoom.value;
}
