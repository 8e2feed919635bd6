/**
 * A ledger as stations joined by what flows between them. A station is something that is drawn as a thing of its own: it has
 * weights, samples down, or joins several values; activations, norms and reshapes are steps of the station that they follow.
 * Stations are found node by node: in an exported file, all that a block does itself (its norms, both of its sums) is one layer.
 */
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Inference } from '../core/infer.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { blocksFor } from './paths.ts';
import { leavesOf, type Leaves } from './leaves.ts';

export type StationKind =
  | 'input'
  | 'map'
  | 'dense'
  | 'recurrent'
  | 'product'
  | 'embedding'
  | 'pool'
  | 'concat'
  | 'join';

/** A node that is no station: ReLU, LRN, Dropout, Reshape. */
export interface Step {
  readonly layer: string;
  readonly operator: string;
}

export interface Station {
  /** Name of the layer or of the input; of the node where its layer has several stations. */
  readonly name: string;
  readonly kind: StationKind;
  /** Absent for an input. */
  readonly layer?: Layer;
  readonly operator: string;
  readonly leaves: Leaves;
  readonly shape: Shape | undefined;
  /** The blocks that it stands in, without its own name. */
  readonly blocks: readonly string[];
  /** Places of the stations that it reads, in ascending order. */
  readonly sources: readonly number[];
  /** What is done behind it. */
  readonly steps: readonly Step[];
}

interface Open extends Station {
  sources: readonly number[];
  readonly steps: Step[];
}

/** The stations in the order in which they are computed, inputs first. */
export function stationsOf(ledger: Ledger): readonly Station[] {
  const { inputs, layers, inference } = ledger;
  const owner = new Map(layers.flatMap((layer) => layer.nodes.map((node) => [node, layer] as const)));
  const names = new Set(layers.map(({ name }) => name));
  const blocksOf = blocksFor(layers);
  const stations: Open[] = inputs.map(inputStation);
  /** By value the station that shows it. */
  const shownBy = new Map(inputs.map(({ name }, place) => [name, place]));
  /** By layer, on towers also by operator, the station that stands for its node, or for those on all towers. */
  const known = new Map<string, number>();
  for (const { node } of inference.steps) {
    const layer = owner.get(node.name);
    if (!layer || node.outputs.every((name) => isCounted(name, inference))) continue;
    const signals = node.inputs.filter((name) => isSignal(name, inference)).length;
    const sources = distinct(node.inputs.map((name) => shownBy.get(name))); // constants too that a drawn layer makes
    const place = placeOf(node, layer, { sources, signals });
    if (place !== undefined) for (const output of node.outputs) shownBy.set(output, place);
  }
  return stations;

  /** The station that shows what a node gives; `undefined` where nothing flows. */
  function placeOf(node: Node, layer: Layer, read: Read): number | undefined {
    const main = isMain(node, layer) && !known.has(layer.name);
    const sibling = ledger.towers ? known.get(`${layer.name}\n${node.operator}`) : undefined;
    if (sibling !== undefined) {
      stations[sibling]!.sources = distinct([...stations[sibling]!.sources, ...read.sources].filter((source) => source !== sibling)); // prettier-ignore
      return sibling;
    }
    const kind = (main ? mainKind(layer, read) : undefined) ?? kindOf(node, layer, read);
    if (kind !== undefined) return addStation(node, layer, { kind, main, sources: read.sources });
    const place = read.sources.at(-1);
    if (place !== undefined) stations[place]!.steps.push({ layer: layer.name, operator: node.operator });
    return place;
  }

  function addStation(
    node: Node,
    layer: Layer,
    { kind, main, sources }: Pick<Station, 'kind' | 'sources'> & { readonly main: boolean },
  ): number {
    // prettier-ignore
    const place = stations.length;
    const shape = main ? layer.output : inference.values.get(node.outputs[0] ?? '')?.shape;
    const isFirst = main || !(known.has(layer.name) || layer.derivations.units);
    if (isFirst) known.set(layer.name, place);
    known.set(`${layer.name}\n${node.operator}`, place);
    const name = isFirst ? layer.name : unused(node.name, names);
    stations.push({
      name,
      kind,
      layer,
      operator: node.operator,
      shape,
      blocks: blocksOf(layer),
      sources,
      steps: [],
      get leaves() {
        return isFirst ? leavesOf(layer) : noLeaves; // asked for only where it is drawn
      },
    });
    return place;
  }
}

/** Of an input, and of a node whose layer another station shows. */
const noLeaves: Leaves = new Map();

function inputStation({ name, shape }: Ledger['inputs'][number]): Open {
  return { name, kind: 'input', operator: 'input', leaves: noLeaves, shape, blocks: [], sources: [], steps: [] };
}

/** What a node reads: of how many stations, and by how many of its operands. */
interface Read {
  readonly sources: readonly number[];
  readonly signals: number;
}

/** A value whose elements are known is a shape on its way to a Reshape, not a signal. */
function isSignal(name: string, inference: Inference): boolean {
  return name !== '' && !inference.values.get(name)?.constant && !isCounted(name, inference);
}

/** What is done with sizes on their way to a Reshape or a Range is no part of the drawing. */
function isCounted(name: string, { values }: Inference): boolean {
  return values.get(name)?.values !== undefined;
}

function distinct(places: readonly (number | undefined)[]): readonly number[] {
  return [...new Set(places)].filter((place) => place !== undefined).toSorted((a, b) => a - b);
}

function unused(name: string, names: Set<string>): string {
  let free = name;
  while (names.has(free)) free = `node ${free}`;
  names.add(free);
  return free;
}

const pools = /pool|^subsample$|^resize$|^upsample$|^depthtospace$|^spacetodepth$|^pixelshuffle$/i;
const recurrent = new Set(['LSTM', 'GRU', 'RNN']);

/** Whether the layer's figures are those of this node. */
function isMain({ operator }: Node, layer: Layer): boolean {
  return operator === layer.operator;
}

function mainKind(layer: Layer, { signals }: Read): StationKind | undefined {
  const { operator, derivations } = layer;
  if (recurrent.has(operator)) return 'recurrent';
  if (pools.test(operator)) return 'pool';
  if (derivations.units) return derivations.output ? 'map' : 'dense';
  if (layer.weights !== 0 || (operator === 'Gather' && layer.notes.some(isOfSharing))) return 'embedding';
  if (derivations.weightlessConnections) return signals < 2 ? 'dense' : 'product';
  return undefined;
}

/** `undefined` for a node that is a step of the station that it follows. */
function kindOf({ operator }: Node, layer: Layer, { sources, signals }: Read): StationKind | undefined {
  if (sources.length === 0) return undefined;
  if (pools.test(operator)) return 'pool';
  const multiplies = operator === 'MatMul' || operator === 'Einsum';
  if (multiplies && signals > 1 && layer.derivations.weightlessConnections) return 'product';
  if (sources.length < 2) return undefined;
  return operator === 'Concat' ? 'concat' : 'join';
}

/** A table that is counted in another layer is drawn where it is read all the same. */
function isOfSharing(note: string): boolean {
  return note.startsWith('shares its weights');
}
