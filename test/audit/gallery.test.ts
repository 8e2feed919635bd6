/** docs/claims.md is what its script writes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentClaims } from '../../scripts/document-claims.ts';

test('the gallery of wrong numbers is up to date', () => {
  expect(readFileSync(new URL('../../docs/claims.md', import.meta.url), 'utf8')).toBe(documentClaims());
});
