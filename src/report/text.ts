/** The ledger as text for people. */
import { definition, equation, readable } from '../core/derivation.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { withSeparators } from '../core/derivation.ts';
import { comparisonTable } from './comparison.ts';
import { gapSentence } from './gap.ts';
import { gridOf } from './grid.ts';
import { headOf } from './heading.ts';
import { derivationOf, ledgerTable } from './ledger-table.ts';
import { noPaint, type Paint } from './paint.ts';
import { printable, printableSentence } from '../core/printable.ts';
import type { Table } from './table.ts';
import { hiddenLine, totalLines, type TotalLine } from './totals.ts';
import { receivesMeaning, towersTable } from './towers-table.ts';
import { showLayers, type View } from './view.ts';
import { fold, pad } from './width.ts';

export interface TextOptions {
  readonly view?: View;
  readonly columns: readonly string[];
  readonly derive?: boolean;
  readonly width?: number | undefined;
  readonly paint?: Paint;
}

/** The whole answer of `count`: the table, totals, towers, and everything that is not counted or was assumed. */
export function ledgerText(ledger: Counted, options: TextOptions): string {
  const { view = {}, columns, derive = false, width, paint = noPaint } = options;
  const { rows, hidden } = showLayers(ledger, view);
  const details = derive ? rows.map((layer) => derivationLines(layer, width)) : undefined;
  const head = headOf(ledger);
  const table = gridOf(ledgerTable(ledger, { rows, columns }), { width, paint, details });
  const about = [head.inputs, ...(head.source === undefined ? [] : [`source: ${head.source}`])];
  return sections([
    [
      paint.strong(printable(head.title)),
      ...about.flatMap((line) => fold(printableSentence(line), width, '')).map(paint.faint),
    ],
    table.lines,
    sentences([hiddenLine(hidden, view.layers === 'all'), leftOut(table.left)], width),
    totalsBlock(totalLines(ledger), width, paint),
    towersBlock(ledger, width, paint),
    ...remarks(ledger, width, paint),
  ]);
}

/** One table with a row a network. */
export function comparisonText(
  ledgers: readonly Counted[],
  { width, paint }: Pick<TextOptions, 'width' | 'paint'>,
): string {
  return sections([tableLines(comparisonTable(ledgers), width, paint)]);
}

/** A table and the sentence about the columns that did not fit. */
export function tableLines(table: Table, width?: number, paint?: Paint): readonly string[] {
  const { lines, left } = gridOf(table, { width, paint });
  return [...lines, ...sentences([leftOut(left)], width)];
}

/** Blocks of lines with an empty line between them. */
export function sections(blocks: readonly (readonly string[])[]): string {
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`; // prettier-ignore
}

function sentences(lines: readonly (string | undefined)[], width: number | undefined): readonly string[] {
  return lines.filter((line) => line !== undefined).flatMap((line) => fold(line, width, '  '));
}

function leftOut(titles: readonly string[]): string | undefined {
  if (titles.length === 0) return undefined;
  return `left out to fit the terminal: ${titles.join(', ')}`;
}

const derived = ['units', 'weights', 'connections'] as const;

/** The derivations of a row, indented below it. */
function derivationLines(layer: Layer, width: number | undefined): readonly string[] {
  const sizes = new Set((layer.derivations.output ?? []).map((axis) => definition(axis, readable)));
  const lines = [['output', [...sizes].join('; ')], ...derived.map((name) => {
    const derivation = derivationOf(layer, name);
    return [name, derivation ? equation(derivation, readable) : ''];
  })]; // prettier-ignore
  return lines
    .filter(([, sentence]) => sentence !== '')
    .flatMap(([name, sentence]) =>
      fold(`    ${pad(name!, 13, 'left')}${printableSentence(sentence!)}`, width, ' '.repeat(19)),
    );
}

function totalsBlock(lines: readonly TotalLine[], width: number | undefined, paint: Paint): readonly string[] {
  const titles = Math.max(...lines.map(({ title }) => title.length));
  const values = Math.max(...lines.map(({ value }) => value.split(' ')[0]!.length));
  return lines.flatMap(({ title, value, meaning }) => {
    const start = `${pad(title, titles, 'left')}  ${' '.repeat(values - value.split(' ')[0]!.length)}${value}`;
    const whole = `${start}  ${meaning}`;
    if (width === undefined || whole.length <= width) return [`${printableSentence(start)}  ${paint.faint(meaning)}`];
    return fold(printableSentence(start.length <= width ? start : `${title}  ${value}`), width, '  ');
  });
}

function towersBlock({ towers }: Counted, width: number | undefined, paint: Paint): readonly string[] {
  if (!towers) return [];
  return [
    ...tableLines(towersTable(towers), width, paint),
    ...fold(receivesMeaning, width, '  ').map(paint.faint),
    ...fold(`connections that cross towers: ${withSeparators(towers.crossing)}`, width, '  '),
  ];
}

/** Not counted, then notes; each under its heading. */
export function remarks(
  { uncounted, notes }: Counted,
  width?: number,
  paint: Paint = noPaint,
): readonly (readonly string[])[] {
  const listed = (lines: readonly string[]): readonly string[] =>
    [...new Set(lines)].flatMap((line) => fold(`  ${printableSentence(line)}`, width, '    '));
  const gaps = uncounted.map(gapSentence);
  return [
    gaps.length === 0 ? [] : [paint.warning('not counted, so that the totals are bounds from below:'), ...listed(gaps)],
    notes.length === 0 ? [] : [paint.heading('notes:'), ...listed(notes)],
  ];
}
