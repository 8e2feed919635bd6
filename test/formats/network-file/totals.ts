/** The totals of a network for one image. */
import { ledgerOf } from '../../../src/core/ledger.ts';
import type { Network } from '../../../src/core/network.ts';
import { formatSize } from '../../../src/core/size.ts';

export function totalsOf(
  network: Network,
): Readonly<Record<'units' | 'weights' | 'biases' | 'connections' | 'parameters', string>> {
  const { totals } = ledgerOf(network, { bindings: new Map([['batch', 1]]) });
  const [units, weights, biases] = [totals.units, totals.weights, totals.biases].map(formatSize);
  return {
    units: units!,
    weights: weights!,
    biases: biases!,
    connections: formatSize(totals.connections),
    parameters: formatSize(totals.parameters),
  };
}

/** Rows of the layers with weights: name, units, weights, connections, and what it reads. */
export function rowsOf(network: Network): readonly string[] {
  const { layers } = ledgerOf(network, { bindings: new Map([['batch', 1]]) });
  return layers
    .filter(({ weights }) => weights !== 0)
    .map(({ path, units, weights, connections, reads }) =>
      [path.join('.'), ...[units, weights, connections].map(formatSize), reads ?? ''].join(' '),
    );
}
