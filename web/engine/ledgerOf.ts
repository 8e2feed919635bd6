/** The ledger of a network that is being edited, counted once. */
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Network } from '../../src/core/network.ts';

const counted = new WeakMap<Network, Ledger>();

export function ledgerOf(network: Network): Ledger {
  const ledger = counted.get(network) ?? countNetwork(network);
  counted.set(network, ledger);
  return ledger;
}

export function keepLedger(network: Network, ledger: Ledger): void {
  counted.set(network, ledger);
}
