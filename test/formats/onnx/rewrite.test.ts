/** An ONNX file that is read and written again says the same in every field, as @bufbuild/protobuf decodes both. */
import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { writeOnnx } from '../../../src/formats/onnx/write.ts';
import { fixture, fixtureNames, nodeCases, type RealFile, zoo } from './corpus.ts';
import { decode, encode } from './oracle.ts';
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

/** What a Network holds nothing of, in every message that has it. */
const doc = { docString: 'why', metadataProps: [{ key: 'k', value: 'v' }] };
const tensor = { ...doc, dims: [1], dataType: 1, floatData: [1] };
const shape = { dim: [{ dimValue: 1, denotation: 'DATA_BATCH' }, { dimParam: ' H W ' }, { dimValue: -1 }] };
const value = { ...doc, type: { denotation: 'IMAGE', tensorType: { elemType: 1, shape } } };
const node = {
  ...doc,
  opType: 'Op',
  input: ['x', ''],
  attribute: [
    { name: 'a', type: 'INT', i: 7, docString: 'of a' },
    { name: 't', type: 'TENSOR', t: tensor },
    { name: 'bytes', type: 'STRING', s: '/w==' },
    { name: 'strings', type: 'TENSOR', t: { dims: [1], dataType: 8, stringData: ['YWI='] } },
    { name: 'sparse', type: 'SPARSE_TENSOR', sparseTensor: { values: { ...tensor, name: 's' }, indices: { dims: [1], dataType: 7, int64Data: [3] }, dims: [9] } },
    { name: 'g', type: 'GRAPH', g: { ...doc, name: 'inner', node: [{ ...doc, opType: 'Relu', output: ['z'] }] } },
    { name: 'reference', type: 'FLOAT', refAttrName: 'r' },
  ],
}; // prettier-ignore
const everything = {
  irVersion: 3, opsetImport: [{ version: 21 }], producerName: 'p', producerVersion: '1', domain: 'd', modelVersion: 5,
  ...doc,
  trainingInfo: [{ initializationBinding: [{ key: 'a', value: 'b' }] }],
  functions: [{ ...doc, name: 'F', domain: 'f', output: ['y'], attribute: ['r'], valueInfo: [{ ...value, name: 'y' }], node: [{ ...node, output: ['y'] }] }],
  graph: {
    ...doc,
    name: 'main',
    input: [{ ...value, name: 'x' }, { ...value, name: 'w' }],
    output: [{ ...value, name: 'y' }],
    valueInfo: [{ ...value, name: 'v' }],
    initializer: [{ ...tensor, name: 'w' }],
    quantizationAnnotation: [{ tensorName: 'w', quantParameterTensorNames: [{ key: 'SCALE', value: 's' }] }],
    node: [{ ...node, output: ['y'] }, { ...node, output: ['', 'v'] }, { ...node, output: [] }],
  },
}; // prettier-ignore

test('what a Network does not hold, in every message', async () => {
  await expectEquivalent({ name: 'everything.onnx', bytes: encode(everything) });
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
