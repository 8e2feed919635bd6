/** Several ledgers side by side: a row a network. */
import type { Counted } from './counted.ts';
import { sized, text, type Heading, type Table } from './table.ts';

const heading = (key: string, leaves: number, align: 'left' | 'right' = 'right'): Heading => ({
  key,
  title: key,
  align,
  leaves,
});

export function comparisonTable(ledgers: readonly Counted[]): Table {
  return {
    headings: [
      heading('network', 0, 'left'),
      heading('units', 1),
      heading('weights', 0),
      heading('parameters', 2),
      heading('connections', 0),
      heading('weight bytes', 3),
    ],
    rows: ledgers.map(({ network, totals, uncounted }) => [
      text(uncounted.length > 0 ? `${network.name} (at least)` : network.name),
      sized(totals.units),
      sized(totals.weights),
      sized(totals.parameters),
      sized(totals.connections),
      sized(totals.weightBytes),
    ]),
  };
}
