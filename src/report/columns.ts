/** The columns that a ledger's table can have. */
import { figureNames, figureWords, type FigureName, type Figures } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { add, formatSize, isWhole, sumOf, type Size } from '../core/size.ts';
import { empty, shapeCell, sized, text, type Cell, type Heading } from './table.ts';

export interface Column extends Heading {
  readonly meaning: string;
  cell(layer: Layer, ledger: Counted): Cell;
  total(ledger: Counted): Cell;
  /** What rows are sorted by: figures from the largest, words by the alphabet. */
  rank(layer: Layer): Size | string;
}

const words = (key: string, meaning: string, leaves: number, of: (layer: Layer) => string): Column => ({
  key, title: key, align: 'left', leaves, meaning, cell: (layer) => text(of(layer)), total: () => empty, rank: of,
}); // prettier-ignore

const figure = (key: string, title: string, meaning: string, of: (figures: Figures) => Size): Column => ({
  key, title, align: 'right', leaves: key === 'units' ? 1 : 0, meaning,
  cell: (layer) => sized(of(layer)), total: ({ totals }) => sized(of(totals)), rank: of,
}); // prettier-ignore

const share = (key: string, title: string, of: FigureName, kind: 'share' | 'bar'): Column => ({
  key, title, align: kind === 'bar' ? 'left' : 'right', leaves: kind === 'bar' ? 5 : 4,
  meaning: `share of all ${of}`,
  cell: (layer, { totals }) => shareCell(layer[of], totals[of], kind), total: () => empty, rank: (layer) => layer[of],
}); // prettier-ignore

function shareCell(part: Size, whole: Size, kind: 'share' | 'bar'): Cell {
  if (!isWhole(part) || !isWhole(whole) || whole === 0) return empty;
  return { kind, share: Number(part) / Number(whole) };
}

/** `connectionsOntoPadding` → `connections onto padding` */
export function titleOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const columns: readonly Column[] = [
  {
    ...words('layer', 'the name of the layer', 0, ({ name }) => name),
    total: ({ uncounted }) => text(totalWord(uncounted)),
  },
  words('path', 'the blocks that it lies in, and its own name', 2, ({ path }) => path.join('/')),
  words('operator', 'its operator', 3, ({ operator }) => operator),
  {
    ...words('output', 'the shape of its output', 3, ({ output }) => (output ?? []).map(formatSize).join()),
    cell: ({ output }) => shapeCell(output),
  },
  words('reads', 'which towers it reads: its own, or all of them', 2, ({ reads }) => reads ?? ''),
  words('tower', 'the tower on which it sits', 2, ({ tower }) => tower?.toString() ?? ''),
  ...figureNames.map((name) => figure(name, titleOf(name), figureWords[name], (figures) => figures[name])),
  figure('parameters', 'parameters', 'every learned number', parametersOf),
  figure('weights+biases', 'weights and biases', 'weights and biases', ({ weights, biases }) => add(weights, biases)),
  figure('connections+biases', 'connections and biases', 'connections, and additions of a bias', (figures) =>
    add(figures.connections, figures.biasConnections),
  ),
  share('share', 'share', 'connections', 'share'),
  share('share-of-weights', 'of weights', 'weights', 'share'),
  share('bar', 'share of connections', 'connections', 'bar'),
];

/** A learned number is one of these roles; embeddings are among the weights. */
function parametersOf({ weights, biases, normParameters, otherParameters }: Figures): Size {
  return sumOf([weights, biases, normParameters, otherParameters]);
}

/** Where something could not be counted, totals are bounds. */
function totalWord(uncounted: Counted['uncounted']): string {
  return uncounted.length > 0 ? 'total, at least' : 'total';
}

export const columnNames: readonly string[] = columns.map(({ key }) => key);

export function columnOf(key: string): Column | undefined {
  return columns.find((column) => column.key === key);
}

/** The columns for people, where they choose none. */
export function defaultColumns({ towers }: Counted): readonly string[] {
  return ['layer', 'output', ...(towers ? ['reads'] : []), 'units', 'weights', 'connections', 'share'];
}

/** The columns for programs: everything that a row holds. */
export const everyColumn: readonly string[] = ['layer', 'path', 'operator', 'output', 'reads', 'tower', ...figureNames];
