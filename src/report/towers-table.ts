/** What each tower holds, as a table. */
import type { TowerShares } from '../core/towers.ts';
import { sized, text, type Heading, type Table } from './table.ts';

const figures = [
  ['units', 'units'],
  ['weights', 'weights'],
  ['connections', 'connections'],
  ['receives', 'receives'],
  ['weightBytes', 'weight bytes'],
] as const;

export function towersTable({ each }: TowerShares): Table {
  const headings = figures.map(([key, title]): Heading => ({
    key,
    title,
    align: 'right',
    leaves: key === 'weightBytes' ? 2 : 0,
  }));
  return {
    headings: [{ key: 'tower', title: 'tower', align: 'left', leaves: 0 }, ...headings],
    rows: each.map((share, i) => [text(`${i + 1}`), ...figures.map(([key]) => sized(share[key]))]),
  };
}

/** What a reader should know of the table's words. */
export const receivesMeaning = 'receives: values of other towers that a tower must be sent, each counted once';
