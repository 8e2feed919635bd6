/** docs/conventions.md says what the tables say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { documentConventions } from '../../scripts/document-conventions.ts';

it('docs/conventions.md is up to date; else run node scripts/document-conventions.ts', async () => {
  const written = readFileSync(new URL('../../docs/conventions.md', import.meta.url), 'utf8');
  expect(await documentConventions()).toBe(written);
});
