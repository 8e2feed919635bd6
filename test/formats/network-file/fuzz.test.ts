/** Whatever is done to a real file, reading it gives a network or one of the two errors that a file can be blamed with. */
import { readFileSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedError, UnsupportedError } from '../../../src/core/errors.ts';
import { readNetworkFile } from '../../../src/formats/network-file/read.ts';

const folder = new URL('../../../networks/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** One change of a text: a part left out, said again, or another text put in. */
const pieces = [
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '- ',
  '\n',
  '  ',
  '*a',
  '&a ',
  '"',
  '#',
  '!x ',
  '-1',
  '0',
  '1e9',
  '1e400',
  '.nan',
  'null',
  'relu',
  'repeat: 9',
  'from: conv1',
  'then: relu',
  '**',
  ' if ',
  '(',
  '\u0000',
  '\uFFFD',
];
const change = fc.record({
  at: fc.nat(3000),
  length: fc.nat(30),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
});

async function read(file: BlobPart): Promise<void> {
  try {
    const { graph } = await readNetworkFile(new Blob([file]), { name: 'f.yaml' });
    expect(graph.inputs.length).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof MalformedError) && !(error instanceof UnsupportedError)) throw error;
    expect(error.message).toMatch(/^f\.yaml(?::\d+:\d+)?: ./);
  }
}

test('changed files', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (text, changes) => {
        const changed = changes.reduce(
          (before, { at, length, put }) =>
            before.slice(0, at % before.length) + put + before.slice((at % before.length) + length),
          text,
        );
        await read(changed);
      },
    ),
    { numRuns: 250, seed: 1 },
  );
});

test('truncated files', async () => {
  for (const text of texts) for (let length = 0; length < text.length; length += 211) await read(text.slice(0, length));
});

test('lines in another order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts).chain((text) => fc.shuffledSubarray(text.split('\n'), { minLength: 1 })),
      (lines) => read(lines.join('\n')),
    ),
    { numRuns: 100, seed: 2 },
  );
});

test('random text and bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ maxLength: 200, unit: 'binary' }), fc.uint8Array({ maxLength: 200 })),
      (file) => read(typeof file === 'string' ? file : new Uint8Array(file)),
    ),
    { numRuns: 250, seed: 3 },
  );
});

test('random plain documents', async () => {
  const key = fc.constantFrom(
    'input',
    'inputs',
    'layers',
    'blocks',
    'parameters',
    'conv',
    'kernel',
    'branches',
    'join',
    'repeat',
    'first',
    'then',
    'name',
    'from',
    'relu',
    'stride',
    'groups',
    'if',
    'operator',
    'learned',
    'attributes',
    'b',
  );
  const { document } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      key,
      fc.constantFrom('2 * b', 'index', 'add', 'same', '3 x 8 x 8'),
    ),
    value: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
    document: fc.record({
      input: tie('leaf'),
      layers: fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
      blocks: fc.option(fc.dictionary(key, tie('value'), { maxKeys: 2 })),
    }),
  }));
  await fc.assert(
    fc.asyncProperty(document, (plain) => read(JSON.stringify(plain))),
    { numRuns: 250, seed: 4 },
  );
});

/** Files that take a careless reader time with the square of their length; ours takes under a second or two each. */
const many = (count: number, piece: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => piece(i)).join('');

test.each([
  ['keys of one mapping', many(40_000, (i) => `k${i}: 1\n`)],
  ['aliases', many(10_000, (i) => `- &a${i} 1\n- *a${i}\n`)],
  [
    'blocks',
    `input: 3\nblocks:\n${many(5000, (i) => ` b${i}: {layers: [relu]}\n`)}layers:\n${many(5000, (i) => ` - b${i}\n`)}`,
  ],
  [
    'parameters of a block',
    `input: 3\nblocks: {b: {parameters: {${many(5000, (i) => `k${i}: 1, `)}}, layers: [relu]}}\nlayers: [{b: , repeat: 99999}]`,
  ],
])('many %s', async (_, text) => {
  const start = performance.now();
  await read(text);
  expect(performance.now() - start).toBeLessThan(20_000);
});
