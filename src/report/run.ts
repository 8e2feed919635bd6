/** What a run gave, as text and as tables: outputs, the check of shapes, and where the time goes. */
import { withSeparators } from '../core/derivation.ts';
import type { ElementType } from '../core/network.ts';
import { bytesInWords } from './bytes.ts';
import { shapeText } from './grid.ts';
import { noPaint } from './paint.ts';
import { printable, printableSentence } from '../core/printable.ts';
import { count, figures, milliseconds, rate, ratio } from './run-numbers.ts';
import { empty, sized, text, type Cell, type Heading, type Table } from './table.ts';
import { sections, tableLines, type TextOptions } from './text.ts';
import { fold } from './width.ts';

export interface RunHead {
  readonly network: { readonly name: string; readonly source?: string | undefined };
  /** `ONNX Runtime 1.30.0` */
  readonly runtime: string;
  readonly inputs: readonly { readonly name: string; readonly type: string; readonly shape: readonly number[] }[];
  readonly notes: readonly string[];
}

export interface RunTotals {
  readonly units: number;
  readonly weights: number;
  readonly connections: number;
  readonly weightBytes: number;
}

export interface RunReport extends RunHead {
  readonly outputs: readonly OutputReport[];
  readonly check: CheckReport | undefined;
  readonly timing: TimingReport | undefined;
  readonly totals: RunTotals;
}

export interface OutputReport {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly least?: number;
  readonly mean?: number;
  readonly greatest?: number;
  readonly notNumbers: number;
  readonly infinite: number;
  readonly first: readonly number[];
  readonly top?: readonly { readonly index: number; readonly value: number }[];
}

export interface CheckReport {
  readonly agreeing: number;
  readonly mismatches: readonly { readonly name: string; readonly node: string; readonly inferred: string; readonly executed: string }[]; // prettier-ignore
  readonly notCompared: readonly { readonly name: string; readonly reason: string }[];
}

export interface TimingReport {
  readonly repeat: number;
  readonly milliseconds: number;
  readonly layers: readonly LayerReport[];
  readonly added: ReadonlyMap<string, number>;
  readonly roofline: { readonly macsPerSecond: number; readonly bytesPerSecond: number };
  readonly sentences: readonly string[];
}

export interface LayerReport {
  readonly name: string;
  readonly operator: string;
  readonly milliseconds: number;
  readonly share: number;
  readonly weights: number;
  readonly connections: number;
  readonly bytes: number;
  readonly achieved: number;
  readonly intensity: number;
  readonly bound: 'compute' | 'memory' | 'neither';
  readonly slowdown: number;
}

type Look = Pick<TextOptions, 'width' | 'paint'>;

export function runText(run: RunReport, { width, paint = noPaint }: Look = {}): string {
  const lines = (all: readonly string[]): readonly string[] => all.flatMap((line) => fold(printableSentence(line), width, '  ')); // prettier-ignore
  return sections([
    [paint.strong(printable(run.network.name)), ...lines(headLines(run)).map(paint.faint)],
    lines(run.outputs.flatMap(outputLines)),
    lines(checkLines(run.check)),
    ...(run.timing ? [tableLines(timesTable(run.timing), width, paint), lines(timingLines(run.timing))] : []),
    lines([totalsLine(run.totals)]),
    run.notes.length === 0 ? [] : [paint.heading('notes:'), ...lines(run.notes.map((note) => `  ${note}`))],
  ]);
}

export function headLines({ runtime, inputs, network }: RunHead): readonly string[] {
  const said = inputs.map(({ name, type, shape }) => `${name} ${type} ${shapeText(shape)}`).join(', ') || 'no inputs';
  const source = network.source === undefined || network.source === network.name ? [] : [`source: ${network.source}`];
  return [`${runtime}, on ${said}`, ...source];
}

/** `prob  float32 1 × 1000  min 3.0e-5  mean 0.001  max 0.0073` and what is first and greatest in it. */
export function outputLines(output: OutputReport): readonly string[] {
  const { name, type, shape, least, mean, greatest, first, top } = output;
  const range = least === undefined ? [] : [`min ${count(least)}`, `mean ${count(mean!)}`, `max ${count(greatest!)}`];
  return [
    [`output ${name}`, `${type} ${shapeText(shape)}`, ...range].join('  '),
    ...(first.length === 0 ? [] : [`  first: ${first.map(count).join(', ')}`]),
    ...(top ? [`  top ${top.length}: ${top.map(({ index, value }) => `${index} (${count(value)})`).join(', ')}`] : []),
  ];
}

export function checkLines(check: CheckReport | undefined): readonly string[] {
  if (!check) return [];
  const { agreeing, mismatches, notCompared } = check;
  const verdict = mismatches.length === 0 ? 'all as inferred' : `${mismatches.length} not as inferred`;
  return [
    `shapes: ${agreeing + mismatches.length} executed values compared, ${verdict}`,
    ...mismatches.map(({ name, node, inferred, executed }) => `  ${name} (${node}): inferred ${inferred}, executed ${executed}`), // prettier-ignore
    ...(notCompared.length === 0 ? [] : [`not compared: ${notCompared.length}`]),
    ...notCompared.map(({ name, reason }) => `  ${name}: ${reason}`),
  ];
}

const headings: readonly Heading[] = [
  { key: 'layer', title: 'layer', align: 'left', leaves: 0 },
  { key: 'operator', title: 'operator', align: 'left', leaves: 5 },
  { key: 'milliseconds', title: 'ms', align: 'right', leaves: 0 },
  { key: 'share', title: 'time', align: 'right', leaves: 1 },
  { key: 'weights', title: 'weights', align: 'right', leaves: 4 },
  { key: 'connections', title: 'connections', align: 'right', leaves: 0 },
  { key: 'achieved', title: 'GMAC/s', align: 'right', leaves: 2 },
  { key: 'bytes', title: 'bytes', align: 'right', leaves: 3 },
  { key: 'intensity', title: 'MAC/byte', align: 'right', leaves: 3 },
  { key: 'bound', title: 'bound by', align: 'left', leaves: 0 },
];

export function timesTable({ layers, added }: TimingReport): Table {
  const rows = layers.map((layer): readonly Cell[] => [
    text(layer.name),
    text(layer.operator),
    text(figures(layer.milliseconds)),
    { kind: 'share', share: layer.share },
    sized(layer.weights),
    sized(layer.connections),
    layer.connections > 0 ? text(rate(layer.achieved)) : empty,
    sized(layer.bytes),
    layer.connections > 0 ? text(ratio(layer.intensity)) : empty,
    text(layer.bound),
  ]);
  const others = [...added].map(([operator, time]): readonly Cell[] => [
    text(`(${operator})`),
    text(operator),
    text(figures(time)),
    ...headings.slice(3).map(() => empty),
  ]);
  const sum = (key: 'milliseconds' | 'weights' | 'connections' | 'bytes'): number => layers.reduce((all, layer) => all + layer[key], 0); // prettier-ignore
  const total = sum('milliseconds') + [...added.values()].reduce((all, time) => all + time, 0);
  const cells: Readonly<Record<string, Cell>> = {
    layer: text('total'),
    milliseconds: text(figures(total)),
    weights: sized(sum('weights')),
    connections: sized(sum('connections')),
    bytes: sized(sum('bytes')),
  };
  return { headings, rows: [...rows, ...others], total: headings.map(({ key }) => cells[key] ?? empty) };
}

export function timingLines({
  milliseconds: time,
  repeat,
  roofline,
  added,
  sentences,
}: TimingReport): readonly string[] {
  const { macsPerSecond, bytesPerSecond } = roofline;
  const balance = macsPerSecond / bytesPerSecond;
  return [
    `whole run: ${milliseconds(time)}, the median of ${repeat}`,
    `this machine, measured in the same process: ${rate(macsPerSecond)} GMAC/s (a product of large matrices), ${rate(bytesPerSecond)} GB/s; below ${ratio(balance)} MAC/byte memory is the bound`,
    ...(added.size === 0 ? [] : ['in parentheses: what ONNX Runtime adds between layers; layers without a row were fused into others, or cost nothing']), // prettier-ignore
    ...sentences,
  ];
}

export function totalsLine({ units, weights, connections, weightBytes }: RunTotals): string {
  const said = [`${withSeparators(units)} units`, `${withSeparators(weights)} weights`, `${withSeparators(connections)} connections`]; // prettier-ignore
  return `counted: ${said.join(', ')}, ${bytesInWords(weightBytes)} of weights`;
}
