/** The answer of `diff` for people, as text and as Markdown that pastes into a pull request. */
import type { Uncounted } from '../core/ledger.ts';
import type { DiffRow, LedgerDiff } from '../diff/index.ts';
import { diffTable, isBetween, totalsTable } from './diff-tables.ts';
import { gapSentence } from './gap.ts';
import { gridOf } from './grid.ts';
import { latexTable } from './latex.ts';
import { escapeMarkdown, markdownTable } from './markdown.ts';
import { noPaint, type Paint } from './paint.ts';
import { printableSentence } from '../core/printable.ts';
import { keepColumns, type Table } from './table.ts';
import { sections, tableLines } from './text.ts';
import { displayWidth, fold } from './width.ts';

export interface ReportedDiff extends LedgerDiff {
  /** What either network holds that could not be counted. */
  readonly uncounted: Readonly<Record<'before' | 'after', readonly Uncounted[]>>;
}

export interface DiffView {
  /** `weighted`: layers with weights, and others that change how many learned numbers there are. */
  readonly layers: 'weighted' | 'all';
  /** Without rows of layers that stayed as they were. */
  readonly changed: boolean;
}

export function shownRows({ rows }: LedgerDiff, { layers, changed }: DiffView): readonly DiffRow[] {
  return rows.filter((row) => (layers === 'all' || isTelling(row)) && (!changed || row.kind !== 'same'));
}

function isTelling({ before, after, deltas }: DiffRow): boolean {
  const { weights, biases, normParameters, otherParameters } = deltas;
  const isWeighted = [before, after].some(
    (layer) => layer && (layer.units !== 0 || layer.weights !== 0 || layer.connections !== 0),
  );
  return isWeighted || [weights, biases, normParameters, otherParameters].some((delta) => delta !== 0);
}

export interface DiffLook {
  readonly width?: number | undefined;
  readonly paint?: Paint;
}

export function diffText(diff: ReportedDiff, view: DiffView, { width, paint = noPaint }: DiffLook): string {
  const rows = shownRows(diff, view);
  const folded = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => fold(printableSentence(line), width, '  '));
  const listed = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines.flatMap((line) => fold(`  ${printableSentence(line)}`, width, '    '))];
  return sections([
    [
      paint.strong(printableSentence(titleOf(diff))),
      ...folded([...sourceLines(diff), countSentence(diff)]).map(paint.faint),
    ],
    rows.length === 0 ? [] : tableLines(fittingTable(diffTable(rows, diff.totals), width), width, paint),
    folded(hiddenSentences(diff, rows, view)),
    tableLines(totalsTable(diff.totals), width, paint),
    listed(paint.warning('not counted, so that the totals are bounds from below:'), gapsOf(diff)),
    listed(paint.heading('notes:'), diff.notes),
  ]);
}

export function diffMarkdown(diff: ReportedDiff, view: DiffView): string {
  const rows = shownRows(diff, view);
  const listed = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, '', ...lines.map((line) => `- ${escapeMarkdown(line)}`)];
  return sections([
    [`## ${escapeMarkdown(titleOf(diff))}`],
    [escapeMarkdown(countSentence(diff))],
    markdownTable(totalsTable(diff.totals)),
    rows.length === 0 ? [] : markdownTable(diffTable(rows, diff.totals)),
    hiddenSentences(diff, rows, view).map(escapeMarkdown),
    listed('Not counted, so that the totals are bounds from below:', gapsOf(diff)),
    listed('Notes:', diff.notes),
  ]);
}

/** The totals, then the layers; what was not counted is in the captions' text. */
export function diffLatex(diff: ReportedDiff, view: DiffView): string {
  const rows = shownRows(diff, view);
  const bound = gapsOf(diff).length > 0 ? '; totals are bounds from below' : '';
  const said = [titleOf(diff), countSentence(diff), ...hiddenSentences(diff, rows, view)].join('; ');
  return [
    latexTable(totalsTable(diff.totals), `${titleOf(diff)}: totals${bound}.`),
    ...(rows.length === 0 ? [] : [latexTable(diffTable(rows, diff.totals), `${said}${bound}.`)]),
  ].join('\n');
}

/** On a narrow terminal the differences are worth more than what they are between: names would be cut short first. */
function fittingTable(table: Table, width: number | undefined): Table {
  if (width === undefined || displayWidth(gridOf(table).lines[1]!) <= width) return table;
  const kept = [...table.headings.keys()].filter((i) => !isBetween(table.headings[i]!));
  return keepColumns(table, kept);
}

/** Two files of one name are told apart by where they come from. */
function titleOf({ before, after }: LedgerDiff): string {
  const isTold = before.name !== after.name || before.source === after.source;
  const nameOf = ({ name, source }: LedgerDiff['before']): string => (isTold ? name : (source ?? name));
  return `${nameOf(before)} → ${nameOf(after)}`;
}

function sourceLines({ before, after }: LedgerDiff): readonly string[] {
  const told = ({ name, source }: LedgerDiff['before']): string | undefined => (source === name ? undefined : source);
  const [from, to] = [told(before), told(after)];
  if (from === to) return from === undefined ? [] : [`source: ${from}`];
  return [...(from === undefined ? [] : [`before: ${from}`]), ...(to === undefined ? [] : [`after: ${to}`])];
}

/** `3 layers changed, 1 added, none removed, 19 the same; 5 are called otherwise` */
function countSentence({ counts }: LedgerDiff): string {
  const { changed, added, removed, same, renamed } = counts;
  const many = (count: number): string => (count === 0 ? 'none' : String(count));
  const first = changed === 0 ? 'no layer' : `${changed} layer${changed === 1 ? '' : 's'}`;
  const kinds = `${first} changed, ${many(added)} added, ${many(removed)} removed, ${many(same)} the same`;
  return renamed === 0 ? kinds : `${kinds}; ${renamed} ${renamed === 1 ? 'has' : 'have'} another name`;
}

/** What the rows that are not shown are, so that nobody takes the table for everything. */
function hiddenSentences({ rows }: LedgerDiff, shown: readonly DiffRow[], view: DiffView): readonly string[] {
  const isShown = new Set(shown);
  const hidden = rows.filter((row) => !isShown.has(row));
  if (hidden.length === 0) return [];
  const counts = (['changed', 'added', 'removed', 'same'] as const).flatMap((kind) => {
    const count = hidden.filter((row) => row.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind === 'same' ? 'the same' : kind}`];
  });
  const isAsked = view.layers === 'all' || hidden.every(({ kind }) => view.changed && kind === 'same');
  const hint = isAsked ? '' : ' (--layers all shows those without weights)';
  return [`${hidden.length} layer${hidden.length === 1 ? '' : 's'} without a row: ${counts.join(', ')}${hint}`];
}

function gapsOf({ uncounted, before, after }: ReportedDiff): readonly string[] {
  return (['before', 'after'] as const).flatMap((side) =>
    uncounted[side].map((gap) => `${{ before, after }[side].name} (${side}): ${gapSentence(gap)}`),
  );
}
