/**
 * Ledgers of the published networks as they stand, counted when the command was built: `layerledger count alexnet` then loads
 * neither the readers nor the operators, which would take longer than Node itself takes to start (bench/cold-start.ts).
 * Empty where the command runs from its sources; scripts/build.mjs puts in a loader for each network, and a test holds what
 * is stored equal to what is counted.
 */
import type { Counted } from '../report/counted.ts';

export const compiledLedgers: Readonly<Record<string, () => Promise<{ readonly ledger: Counted }>>> = {};
