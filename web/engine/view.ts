/** An open network as the page shows it: its ledger as the command's JSON has it, and its drawings. */
import { countNetwork, type CountOptions } from '../../src/core/count.ts';
import { ledgerJson } from '../../src/report/json.ts';
import type { Context, Opened } from './context.ts';
import { drawingsOf } from './figure.ts';
import { leftOpen } from './leftOpen.ts';
import type { LedgerView, View } from './protocol.ts';

export interface Opening extends Omit<Opened, 'ledger' | 'count'> {
  readonly count?: CountOptions;
  /** `performance.now()` when reading began. */
  readonly started: number;
}

/** Counts a network, draws it and keeps it. Throws what the core throws. */
export function show({ networks }: Context, { started, count = {}, ...opening }: Opening): View {
  const isRead = performance.now();
  const opened: Opened = { ...opening, count, ledger: countNetwork(opening.network, count) };
  const isCounted = performance.now();
  const drawings = drawingsOf(opened);
  const took = { read: isRead - started, count: isCounted - isRead, draw: performance.now() - isCounted };
  return {
    id: networks.add(opened),
    ledger: jsonOf(opened),
    format: opened.network.format ?? null,
    open: leftOpen(opened),
    ...drawings,
    took,
  };
}

function jsonOf({ ledger }: Opened): LedgerView {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's JSON, held to its schema by the command's tests
  return ledgerJson(ledger) as LedgerView;
}
