/** Advice as text and tables: where the weights and the connections are, what each width would do, and what else there is. */
import { bytesInWords } from './bytes.ts';
import { noPaint } from './paint.ts';
import { printableSentence } from '../core/printable.ts';
import { sized, text, type Heading, type Table } from './table.ts';
import { sections, tableLines, type TextOptions } from './text.ts';
import { percentOf } from './reduction.ts';
import { fold } from './width.ts';

interface Pair {
  readonly weights: number;
  readonly connections: number;
}

/** What is reported of a network's advice; the command gives it. */
export interface ReportedAdvice {
  readonly network: { readonly name: string; readonly source?: string | undefined };
  readonly totals: Pair & { readonly units: number; readonly memory: number; readonly peak: number | undefined };
  readonly kinds: readonly ReportedKind[];
  readonly layers: readonly ReportedLayer[];
  readonly classes: readonly ReportedClass[];
  /** All convolutions' filters, all hidden fully connected layers, everything, at three quarters and at half. */
  readonly together: readonly ReportedTogether[];
  readonly alternatives: readonly ReportedAlternative[];
  /** The least change that halves one total alone. */
  readonly single: readonly ReportedSingle[];
  readonly frozen: readonly { readonly name: string; readonly width: number; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface ReportedKind extends Pair {
  readonly kind: string;
  readonly layers: number;
  readonly units: number;
  readonly weightBytes: number;
  readonly outputBytes: number;
}

export interface ReportedLayer extends Pair {
  readonly name: string;
  readonly weightBytes: number;
  readonly outputBytes: number;
}

export interface ReportedClass {
  readonly name: string;
  readonly layers: readonly string[];
  readonly width: number;
  readonly elasticity: Pair;
  /** At three quarters and at half of the width: −0.25 is a quarter less. */
  readonly changes: readonly { readonly width: number; readonly change: Pair }[];
  /** What other layers save at half of the width. */
  readonly reaches: readonly ({ readonly layer: string } & Pair)[];
  readonly mixedBy: readonly string[];
}

export interface ReportedTogether {
  readonly what: string;
  readonly share: number;
  readonly change: Pair;
  /** The layer in which the most weights are saved, with their share of all weights. */
  readonly most: { readonly layer: string; readonly weights: number };
}

export interface ReportedAlternative {
  readonly name: string;
  readonly says: string;
  /** Absent where it is not possible here, for the reason in `says`. */
  readonly change?: Pair | undefined;
}

export interface ReportedSingle {
  readonly resource: string;
  readonly share: number;
  readonly widths: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly change: Pair;
  readonly objective: { readonly name: string; readonly value: number; readonly gap: number };
}

/** The whole answer of `advise` as text. */
export function adviceText(
  report: ReportedAdvice,
  { width, paint = noPaint }: Pick<TextOptions, 'width' | 'paint'>,
): string {
  const { network } = report;
  const title = network.source === undefined ? network.name : `${network.name}: ${network.source}`;
  const lines = (sentences: readonly string[]): readonly string[] =>
    sentences.flatMap((sentence) => fold(printableSentence(sentence), width, '  '));
  const table = (heading: string, content: Table): readonly string[] =>
    content.rows.length === 0 ? [] : [paint.strong(heading), ...tableLines(content, width, paint)];
  return sections([
    [paint.strong(fold(printableSentence(title), width, '').join('\n'))],
    lines(mainSentences(report)),
    table('Where they are', kindsTable(report)),
    table('Layers', layersTable(report)),
    table('Widths: what changing one would do', classesTable(report)),
    lines(reachSentences(report)),
    table('Several widths at once', togetherTable(report)),
    table('Other structures', alternativesTable(report)),
    lines(report.single.map(singleSentence)),
    lines(remarksOf(report)),
  ]);
}

/** The exercise's advice with this network's numbers. */
export function mainSentences({ kinds, totals }: ReportedAdvice): readonly string[] {
  const [mostWeights] = kinds.toSorted((a, b) => b.weights - a.weights);
  const [mostConnections] = kinds.toSorted((a, b) => b.connections - a.connections);
  if (!mostWeights || !mostConnections) return ['No layer has weights.'];
  const holds = (kind: ReportedKind, of: keyof Pair): string =>
    `${kind.kind} hold ${share(kind[of], totals[of])} of the ${of}`;
  const memory = `The parameters take ${bytesInWords(totals.memory)} where they are stored${totals.peak === undefined ? '' : `, activations at most ${bytesInWords(totals.peak)} at one time`}.`;
  return [
    `${capital(holds(mostWeights, 'weights'))}; ${holds(mostConnections, 'connections')}.`,
    mostWeights.kind === mostConnections.kind
      ? `Both are saved in ${mostWeights.kind}.`
      : `To save weights (memory), make ${mostWeights.kind} narrower; to save connections (time), ${mostConnections.kind}.`,
    memory,
  ];
}

/** What a class saves in other layers. */
export function reachSentences({ classes, totals }: ReportedAdvice): readonly string[] {
  const far = classes.flatMap(({ name, reaches, width, changes }) =>
    reaches
      .filter(({ weights, connections }) => weights > totals.weights / 20 || connections > totals.connections / 20)
      .map(
        (reach) =>
          `${name} ${width} → ${changes.at(-1)!.width} also shrinks ${reach.layer}: ${percentOf(reach.weights / totals.weights)} of all weights and ${percentOf(reach.connections / totals.connections)} of all connections are saved there.`,
      ),
  );
  return far.slice(0, 8);
}

function singleSentence({ resource, share: asked, widths, change, objective }: ReportedSingle): string {
  const changes = widths.filter(({ from, to }) => from !== to);
  const shown = changes.slice(0, 8).map(({ name, from, to }) => `${name} ${from} → ${to}`);
  const rest = changes.length - shown.length;
  const list = [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
  const gap = objective.gap === 0 ? 'optimal' : `gap ${(100 * objective.gap).toFixed(2)} %`;
  return `The least change for ${percentOf(asked).replace('.00', '')} of the ${resource} alone: ${list} (weights ${changeWord(change.weights)}, connections ${changeWord(change.connections)}; ${objective.name} ${objective.value.toFixed(6)}, ${gap}).`;
}

function remarksOf({ frozen, classes, notes }: ReportedAdvice): readonly string[] {
  const mixed = classes.filter(({ mixedBy }) => mixedBy.length > 0);
  const shown = frozen.slice(0, 6).map(({ name, width, reason }) => `${name} (${width}) ${reason}`);
  const rest = frozen.length - shown.length;
  return [
    ...(shown.length > 0 ? [`Cannot change: ${[...shown, ...(rest > 0 ? [`${rest} more`] : [])].join('; ')}.`] : []),
    ...(mixed.length > 0
      ? [
          `Channels of ${mixed
            .slice(0, 4)
            .map(({ name }) => name)
            .join(
              ', ',
            )}${mixed.length > 4 ? ` and ${mixed.length - 4} more` : ''} are computed over together (${mixed[0]!.mixedBy[0]}): with fewer of them the others come out differently too.`,
        ]
      : []),
    ...notes,
  ];
}

export function kindsTable({ kinds, totals }: ReportedAdvice): Table {
  return {
    headings: [
      heading('kind', '', 'left', 0),
      heading('layers', 'layers', 'right', 3),
      heading('weights', 'weights', 'right', 0),
      heading('weightsShare', 'share', 'right', 0),
      heading('connections', 'connections', 'right', 0),
      heading('connectionsShare', 'share', 'right', 0),
      heading('weightBytes', 'bytes of weights', 'right', 1),
      heading('outputBytes', 'bytes of outputs', 'right', 2),
    ],
    rows: kinds.map(({ kind, layers, weights, connections, weightBytes, outputBytes }) => [
      text(kind),
      sized(layers),
      sized(weights),
      text(share(weights, totals.weights)),
      sized(connections),
      text(share(connections, totals.connections)),
      sized(weightBytes),
      sized(outputBytes),
    ]),
  };
}

export function layersTable({ layers, totals }: ReportedAdvice): Table {
  return {
    headings: [
      heading('layer', 'layer', 'left', 0),
      heading('weights', 'weights', 'right', 1),
      heading('weightsShare', 'share', 'right', 0),
      heading('connections', 'connections', 'right', 1),
      heading('connectionsShare', 'share', 'right', 0),
      heading('weightBytes', 'bytes of weights', 'right', 2),
      heading('outputBytes', 'bytes of outputs', 'right', 3),
    ],
    rows: layers.map(({ name, weights, connections, weightBytes, outputBytes }) => [
      text(name),
      sized(weights),
      text(share(weights, totals.weights)),
      sized(connections),
      text(share(connections, totals.connections)),
      sized(weightBytes),
      sized(outputBytes),
    ]),
  };
}

export function classesTable({ classes }: ReportedAdvice): Table {
  return {
    headings: [
      heading('class', 'width of', 'left', 0),
      heading('layers', 'layers', 'right', 4),
      heading('width', 'width', 'right', 0),
      heading('elasticityWeights', 'weights per 1 %', 'right', 2),
      heading('elasticityConnections', 'connections per 1 %', 'right', 2),
      heading('quarterWeights', '−25 %: weights', 'right', 1),
      heading('quarterConnections', 'connections', 'right', 1),
      heading('halfWeights', '−50 %: weights', 'right', 0),
      heading('halfConnections', 'connections', 'right', 0),
    ],
    rows: classes.map(({ name, layers, width, elasticity, changes }) => [
      text(name),
      sized(layers.length),
      sized(width),
      text(`${elasticity.weights.toFixed(3)} %`),
      text(`${elasticity.connections.toFixed(3)} %`),
      ...changes.flatMap(({ change }) => [text(changeWord(change.weights)), text(changeWord(change.connections))]),
    ]),
  };
}

export function togetherTable({ together }: ReportedAdvice): Table {
  return {
    headings: [
      heading('what', 'at once', 'left', 0),
      heading('share', 'width', 'right', 0),
      heading('weights', 'weights', 'right', 0),
      heading('connections', 'connections', 'right', 0),
      heading('most', 'most of the weights in', 'left', 1),
    ],
    rows: together.map(({ what, share: kept, change, most }) => [
      text(what),
      text(changeWord(kept - 1)),
      text(changeWord(change.weights)),
      text(changeWord(change.connections)),
      text(most.weights === 0 ? '' : `${most.layer}: ${changeWord(-most.weights)}`),
    ]),
  };
}

export function alternativesTable({ alternatives }: ReportedAdvice): Table {
  return {
    headings: [
      heading('alternative', 'instead', 'left', 0),
      heading('weights', 'weights', 'right', 0),
      heading('connections', 'connections', 'right', 0),
      heading('says', '', 'left', 1),
    ],
    rows: alternatives.map(({ name, says, change }) => [
      text(name),
      text(change ? changeWord(change.weights) : 'not here'),
      text(change ? changeWord(change.connections) : ''),
      text(says),
    ]),
  };
}

/** `−44.73 %`, `0 %` */
export function changeWord(change: number): string {
  const rounded = (100 * Math.abs(change)).toFixed(2);
  if (rounded === '0.00') return change === 0 ? '0 %' : `${change < 0 ? '−' : '+'}0.00 %`;
  return `${change < 0 ? '−' : '+'}${rounded} %`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function heading(key: string, title: string, align: 'left' | 'right', leaves: number): Heading {
  return { key, title, align, leaves };
}
