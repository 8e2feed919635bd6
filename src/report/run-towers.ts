/** A run as towers, and one network against another, as text. */
import { noPaint } from './paint.ts';
import { printable, printableSentence } from '../core/printable.ts';
import { headLines, outputLines, type OutputReport, type RunHead, type RunTotals } from './run.ts'; // prettier-ignore
import { count, figures, milliseconds } from './run-numbers.ts';
import { sized, text, type Heading, type Table } from './table.ts';
import { sections, tableLines, type TextOptions } from './text.ts';
import { fold } from './width.ts';

export interface DifferenceReport {
  readonly name: string;
  readonly other?: string;
  readonly greatest: number;
  readonly relative: number;
  readonly cosine: number;
  readonly top: number;
}

export interface TowersReport extends RunHead {
  readonly outputs: readonly OutputReport[];
  readonly each: readonly TowerReport[];
  readonly exchanges: readonly ExchangeReport[];
  readonly milliseconds: number;
  readonly atOnce: number;
  readonly wholeMilliseconds: number;
  readonly differences: readonly DifferenceReport[];
  readonly faults: readonly string[];
}

export interface TowerReport {
  readonly tower: number;
  readonly models: number;
  readonly weights: number;
  readonly connections: number;
  readonly received: number;
  readonly receivedBytes: number;
  readonly receivedBesides: number;
  /** What the ledger says. */
  readonly receives: number;
  readonly milliseconds: number;
}

export interface ExchangeReport {
  readonly tower: number;
  readonly value: string;
  readonly reader: string;
  readonly values: number;
  readonly bytes: number;
  readonly isCounted: boolean;
}

export interface AgainstReport extends RunHead {
  readonly other: string;
  readonly repeat: number;
  readonly differences: readonly DifferenceReport[];
  readonly sides: readonly [AgainstSide, AgainstSide];
}

export interface AgainstSide extends RunTotals {
  readonly name: string;
  readonly milliseconds: number;
}

type Look = Pick<TextOptions, 'width' | 'paint'>;

export function towersText(run: TowersReport, { width, paint = noPaint }: Look = {}): string {
  const lines = linesIn(width);
  const isRight = run.faults.length === 0;
  return sections([
    [paint.strong(printable(run.network.name)), ...lines(headLines(run)).map(paint.faint)],
    tableLines(towerTable(run), width, paint),
    tableLines(exchangeTable(run), width, paint),
    lines(run.outputs.flatMap(outputLines)),
    lines([
      ...run.differences.map((each) => `against the whole network: ${differenceLine(each)}`),
      isRight
        ? 'each tower received what the ledger says, held and computed its share, and the output is the whole network’s'
        : 'not as the ledger says:',
      ...run.faults.map((fault) => `  ${fault}`),
    ]),
    lines([
      `whole network: ${milliseconds(run.wholeMilliseconds)}; towers one after another: ${milliseconds(run.milliseconds)}; the longest tower of each stage: ${milliseconds(run.atOnce)}, which is what towers that ran at once would take without their exchanges`,
    ]),
    noteLines(run.notes, width, paint),
  ]);
}

export function againstText(run: AgainstReport, { width, paint = noPaint }: Look = {}): string {
  const lines = linesIn(width);
  return sections([
    [paint.strong(printable(`${run.network.name} against ${run.other}`)), ...lines(headLines(run)).map(paint.faint)],
    lines(run.differences.map(differenceLine)),
    tableLines(sidesTable(run), width, paint),
    lines([`milliseconds: the median of ${run.repeat} runs of each, by turns`]),
    noteLines(run.notes, width, paint),
  ]);
}

function differenceLine({ name, other, greatest, relative, cosine, top }: DifferenceReport): string {
  const named = other === undefined ? name : `${name} and ${other}`;
  return `output ${named}: differs by ${count(greatest)} at most, ${count(relative)} relatively, cosine ${count(cosine)}, greatest element the same in ${count(100 * top)} % of rows`;
}

const towerHeadings: readonly Heading[] = [
  { key: 'tower', title: 'tower', align: 'left', leaves: 0 },
  { key: 'models', title: 'models', align: 'right', leaves: 4 },
  { key: 'weights', title: 'weights', align: 'right', leaves: 0 },
  { key: 'connections', title: 'connections', align: 'right', leaves: 0 },
  { key: 'received', title: 'received', align: 'right', leaves: 0 },
  { key: 'receives', title: 'by the ledger', align: 'right', leaves: 1 },
  { key: 'receivedBytes', title: 'bytes', align: 'right', leaves: 2 },
  { key: 'receivedBesides', title: 'besides', align: 'right', leaves: 2 },
  { key: 'milliseconds', title: 'ms', align: 'right', leaves: 3 },
];

export function towerTable({ each }: Pick<TowersReport, 'each'>): Table {
  return {
    headings: towerHeadings,
    rows: each.map((tower) => [
      text(`${tower.tower}`),
      sized(tower.models),
      sized(tower.weights),
      sized(tower.connections),
      sized(tower.received),
      sized(tower.receives),
      sized(tower.receivedBytes),
      sized(tower.receivedBesides),
      text(figures(tower.milliseconds)),
    ]),
  };
}

const exchangeHeadings: readonly Heading[] = [
  { key: 'reader', title: 'read by', align: 'left', leaves: 0 },
  { key: 'value', title: 'value', align: 'left', leaves: 1 },
  { key: 'tower', title: 'sent to tower', align: 'right', leaves: 0 },
  { key: 'values', title: 'values', align: 'right', leaves: 0 },
  { key: 'bytes', title: 'bytes', align: 'right', leaves: 1 },
  { key: 'counted', title: 'by the ledger', align: 'left', leaves: 1 },
];

function exchangeTable({ exchanges }: TowersReport): Table {
  return {
    headings: exchangeHeadings,
    rows: exchanges.map(({ reader, value, tower, values, bytes, isCounted }) => [
      text(reader),
      text(value),
      text(`${tower}`),
      sized(values),
      sized(bytes),
      text(isCounted ? 'yes' : 'besides'),
    ]),
  };
}

const sideHeadings: readonly Heading[] = [
  { key: 'network', title: 'network', align: 'left', leaves: 0 },
  { key: 'milliseconds', title: 'ms', align: 'right', leaves: 0 },
  { key: 'units', title: 'units', align: 'right', leaves: 2 },
  { key: 'weights', title: 'weights', align: 'right', leaves: 0 },
  { key: 'connections', title: 'connections', align: 'right', leaves: 0 },
  { key: 'weightBytes', title: 'weight bytes', align: 'right', leaves: 1 },
];

export function sidesTable({ sides }: Pick<AgainstReport, 'sides'>): Table {
  return {
    headings: sideHeadings,
    rows: sides.map((side) => [
      text(side.name),
      text(figures(side.milliseconds)),
      sized(side.units),
      sized(side.weights),
      sized(side.connections),
      sized(side.weightBytes),
    ]),
  };
}

function linesIn(width: number | undefined): (lines: readonly string[]) => readonly string[] {
  return (lines) => lines.flatMap((line) => fold(printableSentence(line), width, '  '));
}

function noteLines(
  notes: readonly string[],
  width: number | undefined,
  paint: NonNullable<Look['paint']>,
): readonly string[] {
  if (notes.length === 0) return [];
  return [paint.heading('notes:'), ...linesIn(width)([...new Set(notes)].map((note) => `  ${note}`))];
}
