/** The outputs in docs/export.md are what its commands print; … stands for what is left out. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../cli/run.ts';

const text = readFileSync(new URL('../../docs/export.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```sh\nlayerledger ([^\n]*)\n```\n\n```(?:python|yaml)\n(.*?)```/gs)];

test('there are examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(4);
});

test.each(examples.map(([, command, output]) => [command!, output!] as const))('%s', async (command, output) => {
  const { stdout, status } = await run(command);
  expect(status).toBe(0);
  for (const part of output.split('…\n')) expect(stdout).toContain(part);
});
