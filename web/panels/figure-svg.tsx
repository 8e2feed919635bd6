/** The figure as SVG. Its elements are made once; zooming changes one attribute. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Figure } from '../../src/draw/index.ts';
import { partOf, pointAtElement } from './figure-pointer.ts';
import { openPart } from './figure-parts.ts';
import { Marks } from './marks.tsx';
import { pointAway } from './pointing.ts';
import { useMarking } from './use-marking.ts';
import { useZoom } from './use-zoom.ts';
import type { Zoom } from './zoom.ts';

export interface DrawingProps {
  readonly figure: Figure;
  onZoom(zoom: Zoom | undefined): void;
}

export function FigureSvg({ figure, onZoom }: DrawingProps) {
  const svg = useRef<SVGSVGElement>(null);
  const root = useRef<SVGGElement>(null);
  const viewBox = figure.viewBox.join(' ');
  const zoom = useZoom(svg, viewBox, (transform) => root.current?.setAttribute('transform', transform.toString()));
  useLayoutEffect(() => onZoom(zoom), [zoom]);
  useMarking(figure, root);
  const marks = useMemo(() => <Marks figure={figure} />, [figure]);
  const onClick = ({ target }: MouseEvent): void => {
    const part = partOf(target);
    if (part !== undefined) openPart(figure, part);
  };
  return (
    <svg
      ref={svg}
      class="drawing"
      viewBox={viewBox}
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
