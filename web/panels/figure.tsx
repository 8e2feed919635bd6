/** The figure: drawn to scale, zoomable; each thing in it marks its layer everywhere. Its text alternative is the table. */
import type { TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Figure } from '../../src/draw/index.ts';
import { FigureCanvas } from './figure-canvas.tsx';
import { keysOf, spoken } from './figure-keys.ts';
import { FigureSvg } from './figure-svg.tsx';
import { figure } from './folds.ts';
import { OpenFolds } from './open-folds.tsx';
import { FigureLegend } from './figure-legend.tsx';
import type { Zoom } from './zoom.ts';

/** Beyond so many shapes the browser draws SVG too slowly to pan. */
const mostShapes = 10_000;

export function FigurePanel() {
  const zoom = useRef<Zoom | undefined>(undefined);
  const shown = figure.value;
  if (!shown) return null;
  const Drawing = shown.marks.length > mostShapes ? FigureCanvas : FigureSvg;
  return (
    <section class="panel figure" aria-labelledby="figure-heading">
      <div class="panel-head">
        <h2 id="figure-heading">Figure</h2>
        <OpenFolds folds={shown.folds} />
        <ZoomButtons zoom={zoom} />
      </div>
      <Stage shown={shown} zoom={zoom}>
        <Drawing figure={shown} onZoom={(made) => (zoom.current = made)} />
      </Stage>
      <p class="unseen" aria-live="polite">
        {spoken}
      </p>
      <FigureLegend sentences={shown.legend} about="About this drawing" />
    </section>
  );
}

interface StageProps {
  readonly shown: Figure;
  readonly zoom: { readonly current: Zoom | undefined };
  readonly children: preact.ComponentChildren;
}

/** Takes the keys: arrows go from layer to layer, with Shift they move the drawing; + − 0 zoom. */
function Stage({ shown, zoom, children }: StageProps) {
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (keysOf(event, shown, zoom.current)) event.preventDefault();
  };
  return (
    <div
      class="stage"
      role="application"
      aria-roledescription="zoomable figure"
      aria-label={`${shown.title}: arrow keys go from layer to layer, Enter chooses, plus and minus zoom. The table holds the same.`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}

function ZoomButtons({ zoom }: Pick<StageProps, 'zoom'>) {
  return (
    <div class="segments zoom-buttons" role="group" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" onClick={() => zoom.current?.by(1 / 1.5)}>
        −
      </button>
      <button type="button" onClick={() => zoom.current?.fit()}>
        Fit
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => zoom.current?.by(1.5)}>
        +
      </button>
    </div>
  );
}
