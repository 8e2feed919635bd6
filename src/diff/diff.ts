/**
 * Two ledgers, layer by layer: which layer became which, what changed about it, and what that makes of the totals.
 * The law of this file: every layer of either ledger is in exactly one row, so that the rows' deltas add up to the totals'.
 */
import { addFigures, figureNames, figuresOf, type FigureName, type Figures } from '../core/figures.ts';
import type { Layer, Ledger, Totals } from '../core/ledger.ts';
import { isWhole, subtract, type Size } from '../core/size.ts';
import { changesOf, type Change } from './changes.ts';
import { matchLayers } from './match.ts';
import { comparableOf, type Comparable } from './traits.ts';
import { rewired } from './wiring.ts';

export type RowKind = 'same' | 'changed' | 'added' | 'removed';

export interface DiffRow {
  /** `same`: nothing but perhaps its name differs. */
  readonly kind: RowKind;
  /** Absent for an added layer. */
  readonly before?: Layer;
  /** Absent for a removed layer. */
  readonly after?: Layer;
  /** What differs, a name too; empty for an added or removed layer, where everything does. */
  readonly changes: readonly Change[];
  /** After − before, figure by figure. */
  readonly deltas: Figures;
}

export interface DiffTotals {
  readonly before: Totals;
  readonly after: Totals;
  readonly deltas: Figures & { readonly parameters: Size };
  /** After / before, where both are whole numbers and there was something before. */
  readonly ratios: Readonly<Partial<Record<FigureName | 'parameters', number>>>;
}

export interface LedgerDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** In the order in which the layers after run; what was removed stands where it stood before. */
  readonly rows: readonly DiffRow[];
  readonly totals: DiffTotals;
  /** Rows of each kind; `renamed` counts those of any kind whose path is another. */
  readonly counts: Readonly<Record<RowKind | 'renamed', number>>;
  /** How the layers were matched, where that was not over all pairs; and what bounds the answer. */
  readonly notes: readonly string[];
}

export interface DiffSide {
  readonly name: string;
  readonly source: string | undefined;
}

/**
 * Matches the layers of two ledgers by structure and says what changed. `diffOf(b, a)` has the same pairs as `diffOf(a, b)`,
 * the other way round. Neither ledger is changed; time and memory grow as layers × layers up to 4 million pairs, and no
 * further (match.ts).
 */
export function diffOf(before: Ledger, after: Ledger): LedgerDiff {
  const sides = { before: comparableOf(before), after: comparableOf(after) };
  const { pairs, notes } = matchLayers(sides.before, sides.after);
  const rows = rowsOf(sides.before, sides.after, pairs);
  return {
    before: sideOf(before),
    after: sideOf(after),
    rows,
    totals: totalsOf(before.totals, after.totals),
    counts: countsOf(rows),
    notes,
  };
}

function sideOf({ network }: Ledger): DiffSide {
  return { name: network.name, source: network.source };
}

/** Rows in the order of the layers after, a removed one behind the row of the layer that it followed. */
function rowsOf(before: Comparable, after: Comparable, pairs: ReadonlyMap<number, number>): readonly DiffRow[] {
  const partnerOf = new Map([...pairs].map(([i, j]) => [j, i]));
  const wiring = rewired(before, after, pairs);
  const removedAfter = removedRuns(before.layers.length, pairs);
  const removed = (place: number): readonly DiffRow[] =>
    (removedAfter.get(place) ?? []).map((i) => removedRow(before.layers[i]!.layer));
  const rows = after.layers.flatMap((traits, j) => {
    const i = partnerOf.get(j);
    if (i === undefined) return [addedRow(traits.layer)];
    const changes = [...changesOf(before.layers[i]!, traits), ...(wiring.get(j) ?? [])];
    return [pairRow(before.layers[i]!.layer, traits.layer, changes), ...removed(i)];
  });
  return [...removed(-1), ...rows];
}

/** Removed layers by the last matched layer before them; −1 where there is none. */
function removedRuns(count: number, pairs: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const runs = new Map<number, number[]>();
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (pairs.has(i)) last = i;
    else if (runs.has(last)) runs.get(last)!.push(i);
    else runs.set(last, [i]);
  }
  return runs;
}

function pairRow(before: Layer, after: Layer, changes: readonly Change[]): DiffRow {
  const deltas = deltasOf(before, after);
  const isSame = changes.every(({ what }) => what === 'name') && figureNames.every((name) => deltas[name] === 0);
  return { kind: isSame ? 'same' : 'changed', before, after, changes, deltas };
}

function addedRow(after: Layer): DiffRow {
  return { kind: 'added', after, changes: [], deltas: addFigures([after]) };
}

function removedRow(before: Layer): DiffRow {
  return { kind: 'removed', before, changes: [], deltas: deltasOf(before, figuresOf({})) };
}

/** After − before. */
function deltasOf(before: Figures, after: Figures): Figures {
  const deltas: Partial<Record<FigureName, Size>> = {};
  for (const name of figureNames) deltas[name] = subtract(after[name], before[name]);
  return figuresOf(deltas);
}

function totalsOf(before: Totals, after: Totals): DiffTotals {
  const names = [...figureNames, 'parameters'] as const;
  const ratios = names.flatMap((name) => {
    const [from, to] = [before[name], after[name]];
    return isWhole(from) && isWhole(to) && from > 0 ? [[name, Number(to) / Number(from)] as const] : [];
  });
  const parameters = subtract(after.parameters, before.parameters);
  return { before, after, deltas: { ...deltasOf(before, after), parameters }, ratios: Object.fromEntries(ratios) };
}

function countsOf(rows: readonly DiffRow[]): LedgerDiff['counts'] {
  const counts = { same: 0, changed: 0, added: 0, removed: 0, renamed: 0 };
  for (const { kind, changes } of rows) {
    counts[kind]++;
    if (changes.some(({ what }) => what === 'name')) counts.renamed++;
  }
  return counts;
}
