/** What a claim speaks of: a value over figures of layers, named sizes and parts, which can be taken again with a change. */
import { UsageError } from '../core/errors.ts';
import { figureNames, type FigureName } from '../core/figures.ts';
import { elementsOf } from '../core/shape.ts';
import type { Scalar } from '../formats/network-file/document.ts';
import type { CountedNetwork, Networks, Row } from './counted.ts';
import { numberOf } from './counted.ts';
import type { SubjectText } from './document.ts';
import { evaluateNumber } from './formula.ts';
import { selectRows } from './select.ts';

/** One assumption changed. */
export interface Change {
  readonly sizes?: ReadonlyMap<string, number>;
  /** Layers of the subject that are left out, and such that are counted twice. */
  readonly without?: ReadonlySet<Row>;
  readonly twice?: ReadonlySet<Row>;
  /** Another count of the network. */
  readonly network?: CountedNetwork;
  /** Terms left out or counted several times. */
  readonly times?: ReadonlyMap<string, number>;
}

export interface Subject {
  readonly network: CountedNetwork | undefined;
  /** The layers that it is about. */
  readonly rows: readonly Row[];
  /** Names of sizes that its value depends on, with their values. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly terms: readonly string[];
  /** The values of its parts. */
  readonly parts: ReadonlyMap<string, number>;
  /** The figure, where the value is one figure of the network and nothing else. */
  readonly figure: FigureName | 'parameters' | undefined;
  /** NaN where it depends on an open size. */
  value(change?: Change): number;
  /** The value with its numbers: `97 ** 2 = 9,409`. */
  readonly expression: string;
}

export interface Surrounding {
  readonly networks: Networks;
  readonly network: string | undefined;
  readonly sizes: Readonly<Record<string, Scalar>>;
}

/** Throws a UsageError for a name that is not there. */
export function subjectOf(text: SubjectText, around: Surrounding): Subject {
  const name = text.network ?? around.network;
  const sizes = { ...around.sizes, ...text.sizes };
  const used = new Set<string>();
  let network: CountedNetwork | undefined;
  let selected: readonly Row[] = [];
  const open = (): CountedNetwork | undefined => {
    if (network || name === undefined) return network;
    network = around.networks.get(name, text.set, text.bind);
    selected = selectRows(network, text);
    return network;
  };
  const parts = Object.entries(text.parts ?? {}).map(
    ([part, of]) => [part, subjectOf(of, { ...around, network: of.network ?? name, sizes })] as const,
  );
  const partOf = new Map(parts);
  const terms = text.terms ?? {};

  const lookup = (change: Change, word: string, within: readonly string[]): number | undefined => {
    const changed = change.sizes?.get(word);
    if (changed !== undefined) return changed;
    const part = partOf.get(word);
    if (part) return part.value({ ...(change.sizes && { sizes: change.sizes }) });
    if (Object.hasOwn(sizes, word)) {
      if (within.includes(word)) throw new UsageError(`size "${word}" is defined by itself`);
      used.add(word);
      return evaluateNumber(sizes[word]!, (inner) => lookup(change, inner, [...within, word]));
    }
    if (Object.hasOwn(terms, word)) {
      const times = change.times?.get(word) ?? 1;
      return times * evaluateNumber(terms[word]!, (inner) => lookup(change, inner, [...within, word]));
    }
    return figureOf(word, change);
  };
  const figureOf = (word: string, change: Change): number | undefined => {
    if (!open() || !network) return undefined;
    const counted = change.network ?? network;
    return figure(word, counted, change.network ? selectRows(counted, text) : selected, change);
  };
  const value = (change: Change = {}): number =>
    text.value === undefined
      ? Object.keys(terms).reduce((sum, term) => sum + lookup(change, term, [])!, 0)
      : evaluateNumber(text.value, (word) => lookup(change, word, []));
  value(); // so that every name is known, and an unknown one is told at once
  for (const [, part] of parts) for (const word of part.sizes.keys()) used.add(word);
  return {
    network,
    rows: selected,
    sizes: new Map([...used].map((word) => [word, lookup({}, word, [])!])),
    terms: Object.keys(terms),
    parts: new Map(parts.map(([part, of]) => [part, of.value()])),
    figure: text.value === 'parameters' ? 'parameters' : figureNames.find((each) => each === text.value),
    value,
    expression: text.value === undefined ? Object.keys(terms).join(' + ') : String(text.value),
  };
}

/** A figure of the chosen layers, or a size of the last of them. */
function figure(word: string, counted: CountedNetwork, rows: readonly Row[], change: Change): number | undefined {
  if (word === 'parameters') {
    const parts = ['weights', 'biases', 'normParameters', 'otherParameters'] as const;
    return parts.reduce((sum, name) => sum + total(name, rows, change), 0);
  }
  const name = figureNames.find((each) => each === word);
  if (name) return total(name, rows, change);
  if (word.startsWith('all_')) return figure(word.slice(4), counted, counted.rows, change);
  if (word === 'inputs') {
    return counted.ledger.inputs.reduce((sum, { shape }) => sum + (shape ? numberOf(elementsOf(shape)) : NaN), 0);
  }
  if (word === 'layers') return rows.filter(({ figures }) => figures.weights !== 0).length;
  const axis = ['channels', 'height', 'width'].indexOf(word);
  const size = axis === -1 ? undefined : rows.findLast(({ layer }) => layer.output)?.layer.output?.[axis + 1];
  return size === undefined ? undefined : numberOf(size);
}

const sums = new WeakMap<readonly Row[], Map<FigureName, number>>();

/** The sum over layers is taken once; a change adds or takes away its own layers alone. */
function total(name: FigureName, rows: readonly Row[], { without, twice }: Change): number {
  const known = sums.get(rows) ?? new Map<FigureName, number>();
  sums.set(rows, known);
  let value = known.get(name);
  if (value === undefined) known.set(name, (value = rows.reduce((sum, row) => sum + row.figures[name], 0)));
  for (const row of without ?? []) value -= row.figures[name];
  for (const row of twice ?? []) value += row.figures[name];
  return value;
}
