/** A network made ready to be reduced: its ledger, its width classes, and what its figures are as functions of the widths. */
import { bindSizes } from '../core/bindings.ts';
import { countNetwork, type CountOptions } from '../core/count.ts';
import type { InferOptions } from '../core/infer.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';
import { followAxes } from './axes/follow.ts';
import { widthClasses, type Classes } from './classes.ts';
import { costsOf, type Costs } from './costs.ts';

export interface Reducible {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly classes: Classes;
  readonly costs: Costs;
  /** With which sizes the network was inferred. */
  readonly infer: InferOptions;
  readonly count: CountOptions;
}

/** Finds what can change in a network. Throws an UnsupportedError where sizes are open or beyond 2^53. */
export function reducible(network: Network, count: CountOptions = {}): Reducible {
  const options = bindSizes(network, count);
  const ledger = countNetwork(network, count);
  const classes = widthClasses(followAxes(network, options), ledger);
  return { network, ledger, classes, costs: costsOf(classes, ledger), infer: options, count };
}
