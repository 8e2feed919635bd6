/** Network → ledger: one forward pass of the inputs as given, the batch bound to 1 where it is open. */
import { bindSizes, type BindingOptions } from './bindings.ts';
import { UsageError } from './errors.ts';
import { ledgerOf, type Ledger } from './ledger.ts';
import type { Network, Node } from './network.ts';

export interface CountOptions extends BindingOptions {
  /** Over how many towers the network is laid, for formats that cannot say it. */
  readonly towers?: number | undefined;
  /** The tower, from 1, on which a layer sits as a whole, by the layer's name. */
  readonly place?: ReadonlyMap<string, number>;
}

/**
 * Counts a network. Throws a MalformedError for a graph that is no order of nodes, and a UsageError for options that do not
 * fit the network; what cannot be counted is listed in the ledger.
 */
export function countNetwork(network: Network, options: CountOptions = {}): Ledger {
  const { inputs, bindings } = bindSizes(network, options);
  const towers = options.towers ?? network.towers ?? 1;
  if (!Number.isSafeInteger(towers) || towers < 1 || towers > maxTowers) {
    throw new UsageError(`${towers} towers; a whole number from 1 to ${maxTowers} is expected`);
  }
  return ledgerOf(placed(network, options.place, towers), { inputs, bindings, towers });
}

/** More towers than any network was laid over; every tower is a row of the answer. */
const maxTowers = 1024;

function placed(network: Network, place: ReadonlyMap<string, number> | undefined, towers: number): Network {
  if (!place || place.size === 0) return network;
  const wrong = [...place].find(([, tower]) => !Number.isSafeInteger(tower) || tower < 1 || tower > towers);
  if (wrong) throw new UsageError(`layer "${wrong[0]}" is placed on tower ${wrong[1]} of ${towers}`);
  const missing = new Set(place.keys());
  const nodes = network.graph.nodes.map((node): Node => {
    const name = [node.layer, node.path?.join('.'), node.name].find(
      (candidate) => candidate !== undefined && place.has(candidate),
    );
    if (name === undefined) return node;
    missing.delete(name);
    return { ...node, tower: place.get(name)! };
  });
  if (missing.size > 0) throw new UsageError(`the network has no layer "${[...missing][0]}"`);
  return { ...network, graph: { ...network.graph, nodes } };
}
