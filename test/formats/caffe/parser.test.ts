import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generateParser } from './generate.ts';

test('the committed parser is what the grammar generates', async () => {
  const file = fileURLToPath(new URL('../../../src/formats/caffe/prototxt.gen.ts', import.meta.url));
  await expect(await generateParser()).toMatchFileSnapshot(file);
});
