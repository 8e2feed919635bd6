/** The least change for every pair of budgets on weights and connections: a table, rows for CSV, and a figure. */
import { markup } from './markup.ts';
import { empty, sized, text, type Heading, type Table } from './table.ts';
import { percentOf, priceOf } from './reduction.ts';
import { schemaVersion, version } from './version.ts';

export interface ReportedSurface {
  readonly network: { readonly name: string; readonly source?: string | undefined };
  readonly objective: string;
  readonly points: readonly ReportedPoint[];
}

/** Budgets as shares of the original's, and what meets them. */
export interface ReportedPoint {
  readonly weightsShare: number;
  readonly connectionsShare: number;
  readonly weightsBudget: number;
  readonly connectionsBudget: number;
  /** Absent where nothing fits. */
  readonly price?: number | undefined;
  readonly bound: number;
  readonly weights?: number | undefined;
  readonly connections?: number | undefined;
  readonly widths: readonly { readonly name: string; readonly to: number }[];
}

/** Budgets on weights down, on connections across; a cell is the least price. */
export function surfaceTable({ points }: ReportedSurface): Table {
  const across = sharesOf(points, 'connectionsShare');
  const cell = (down: number, right: number): string => {
    const point = pointAt(points, down, right);
    return point?.price === undefined ? '–' : point.price.toFixed(3);
  };
  return {
    headings: [
      heading('weights', 'weights ╲ connections', 'left'),
      ...across.map((share) => heading(`c${share}`, percentWord(share), 'right')),
    ],
    rows: sharesOf(points, 'weightsShare').map((down) => [
      text(percentWord(down)),
      ...across.map((right) => text(cell(down, right))),
    ]),
  };
}

/** A row for each pair of budgets, with the widths that meet it. */
export function surfaceRows({ points }: ReportedSurface): Table {
  const names = points.find(({ widths }) => widths.length > 0)?.widths.map(({ name }) => name) ?? [];
  return {
    headings: [
      ...['weightsBudget', 'connectionsBudget', 'price', 'bound', 'weights', 'connections'].map((key) => heading(key, key, 'right')), // prettier-ignore
      ...names.map((name) => heading(name, name, 'right')),
    ],
    rows: points.map(({ weightsBudget, connectionsBudget, price, bound, weights, connections, widths }) => [
      sized(weightsBudget),
      sized(connectionsBudget),
      price === undefined ? empty : text(priceOf(price)),
      Number.isFinite(bound) ? text(priceOf(bound)) : empty,
      sized(weights),
      sized(connections),
      ...(widths.length > 0 ? widths.map(({ to }) => sized(to)) : names.map(() => empty)),
    ]),
  };
}

/** The surface as JSON, with `null` where nothing fits. */
export function surfaceJson({ network, objective, points }: ReportedSurface): object {
  return {
    schemaVersion,
    layerledger: version,
    network: { name: network.name, source: network.source ?? null },
    objective,
    points: points.map(({ price, bound, weights, connections, ...budgets }) => ({
      ...budgets,
      price: price ?? null,
      bound: Number.isFinite(bound) ? bound : null,
      weights: weights ?? null,
      connections: connections ?? null,
    })),
  };
}

/** Side of a cell and width of the margins, in the units of the figure. */
const cellSize = 56;
const margin = 92;

/** The surface as a figure: a cell for each pair of budgets, the darker the dearer, its price in it. */
export function surfaceSvg({ network, objective, points }: ReportedSurface): string {
  const [across, down] = [sharesOf(points, 'connectionsShare'), sharesOf(points, 'weightsShare')];
  const most = Math.max(...points.map(({ price }) => price ?? 0), Number.MIN_VALUE);
  const [width, height] = [margin + across.length * cellSize + 16, margin + down.length * cellSize + 48];
  const cells = points.map((point) => {
    const x = margin + across.indexOf(point.connectionsShare) * cellSize;
    const y = margin + down.indexOf(point.weightsShare) * cellSize;
    return cellSvg(point, x, y, most);
  });
  const middle = (index: number): number => margin + (index + 0.5) * cellSize;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12" role="img">
<title>${markup(`The least change of ${network.name} for budgets on weights and connections (objective ${objective})`)}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${margin}" y="24" font-size="15">${markup(`${network.name}: the least change (${objective})`)}</text>
<text x="${margin + (across.length * cellSize) / 2}" y="54" text-anchor="middle">at most so much of the connections</text>
<text x="20" y="${margin + (down.length * cellSize) / 2}" text-anchor="middle" transform="rotate(-90 20 ${margin + (down.length * cellSize) / 2})">at most so much of the weights</text>
${across.map((share, i) => `<text x="${middle(i)}" y="${margin - 10}" text-anchor="middle">${percentWord(share)}</text>`).join('\n')}
${down.map((share, i) => `<text x="${margin - 10}" y="${middle(i) + 4}" text-anchor="end">${percentWord(share)}</text>`).join('\n')}
${cells.join('\n')}
</svg>
`;
}

function cellSvg(point: ReportedPoint, x: number, y: number, most: number): string {
  const { price, weights, connections } = point;
  const depth = price === undefined ? 0 : price / most;
  const fill = price === undefined ? '#eee' : `hsl(210 70% ${(96 - 61 * depth).toFixed(1)}%)`;
  const label =
    price === undefined ? 'nothing fits' : `${priceOf(price)}: ${weights} weights, ${connections} connections`;
  const ink = depth > 0.55 ? '#fff' : '#111';
  return `<g><title>${label}</title><rect x="${x}" y="${y}" width="${cellSize - 2}" height="${cellSize - 2}" fill="${fill}"/><text x="${x + cellSize / 2 - 1}" y="${y + cellSize / 2 + 4}" text-anchor="middle" fill="${ink}">${price === undefined ? '–' : price.toFixed(2)}</text></g>`;
}

function sharesOf(points: readonly ReportedPoint[], of: 'weightsShare' | 'connectionsShare'): readonly number[] {
  return [...new Set(points.map((point) => point[of]))].toSorted((a, b) => a - b);
}

function pointAt(points: readonly ReportedPoint[], down: number, right: number): ReportedPoint | undefined {
  return points.find(({ weightsShare, connectionsShare }) => weightsShare === down && connectionsShare === right);
}

function percentWord(share: number): string {
  return percentOf(share).replace('.00', '');
}

function heading(key: string, title: string, align: 'left' | 'right'): Heading {
  return { key, title, align, leaves: 0 };
}
