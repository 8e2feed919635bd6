/** Breaks columns into lines of a page, as words are broken into lines. */
import type { Graph } from './graph.ts';

/** The least part of a line that is filled, whatever a break costs. */
const shortest = 0.6;

export interface ColumnSpan {
  readonly first: number;
  /** The column behind its last. */
  readonly end: number;
}

/**
 * Lines of columns that fit a width, about equally full; broken where few connections and no frames are cut if that costs
 * no more than a quarter of a line.
 */
export function linesOf(
  widths: readonly number[],
  { width, cuts }: { readonly width: number; readonly cuts: readonly number[] },
): readonly ColumnSpan[] {
  const total = widths.reduce((sum, each) => sum + each, 0);
  const aim = total / Math.ceil(total / width);
  const lines: ColumnSpan[] = [];
  for (let first = 0; first < widths.length;) {
    const end = endOfLine(widths, first, { width, cuts, aim });
    lines.push({ first, end });
    first = end;
  }
  return lines;
}

function endOfLine(
  widths: readonly number[],
  first: number,
  { width, cuts, aim }: { readonly width: number; readonly cuts: readonly number[]; readonly aim: number },
): number {
  let best = first + 1;
  let least = Infinity;
  let used = 0;
  for (let end = first + 1; end <= widths.length; end++) {
    used += widths[end - 1]!;
    if (used > width && end > first + 1) return least === Infinity ? end - 1 : best;
    if (end === widths.length) return end;
    if (used < shortest * Math.min(aim, width)) continue;
    const cost = (cuts[end] ?? 0) + (6 * Math.abs(aim - used)) / aim;
    if (cost <= least) [least, best] = [cost, end];
  }
  return best;
}

/** For each column how much a break before it would cut: connections that pass, and frames more so. */
export function cutsOf({ columns, links }: Graph, frames: readonly ColumnSpan[]): readonly number[] {
  const count = columns.reduce((most, column) => Math.max(most, column), 0) + 2;
  const changes = Array.from({ length: count }, () => 0);
  const passing = (first: number, end: number, weight: number): void => {
    if (end <= first) return;
    changes[first]! += weight;
    changes[end]! -= weight;
  };
  for (const { from, to } of links) passing(columns[from]! + 1, columns[to]! + 1, 1);
  for (const { first, end } of frames) passing(first + 1, end, 2);
  let sum = 0;
  return changes.map((change) => (sum += change));
}
