/**
 * A ledger as stations joined by what flows between them. A station is a layer that is drawn as a thing of its own: it has
 * weights, samples down, or joins several; activations, norms and reshapes are steps of the station that they follow.
 */
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Shape } from '../core/operator.ts';
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

export interface Station {
  /** Name of the layer or of the input. */
  readonly name: string;
  readonly kind: StationKind;
  /** Absent for an input. */
  readonly layer?: Layer;
  readonly leaves: Leaves;
  readonly shape: Shape | undefined;
  /** The blocks that it stands in, without its own name. */
  readonly blocks: readonly string[];
  /** Places of the stations that it reads, in ascending order. */
  readonly sources: readonly number[];
  /** The layers behind it that are no stations: ReLU, LRN, Dropout, Reshape. */
  readonly steps: readonly Layer[];
}

/** The stations in the order of the network, inputs first. */
export function stationsOf(ledger: Ledger): readonly Station[] {
  const { inputs, layers } = ledger;
  const reads = readsOf(ledger);
  const stations: Open[] = inputs.map(({ name, shape }) => openStation({ name, kind: 'input', shape }));
  /** For each layer the station that shows it; -1 where none does. */
  const shownBy = layers.map(() => -1);
  const stationOf = (read: number): number => (read < inputs.length ? read : shownBy[read - inputs.length]!);
  layers.forEach((layer, i) => {
    const sources = distinct(reads[i]!.map(stationOf));
    const kind = kindOf(layer, sources.length);
    if (kind !== undefined) {
      shownBy[i] = stations.length;
      stations.push(openStation({ name: layer.name, kind, shape: layer.output, layer, leaves: leavesOf(layer) }));
    } else if (sources.length > 0) {
      shownBy[i] = sources.at(-1)!;
      stations[shownBy[i]]!.steps.push(layer);
    }
  });
  const readsByName = new Map(layers.map(({ name }, i) => [name, reads[i]!]));
  return stations.map((station, place) => {
    const read = station.layer ? readsByName.get(station.layer.name)! : [];
    return { ...station, sources: distinct(read.map(stationOf)).filter((source) => source !== place) };
  });
}

interface Open extends Omit<Station, 'steps'> {
  readonly steps: Layer[];
}

function openStation(
  given: Pick<Station, 'name' | 'kind' | 'shape'> & Partial<Pick<Station, 'layer' | 'leaves'>>,
): Open {
  const blocks = given.layer ? given.layer.path.slice(0, -1) : [];
  return { leaves: new Map(), ...given, blocks, sources: [], steps: [] };
}

/** For each layer what it reads: an input by its place, a layer by its place behind the inputs. */
function readsOf({ inputs, layers, inference }: Ledger): readonly (readonly number[])[] {
  const owner = new Map(layers.flatMap(({ nodes }, i) => nodes.map((node) => [node, i] as const)));
  const giver = new Map(inputs.map(({ name }, i) => [name, i]));
  const reads = layers.map(() => new Set<number>());
  const { steps, values } = inference;
  for (const { node } of steps) {
    const layer = owner.get(node.name);
    if (layer !== undefined) for (const output of node.outputs) giver.set(output, layer + inputs.length);
  }
  for (const { node } of steps) {
    const layer = owner.get(node.name);
    if (layer === undefined) continue;
    for (const name of node.inputs) {
      const source = giver.get(name);
      const value = values.get(name);
      // a value whose elements are known is a shape on its way to a Reshape, not a signal
      const isSignal = source !== undefined && !value?.constant && value?.values === undefined;
      if (isSignal && source !== layer + inputs.length) reads[layer]!.add(source);
    }
  }
  return reads.map((set) => [...set]);
}

function distinct(stations: readonly number[]): readonly number[] {
  return [...new Set(stations)].filter((station) => station >= 0).toSorted((a, b) => a - b);
}

const pools = /pool|^subsample$|^resize$|^upsample$|^depthtospace$|^spacetodepth$|^pixelshuffle$/i;
const recurrent = new Set(['LSTM', 'GRU', 'RNN']);

/** `undefined` for a layer that is a step of the one it follows. */
function kindOf(layer: Layer, sources: number): StationKind | undefined {
  const { operator, derivations } = layer;
  if (recurrent.has(operator)) return 'recurrent';
  if (pools.test(operator)) return 'pool';
  if (derivations.units) return derivations.output ? 'map' : 'dense';
  if (layer.weights !== 0 || (operator === 'Gather' && layer.notes.some(isOfSharing))) return 'embedding';
  if (derivations.weightlessConnections) return sources < 2 ? 'dense' : 'product';
  if (sources < 2) return undefined;
  return operator === 'Concat' ? 'concat' : 'join';
}

/** A table that is counted in another layer is drawn where it is read all the same. */
function isOfSharing(note: string): boolean {
  return note.startsWith('shares its weights');
}
