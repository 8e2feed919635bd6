/** What an exported source has to print: the ledger's parameters, and the inferred shapes of the outputs. */
import { countNetwork } from '../../src/core/count.ts';
import { infer } from '../../src/core/infer.ts';
import type { Network } from '../../src/core/network.ts';
import { formatSize, type Size } from '../../src/core/size.ts';

/** Sizes that the sources are tried with: a batch of 1, and 16 of everything else that the networks leave open. */
const tried: readonly (readonly [string, Size])[] = [
  ['batch', 1],
  ['N', 1],
  ...['seq', 'source', 'target', 'H', 'W'].map((name) => [name, 16] as const),
];

export function expectedOf(network: Network): readonly [parameters: string, shapes: string] {
  const { values } = infer(network, { bindings: new Map(tried) });
  const shapes = network.graph.outputs.map(({ name }) => {
    const sizes = values.get(name)!.shape!.map(formatSize);
    return `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;
  });
  const parameters = Number(formatSize(countNetwork(network).totals.parameters));
  return [parameters.toLocaleString('en-US'), shapes.join(' ')];
}
