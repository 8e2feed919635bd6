/** What of a layer is compared: its operator's family, its window, channels and map, and what it reads; as plain data. */
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import { familyOf, type Family } from './family.ts';
import { filtersOf, type FilterTraits } from './filters.ts';
import { layersAsTheyRun, type PlacedLayer } from './order.ts';
import { placesOf, type Place } from './places.ts';
import { signatureOf } from './signature.ts';
import { sourcesOf } from './sources.ts';
import { noWindow, windowOf, type WindowTraits } from './window.ts';

export interface Traits extends WindowTraits, FilterTraits {
  readonly layer: Layer;
  /** The node that stands for the layer; `undefined` where none of its nodes is among the steps. */
  readonly node: Node | undefined;
  readonly operator: string;
  readonly family: Family;
  readonly isWeighted: boolean;
  /** Its path in a form in which `Conv_1` and `conv1` are equal. */
  readonly words: readonly string[];
  /** Whether its name is a number, or ends in a long one: it says where the layer stands and not what it is. */
  readonly isNumbered: boolean;
  /** Places of the layers that it reads, in order; −1 is an input of the network. */
  readonly sources: readonly number[];
  readonly place: Place;
  /** What it does, as one text: layers of equal signature do the same. */
  readonly signature: string;
}

/** The layers of a ledger as they run, ready to be compared. */
export interface Comparable {
  readonly ledger: Ledger;
  readonly layers: readonly Traits[];
}

export function comparableOf(ledger: Ledger): Comparable {
  const placed = layersAsTheyRun(ledger);
  const sources = sourcesOf(placed, ledger);
  const places = placesOf(placed, sources);
  return {
    ledger,
    layers: placed.map((layer, i) => traitsOf(layer, { sources: sources[i]!, place: places[i] }, ledger)),
  };
}

function traitsOf(
  { layer, nodes, main }: PlacedLayer,
  graph: Pick<Traits, 'sources' | 'place'>,
  ledger: Ledger,
): Traits {
  const operator = main?.operator ?? layer.operator;
  const isWeighted = layer.derivations.units !== undefined;
  const family = familyOf(operator, isWeighted);
  const words = layer.path.map((word) => word.toLowerCase().replaceAll(/[\s._/:-]+/g, ''));
  const siblings = nodes.filter((other) => other.operator === operator);
  const output =
    operator === layer.operator ? layer.output : ledger.inference.values.get(main?.outputs[0] ?? '')?.shape;
  const traits = {
    layer,
    node: main,
    operator,
    family,
    isWeighted,
    ...(main ? windowOf(main, family, ledger) : noWindow),
    ...filtersOf({ family, output, reads: layer.reads, nodes: siblings }, ledger),
    words,
    isNumbered: isNumbered(layer.path.at(-1) ?? ''),
    ...graph,
  };
  return { ...traits, signature: signatureOf(traits) };
}

/** `3`, and `Conv_12` or `n17` of an exporter that numbers its nodes: no more than a word and a number of two digits or more. */
function isNumbered(name: string): boolean {
  return !/[a-z]/i.test(name) || /^[a-z_]*\d{2,}$/i.test(name);
}
