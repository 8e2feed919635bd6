/** An ONNX file that is read and written again says the same in every field, as @bufbuild/protobuf decodes both. */
import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { writeOnnx } from '../../../src/formats/onnx/write.ts';
import { fixture, fixtureNames, nodeCases, type RealFile, zoo } from './corpus.ts';
import { decode } from './oracle.ts';
import { bytesOfSource } from './writing.ts';

test.each(fixtureNames())('%s', async (name) => {
  await expectEquivalent(fixture(name));
});

test('ONNX test cases, every third', { timeout: 120_000 }, async () => {
  let i = 0;
  for (const file of nodeCases()) if (i++ % 3 === 0) await expectEquivalent(file);
});

test('exports of the zoo, every sixteenth', { timeout: 120_000 }, async () => {
  let i = 0;
  for (const file of zoo()) if (i++ % 16 === 0) await expectEquivalent(file);
});

async function expectEquivalent({ name, bytes }: RealFile): Promise<void> {
  const from = new Blob([bytes]);
  const { model } = await writeOnnx(await readOnnx(from, { name }), { from });
  const [before, after] = [bytes, await bytesOfSource(model)].map((file) => textOf(decode(file)));
  if (before !== after) expect(after!.split('\n'), name).toEqual(before!.split('\n'));
}

/** The fields of a message, a line each; an empty text is an absent one, and `ai.onnx` is the domain without a name. */
function textOf(message: unknown): string {
  const plain = (key: string, value: unknown): unknown => {
    if (value === '' || (key === 'domain' && value === 'ai.onnx') || key === '$typeName') return undefined;
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
    if (Object.is(value, -0)) return '-0';
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return JSON.stringify(message, plain, 1);
}
