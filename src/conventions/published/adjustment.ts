/**
 * What papers mean by parameters, connections or units, as small adjustments of the textbook's figure (with biases, with running
 * statistics) over some of the layers (without the classifier). Adjustments go together unless they stand in the same slot.
 */
import type { Layer, Ledger } from '../../core/ledger.ts';
import type { Item } from '../convention.ts';

export type Quantity = 'parameters' | 'connections' | 'units';

/** An amount that is added, or, where it is negative, taken away. */
export interface Adjustment {
  readonly key: string;
  readonly quantity: Quantity;
  /** Of the adjustments of one slot, at most one holds. */
  readonly slot: string;
  /** How a sentence says it: `with biases`. */
  readonly words: string;
  /** A source that counts so, where one is known. */
  readonly source?: string;
  /** No item where the network has nothing of it. */
  items(ledger: Ledger): readonly Item[];
}

/** Which layers a count is about. */
export interface Scope {
  readonly key: string;
  readonly slot: string;
  readonly words: string;
  /** The layers that are left out; none where the scope says nothing of this network. */
  without(ledger: Ledger): readonly Layer[];
}
