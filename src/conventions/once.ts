/** Asking much of one ledger: what a function found is kept as long as the ledger is. */
import type { Ledger } from '../core/ledger.ts';

export function oncePerLedger<T>(find: (ledger: Ledger) => T): (ledger: Ledger) => T {
  const found = new WeakMap<Ledger, { readonly answer: T }>();
  return (ledger) => {
    const known = found.get(ledger) ?? { answer: find(ledger) };
    found.set(ledger, known);
    return known.answer;
  };
}
