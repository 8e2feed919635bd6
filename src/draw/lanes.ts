/**
 * Heights of what stands in the columns of a layered drawing: the order in a column by barycentres (Sugiyama, Tagawa, Toda
 * 1981), then heights that come near those of the neighbours without overlap.
 */

/** Something that takes room in a column: a cell, or the place where a long connection passes. */
export interface Item {
  readonly column: number;
  /** Room above and below its middle. */
  readonly above: number;
  readonly below: number;
}

/** Sweeps over all columns; more change little. */
const sweeps = 4;

/** The height of each item's middle; connections join items of neighbouring columns. */
export function lanesOf(items: readonly Item[], joins: readonly (readonly [number, number])[]): readonly number[] {
  const columns: number[][] = [];
  items.forEach(({ column }, item) => (columns[column] ??= []).push(item));
  const left = items.map((): number[] => []);
  const right = items.map((): number[] => []);
  for (const [a, b] of joins) {
    right[a]!.push(b);
    left[b]!.push(a);
  }
  const held = columns.filter((column) => column !== undefined);
  order(held, left, right);
  return heights(held, { items, left, right });
}

type Neighbours = readonly (readonly number[])[];

/** Sorts each column in place by the mean place of the neighbours before it, then behind it, in turn. */
function order(columns: readonly number[][], left: Neighbours, right: Neighbours): void {
  const place: number[] = [];
  const number = (column: readonly number[]): void =>
    column.forEach((item, i) => (place[item] = (i + 0.5) / column.length));
  columns.forEach(number);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const neighbours = sweep % 2 === 0 ? left : right;
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      if (column.length < 2) continue;
      const aim = new Map(column.map((item) => [item, mean(neighbours[item]!, place) ?? place[item]!]));
      column.sort((a, b) => aim.get(a)! - aim.get(b)!);
      number(column);
    }
  }
}

function mean(of: readonly number[], values: readonly number[]): number | undefined {
  return of.length === 0 ? undefined : of.reduce((sum, item) => sum + values[item]!, 0) / of.length;
}

interface Room {
  readonly items: readonly Item[];
  readonly left: Neighbours;
  readonly right: Neighbours;
}

function heights(columns: readonly (readonly number[])[], { items, left, right }: Room): readonly number[] {
  const y = items.map(() => 0);
  for (const column of columns) stack(column, items, y);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const neighbours = sweep % 2 === 0 ? left : right;
    for (const column of sweep % 2 === 0 ? columns : columns.toReversed()) {
      for (const item of column) y[item] = mean(neighbours[item]!, y) ?? y[item]!;
      stack(column, items, y);
    }
  }
  return y;
}

/** Moves a column's items apart where they overlap, and all of them back by what that moved them on average. */
function stack(column: readonly number[], items: readonly Item[], y: number[]): void {
  let moved = 0;
  column.forEach((item, i) => {
    if (i === 0) return;
    const before = column[i - 1]!;
    const least = y[before]! + items[before]!.below + items[item]!.above;
    if (y[item]! < least) {
      moved += least - y[item]!;
      y[item] = least;
    }
  });
  if (moved === 0) return;
  for (const item of column) y[item]! -= moved / column.length;
}
