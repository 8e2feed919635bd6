/** Two open networks layer by layer, matched by structure. */
import { jsonSize } from '../../src/report/figure.ts';
import { diffOf, sayChange } from '../../src/diff/index.ts';
import type { Context } from './context.ts';
import type { DiffView } from './protocol.ts';

export function diff({ networks }: Context, before: number, after: number): DiffView {
  const { rows, counts, totals } = diffOf(networks.get(before).ledger, networks.get(after).ledger);
  return {
    rows: rows.map(({ kind, before, after, changes, deltas }) => ({
      kind,
      before: before?.name ?? null,
      after: after?.name ?? null,
      changes: changes.map(sayChange),
      weights: jsonSize(deltas.weights),
      connections: jsonSize(deltas.connections),
    })),
    totals: {
      units: jsonSize(totals.deltas.units),
      weights: jsonSize(totals.deltas.weights),
      biases: jsonSize(totals.deltas.biases),
      connections: jsonSize(totals.deltas.connections),
      parameters: jsonSize(totals.deltas.parameters),
    },
    counts: { same: counts.same, changed: counts.changed, added: counts.added, removed: counts.removed },
  };
}
