/** Every built-in claim has the verdict that was worked out by hand; what reproduces a wrong one is found unaided. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileClaims } from '../../scripts/compile-claims.ts';
import { allPublishedClaims, audit } from '../../src/audit/index.ts';

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
const audits = allPublishedClaims().map(({ name, claims }) => ({ name, claims: audit(undefined, claims).claims }));
const audited = audits.flatMap(({ name, claims }) => claims.map((claim) => ({ file: name, ...claim })));

test('the compiled claims are those of networks/claims', () => {
  expect(readFileSync(new URL('../../src/audit/claims.gen.ts', import.meta.url), 'utf8')).toBe(compileClaims());
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

  test('stand first', () => {
    const later = known.filter((_, i) => ranks[i] !== 0).map(({ id }) => id);
    expect(later).toEqual([]);
  });
});

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
};
