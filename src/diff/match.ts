/**
 * Which layer of one network is which of another. First twins (twins.ts), and what is equal in all, from either end; then an
 * alignment in order of the rest (align.ts); then what stands elsewhere: layers of one name, and layers among matched neighbours
 * (strays.ts).
 */
import { likenessOf, sameWords, type Likeness } from './alike.ts';
import { align, type Pair } from './align.ts';
import { cutsOf, type Cuts } from './cuts.ts';
import { longestRising } from './rising.ts';
import { matchStrays } from './strays.ts';
import type { Comparable, Traits } from './traits.ts';
import { inverted, twinsOf, type Twins } from './twins.ts';

export interface Matching {
  /** Places of layers before → places of layers after, each once. */
  readonly pairs: ReadonlyMap<number, number>;
  readonly notes: readonly string[];
}

/** Pairs of layers compared at most: 2,000 × 2,000 take about half a second. */
const mostPairs = 4_000_000;

/**
 * Several alignments may be equally good; the network with fewer layers is always the first of the two (of as many, the one whose
 * layers come first by the alphabet), so that the answer is the same whichever is called before.
 */
export function matchLayers(before: Comparable, after: Comparable): Matching {
  if (!isFirst(before.layers, after.layers)) {
    const { pairs, notes } = match(after.layers, before.layers);
    return { pairs: inverted(pairs), notes };
  }
  const { pairs, notes } = match(before.layers, after.layers);
  return { pairs: new Map(pairs), notes };
}

function isFirst(a: readonly Traits[], b: readonly Traits[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const at = a.findIndex((layer, i) => keyOf(layer) !== keyOf(b[i]!));
  return at === -1 || keyOf(a[at]!) < keyOf(b[at]!);
}

function keyOf(layer: Traits): string {
  return `${layer.signature}\n${layer.layer.path.join('\n')}`;
}

interface Region {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

/** Both networks, and what is worked out once for all regions of them. */
interface Task {
  readonly a: readonly Traits[];
  readonly b: readonly Traits[];
  readonly twins: Twins;
  readonly twinsBack: Twins;
  readonly likeness: Likeness;
  readonly cuts: { readonly rows: Cuts; readonly columns: Cuts };
}

interface Found {
  readonly pairs: readonly Pair[];
  readonly notes: readonly string[];
}

function match(a: readonly Traits[], b: readonly Traits[]): Found {
  const twins = twinsOf(a, b);
  const task: Task = {
    a,
    b,
    twins,
    twinsBack: inverted(twins),
    likeness: likenessOf(a, b),
    cuts: { rows: cutsOf(a), columns: cutsOf(b) },
  };
  const { start, end } = commonEnds(task);
  const ends: readonly Pair[] = [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - 1 - i, b.length - 1 - i]),
  ];
  const middle: Region = { rows: [start, a.length - end], columns: [start, b.length - end] };
  const { pairs, notes } = matchRegion(task, middle);
  return { pairs: matchStrays(a, b, [...new Map([...ends, ...pairs, ...twins])]), notes };
}

/** Layers that are equal in name and in all else, counted from either end; none that is the twin of another. */
function commonEnds({ a, b, twins, twinsBack }: Task): { start: number; end: number } {
  const most = Math.min(a.length, b.length);
  const isEqual = (i: number, j: number): boolean =>
    sameWords(a[i]!.words, b[j]!.words) && a[i]!.signature === b[j]!.signature && (twins.get(i) ?? j) === j && (twinsBack.get(j) ?? i) === i; // prettier-ignore
  let start = 0;
  while (start < most && isEqual(start, start)) start++;
  let end = 0;
  while (end < most - start && isEqual(a.length - 1 - end, b.length - 1 - end)) end++;
  return { start, end };
}

/** Too many layers for all pairs are first divided at twins; a part that is still too large is aligned in a band. */
function matchRegion(task: Task, whole: Region): Found {
  if (cellsOf(whole) <= mostPairs) return { pairs: alignRegion(task, whole), notes: [] };
  const inside = ([i, j]: Pair): boolean => isWithin(i, whole.rows) && isWithin(j, whole.columns);
  const anchors = longestRising([...task.twins].filter(inside).toSorted(([i], [k]) => i - k));
  const regions = between(anchors, whole);
  const banded = regions.filter((region) => cellsOf(region) > mostPairs);
  const layers = `${whole.rows[1] - whole.rows[0]} and ${whole.columns[1] - whole.columns[0]} layers that differ`;
  return {
    pairs: [...anchors, ...regions.flatMap((region) => alignRegion(task, region))],
    notes: [
      `${layers} are too many to compare each with each: ${anchors.length} of equal path and kind were matched first, and what lies between them by structure`,
      ...banded.map(({ rows, columns }) => `layers ${rows[0] + 1} to ${rows[1]} and ${columns[0] + 1} to ${columns[1]} of the two were compared only about the diagonal: a layer that moved far counts as removed and added`), // prettier-ignore
    ],
  };
}

function isWithin(place: number, [from, to]: Region['rows']): boolean {
  return place >= from && place < to;
}

function cellsOf({ rows, columns }: Region): number {
  return (rows[1] - rows[0]) * (columns[1] - columns[0]);
}

function between(anchors: readonly Pair[], { rows, columns }: Region): readonly Region[] {
  const fences: readonly Pair[] = [[rows[0] - 1, columns[0] - 1], ...anchors, [rows[1], columns[1]]];
  return fences.slice(1).map(([i, j], k): Region => {
    const [above, left] = fences[k]!;
    return { rows: [above + 1, i], columns: [left + 1, j] };
  });
}

function alignRegion({ twins, twinsBack, likeness, cuts }: Task, region: Region): readonly Pair[] {
  const [top, left] = [region.rows[0], region.columns[0]];
  const rows = region.rows[1] - top;
  const columns = region.columns[1] - left;
  const score = (row: number, column: number): number | undefined => {
    const [i, j] = [top + row, left + column];
    const isFree = (twins.get(i) ?? j) === j && (twinsBack.get(j) ?? i) === i;
    return isFree ? likeness(i, j) : undefined;
  };
  const pairs = align({
    rows,
    columns,
    score,
    rowCuts: within(cuts.rows, top, rows),
    columnCuts: within(cuts.columns, left, columns),
    ...(rows * columns > mostPairs && { band: bandOf(rows, columns) }),
  });
  return pairs.map(([i, j]) => [top + i, left + j]);
}

function within({ opening, closing }: Cuts, from: number, count: number): Cuts {
  return { opening: opening.slice(from, from + count + 1), closing: closing.slice(from, from + count + 1) };
}

/** As wide as the bound on pairs allows, and never so narrow that one row's band misses the next one's. */
function bandOf(rows: number, columns: number): number {
  return Math.max(Math.floor(mostPairs / (2 * rows)), Math.ceil(columns / rows) + 1);
}
