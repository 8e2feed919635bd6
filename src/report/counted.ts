/** What a report needs of a ledger: all that was counted, and of the network only what it is called. */
import type { Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';
import type { Size } from '../core/size.ts';

/** Plain data, so that it can be stored: the command stores those of the published networks (cli/stored-ledger.ts). */
export type Counted = Omit<Ledger, 'network' | 'inference'> & {
  readonly network: Pick<Network, 'name' | 'source' | 'format'>;
  readonly converted?: Converted;
};

/** The totals as a convention other than the textbook's has them. */
export interface Converted {
  readonly convention: string;
  readonly unit: 'MAC' | 'FLOP';
  readonly cost: Size;
  /** What the cost is made of. */
  readonly items: readonly { readonly what: string; readonly value: Size }[];
  /** `undefined` where the convention's tool prints none. */
  readonly parameters: Size | undefined;
}
