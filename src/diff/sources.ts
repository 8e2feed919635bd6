/** Which layers a layer reads: the graph of a ledger's rows. */
import type { Ledger } from '../core/ledger.ts';

/** Stands for any of the network's inputs among the places of layers. */
export const networkInput = -1;

/** For each layer the places of those whose outputs its nodes read, in order and each once. Constants are no source. */
export function sourcesOf({ layers, inference, network }: Ledger): readonly (readonly number[])[] {
  const placeOfNode = new Map(layers.flatMap(({ nodes }, i) => nodes.map((name) => [name, i])));
  const giver = new Map<string, number>(network.graph.inputs.map(({ name }) => [name, networkInput]));
  const sources = layers.map(() => new Set<number>());
  for (const { node } of inference.steps) {
    const place = placeOfNode.get(node.name);
    if (place !== undefined) for (const output of node.outputs) giver.set(output, place);
  }
  for (const { node } of inference.steps) {
    const place = placeOfNode.get(node.name);
    if (place === undefined) continue;
    for (const name of node.inputs) {
      const from = inference.values.get(name)?.constant ? undefined : giver.get(name);
      if (from !== undefined && from !== place) sources[place]!.add(from);
    }
  }
  return sources.map((set) => [...set]);
}
