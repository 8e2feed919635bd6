/** Painting a figure on a canvas, looking as the styles say, and finding what is under a point. */
import type { ZoomTransform } from 'd3-zoom';
import { pathOf } from '../../src/draw/figure.ts';
import type { Figure, Mark, Point } from '../../src/draw/index.ts';
import type { Look, Looks } from './canvas-looks.ts';

/** A mark's path and the box around it, made once. */
export interface Shape {
  readonly path: Path2D;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

export function pathsOf({ marks }: Figure): readonly Shape[] {
  return marks.map((mark) => ({ path: new Path2D(mark.shape === 'text' ? '' : pathOf(mark)), box: boxOf(mark) }));
}

interface Painting {
  readonly figure: Figure;
  readonly shapes: readonly Shape[];
  readonly transform: ZoomTransform;
  /** The part that is marked. */
  readonly part: string | undefined;
  readonly factors: readonly string[];
  readonly looks: Looks;
}

export function paint(canvas: HTMLCanvasElement, { figure, shapes, transform, part, factors, looks }: Painting): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const dots = devicePixelRatio;
  const [width, height] = [Math.round(canvas.clientWidth * dots), Math.round(canvas.clientHeight * dots)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const scale = fitOf(canvas, figure) * transform.k;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const [originX, originY] = originOf(canvas, figure, transform);
  context.setTransform(scale * dots, 0, 0, scale * dots, originX * dots, originY * dots);
  const sight = [-originX / scale, -originY / scale, (canvas.clientWidth - originX) / scale, (canvas.clientHeight - originY) / scale] as const; // prettier-ignore
  for (const [i, mark] of figure.marks.entries()) {
    const { path, box } = shapes[i]!;
    if (!meets(box, sight)) continue;
    const isMarked = mark.layer !== '' && mark.layer === part;
    const isCounted = isMarked && mark.factors?.some((words) => factors.includes(words)) === true;
    paintMark(context, { mark, path, look: looks(mark, { isMarked, isCounted }), scale });
  }
}

/** Text smaller than so many pixels is not painted: nobody reads it. */
const leastText = 4;

interface Stroke {
  readonly mark: Mark;
  readonly path: Path2D;
  readonly look: Look;
  /** Pixels of a unit of the viewBox. */
  readonly scale: number;
}

function paintMark(context: CanvasRenderingContext2D, { mark, path, look, scale }: Stroke): void {
  context.lineJoin = 'round';
  context.lineWidth = look.width;
  context.strokeStyle = look.stroke;
  context.fillStyle = look.fill;
  context.setLineDash(look.dash);
  if (mark.shape === 'text') {
    if (look.size * scale < leastText) return;
    context.font = look.font;
    context.textAlign = mark.align === 'middle' ? 'center' : (mark.align ?? 'start');
    const [x, y] = mark.points[0]!;
    context.strokeText(mark.text ?? '', x, y); // a rim of the ground's colour, below the letters
    context.fillText(mark.text ?? '', x, y);
    return;
  }
  if (look.isFilled) {
    context.globalAlpha = look.fillAlpha;
    context.fill(path);
  }
  if (look.isStroked) {
    context.globalAlpha = look.strokeAlpha;
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

/** The topmost mark of a part whose box holds the point. */
export function markAt(shapes: readonly Shape[], { marks }: Figure, [x, y]: Point): Mark | undefined {
  for (let i = marks.length - 1; i >= 0; i--) {
    const mark = marks[i]!;
    if (mark.layer === '' || mark.kind === 'edge') continue;
    const [left, top, right, bottom] = shapes[i]!.box;
    if (x >= left && x <= right && y >= top && y <= bottom) return mark;
  }
  return undefined;
}

/** Where in the figure the pointer is. */
export function placeOf(event: MouseEvent, canvas: HTMLCanvasElement, figure: Figure, transform: ZoomTransform): Point {
  const scale = fitOf(canvas, figure) * transform.k;
  const [x, y] = originOf(canvas, figure, transform);
  return [(event.offsetX - x) / scale, (event.offsetY - y) / scale];
}

function fitOf(canvas: HTMLCanvasElement, { viewBox: [, , width, height] }: Figure): number {
  return Math.min(canvas.clientWidth / width, canvas.clientHeight / height);
}

/** Where the figure's zero is on the canvas: in the middle of the room that is left, moved by the zoom. */
function originOf(canvas: HTMLCanvasElement, figure: Figure, { k, x, y }: ZoomTransform): Point {
  const [left, top, width, height] = figure.viewBox;
  const fit = fitOf(canvas, figure);
  const restX = (canvas.clientWidth - width * fit) / 2;
  const restY = (canvas.clientHeight - height * fit) / 2;
  return [(restX - left * fit) * k + x, (restY - top * fit) * k + y];
}

/** In units of the viewBox: about as high as letters are, for the room that a text takes. */
const textSize = 11;

function boxOf({ points, shape, text = '' }: Mark): Shape['box'] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const room = shape === 'text' ? text.length * textSize : shape === 'disc' ? Math.abs(xs[0]! - (xs[1] ?? xs[0]!)) : 0;
  return [Math.min(...xs) - room, Math.min(...ys) - Math.min(room, textSize), Math.max(...xs) + room, Math.max(...ys)];
}

function meets(a: Shape['box'], b: Shape['box']): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}
