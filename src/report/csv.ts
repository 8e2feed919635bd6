/** Tables as CSV (RFC 4180): a header, a row a layer, figures without separators. */
import { equation, plain } from '../core/derivation.ts';
import { formatSize, isWhole } from '../core/size.ts';
import { printableSentence } from '../core/printable.ts';
import { writeCell, type CellWriter, type Table } from './table.ts';

/**
 * The header is the columns' keys. There is no row of totals, so that a program may add up the column. Rows of several tables
 * of the same columns go under one header, each after the words given with it.
 */
export function csvOf(tables: readonly { readonly table: Table; readonly label?: string }[]): string {
  const [first] = tables;
  if (!first) return '';
  const isLabelled = first.label !== undefined;
  const header = [...(isLabelled ? ['network'] : []), ...first.table.headings.map(({ key }) => key)];
  const rows = tables.flatMap(({ table, label }) =>
    table.rows.map((row) => [
      ...(isLabelled ? [quoted(guarded(label ?? ''))] : []),
      ...row.map((cell) => quoted(writeCell(cell, writer))),
    ]),
  );
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

const writer: CellWriter = {
  text: guarded,
  size: (size) => (isWhole(size) ? formatSize(size) : guarded(formatSize(size))),
  equation: (derivation) => guarded(equation(derivation, plain)),
  shape: (shape) => guarded(shape.map(formatSize).join('x')),
  share: (share) => share.toFixed(4),
  bar: (share) => share.toFixed(4),
};

/**
 * Spreadsheets run a cell that begins with one of these as a formula, and the names of a file's layers are somebody else's
 * words: an apostrophe before them makes them text (OWASP, CSV Injection). What would steer a terminal is escaped.
 */
function guarded(text: string): string {
  const shown = printableSentence(text);
  return /^[=+\-@\t\r\n\0]/.test(text) ? `'${shown}` : shown;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
