/** Which layers a layer reads: the graph of a ledger's rows. */
import type { Ledger } from '../core/ledger.ts';
import type { PlacedLayer } from './order.ts';

/** Stands for any of the network's inputs among the places of layers. */
export const networkInput = -1;

/** For each layer the places of those whose outputs its nodes read, in order and each once. Constants are no source. */
export function sourcesOf(
  layers: readonly PlacedLayer[],
  { inference, network }: Ledger,
): readonly (readonly number[])[] {
  const placeOfNode = new Map(layers.flatMap(({ layer }, i) => layer.nodes.map((name) => [name, i])));
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

/** For each place, the entry i before layer i, how many layers before it are read behind it; one more entry than layers. */
export function passingValues(sources: readonly (readonly number[])[]): readonly number[] {
  const lastReader = new Map<number, number>();
  sources.forEach((read, reader) => read.forEach((source) => lastReader.set(source, reader)));
  const steps = Array.from({ length: sources.length + 2 }, () => 0);
  for (const [source, reader] of lastReader) {
    if (reader <= source) continue; // a layer that is called again
    steps[source + 1]! += 1;
    steps[reader + 1]! -= 1;
  }
  let passing = 0;
  return steps.slice(0, -1).map((step) => (passing += step));
}
