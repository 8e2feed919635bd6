/**
 * Which layer of one network is which of another. First what is equal in all, from either end; then an alignment in order of the
 * rest (align.ts); then what stands elsewhere: layers of one name, and layers among matched neighbours (strays.ts).
 */
import { likeness, sameWords } from './alike.ts';
import { align, type Pair } from './align.ts';
import { anchorsOf } from './anchors.ts';
import { cutsOf, type Cuts } from './cuts.ts';
import { matchStrays } from './strays.ts';
import type { Comparable, Traits } from './traits.ts';

export interface Matching {
  /** Places of layers before → places of layers after, each once. */
  readonly pairs: ReadonlyMap<number, number>;
  readonly notes: readonly string[];
}

/** Pairs of layers compared at most: 2,000 × 2,000 take some 0.3 s. */
const mostPairs = 4_000_000;

/**
 * Several alignments may be equally good; the network with fewer layers is always the first of the two (of as many, the one whose
 * layers come first by the alphabet), so that the answer is the same whichever is called before.
 */
export function matchLayers(before: Comparable, after: Comparable): Matching {
  if (!isFirst(before.layers, after.layers)) {
    const { pairs, notes } = match(after.layers, before.layers);
    return { pairs: new Map(pairs.map(([j, i]) => [i, j])), notes };
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

function match(a: readonly Traits[], b: readonly Traits[]): { pairs: readonly Pair[]; notes: readonly string[] } {
  const { start, end } = commonEnds(a, b);
  const ends: readonly Pair[] = [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - 1 - i, b.length - 1 - i]),
  ];
  const middle: Region = { rows: [start, a.length - end], columns: [start, b.length - end] };
  const { pairs, notes } = matchRegion(a, b, middle);
  return { pairs: matchStrays(a, b, [...ends, ...pairs]), notes };
}

/** Layers that are equal in name and in all else, counted from either end. */
function commonEnds(a: readonly Traits[], b: readonly Traits[]): { start: number; end: number } {
  const most = Math.min(a.length, b.length);
  const isEqual = (x: Traits, y: Traits): boolean => sameWords(x.words, y.words) && x.signature === y.signature;
  let start = 0;
  while (start < most && isEqual(a[start]!, b[start]!)) start++;
  let end = 0;
  while (end < most - start && isEqual(a[a.length - 1 - end]!, b[b.length - 1 - end]!)) end++;
  return { start, end };
}

/** Too many layers for all pairs are first divided at anchors; a part that is still too large is aligned in a band. */
function matchRegion(
  a: readonly Traits[],
  b: readonly Traits[],
  whole: Region,
): { pairs: readonly Pair[]; notes: readonly string[] } {
  const cuts = { rows: cutsOf(a), columns: cutsOf(b) };
  if (cellsOf(whole) <= mostPairs) return { pairs: alignRegion(a, b, whole, cuts), notes: [] };
  const anchors = anchorsOf(a, b, whole.rows, whole.columns);
  const regions = between(anchors, whole);
  const banded = regions.filter((region) => cellsOf(region) > mostPairs);
  const layers = `${whole.rows[1] - whole.rows[0]} and ${whole.columns[1] - whole.columns[0]} layers that differ`;
  return {
    pairs: [...anchors, ...regions.flatMap((region) => alignRegion(a, b, region, cuts))],
    notes: [
      `${layers} are too many to compare each with each: ${anchors.length} of equal path and kind were matched first, and what lies between them by structure`,
      ...banded.map(({ rows, columns }) => `layers ${rows[0] + 1} to ${rows[1]} and ${columns[0] + 1} to ${columns[1]} of the two were compared only about the diagonal: a layer that moved far counts as removed and added`), // prettier-ignore
    ],
  };
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

interface BothCuts {
  readonly rows: Cuts;
  readonly columns: Cuts;
}

function alignRegion(a: readonly Traits[], b: readonly Traits[], region: Region, cuts: BothCuts): readonly Pair[] {
  const [top, left] = [region.rows[0], region.columns[0]];
  const rows = region.rows[1] - top;
  const columns = region.columns[1] - left;
  const pairs = align({
    rows,
    columns,
    score: (i, j) => likeness(a[top + i]!, b[left + j]!),
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
