/** A table as plain data: what is in each cell, before any notation is chosen. Text, Markdown, CSV and LaTeX render it. */
import type { Derivation } from '../core/derivation.ts';
import type { Shape } from '../core/operator.ts';
import type { Size } from '../core/size.ts';

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'size'; readonly size: Size }
  | { readonly kind: 'equation'; readonly derivation: Derivation }
  | { readonly kind: 'shape'; readonly shape: Shape }
  /** A part of a whole, 0 to 1. */
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'bar'; readonly share: number }
  | { readonly kind: 'empty' };

export interface Heading {
  /** The name by which a caller chooses the column. */
  readonly key: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where the table is too wide, columns of the highest number go first; 0 stays. */
  readonly leaves: number;
}

export interface Table {
  readonly headings: readonly Heading[];
  readonly rows: readonly (readonly Cell[])[];
  /** The row below the others, a cell a column. */
  readonly total?: readonly Cell[];
}

/** How a notation writes a cell. */
export interface CellWriter {
  text(text: string): string;
  size(size: Size): string;
  equation(derivation: Derivation): string;
  shape(shape: Shape): string;
  share(share: number): string;
  bar(share: number): string;
}

export function writeCell(cell: Cell, writer: CellWriter): string {
  switch (cell.kind) {
    case 'text':
      return writer.text(cell.text);
    case 'size':
      return writer.size(cell.size);
    case 'equation':
      return writer.equation(cell.derivation);
    case 'shape':
      return writer.shape(cell.shape);
    case 'share':
      return writer.share(cell.share);
    case 'bar':
      return writer.bar(cell.share);
    default:
      return '';
  }
}

/** The table with the columns at these places only. */
export function keepColumns(table: Table, kept: readonly number[]): Table {
  const keep = <T>(row: readonly T[]): readonly T[] => kept.map((i) => row[i]!);
  return {
    headings: keep(table.headings),
    rows: table.rows.map(keep),
    ...(table.total && { total: keep(table.total) }),
  };
}

export function text(content: string): Cell {
  return { kind: 'text', text: content };
}

export const empty: Cell = { kind: 'empty' };

export function sized(size: Size | undefined): Cell {
  return size === undefined ? empty : { kind: 'size', size };
}

export function shapeCell(shape: Shape | undefined): Cell {
  return shape === undefined ? text('?') : { kind: 'shape', shape };
}

/** `31.0 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
