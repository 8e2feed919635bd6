/** Ledger → bars: each layer's share of the weights to the left, of the connections to the right. */
import { withSeparators } from '../core/derivation.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Size } from '../core/size.ts';
import { barRowsOf, type BarRow } from './barRows.ts';
import { textWidth } from './letters.ts';
import type { Figure, Mark, Part, Point } from './figure.ts';
import { shortened, titleOf } from './legend.ts';
import { printedFigure } from './printed.ts';
import { viewBoxOf } from './viewBox.ts';
import { nominal, sideOf } from './volumes.ts';

/** Room of a row, of its bar, and of the longest bar. */
const pitch = 19;
const thickness = 12;
const longest = 300;

/** Room between the two sides for the layers' names, and for a number behind a bar. */
const namesWidth = 150;

/** Letters of a name that have room there. */
const longestName = 24;

type Kind = 'weights' | 'connections';

/** Linear, both kinds as shares of their own total, so that the two sides compare. */
export function barsOf(ledger: Ledger): Figure {
  const rows = barRowsOf(ledger);
  const totals = { weights: totalOf(rows, 'weights'), connections: totalOf(rows, 'connections') };
  const scale = longest / Math.max(...rows.flatMap((row) => [shareOf(row.weights, totals.weights), shareOf(row.connections, totals.connections)]), 1e-9); // prettier-ignore
  const marks = [
    ...headingMarks(ledger, sayConnections(ledger)),
    ...rows.flatMap((row, i) => rowMarks(row, i, { totals, scale })),
  ];
  const parts = rows.map((row) => partOf(row, totals));
  const isOpen = rows.some((row) => sideOf(row.connections).isOpen);
  const legend = ['Bars are shares of the totals, both sides on one linear scale.', ...(isOpen ? [`Open sizes count as ${nominal}.`] : [])]; // prettier-ignore
  const foot = legendMark(legend, rows.length);
  const all = [...marks, foot];
  const { title, description } = titleOf(ledger);
  return printedFigure({ viewBox: viewBoxOf(all), title, description, parts, marks: all, folds: [], legend });
}

type TotalsOf = Readonly<Record<Kind, number>>;

function totalOf(rows: readonly BarRow[], kind: Kind): number {
  return rows.reduce((sum, row) => sum + amountOf(row[kind]), 0);
}

/** A figure as a number, open sizes at `nominal`; 0 stays 0. */
function amountOf(size: Size): number {
  return size === 0 ? 0 : sideOf(size).drawn;
}

function shareOf(size: Size, total: number): number {
  return total === 0 ? 0 : amountOf(size) / total;
}

function percent(share: number): string {
  if (share === 0) return '0 %';
  return share < 0.001 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

function rowMarks(
  row: BarRow,
  index: number,
  { totals, scale }: { readonly totals: TotalsOf; readonly scale: number },
): readonly Mark[] {
  // prettier-ignore
  const top = index * pitch;
  const name = row.name.length <= longestName ? row.name : `…${row.name.slice(1 - longestName)}`;
  return [
    { kind: 'label', shape: 'text', layer: row.name, role: 'name', points: [[0, top + thickness - 2]], text: name, align: 'middle' },
    ...barMarks(row, 'weights', { top, totals, scale }),
    ...barMarks(row, 'connections', { top, totals, scale }),
  ]; // prettier-ignore
}

interface Place {
  readonly top: number;
  readonly totals: TotalsOf;
  readonly scale: number;
}

/** Weights grow to the left, connections to the right; behind each its figure and share. */
function barMarks(row: BarRow, kind: Kind, { top, totals, scale }: Place): readonly Mark[] {
  const side = kind === 'weights' ? -1 : 1;
  const share = shareOf(row[kind], totals[kind]);
  const start = (side * namesWidth) / 2;
  const end = start + side * share * scale;
  const points: readonly Point[] = [[start, top], [end, top], [end, top + thickness], [start, top + thickness]]; // prettier-ignore
  const text = `${withSeparators(row[kind])} (${percent(share)})`;
  const common = { layer: row.name, role: kind } as const;
  return [
    { ...common, kind: 'bar', shape: 'polygon', points },
    { ...common, kind: 'label', shape: 'text', points: [[end + side * 5, top + thickness - 2.5]], text: shortened(text, 40), align: side < 0 ? 'end' : 'start' },
  ]; // prettier-ignore
}

/** Attention multiplies computed values by one another; that is work too. */
function sayConnections({ totals }: Ledger): string {
  return totals.weightlessConnections === 0 ? 'connections' : 'connections, weightless ones too';
}

function headingMarks(ledger: Ledger, connections: string): readonly Mark[] {
  const { title, description } = titleOf(ledger);
  const left = -namesWidth / 2 - longest - textWidth('0,000,000,000 (00.0 %)', 9);
  const common = { kind: 'label', shape: 'text', layer: '' } as const;
  return [
    { ...common, role: 'title', points: [[left, -58]], text: shortened(title, 70), align: 'start' },
    { ...common, role: 'legend', points: [[left, -42]], text: shortened(description, 150), align: 'start' },
    { ...common, role: 'weights', points: [[-namesWidth / 2, -12]], text: 'weights', align: 'end' },
    { ...common, role: 'connections', points: [[namesWidth / 2, -12]], text: connections, align: 'start' },
  ];
}

function legendMark(legend: readonly string[], rows: number): Mark {
  const left = -namesWidth / 2 - longest - textWidth('0,000,000,000 (00.0 %)', 9);
  return { kind: 'label', shape: 'text', layer: '', role: 'legend', points: [[left, rows * pitch + 16]], text: legend.join(' '), align: 'start' }; // prettier-ignore
}

function partOf(row: BarRow, totals: TotalsOf): Part {
  const words = (['weights', 'connections'] as const).map(
    (kind) => `${withSeparators(row[kind])} ${kind} (${percent(shareOf(row[kind], totals[kind]))})`,
  );
  return { layer: row.name, text: `${row.name}: ${words.join(', ')}`, layers: row.layers };
}
