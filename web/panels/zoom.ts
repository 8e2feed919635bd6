/** Zooming and panning by d3-zoom: wheel, pinch, drag, double click, buttons and keys. */
import { signal, type Signal } from '@preact/signals';
import { select } from 'd3-selection';
import { zoom as d3zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';

export interface Zoom {
  /** Where the drawing is now, in the units of the viewBox (SVG) or in pixels (canvas). */
  readonly transform: Signal<ZoomTransform>;
  by(factor: number): void;
  /** Moves by shares of the drawing. */
  pan(right: number, down: number): void;
  fit(): void;
  end(): void;
}

const mostScale = 40;

/** The page scrolls by the wheel until the drawing was clicked, focused or zoomed; Ctrl and the wheel always zoom. */
export function zoomOn(element: SVGSVGElement | HTMLCanvasElement): Zoom {
  const transform = signal<ZoomTransform>(zoomIdentity);
  const behaviour = d3zoom<SVGSVGElement | HTMLCanvasElement, unknown>()
    .scaleExtent([1, mostScale])
    .filter((event: Event) => isMeant(event, element, transform.peek().k > 1))
    .on('zoom', ({ transform: next }: { readonly transform: ZoomTransform }) => {
      transform.value = next;
      element.classList.toggle('is-zoomed', next.k > 1);
    });
  const [[left, top], [right, bottom]] = extentOf(element);
  behaviour.translateExtent([[left, top], [right, bottom]]); // prettier-ignore
  const selection = select(element).call(behaviour);
  return {
    transform,
    by: (factor) => behaviour.scaleBy(selection, factor),
    pan: (x, y) => {
      const { k } = transform.peek();
      behaviour.translateBy(selection, (-x * (right - left)) / k, (-y * (bottom - top)) / k);
    },
    fit: () => behaviour.transform(selection, zoomIdentity),
    end: () => void selection.on('.zoom', null),
  };
}

function extentOf(element: SVGSVGElement | HTMLCanvasElement): [[number, number], [number, number]] {
  const box = element instanceof SVGSVGElement ? element.viewBox.baseVal : undefined;
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: element.clientWidth, height: element.clientHeight };
  return [[x, y], [x + width, y + height]]; // prettier-ignore
}

function isMeant(event: Event, element: Element, isZoomed: boolean): boolean {
  if (event instanceof WheelEvent) {
    return event.ctrlKey || event.metaKey || isZoomed || element.closest('.stage:focus-within') !== null;
  }
  if ('touches' in event && event instanceof TouchEvent) return event.touches.length > 1 || isZoomed;
  return event instanceof MouseEvent && event.button === 0 && (isZoomed || event.type !== 'mousedown');
}
