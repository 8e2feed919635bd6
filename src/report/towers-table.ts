/** What each tower holds, as a table. */
import type { TowerShares } from '../core/towers.ts';
import { sized, text, type Heading, type Table } from './table.ts';

/** Figure, title, and which goes first where the table is too wide. */
const figures = [
  ['units', 'units', 2],
  ['weights', 'weights', 0],
  ['connections', 'connections', 0],
  ['receives', 'receives', 1],
  ['weightBytes', 'weight bytes', 3],
] as const;

export function towersTable({ each }: TowerShares): Table {
  const headings = figures.map(([key, title, leaves]): Heading => ({ key, title, align: 'right', leaves }));
  return {
    headings: [{ key: 'tower', title: 'tower', align: 'left', leaves: 0 }, ...headings],
    rows: each.map((share, i) => [text(`${i + 1}`), ...figures.map(([key]) => sized(share[key]))]),
  };
}

/** What a reader should know of the table's words. */
export const receivesMeaning = 'receives: values of other towers that a tower must be sent, each counted once';
