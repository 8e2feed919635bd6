/** The law of cutting: the ledger of the cut network is what the terms of the widths say, to the last connection. */
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { publishedNetworks } from '../../src/formats/published.ts';
import { shrink } from '../../src/reduce/apply/shrink.ts';
import { amountsOf } from '../../src/reduce/costs.ts';
import { amountsOfLedger } from '../../src/reduce/reduce.ts';
import { named } from '../../src/reduce/advise.ts';
import { reducible, type Reducible } from '../../src/reduce/reducible.ts';
import { open } from '../../src/count.ts';
import { exportsEvery, nameOf, published, randomRemoval, reducibleExport } from './subjects.ts';

function expectTermsToHold(subject: Reducible, seed: number): void {
  const { removed, kept } = randomRemoval(subject, 0.4, seed);
  const { network } = shrink(subject.classes.followed, removed, subject.infer);
  const after = countNetwork(network, subject.count);
  expect(amountsOfLedger(after)).toEqual(named(amountsOf(subject.costs.terms, kept)));
  expect(after.uncounted).toEqual(subject.ledger.uncounted);
}

test('the terms at the original widths are the ledger’s totals', async () => {
  const { classes, costs } = await published('alexnet');
  const full = classes.free.map(({ atoms }) => atoms.length);
  expect(amountsOf(costs.terms, full)).toEqual([60_954_656, 724_406_816, 659_272, 243_860_896]);
});

/** One of each architecture; deep ones of the same blocks show nothing new. */
const architectures = publishedNetworks().filter(
  ({ name }) =>
    !/^(gpt3|bert-large|gpt2-|transformer)|-(1001|1202|190|250|110|164|152|161|169|201|264)|resnet1202|vit-[lh]|-\d+-\d+$/.test(
      name,
    ),
);

describe('published networks, cut at random', () => {
  test.each(architectures.map(({ name }) => name))('%s', async (name) => {
    const subject = await published(name);
    if (subject.classes.free.length > 0) expectTermsToHold(subject, 11);
  });
});

test('open sizes are named, with how to give them', async () => {
  const bert = await open('bert-base');
  expect(() => reducible(bert)).toThrow(
    /depends on seq: widths are chosen for numbers; give it one with --bind seq=128/,
  );
});

describe('exports, cut at random', () => {
  test.each(exportsEvery(8).filter(({ file }) => !file.includes('dynbhw')).map((each) => [nameOf(each.file), each] as const))(
    '%s',
    async (_, each) => {
      const subject = await reducibleExport(each);
      if (subject.classes.free.length > 0) expectTermsToHold(subject, 5);
    },
    60_000,
  );
}); // prettier-ignore
