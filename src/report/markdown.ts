/** The ledger as Markdown that pastes into GitHub. */
import { equation, readable, withSeparators } from '../core/derivation.ts';
import type { Counted } from './counted.ts';
import { comparisonTable } from './comparison.ts';
import { gapSentence } from './gap.ts';
import { shapeText } from './grid.ts';
import { headOf } from './heading.ts';
import { ledgerTable } from './ledger-table.ts';
import { printable, printableSentence } from '../core/printable.ts';
import { percent, writeCell, type Cell, type CellWriter, type Table } from './table.ts';
import type { TextOptions } from './text.ts';
import { hiddenLine, totalLines } from './totals.ts';
import { receivesMeaning, towersTable } from './towers-table.ts';
import { showLayers } from './view.ts';

type MarkdownOptions = Pick<TextOptions, 'view' | 'columns' | 'derive'>;

export function ledgerMarkdown(ledger: Counted, { view = {}, columns, derive = false }: MarkdownOptions): string {
  const { rows, hidden } = showLayers(ledger, view);
  const { title, inputs, source } = headOf(ledger);
  const { towers, uncounted, notes } = ledger;
  const gaps = uncounted.map(gapSentence);
  return blocks([
    [`## ${escapeMarkdown(title)}`],
    [`${escapeMarkdown(inputs)}${source === undefined ? '' : `\n\nSource: ${escapeMarkdown(source)}`}`],
    markdownTable(ledgerTable(ledger, { rows, columns, derive })),
    [hiddenLine(hidden, view.layers === 'all')].filter((line) => line !== undefined).map(escapeMarkdown),
    totalLines(ledger).map((line) => `- ${line.title}: **${escapeMarkdown(line.value)}**, ${line.meaning}`),
    ...(towers
      ? [
          markdownTable(towersTable(towers)),
          [`${receivesMeaning}; connections that cross towers: ${withSeparators(towers.crossing)}`],
        ]
      : []),
    listed('Not counted, so that the totals are bounds from below:', gaps),
    listed('Notes:', notes),
  ]);
}

export function comparisonMarkdown(ledgers: readonly Counted[]): string {
  return blocks([markdownTable(comparisonTable(ledgers))]);
}

function blocks(parts: readonly (readonly string[])[]): string {
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`; // prettier-ignore
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, '', ...[...new Set(lines)].map((line) => `- ${escapeMarkdown(line)}`)];
}

export function markdownTable({ headings, rows, total }: Table): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const write = (row: readonly Cell[]): readonly string[] => row.map((cell) => writeCell(cell, writer));
  const strong = (cell: string): string => (cell === '' ? '' : `**${cell}**`);
  return [
    line(headings.map(({ title }) => escapeMarkdown(title))),
    line(headings.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(write(row))),
    ...(total ? [line(write(total).map(strong))] : []),
  ];
}

const writer: CellWriter = {
  text: (text) => escapeMarkdown(printable(text)),
  size: (size) => escapeMarkdown(withSeparators(size)),
  equation: (derivation) => escapeMarkdown(equation(derivation, readable)),
  shape: (shape) => escapeMarkdown(shapeText(shape)),
  share: percent,
  bar: percent,
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '@': '&#64;', '#': '&#35;' };

/** Nothing in a name makes markup, HTML, a mention, an issue's number or another cell. */
export function escapeMarkdown(text: string): string {
  return printableSentence(text).replace(
    /[\\`*_[\]<>|~$]|&(?=#|\w)|@(?=\w)|#(?=\d)/g,
    (character) => entities[character] ?? `\\${character}`,
  );
}
