/** What stays learned: tables that sizes of other values cut, and what does not, since data decides it. */
import { expect, test } from 'vitest';
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { formatSize, substitute, symbol } from '../../src/core/size.ts';

/** Words of `seq` tokens, and a position table that is cut to their length and added. */
function network(seq: number | undefined, cut: (builder: Builder, table: string, length: string) => string): Ledger {
  const builder = buildNetwork('positions');
  const words = builder.input('words', [1, seq ?? symbol('seq'), 8]);
  const table = builder.tensor('positions', { type: 'float32', shape: [1, 32, 8] });
  const index = builder.tensor('one', { type: 'int64', shape: [1], values: [1] });
  const [shape] = builder.node('Shape', [words]);
  const [length] = builder.node('Gather', [shape!, index]);
  const [sum] = builder.node('Add', [words, cut(builder, table, length!)]);
  builder.output(sum!);
  return countNetwork(builder.finish());
}

/** Positions from 0 to the length, by Slice. */
function sliced(builder: Builder, table: string, length: string): string {
  const zero = builder.tensor('zero', { type: 'int64', shape: [1], values: [0] });
  return builder.node('Slice', [table, zero, length, 'one'])[0]!;
}

test('a position table that is cut to the length of its input stays learned, whether the length is open or bound', () => {
  const open = network(undefined, sliced).totals.otherParameters;
  expect(formatSize(open)).toBe('8*min(32, seq)');
  expect(network(20, sliced).totals.otherParameters).toBe(160);
  expect(substitute(open, new Map([['seq', 20]]))).toBe(160);
});

test('a table that is cut where data decides is no longer counted', () => {
  const byData = (builder: Builder, table: string): string => {
    const zero = builder.tensor('zero', { type: 'int64', shape: [1], values: [0] });
    return builder.node('Slice', [table, zero, builder.input('end', [1], 'int64'), 'one'])[0]!;
  };
  expect(network(undefined, byData).totals.otherParameters).toBe(0);
});
