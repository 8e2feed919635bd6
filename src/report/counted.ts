/** What a report needs of a ledger: all that was counted, and of the network only what it is called. */
import type { Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';

/** Plain data, so that it can be stored: the command stores those of the published networks (cli/stored-ledger.ts). */
export type Counted = Omit<Ledger, 'network' | 'inference'> & {
  readonly network: Pick<Network, 'name' | 'source' | 'format'>;
};
