/** The alignment against a walker that tries every one. */
import { type Arbitrary, array, assert, integer, option, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { align, type Alignable, type Pair } from '../../src/diff/align.ts';

const gapCost = 1.5;

/** What an alignment is worth: its pairs, less every run of rows or columns without a partner. Shares no line with the code. */
function worth({ rows, columns, score, rowCuts, columnCuts }: Alignable, pairs: readonly Pair[]): number {
  let total = 0;
  const fences: readonly Pair[] = [[-1, -1], ...pairs, [rows, columns]];
  fences.slice(1).forEach(([i, j], k) => {
    const [row, column] = fences[k]!;
    if (i - row > 1) total -= gapCost + rowCuts.opening[row + 1]! + rowCuts.closing[i]!;
    if (j - column > 1) total -= gapCost + columnCuts.opening[column + 1]! + columnCuts.closing[j]!;
    if (i < rows) total += score(i, j) ?? -Infinity;
  });
  return total;
}

function* everyAlignment(rows: number, columns: number, from: Pair = [0, 0]): Generator<readonly Pair[]> {
  yield [];
  for (let i = from[0]; i < rows; i++) {
    for (let j = from[1]; j < columns; j++) {
      for (const rest of everyAlignment(rows, columns, [i + 1, j + 1])) yield [[i, j], ...rest];
    }
  }
}

const cost = integer({ min: 0, max: 8 }).map((quarters) => quarters / 4);

/** At the ends of a network a cut costs nothing. */
function cutsFor(count: number, costs: readonly number[]): Alignable['rowCuts'] {
  const inner = (at: number, from: number): number => (at === 0 || at === count ? 0 : costs[from + at]!);
  const all = Array.from({ length: count + 1 }, (_, i) => i);
  return { opening: all.map((i) => inner(i, 0)), closing: all.map((i) => inner(i, 6)) };
}

const task: Arbitrary<Alignable> = record({
  rows: integer({ min: 0, max: 5 }),
  columns: integer({ min: 0, max: 5 }),
  scores: array(option(integer({ min: 0, max: 40 })), { minLength: 25, maxLength: 25 }),
  costs: array(cost, { minLength: 24, maxLength: 24 }),
}).map(({ rows, columns, scores, costs }) => ({
  rows,
  columns,
  score: (i, j) => {
    const quarters = scores[5 * i + j];
    return typeof quarters === 'number' ? quarters / 4 : undefined;
  },
  rowCuts: cutsFor(rows, costs.slice(0, 12)),
  columnCuts: cutsFor(columns, costs.slice(12)),
}));

it('is worth as much as the best of all alignments', () => {
  assert(
    property(task, (given) => {
      const pairs = align(given);
      const rising = pairs.every(([i, j], k) => k === 0 || (i > pairs[k - 1]![0] && j > pairs[k - 1]![1]));
      expect(rising).toBe(true);
      let best = -Infinity;
      for (const all of everyAlignment(given.rows, given.columns)) best = Math.max(best, worth(given, all));
      expect(worth(given, pairs)).toBe(best);
    }),
    { numRuns: 500 },
  );
});

it('in a band that reaches everywhere is the same', () => {
  assert(
    property(task, (given) => {
      expect(align({ ...given, band: 6 })).toEqual(align(given));
    }),
    { numRuns: 200 },
  );
});

it('in a narrow band finds what lies along the diagonal', () => {
  const [rows, columns] = [300, 330];
  const flat = (count: number): Alignable['rowCuts'] => ({ opening: Array(count + 1).fill(0), closing: Array(count + 1).fill(0) }); // prettier-ignore
  const pairs = align({ rows, columns, score: (i, j) => (j === i + Math.floor(i / 10) ? 5 : undefined), rowCuts: flat(rows), columnCuts: flat(columns), band: 4 }); // prettier-ignore
  expect(pairs).toHaveLength(rows);
});
