/** A table as aligned text, fitted to a terminal's width by leaving columns out and shortening names, never by wrapping. */
import { readable, equation, withSeparators } from '../core/derivation.ts';
import type { Shape } from '../core/operator.ts';
import type { Size } from '../core/size.ts';
import { noPaint, type Paint } from './paint.ts';
import { printable } from '../core/printable.ts';
import { keepColumns, percent, writeCell, type Cell, type CellWriter, type Table } from './table.ts';
import { displayWidth, pad, shorten } from './width.ts';

export interface GridOptions {
  /** Columns of the terminal; absent: as wide as it takes. */
  readonly width?: number | undefined;
  readonly paint?: Paint | undefined;
  /** Lines below each row: derivations. */
  readonly details?: readonly (readonly string[])[] | undefined;
}

export interface Grid {
  readonly lines: readonly string[];
  /** Titles of columns that were left out for want of width. */
  readonly left: readonly string[];
}

const gap = '  ';

/** A name is not shortened below this; a table that is still too wide loses a column instead. */
const shortestName = 8;

/** Whole numbers up to a hundred trillion are never shortened. */
const shortestCell = 20;

/** Cells of a bar; an eighth of a cell is its smallest step. */
const barWidth = 16;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export function gridOf(table: Table, { width, paint = noPaint, details }: GridOptions = {}): Grid {
  const left: string[] = [];
  let fitted = table;
  const most = width ?? Infinity;
  while (leastWidth(fitted, width) > most) {
    const leaving = columnToLeave(fitted);
    if (leaving === -1) break;
    const { key, title } = fitted.headings[leaving]!;
    if (key !== 'bar') left.push(title); // its number stands beside it
    fitted = keepColumns(
      fitted,
      [...fitted.headings.keys()].filter((i) => i !== leaving),
    );
  }
  return { lines: linesOf(fitted, width, paint, details), left };
}

function linesOf(
  table: Table,
  width: number | undefined,
  paint: Paint,
  details: GridOptions['details'],
): readonly string[] {
  const { headings, total } = table;
  const written = writtenRows(table, width);
  const widths = widthsOf(written);
  if (width !== undefined)
    widths[0] = Math.min(widths[0]!, Math.max(shortestName, width - lineWidth(widths.slice(1)) - gap.length));
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, i) => pad(i === 0 ? shorten(cell, widths[0]!) : cell, widths[i]!, headings[i]!.align)).join(gap).trimEnd(); // prettier-ignore
  const rule = paint.faint('─'.repeat(lineWidth(widths)));
  const [head, ...body] = written;
  const rows = body.slice(0, table.rows.length);
  return [
    paint.heading(lineOf(head!)),
    rule,
    ...rows.flatMap((row, i) => [lineOf(row), ...(details?.[i] ?? []).map((line) => paint.faint(line))]),
    ...(total ? [rule, paint.strong(lineOf(body.at(-1)!))] : []),
  ];
}

/** Titles, rows, total. On a terminal a cell takes at most a third of a line: polynomials and citations are longer. */
function writtenRows({ headings, rows, total }: Table, width: number | undefined): readonly (readonly string[])[] {
  const most = width === undefined ? Infinity : Math.max(Math.floor(width / 3), shortestCell);
  const write = (row: readonly Cell[]): readonly string[] =>
    row.map((cell, i) => (i === 0 ? writeCell(cell, writer) : shorten(writeCell(cell, writer), most)));
  return [headings.map(({ title }) => title), ...rows.map(write), ...(total ? [write(total)] : [])];
}

const writer: CellWriter = {
  text: printable,
  size: (size) => printable(withSeparators(size)),
  equation: (derivation) => printable(equation(derivation, readable)),
  shape: (shape) => printable(shapeText(shape)),
  share: percent,
  bar: (share) => {
    const cells = Math.round(share * barWidth * 8);
    return '█'.repeat(Math.floor(cells / 8)) + eighths[cells % 8]!;
  },
};

/** `1 × 96 × 55 × 55` */
export function shapeText(shape: Shape): string {
  return shape.length === 0 ? 'scalar' : shape.map(sizeText).join(' × ');
}

/** A sum of several terms in parentheses, so that `×` does not tear it apart. */
function sizeText(size: Size): string {
  const isSum = typeof size === 'object' && size.terms.length > 1;
  return isSum ? `(${withSeparators(size)})` : withSeparators(size);
}

function widthsOf(written: readonly (readonly string[])[]): number[] {
  return written[0]!.map((_, i) => Math.max(...written.map((row) => displayWidth(row[i]!))));
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap.length * Math.max(widths.length - 1, 0);
}

/** With the first column as short as a name may get. */
function leastWidth(table: Table, width: number | undefined): number {
  const [first, ...others] = widthsOf(writtenRows(table, width));
  return lineWidth([Math.min(first ?? 0, shortestName), ...others]);
}

function columnToLeave({ headings }: Table): number {
  const most = Math.max(...headings.map(({ leaves }) => leaves));
  return most === 0 ? -1 : headings.findLastIndex(({ leaves }) => leaves === most);
}
