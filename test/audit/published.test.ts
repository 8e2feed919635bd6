/** Every built-in claim has the verdict that was worked out by hand; what reproduces a wrong one is found unaided. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileClaims } from '../../scripts/compile-claims.ts';
import { countNetwork } from '../../src/core/count.ts';
import { openPublished } from '../../src/formats/published.ts';
import { auditAll, documentClaims } from '../../scripts/document-claims.ts';

interface Expected {
  readonly file: string;
  readonly verdict: string;
  /** Its name among the claims worked out before. */
  readonly corpus?: string;
  /** What the explanation that reproduces the number says. */
  readonly reproduced?: string;
}

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- the table of this folder
const expected = JSON.parse(readFileSync(new URL('verdicts.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Expected>
>;
const audits = auditAll();
const audited = audits.flatMap(({ name, claims }) => claims.map((claim) => ({ file: name, ...claim })));

test('the compiled claims are those of networks/claims', () => {
  expect(readFileSync(new URL('../../src/audit/claims.gen.ts', import.meta.url), 'utf8')).toBe(compileClaims());
});

test('docs/claims.md, the gallery of wrong numbers, is up to date', () => {
  expect(readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8')).toBe(documentClaims(audits));
});

test('every claim has an expected verdict, and the other way round', () => {
  expect(audited.map(({ id }) => id).toSorted()).toEqual(Object.keys(expected).toSorted());
});

describe.each(audits)('$name', ({ claims }) => {
  test.each(claims.map((claim) => [claim.id, claim] as const))('%s', (id, { verdict, reason }) => {
    expect([verdict, reason]).toEqual([expected[id]!.verdict, reason]);
  });
});

describe('reproductions', () => {
  const known = audited.filter(({ id }) => expected[id]!.reproduced !== undefined);
  const ranks = known.map(({ id, explanations }) =>
    explanations.findIndex(({ text }) => text.includes(expected[id]!.reproduced!)),
  );

  test('are found', () => {
    const missed = known.filter((_, i) => ranks[i] === -1).map(({ id }) => id);
    expect({ missed, of: known.length }).toEqual({ missed: [], of: known.length });
  });

  test('stand first, save where a row above it prints the same number', () => {
    const later = known.filter((_, i) => ranks[i] !== 0).map(({ id }) => id);
    expect(later).toEqual(['squeezenet-pruned-fire8']);
  });

  test('of the claims worked out before', () => {
    const before = known.filter(({ id }) => expected[id]!.corpus !== undefined);
    expect(before.length).toBeGreaterThanOrEqual(33);
  });

  test.each([
    ['transformer-', 'all 10 rows of the table with vocabulary from 41,004 to 41,208'],
    ['gpt2-', 'all 4 rows of the table with vocabulary from 40,468 to 40,812'],
  ])('%s: one unknown for a whole table', (start, words) => {
    const rows = audited.filter(({ id, verdict }) => id.startsWith(start) && verdict === 'wrong');
    expect(rows.filter(({ explanations }) => !explanations[0]!.text.includes(words)).map(({ id }) => id)).toEqual([]);
  });
});

/** Closed forms that count every parameter of a network that is built in as well, with its own sizes. */
test.each(['gpt2-124', 'gpt3-2.7B', 'gpt3-6.7B', 'gpt3-175B', 'bert-base', 'bert-large', 'vit-L', 'vit-H'])(
  '%s: the closed form is the built-in network’s count',
  (id) => {
    const { network, computed } = audited.find((claim) => claim.id === id)!;
    expect(countNetwork(openPublished(network!)).totals.parameters).toBe(computed);
  },
);

const corpus = new URL('../../../shared/corpus/claims/claims.yaml', import.meta.url);

describe.skipIf(!existsSync(corpus))('the claims that were worked out by hand', () => {
  const words: Readonly<Record<string, string>> = {
    exact: 'exact',
    wrong: 'wrong',
    matches_after_rounding: 'rounded',
    matches_after_truncation: 'truncated',
  };

  test('agree, save where the reason is told', () => {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- a table that was made elsewhere
    const { claims } = parse(readFileSync(corpus, 'utf8')) as { claims: readonly { id: string; verdict: string }[] };
    const verdictOf = new Map(claims.map(({ id, verdict }) => [id, words[verdict]]));
    const differing = Object.values(expected).filter(
      (each) => each.corpus !== undefined && verdictOf.get(each.corpus) !== each.verdict,
    );
    expect(differing.map((each) => each.corpus!).toSorted()).toEqual(Object.keys(corrected).toSorted());
  });
});

/** Where the verdict is another one than was worked out before, and why. */
const corrected: Readonly<Record<string, string>> = {
  'alex-input': 'conditional: the rounding up of the authors’ released code makes 224 right',
  'dense-file-DenseNet-161': 'wrong: 231,207,488 bytes are 231.2 MB, and 230.8 MB is printed',
  'dense-file-DenseNet-201': 'wrong: 161,943,872 bytes are 161.9 MB, and 161.8 MB is printed',
  'mb1-t2-fc-macs': 'rounded: the share is 0.18005 %, and 0.18 % is printed',
};
