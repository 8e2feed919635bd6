/** The tables of `diff`: a row a layer, and a row a total; for people, and with every figure for programs. */
import type { FigureName } from '../core/figures.ts';
import type { Layer, Totals } from '../core/ledger.ts';
import { subtract, type Size } from '../core/size.ts';
import { sayChange, type DiffRow, type DiffTotals, type RowKind } from '../diff/index.ts';
import { shapeText } from './grid.ts';
import { percentChange, signed } from './signed.ts';
import { empty, sized, text, type Cell, type Heading, type Table } from './table.ts';

const left = (title: string, leaves = 0): Heading => ({ key: title, title, align: 'left', leaves });
const right = (title: string, leaves = 0): Heading => ({ key: title, title, align: 'right', leaves });

/** As in a patch: what is unmarked stayed as it was. */
const marks: Readonly<Record<RowKind, string>> = { same: ' ', changed: '~', added: '+', removed: '−' };

/** Columns that hold what a difference is between. */
const between = 3;

export function isBetween({ leaves }: Heading): boolean {
  return leaves === between;
}

/** The figures of which a row shows the value before and after, the difference and its share. */
const compared = ['weights', 'connections'] as const satisfies readonly FigureName[];

export function diffTable(rows: readonly DiffRow[], totals: DiffTotals): Table {
  return {
    headings: [
      left('layer'),
      ...compared.flatMap((name) => [right(name, between), right('after', between), right(`Δ ${name}`), right('%', 2)]),
      left('what changed', 1),
    ],
    rows: rows.map((row) => [
      text(layerWords(row)),
      ...compared.flatMap((name) => rowCells(row, name)),
      text(rowWords(row)),
    ]),
    total: [text('total'), ...compared.flatMap((name) => changeCells(totals.before[name], totals.after[name])), empty],
  };
}

/** `~ conv2`, `fc1 → fc6` */
function layerWords({ kind, before, after }: DiffRow): string {
  const names = [...new Set([before, after].flatMap((layer) => layer?.name ?? []))];
  return `${marks[kind]} ${names.join(' → ')}`;
}

function rowCells({ before, after }: DiffRow, name: FigureName): readonly Cell[] {
  const cells = changeCells(before?.[name] ?? 0, after?.[name] ?? 0);
  return [before ? cells[0]! : empty, after ? cells[1]! : empty, cells[2]!, before && after ? cells[3]! : empty];
}

/** Before, after, difference, its share; a difference of 0 is left out, so that the others are seen. */
function changeCells(before: Size, after: Size): readonly Cell[] {
  const delta = subtract(after, before);
  return [sized(before), sized(after), delta === 0 ? empty : text(signed(delta)), text(percentChange(before, after))];
}

/** Of a layer that was put in or taken out, what it is. */
function rowWords({ before, after, changes }: DiffRow): string {
  if (before && after) return changes.filter(({ what }) => what !== 'name').map(sayChange).join('; '); // prettier-ignore
  const layer = after ?? before;
  return layer ? [layer.operator, ...(layer.output ? [shapeText(layer.output)] : [])].join(', ') : '';
}

interface TotalRow {
  readonly title: string;
  of(totals: Totals): Size | undefined;
}

const totalRows: readonly TotalRow[] = [
  { title: 'units', of: ({ units }) => units },
  { title: 'weights', of: ({ weights }) => weights },
  { title: 'parameters', of: ({ parameters }) => parameters },
  { title: 'connections', of: ({ connections }) => connections },
  { title: 'weightless connections', of: ({ weightlessConnections }) => weightlessConnections },
  { title: 'weight bytes', of: ({ weightBytes }) => weightBytes },
  { title: 'peak activation bytes', of: ({ peakActivationBytes }) => peakActivationBytes },
];

/** Totals that are 0 on both sides have no row. */
export function totalsTable({ before, after }: DiffTotals): Table {
  return {
    headings: [left('total'), right('before', 3), right('after', 2), right('difference'), right('%', 1)],
    rows: totalRows.flatMap(({ title, of }): readonly (readonly Cell[])[] => {
      const [from, to] = [of(before), of(after)];
      if (from === 0 && to === 0) return [];
      return [
        [
          text(title),
          ...(from === undefined || to === undefined ? [sized(from), sized(to), empty, empty] : changeCells(from, to)),
        ],
      ];
    }),
  };
}

const everyFigure = [
  'units', 'weights', 'biases', 'normParameters', 'connections', 'weightlessConnections', 'weightBytes', 'outputBytes',
] as const satisfies readonly FigureName[]; // prettier-ignore

const sides = ['before', 'after'] as const;

/** For CSV: each figure before, after and their difference. */
export function diffFigures(rows: readonly DiffRow[]): Table {
  return {
    headings: [
      left('kind'),
      ...sides.map((side) => left(`layer ${side}`)),
      ...sides.map((side) => left(`operator ${side}`)),
      ...sides.map((side) => right(`output ${side}`)),
      ...everyFigure.flatMap((name) => [...sides.map((side) => right(`${name} ${side}`)), right(`${name} difference`)]),
      left('changes'),
    ],
    rows: rows.map((row) => {
      const both = (cell: (layer: Layer) => Cell): readonly Cell[] =>
        sides.map((side) => (row[side] ? cell(row[side]) : empty));
      return [
        text(row.kind),
        ...both(({ name }) => text(name)),
        ...both(({ operator }) => text(operator)),
        ...both(({ output }) => (output ? { kind: 'shape', shape: output } : empty)),
        ...everyFigure.flatMap((name) => [...both((layer) => sized(layer[name])), sized(row.deltas[name])]),
        text(row.changes.map(sayChange).join('; ')),
      ];
    }),
  };
}
