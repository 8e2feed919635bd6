/** docs/operators.md is what the table of operators says today. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operatorsPage } from '../../scripts/document-operators.ts';

test('the page of operators is up to date; `npm run docs:operators` makes it', () => {
  expect(readFileSync(new URL('../../docs/operators.md', import.meta.url), 'utf8')).toBe(operatorsPage());
});
