/** Marks of a figure as SVG elements, grouped by what they belong to; names from files are text nodes. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Figure, Mark } from '../../src/draw/index.ts';
import { pathOf } from '../../src/draw/figure.ts';

export interface MarkGroup {
  /** `''` for marks of the figure itself. */
  readonly layer: string;
  readonly marks: readonly { readonly mark: Mark; readonly index: number }[];
}

/** Runs of marks of the same part, in drawing order. */
export function groupsOf({ marks }: Figure): readonly MarkGroup[] {
  const groups: { layer: string; marks: { mark: Mark; index: number }[] }[] = [];
  for (const [index, mark] of marks.entries()) {
    const last = groups.at(-1);
    if (last?.layer === mark.layer) last.marks.push({ mark, index });
    else groups.push({ layer: mark.layer, marks: [{ mark, index }] });
  }
  return groups;
}

interface DrawnShape {
  /** As it was drawn first. */
  readonly mark: Mark;
  readonly index: number;
  readonly node: JSX.Element;
}

/** What stands of a group: its shapes where they were drawn first, and how far it was moved since. */
interface DrawnGroup {
  readonly layer: string;
  readonly shapes: readonly DrawnShape[];
  readonly way: Point;
}

/** With another figure only that is drawn anew which is other than it was; what it pushed aside is moved. */
export function Marks({ figure }: { readonly figure: Figure }) {
  const before = useRef<readonly DrawnGroup[]>([]);
  const folded = new Set(figure.folds.filter(({ open }) => !open).map(({ key }) => key));
  before.current = groupsOf(figure).map((group, i) => drawGroup(group, before.current[i]));
  return before.current.map(({ layer, shapes, way: [x, y] }, i) => (
    <g
      key={`${layer} ${i}`}
      class={classOfGroup(layer, folded)}
      data-layer={layer || undefined}
      transform={x === 0 && y === 0 ? undefined : `translate(${x} ${y})`}
    >
      <Shapes shapes={shapes} />
    </g>
  ));
}

function Shapes({ shapes }: Pick<DrawnGroup, 'shapes'>) {
  return useMemo(() => shapes.map(({ node }) => node), [shapes]);
}

function drawGroup({ layer, marks }: MarkGroup, before: DrawnGroup | undefined): DrawnGroup {
  const old = before?.layer === layer ? before.shapes : [];
  const way = wayOf(old, marks);
  const shapes = marks.map(({ mark, index }, i) => {
    const known = old[i];
    return known?.index === index && looksAs(known.mark, mark, way) ? known : drawShape(mark, index, way);
  });
  return { layer, shapes: shapes.every((shape, i) => shape === old[i]) ? old : shapes, way };
}

function drawShape(mark: Mark, index: number, [x, y]: Point): DrawnShape {
  const placed = { ...mark, points: mark.points.map((point) => [point[0] - x, point[1] - y] as const) };
  return { mark: placed, index, node: shapeOf(placed, index) };
}

type Point = Mark['points'][number];

/** How far most of the marks are from where they were drawn. */
function wayOf(before: MarkGroup['marks'], after: MarkGroup['marks']): Point {
  const counts = new Map<string, number>();
  for (const [i, { mark }] of after.entries()) {
    const [from, to] = [before[i]?.mark.points[0], mark.points[0]];
    const way = from && to ? `${round(to[0] - from[0])} ${round(to[1] - from[1])}` : '0 0';
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  const [way = '0 0'] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const [right = 0, down = 0] = way.split(' ').map(Number);
  return [right, down];
}

function round(units: number): number {
  return Math.round(units * 1000) / 1000;
}

/** Whether a mark, moved, is another: to the thousandth of a unit. */
function looksAs(a: Mark, b: Mark, [right, down]: Point): boolean {
  return (
    a.shape === b.shape &&
    a.text === b.text &&
    a.align === b.align &&
    a.kind === b.kind &&
    a.role === b.role &&
    a.face === b.face &&
    a.tower === b.tower &&
    a.points.length === b.points.length &&
    a.points.every(
      (at, i) => Math.abs(at[0] + right - b.points[i]![0]) < 0.001 && Math.abs(at[1] + down - b.points[i]![1]) < 0.001,
    )
  );
}

function classOfGroup(layer: string, folded: ReadonlySet<string>): string {
  if (layer === '') return 'part-none';
  return folded.has(layer) ? 'part part-folded' : 'part';
}

function shapeOf(mark: Mark, index: number): JSX.Element {
  const { shape, points, text, align = 'start' } = mark;
  const [x, y] = points[0] ?? [0, 0];
  if (shape !== 'text') return <path key={index} class={classOf(mark)} data-mark={index} d={pathOf(mark)} />;
  return (
    <text key={index} class={classOf(mark)} data-mark={index} x={x} y={y} text-anchor={align}>
      {text}
    </text>
  );
}

/** `mark kind-box role-feature-map face-front` */
export function classOf({ kind, role, face, shape, tower }: Mark): string {
  const classes = ['mark', `kind-${kind}`, `role-${role.replaceAll(' ', '-')}`, `shape-${shape}`];
  if (face) classes.push(`face-${face}`);
  if (tower !== undefined) classes.push(`tower-${tower}`);
  return classes.join(' ');
}
