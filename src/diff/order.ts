/** Layers as they run, each with the node that stands for it. */
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import { familyOf } from './family.ts';

export interface PlacedLayer {
  readonly layer: Layer;
  readonly nodes: readonly Node[];
  /** `undefined` where none of its nodes is among the steps. */
  readonly main: Node | undefined;
}

/**
 * In the order of their main nodes. A ledger orders its layers by their first ones, and an exporter puts the constants of a layer
 * where it likes.
 */
export function layersAsTheyRun(ledger: Ledger): readonly PlacedLayer[] {
  const steps = new Map(ledger.inference.steps.map(({ node }, at) => [node.name, { node, at }]));
  const placed = ledger.layers.map((layer) => {
    const nodes = layer.nodes.flatMap((name) => steps.get(name)?.node ?? []);
    return { layer, nodes, main: mainOf(nodes, layer, ledger) };
  });
  const at = ({ main }: PlacedLayer): number => (main ? steps.get(main.name)!.at : steps.size);
  return placed.toSorted((a, b) => at(a) - at(b));
}

/**
 * The node whose operator is the layer's. Of a layer without weights and of several nodes the one by which people know it: of a
 * Gelu that an exporter took apart its Erf, of a clipping and its constants the Clip.
 */
function mainOf(nodes: readonly Node[], { operator, derivations }: Layer, { inference }: Ledger): Node | undefined {
  const named = nodes.find((node) => node.operator === operator);
  if (nodes.length < 2 || derivations.units || derivations.normParameters) return named;
  const isComputing = ({ inputs }: Node): boolean =>
    inputs.some((name) => inference.values.get(name)?.constant === false);
  const computing = nodes.filter(isComputing);
  return (
    computing.find((node) => telling.has(familyOf(node.operator, false))) ??
    (named && isComputing(named) ? named : (computing[0] ?? named))
  );
}

const telling: ReadonlySet<string> = new Set(['activation', 'softmax', 'normalisation']);
