/**
 * The best alignment of two sequences: which entry of the one stands for which of the other, both read in order. Gotoh's
 * algorithm (J. Mol. Biol. 162, 1982): Needleman and Wunsch's, where a gap costs by the place at which it begins and ends and not
 * by its length, since whole blocks are put in and taken out.
 */
import type { Cuts } from './cuts.ts';

export interface Alignable {
  readonly rows: number;
  readonly columns: number;
  /** How alike two entries are; `undefined`: they are never matched. */
  score(row: number, column: number): number | undefined;
  /** What a gap costs by its place, `rows + 1` and `columns + 1` of them. */
  readonly rowCuts: Cuts;
  readonly columnCuts: Cuts;
  /** Columns looked at on either side of the straight line from corner to corner; absent: all. */
  readonly band?: number;
}

export type Pair = readonly [row: number, column: number];

/** Opening a gap at the cheapest place. */
const gapCost = 1.5;

/** What the best alignment of two beginnings ends in: a pair, a row without a partner, a column without one. */
const inPair = 0;
const inRow = 1;
const inColumn = 2;

/** The pairs in order. Takes a byte a cell and three numbers a column. */
export function align(task: Alignable): readonly Pair[] {
  const { rows, columns } = task;
  if (rows === 0 || columns === 0) return [];
  const { came, ends, firstOf, width } = fill(task);
  const pairs: Pair[] = [];
  let [i, j, state] = [rows, columns, ends];
  while (i > 0 || j > 0) {
    const from = i === 0 ? inColumn << 4 : j === 0 ? inRow << 2 : came[i * width + j - firstOf(i)]!;
    if (state === inPair) {
      pairs.push([--i, --j]);
      state = from & 3;
    } else if (state === inRow) {
      i--;
      state = (from >> 2) & 3;
    } else {
      j--;
      state = (from >> 4) & 3;
    }
    if (i === 0 && j > 0) state = inColumn;
    if (j === 0 && i > 0) state = inRow;
  }
  return pairs.toReversed();
}

interface Filled {
  /** For each cell and each of its three ends, two bits: the end of what came before. */
  readonly came: Uint8Array;
  readonly ends: number;
  readonly width: number;
  firstOf(row: number): number;
}

function fill({ rows, columns, score, rowCuts, columnCuts, band = columns }: Alignable): Filled {
  const firstOf = (row: number): number => Math.max(0, Math.round((row * columns) / rows) - band);
  const lastOf = (row: number): number => Math.min(columns, Math.round((row * columns) / rows) + band);
  const width = Math.min(columns, 2 * band + 1) + 1;
  const came = new Uint8Array((rows + 1) * width);
  let above = emptyRow(columns);
  let here = emptyRow(columns);
  for (let i = 0; i <= rows; i++) {
    const [first, last] = [firstOf(i), lastOf(i)];
    for (const list of here) list.fill(-Infinity, Math.max(first - 1, 0), last + 2); // bands only move to the right
    for (let j = first; j <= last; j++) came[i * width + j - first] = fillCell(i, j);
    [above, here] = [here, above];
  }
  const [pair, row, column] = above;
  return { came, ends: best(pair[columns]!, row[columns]!, column[columns]!), width, firstOf };

  function fillCell(i: number, j: number): number {
    const [pairs, rowGaps, columnGaps] = here;
    if (i === 0 && j === 0) {
      pairs[0] = 0;
      return 0;
    }
    let from = 0;
    const alike = i > 0 && j > 0 ? score(i - 1, j - 1) : undefined;
    if (alike !== undefined) {
      const paired = above[0][j - 1]!;
      const rowClosed = above[1][j - 1]! - rowCuts.closing[i - 1]!;
      const columnClosed = above[2][j - 1]! - columnCuts.closing[j - 1]!;
      from = best(paired, rowClosed, columnClosed);
      pairs[j] = alike + Math.max(paired, rowClosed, columnClosed);
    }
    if (i > 0) {
      const opened = above[0][j]! - gapCost - rowCuts.opening[i - 1]!;
      const kept = above[1][j]!;
      rowGaps[j] = Math.max(opened, kept);
      from |= (kept >= opened ? inRow : inPair) << 2;
    }
    if (j > 0) {
      const opening = gapCost + columnCuts.opening[j - 1]!;
      const opened = here[0][j - 1]! - opening;
      const openedBehindRow = here[1][j - 1]! - opening - rowCuts.closing[i]!;
      const end = best(opened, openedBehindRow, here[2][j - 1]!);
      columnGaps[j] = Math.max(opened, openedBehindRow, here[2][j - 1]!);
      from |= end << 4;
    }
    return from;
  }
}

type Scores = readonly [pairs: Float64Array, rowGaps: Float64Array, columnGaps: Float64Array];

function emptyRow(columns: number): Scores {
  const list = (): Float64Array => new Float64Array(columns + 1).fill(-Infinity);
  return [list(), list(), list()];
}

/** Where several are as good, a gap: of equal layers those that stand first are matched, and the last ones are new. */
function best(pair: number, row: number, column: number): 0 | 1 | 2 {
  if (column >= pair && column >= row) return inColumn;
  return row >= pair ? inRow : inPair;
}
