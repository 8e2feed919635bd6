/** Every reading of a network's totals that published counts use: the textbook's figure, adjusted, over some of the layers. */
import type { Layer, Ledger } from '../../core/ledger.ts';
import { itemsOf, type Item } from '../convention.ts';
import { everyParameter } from '../tools/parameters.ts';
import type { Adjustment, Quantity, Scope } from './adjustment.ts';
import { connectionAdjustments, connectionBase, twice } from './connections.ts';
import { parameterAdjustments, parameterBase } from './parameters.ts';
import { scopes } from './scopes.ts';
import { unitAdjustments, unitBase } from './units.ts';

export interface PublishedReading {
  readonly quantity: Quantity;
  /** `weights, with biases, without the classifier` */
  readonly words: string;
  /** They sum to the reading; what is taken away is negative. */
  readonly items: readonly Item[];
  /** The words of adjustments and scopes; none for the figures that need no explanation. */
  readonly changes: readonly string[];
}

export const adjustments: readonly Adjustment[] = [
  ...parameterAdjustments,
  ...connectionAdjustments,
  ...unitAdjustments,
];

/** Changes that go together in published counts; with more of them any number is hit by accident. */
const together = 4;

export function publishedReadings(ledger: Ledger): readonly PublishedReading[] {
  const connections = readingsOf(ledger, 'connections', 'connections', connectionBase(ledger));
  return [
    { quantity: 'parameters', words: 'every learned number', items: everyParameter(ledger), changes: [] },
    ...readingsOf(ledger, 'parameters', 'weights', parameterBase(ledger)),
    ...connections,
    ...connections.map(doubled),
    ...readingsOf(ledger, 'units', 'units', unitBase(ledger)),
  ];
}

function doubled(reading: PublishedReading): PublishedReading {
  return {
    ...reading,
    words: `${reading.words}, two operations each`,
    items: twice(reading.items),
    changes: [...reading.changes, 'two operations for each multiply-accumulate'],
  };
}

function readingsOf(
  ledger: Ledger,
  quantity: Quantity,
  subject: string,
  base: readonly Item[],
): readonly PublishedReading[] {
  const amounts = adjustments
    .filter((adjustment) => adjustment.quantity === quantity)
    .map((adjustment) => ({ ...adjustment, added: adjustment.items(ledger) }))
    .filter(({ added }) => added.length > 0);
  const limits = scopes
    .map((scope) => ({ ...scope, dropped: scope.without(ledger) }))
    .filter(({ dropped }) => dropped.length > 0);
  return choices(limits).flatMap((limited) => {
    const dropped = namesOf(limited.flatMap((limit) => limit.dropped));
    return choices(amounts)
      .filter((chosen) => chosen.length + limited.length <= together)
      .map((chosen) => {
        const changes = [...chosen, ...limited].map(({ words }: Adjustment | Scope) => words);
        const items = [...base, ...chosen.flatMap(({ added }) => added)];
        return { quantity, words: [subject, ...changes].join(', '), items: kept(items, dropped), changes };
      });
  });
}

/** Layers go by their names, and calls by their paths. */
function namesOf(layers: readonly Layer[]): ReadonlySet<string> {
  return new Set(layers.flatMap(({ name, path }) => [name, path.join('.')]));
}

function kept(items: readonly Item[], dropped: ReadonlySet<string>): readonly Item[] {
  if (dropped.size === 0) return items;
  return items.flatMap(({ what, layers }) =>
    itemsOf(layers.filter(({ name }) => !dropped.has(name)).map(({ name, value }) => ({ what, layer: name, value }))),
  );
}

/** At most one a slot, in the table's order; nothing first. */
function choices<T extends { readonly slot: string }>(options: readonly T[]): readonly (readonly T[])[] {
  let chosen: readonly (readonly T[])[] = [[]];
  for (const slot of new Set(options.map((option) => option.slot))) {
    const here = options.filter((option) => option.slot === slot);
    const more = chosen.flatMap((before) => here.map((option) => [...before, option]));
    chosen = [...chosen, ...more.filter(({ length }) => length <= together)];
  }
  return chosen;
}
