/** Where a network's weights and connections are, and what changing each width class would do to them: exact, by its own terms. */
import { kindOf } from '../core/kind.ts';
import { amountsOf, resources, type Resource } from './costs.ts';
import type { Reducible } from './reducible.ts';
import { cellsOf } from './solve/evaluate.ts';

export type Amounts = Readonly<Record<Resource, number>>;

/** What a width class holds, and what making it narrower would do. */
export interface ClassAdvice {
  readonly name: string;
  readonly layers: readonly string[];
  readonly width: number;
  /** Change of each total per 1 % of the width, in %: the share that all layers touching the class carry. */
  readonly elasticity: Amounts;
  /** The whole network with this class at three quarters and at half of its width. */
  readonly changes: readonly Change[];
  /** Other layers whose weights or connections change with it, with their share of what is saved at half width. */
  readonly reaches: readonly { readonly layer: string; readonly weights: number; readonly connections: number }[];
  readonly mixedBy: readonly string[];
}

export interface Change {
  readonly width: number;
  readonly totals: Amounts;
  /** Relative to the original: −0.25 is a quarter less. */
  readonly change: Amounts;
}

/** How a kind of layer shares in the totals. */
export interface KindShare {
  readonly kind: string;
  readonly layers: number;
  readonly amounts: Readonly<Record<'weights' | 'connections' | 'units' | 'weightBytes' | 'outputBytes', number>>;
}

/** Convolutions, fully connected layers and whatever else has weights or connections, in the order of the network. */
export function shareByKind({ ledger }: Reducible): readonly KindShare[] {
  const kinds = new Map<string, { layers: number; amounts: Record<string, number> }>();
  for (const layer of ledger.layers) {
    if (layer.weights === 0 && layer.connections === 0) continue;
    const kind = plurals.get(kindOf(layer.operator)) ?? layer.operator;
    const entry = kinds.get(kind) ?? { layers: 0, amounts: {} };
    kinds.set(kind, entry);
    entry.layers++;
    for (const figure of kindFigures) entry.amounts[figure] = (entry.amounts[figure] ?? 0) + Number(layer[figure]);
  }
  return [...kinds].map(([kind, { layers, amounts }]) => ({ kind, layers, amounts: allFigures(amounts) }));
}

const kindFigures = ['weights', 'connections', 'units', 'weightBytes', 'outputBytes'] as const;

function allFigures(amounts: Readonly<Record<string, number>>): KindShare['amounts'] {
  const { weights = 0, connections = 0, units = 0, weightBytes = 0, outputBytes = 0 } = amounts;
  return { weights, connections, units, weightBytes, outputBytes };
}

const plurals: ReadonlyMap<string, string> = new Map([
  ['convolution', 'convolutions'],
  ['fully connected', 'fully connected layers'],
  ['embedding', 'embeddings'],
  ['recurrent', 'recurrent layers'],
]);

/** What each free class holds and what narrowing it would do, in the order of the network. */
export function adviseClasses(subject: Reducible): readonly ClassAdvice[] {
  const { classes, costs } = subject;
  const { original } = classes;
  return classes.free.map((each, index) => ({
    name: each.name,
    layers: each.layers,
    width: each.width,
    elasticity: elasticityOf(subject, index),
    changes: [0.75, 0.5].map((share) => {
      const kept = original.with(index, shareOf(original[index]!, share));
      return { width: kept[index]! * each.channelsPerAtom, ...changeOf(subject, kept) };
    }),
    reaches: reachesOf(costs.byLayer, original, index, each.name),
    mixedBy: each.mixedBy,
  }));
}

/** Several classes at a share of their width at once: all filters, all hidden fully connected layers. */
export function changeTogether(
  subject: Reducible,
  kind: 'conv' | 'fc' | 'all',
  share: number,
): Omit<Change, 'width'> & { readonly most: { readonly layer: string; readonly weights: number } } {
  const kept = subject.classes.free.map(({ atoms, kind: own }) =>
    kind === 'all' || own === kind ? shareOf(atoms.length, share) : atoms.length,
  );
  return { ...changeOf(subject, kept), most: mostSaved(subject, kept) };
}

/** Atoms that stay of so many: one at least. */
function shareOf(atoms: number, share: number): number {
  return Math.max(1, Math.round(atoms * share));
}

/** The layer in which the most weights are saved, with their share of all weights. */
function mostSaved(
  { classes: { original }, costs }: Reducible,
  kept: readonly number[],
): { layer: string; weights: number } {
  const saved = new Map<string, number>();
  for (const term of costs.byLayer) {
    const less = named(amountsOf([term], original)).weights - named(amountsOf([term], kept)).weights;
    saved.set(term.layer, (saved.get(term.layer) ?? 0) + less);
  }
  const [layer, weights] = [...saved].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
  return { layer, weights: costs.totals[0] === 0 ? 0 : weights / costs.totals[0]! };
}

function changeOf({ costs }: Reducible, kept: readonly number[]): Omit<Change, 'width'> {
  const totals = named(amountsOf(costs.terms, kept));
  return { totals, change: changeFrom(named(costs.totals), totals) };
}

/** By how much each amount changes, relative to what it was: −0.25 is a quarter less; 0 of nothing. */
export function changeFrom(before: Amounts, after: Amounts): Amounts {
  return named(resources.map((each) => (before[each] === 0 ? 0 : after[each] / before[each] - 1)));
}

/** Σ over the terms of amount × how much of its lengths the class makes up, over the total: exact to first order. */
function elasticityOf({ classes: { original }, costs }: Reducible, index: number): Amounts {
  const sums = resources.map(() => 0);
  for (const { perCell, lengths } of costs.terms) {
    const cells = cellsOf(lengths, original);
    const degree = lengths.reduce((sum, length) => {
      const own = length.parts.find(({ variable }) => variable === index);
      return own ? sum + (own.times * original[index]!) / cellsOf([length], original) : sum;
    }, 0);
    perCell.forEach((each, r) => (sums[r]! += each * cells * degree));
  }
  return named(sums.map((sum, r) => (costs.totals[r] === 0 ? 0 : sum / costs.totals[r]!)));
}

function reachesOf(
  byLayer: Reducible['costs']['byLayer'],
  original: readonly number[],
  index: number,
  name: string,
): ClassAdvice['reaches'] {
  const half = original.with(index, shareOf(original[index]!, 0.5));
  const saved = new Map<string, { weights: number; connections: number }>();
  for (const term of byLayer) {
    if (!term.lengths.some(({ parts }) => parts.some(({ variable }) => variable === index))) continue;
    const [before, after] = [named(amountsOf([term], original)), named(amountsOf([term], half))];
    const entry = saved.get(term.layer) ?? { weights: 0, connections: 0 };
    saved.set(term.layer, entry);
    entry.weights += before.weights - after.weights;
    entry.connections += before.connections - after.connections;
  }
  return [...saved]
    .filter(([layer, { weights, connections }]) => layer !== name && weights + connections > 0)
    .map(([layer, amounts]) => ({ layer, ...amounts }));
}

/** Amounts in the order of `resources`, by name. */
export function named(amounts: readonly number[]): Amounts {
  const [weights = 0, connections = 0, units = 0, memory = 0] = amounts;
  return { weights, connections, units, memory };
}
