/** A reduction as text and tables: the totals before and after, the widths, and how near to the least change it is. */
import { withSeparators } from '../core/derivation.ts';
import { noPaint } from './paint.ts';
import { printableSentence } from '../core/printable.ts';
import { empty, sized, text, type Cell, type Heading, type Table } from './table.ts';
import { sections, tableLines, type TextOptions } from './text.ts';
import { fold } from './width.ts';

/** What is reported of a reduction; the command gives it. */
export interface ReportedReduction {
  readonly network: { readonly name: string; readonly source?: string | undefined };
  readonly amounts: readonly ReportedAmount[];
  /** Empty where nothing was found. */
  readonly widths: readonly ReportedWidth[];
  readonly objective: ReportedObjective;
  /** Widths that cannot change, and why. */
  readonly frozen: readonly { readonly name: string; readonly width: number; readonly reason: string }[];
  /** Widths whose channels are computed over together by some nodes. */
  readonly mixed: readonly { readonly name: string; readonly by: readonly string[] }[];
  readonly variants: readonly ReportedVariant[];
  readonly others: readonly ReportedChoice[];
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly file?: string | undefined;
}

export interface ReportedAmount {
  /** `weights`, `connections`, `units`, `memory` */
  readonly name: string;
  readonly before: number;
  readonly after?: number | undefined;
  readonly budget?: number | undefined;
  /** Where nothing fits: the least that any choice reaches. */
  readonly least?: number | undefined;
}

export interface ReportedWidth {
  readonly name: string;
  readonly layers: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Whether the step and the bounds leave it no other width. */
  readonly isFixed?: boolean;
}

export interface ReportedObjective {
  readonly name: string;
  readonly doc: string;
  readonly status: string;
  readonly value?: number | undefined;
  readonly bound: number;
  readonly gap: number;
  readonly proof: string;
}

export interface ReportedVariant {
  readonly names: readonly string[];
  readonly price?: number | undefined;
  readonly bound: number;
  readonly weights?: number | undefined;
  readonly connections?: number | undefined;
  readonly isBest: boolean;
  /** Why these do not go together. */
  readonly refused?: string | undefined;
}

/** Another choice that fits: its price and the widths that differ from the best. */
export interface ReportedChoice {
  readonly price: number;
  readonly weights: number;
  readonly connections: number;
  readonly differs: readonly ReportedWidth[];
}

/** The whole answer of `reduce` as text. */
export function reductionText(
  report: ReportedReduction,
  { width, paint = noPaint }: Pick<TextOptions, 'width' | 'paint'>,
): string {
  const { network, widths, variants, others } = report;
  const title = network.source === undefined ? network.name : `${network.name}: ${network.source}`;
  const lines = (sentences: readonly string[]): readonly string[] =>
    sentences.flatMap((sentence) => fold(printableSentence(sentence), width, ''));
  return sections([
    [paint.strong(fold(printableSentence(title), width, '').join('\n'))],
    tableLines(amountsTable(report), width, paint),
    widths.length > 0 ? tableLines(widthsTable(report), width, paint) : [],
    lines(objectiveSentences(report)),
    variants.length > 0 ? tableLines(variantsTable(variants), width, paint) : [],
    others.length > 0 ? tableLines(othersTable(others), width, paint) : [],
    lines(remarksOf(report)),
    report.file === undefined ? [] : lines([`written to ${report.file}`]),
  ]);
}

/** The totals: before, after, the share that is kept, and what was asked for. */
export function amountsTable({ amounts }: ReportedReduction): Table {
  const isFitting = amounts.some(({ after }) => after !== undefined);
  return {
    headings: [
      heading('total', 'total', 'left', 0),
      heading('before', 'before', 'right', 0),
      isFitting ? heading('after', 'after', 'right', 0) : heading('least', 'least that can be reached', 'right', 0),
      heading('kept', 'kept', 'right', 1),
      heading('budget', 'at most', 'right', 2),
    ],
    rows: amounts.map(({ name, before, after, budget, least }) => {
      const reached = isFitting ? after : least;
      return [
        text(name === 'memory' ? 'bytes of parameters' : name),
        sized(before),
        sized(reached),
        reached === undefined || before === 0 ? empty : text(percentOf(reached / before)),
        sized(budget),
      ];
    }),
  };
}

/** Every width class, those that change and those that stay. */
export function widthsTable({ widths }: ReportedReduction): Table {
  return {
    headings: [
      heading('class', 'width of', 'left', 0),
      heading('layers', 'layers', 'right', 3),
      heading('from', 'from', 'right', 0),
      heading('to', 'to', 'right', 0),
      heading('kept', 'kept', 'right', 1),
      heading('bar', '', 'left', 2),
    ],
    rows: widths.map(({ name, layers, from, to, isFixed = false }) => [
      text(name),
      sized(layers.length),
      sized(from),
      sized(to),
      to === from ? text(isFixed ? 'no choice' : 'all') : text(percentOf(to / from)),
      { kind: 'bar', share: to / from } satisfies Cell,
    ]),
  };
}

function variantsTable(variants: readonly ReportedVariant[]): Table {
  return {
    headings: [
      heading('variants', 'with', 'left', 0),
      heading('price', 'price', 'right', 0),
      heading('bound', 'bound', 'right', 2),
      heading('weights', 'weights', 'right', 1),
      heading('connections', 'connections', 'right', 1),
    ],
    rows: variants.map(({ names, price, bound, weights, connections, isBest, refused }) => [
      text(`${names.length === 0 ? 'the network as it is' : names.join(', ')}${isBest ? ' (the best)' : ''}`),
      text(price !== undefined ? priceOf(price) : refused === undefined ? 'nothing fits' : 'not possible'),
      text(Number.isFinite(bound) ? priceOf(bound) : ''),
      sized(weights),
      sized(connections),
    ]),
  };
}

function othersTable(others: readonly ReportedChoice[]): Table {
  return {
    headings: [
      heading('next', 'next best', 'left', 0),
      heading('price', 'price', 'right', 0),
      heading('weights', 'weights', 'right', 1),
      heading('connections', 'connections', 'right', 1),
      heading('differs', 'differs in', 'left', 0),
    ],
    rows: others.map(({ price, weights, connections, differs }, i) => [
      text(`#${i + 2}`),
      text(priceOf(price)),
      sized(weights),
      sized(connections),
      text(differs.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ')),
    ]),
  };
}

/** How good the answer is, as sentences. */
export function objectiveSentences({ objective, amounts, seconds }: ReportedReduction): readonly string[] {
  const { name, doc, status, value, bound, gap, proof } = objective;
  const took = `${seconds.toFixed(2)} s`;
  if (status === 'infeasible') return [`Nothing fits (proof: ${proof}, ${took}). ${leastSentence(amounts)}`];
  if (value === undefined)
    return [`Nothing that fits was found before the end (${took}); no choice is cheaper than ${priceOf(bound)}.`];
  const how = {
    optimal: 'optimal: no choice is cheaper',
    'within gap': `no choice is cheaper than ${priceOf(bound)}, a gap of ${gapOf(gap)}`,
    stopped:
      bound > 0
        ? `stopped before the proof; no choice is cheaper than ${priceOf(bound)}, a gap of ${gapOf(gap)}`
        : 'stopped before anything was proven',
  }[status];
  return [`Objective ${name} ${priceOf(value)}, ${how ?? status} (${proof}, ${took}). ${doc}`];
}

function leastSentence(amounts: readonly ReportedAmount[]): string {
  const alone = amounts.flatMap(({ name, least, budget }) =>
    least === undefined || budget === undefined ? [] : [{ name, least, budget }],
  );
  const over = alone.filter(({ least, budget }) => least > budget);
  const said = (over.length > 0 ? over : alone).map(
    ({ name, least, budget }) =>
      `${withSeparators(least)} ${name} where at most ${withSeparators(budget)} were asked for`,
  );
  return over.length > 0
    ? `The least that these widths reach is ${said.join(', and ')}.`
    : `Each budget alone can be met (the least is ${said.join(', and ')}), but not all of them together.`;
}

function remarksOf({ mixed, frozen, notes }: ReportedReduction): readonly string[] {
  const byNodes = [...new Set(mixed.flatMap(({ by }) => by))];
  return [
    ...(byNodes.length === 0
      ? []
      : [
          `${byNodes.length === 1 ? `${byNodes[0]} computes` : `${byNodes.length} nodes (${listed(byNodes)}) compute`} over channels of ${listed(mixed.map(({ name }) => name))} together: with fewer of them the others come out differently too.`,
        ]),
    ...(frozen.length === 0
      ? []
      : [
          `Not changed: ${listed(
            frozen.map(({ name, width, reason }) => `${name} (${width}) ${reason}`),
            6,
            '; ',
          )}.`,
        ]),
    ...notes,
  ];
}

/** The first few, and how many more there are. */
function listed(names: readonly string[], most = 4, between = ', '): string {
  const rest = names.length - most;
  return [...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(between);
}

function heading(key: string, title: string, align: 'left' | 'right', leaves: number): Heading {
  return { key, title, align, leaves };
}

/** `2.312997`: six decimals, as papers and reduce.md compare objectives. */
export function priceOf(value: number): string {
  return value.toFixed(6);
}

/** `49.97 %` */
export function percentOf(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function gapOf(gap: number): string {
  return `${(100 * gap).toFixed(3)} %`;
}
