/** Networks of so many layers that not every pair of them is compared. */
import { expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { diffOf } from '../../src/diff/index.ts';

interface Chain {
  readonly length: number;
  /** What a layer is called and how many channels it has. */
  name(place: number): string;
  channels?(place: number): number;
}

function chain({ length, name, channels = () => 8 }: Chain): Ledger {
  const builder = buildNetwork('chain');
  let value = builder.input('data', [1, channels(-1), 4, 4]);
  for (let i = 0; i < length; i++) {
    const weights = builder.tensor(`w${i}`, { type: 'float32', shape: [channels(i), channels(i - 1), 1, 1] });
    value = builder.node('Conv', [value, weights], { name: `conv ${i}`, path: [name(i)] })[0]!;
    value = builder.node('Relu', [value], { name: `relu ${i}`, path: [`${name(i)} relu`] })[0]!;
  }
  builder.output(value);
  return countNetwork(builder.finish());
}

/** Of computing, whatever else the machine does; generous for a slow one. */
const milliseconds = 5_000;

function timed<T>(work: () => T): T {
  const started = process.cpuUsage();
  const result = work();
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(milliseconds);
  return result;
}

const many = 1200;

it('one layer more among many is found without comparing all', () => {
  const before = chain({ length: many, name: (i) => `layer ${i}` });
  const after = chain({ length: many + 1, name: (i) => (i === 600 ? 'extra' : `layer ${i > 600 ? i - 1 : i}`) });
  const { counts, notes } = timed(() => diffOf(before, after));
  expect(counts).toEqual({ same: 2 * many, changed: 0, added: 2, removed: 0, renamed: 0 });
  expect(notes).toEqual([]); // equal from both ends
});

it('many changes among many are found between anchors, and it says so', () => {
  const before = chain({ length: many, name: (i) => `layer ${i}` });
  const after = chain({ length: many, name: (i) => (i % 2 === 0 ? `layer ${i}` : `other ${i}`) });
  const { counts, notes } = timed(() => diffOf(before, after));
  expect(counts).toMatchObject({ same: 2 * many, added: 0, removed: 0, renamed: many });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(
    /^2398 and 2398 layers that differ are too many to compare each with each: 1198 of equal path/,
  );
});

it('where no name is left it compares about the diagonal, and says so', () => {
  const before = chain({ length: many, name: (i) => `layer ${i}` });
  const after = chain({ length: many, name: (i) => `other ${i}` });
  const { counts, notes } = timed(() => diffOf(before, after));
  expect(counts).toMatchObject({ same: 2 * many, changed: 0, renamed: 2 * many });
  expect(notes).toHaveLength(2);
  expect(notes[1]).toMatch(/compared only about the diagonal: a layer that moved far counts as removed and added$/);
});
