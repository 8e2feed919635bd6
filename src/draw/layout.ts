/** Where everything stands: lines of columns, heights in them, and for towers a row each. */
import { coveredByArcs, extentsOf, type Extent } from './extents.ts';
import type { Graph } from './graph.ts';
import { lanesOf, type Item } from './lanes.ts';
import { cutsOf, linesOf, type ColumnSpan } from './lines.ts';
import type { Measured } from './measure.ts';
import type { Frame } from './plan.ts';
import type { Body } from './solid.ts';
import { rowsFor, type Spread } from './spread.ts';
import { tracksOf, type Track } from './tracks.ts';

export interface PlacedBody extends Body {
  readonly tower?: number;
}

export interface Placed {
  readonly line: number;
  /** One, or one on each tower. */
  readonly bodies: readonly PlacedBody[];
  /** The middle of its column, and where its caption begins. */
  readonly middle: number;
  readonly captionTop: number;
}

/** A line: its columns, and the room that it takes down the page. */
export interface Line extends ColumnSpan {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** The height of the middle between the towers. */
  readonly axis: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly lines: readonly Line[];
  /** How far the middle of each tower's row is from its line's axis. */
  readonly rows: readonly number[];
  /** For each long connection, by its place among the links, the heights at which it passes the columns between. */
  readonly passes: ReadonlyMap<number, readonly { readonly column: number; readonly y: number }[]>;
  /** For each connection to another line, by its place among the links, where it runs between the lines. */
  readonly tracks: ReadonlyMap<number, Track>;
  /** For each column whether a connection passes over it. */
  readonly isUnderArc: readonly boolean[];
  /** The left edge of each column in its line, and its width. */
  readonly columns: readonly { readonly x: number; readonly width: number }[];
}

export interface Arrangement {
  readonly measured: readonly Measured[];
  readonly graph: Graph;
  readonly frames: readonly Frame[];
  readonly spreads: readonly Spread[];
  readonly towers: number;
  readonly width: number;
}

/** Between columns: room for pyramids, less where a connection is a line. */
export const gap = 24;

/** Between lines, and between the rows of towers. */
const lineGap = 30;
const rowGap = 22;

export function layoutOf(arrangement: Arrangement): Layout {
  const { measured, graph, frames, width } = arrangement;
  const widths = columnWidths(measured, graph);
  const lines = linesOf(widths, { width, cuts: cutsOf(graph, frames.map((frame) => spanOf(frame, graph))) }); // prettier-ignore
  const { items, joins, passing } = itemsOf(measured, graph);
  const lanes = lanesOf(items, joins);
  const rows = rowsOf(arrangement, lanes);
  const columns = columnsOf(lines, widths);
  const extents = extentsOf(lines, { arrangement, lanes, rows });
  const stacked = stackedLines(lines, extents, columns);
  const placed = measured.map((cell, i) => place(cell, i, { arrangement, lanes, rows, columns, lines: stacked }));
  const passes = passesOf(passing, { items, lanes, lines: stacked, rows });
  const tracks = tracksOf(graph.links, placed);
  return { placed, lines: stacked, rows, passes, tracks, isUnderArc: coveredByArcs(graph), columns };
}

/** All of the columns' room on one line, to see whether it fits. */
export function widthOf(measured: readonly Measured[], graph: Graph): number {
  return columnWidths(measured, graph).reduce((sum, width) => sum + width, 0);
}

function columnWidths(measured: readonly Measured[], { columns }: Graph): readonly number[] {
  const widths: number[] = [];
  measured.forEach(({ width }, cell) => {
    const column = columns[cell]!;
    widths[column] = Math.max(widths[column] ?? 0, width + gap);
  });
  return Array.from(widths, (width) => width ?? 0);
}

function spanOf({ first, last }: Frame, { columns }: Graph): ColumnSpan {
  const own = columns.slice(first, last + 1);
  return { first: Math.min(...own), end: Math.max(...own) + 1 };
}

interface Items {
  readonly items: readonly Item[];
  readonly joins: readonly (readonly [number, number])[];
  /** For each long link the items through which it passes. */
  readonly passing: ReadonlyMap<number, readonly number[]>;
}

function itemsOf(measured: readonly Measured[], { columns, links }: Graph): Items {
  const items: Item[] = measured.map(({ above, below }, cell) => ({ column: columns[cell]!, above, below }));
  const joins: (readonly [number, number])[] = [];
  const passing = new Map<number, readonly number[]>();
  links.forEach(({ from, to, kind }, link) => {
    if (kind === 'direct') joins.push([from, to]);
    if (kind !== 'long') return;
    const between: number[] = [];
    for (let column = columns[from]! + 1; column < columns[to]!; column++) {
      between.push(items.length);
      items.push({ column, above: 6, below: 6 });
    }
    passing.set(link, between);
    [from, ...between, to].reduce((before, next) => (joins.push([before, next]), next));
  });
  return { items, joins, passing };
}

/** Rows of towers, one below another, around 0. */
function rowsOf({ measured, spreads, towers }: Arrangement, lanes: readonly number[]): readonly number[] {
  if (towers === 1) return [0];
  let [top, bottom] = [0, 0];
  measured.forEach(({ above, foot }, i) => {
    if (spreads[i] === 'whole') return;
    top = Math.min(top, lanes[i]! - above);
    bottom = Math.max(bottom, lanes[i]! + foot);
  });
  const pitch = bottom - top + rowGap;
  return Array.from({ length: towers }, (_, i) => (i - (towers - 1) / 2) * pitch);
}

function columnsOf(
  lines: readonly ColumnSpan[],
  widths: readonly number[],
): readonly { readonly x: number; readonly width: number }[] {
  return lines.flatMap(({ first, end }) => {
    let x = 0;
    return widths.slice(first, end).map((width) => {
      const column = { x, width };
      x += width;
      return column;
    });
  });
}

export interface Heights {
  readonly arrangement: Arrangement;
  readonly lanes: readonly number[];
  readonly rows: readonly number[];
}

function stackedLines(
  lines: readonly ColumnSpan[],
  extents: readonly Extent[],
  columns: Layout['columns'],
): readonly Line[] {
  let top = 0;
  return lines.map((span, i) => {
    const { above, below } = extents[i]!;
    const last = columns[span.end - 1]!;
    const line = { ...span, left: 0, right: last.x + last.width, top, bottom: top + above + below, axis: top + above };
    top = line.bottom + lineGap;
    return line;
  });
}

function place(
  cell: Measured,
  index: number,
  { arrangement, lanes, rows, columns, lines }: Heights & Pick<Layout, 'columns' | 'lines'>,
): Placed {
  const column = arrangement.graph.columns[index]!;
  const line = lines.findIndex(({ end }) => column < end);
  const { x, width } = columns[column]!;
  const room = cell.width - cell.margin;
  const boxWidth = Math.min(room, cell.solid.thick + cell.solid.deep * 0.36);
  const left = x + (width - gap - (boxWidth + cell.margin)) / 2 + cell.margin + gap / 2;
  const spread = arrangement.spreads[index]!;
  const own = rowsFor(spread, rows);
  const axis = lines[line]!.axis + lanes[index]!;
  const bodies = own.map((row, i): PlacedBody => {
    const tower = spread === 'split' ? i + 1 : spread === 'whole' ? undefined : spread;
    return { solid: cell.solid, x: left, y: axis + row, ...(tower !== undefined && { tower }) };
  });
  return { line, bodies, middle: left + boxWidth / 2, captionTop: bodies.at(-1)!.y + cell.foot };
}

function passesOf(
  passing: Items['passing'],
  {
    items,
    lanes,
    lines,
    rows,
  }: {
    readonly items: readonly Item[];
    readonly lanes: readonly number[];
    readonly lines: readonly Line[];
    readonly rows: readonly number[];
  },
): Layout['passes'] {
  // prettier-ignore
  const points = [...passing].map(([link, between]) => {
    const through = between.map((item) => {
      const { column } = items[item]!;
      return { column, y: lines.find(({ end }) => column < end)!.axis + lanes[item]! + rows[0]! };
    });
    return [link, through] as const;
  });
  return new Map(points);
}
