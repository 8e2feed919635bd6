/** Damaged real files either read or give one sentence of blame; nothing else, and quickly. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedError, UnsupportedError } from '../../../src/core/errors.ts';
import { looksLikeOnnx, readOnnx } from '../../../src/formats/onnx/read.ts';
import { fixture } from './corpus.ts';
import { onnxBlob, writeOnnx, type WrittenModel } from './write.ts';

/** Every kind of field in one small file, so that damage reaches all of the reader. */
const everything: WrittenModel = {
  opset: { '': 21, custom: 3 },
  training: true,
  inputs: { x: [1, 'N', null, -1], s: { sequence: { tensor: 'int64' } }, m: { map: 'string', of: { tensor: 'bool' } } },
  outputs: { y: { optional: { sparse: 'float32', shape: [3] } }, o: { opaque: 'thing' } },
  declared: { z: ['2*seq', 4] },
  initializers: [
    { name: 'a', type: 'int64', shape: [3], values: [1, -2, 2n ** 60n] },
    { name: 'b', type: 'float32', shape: [2], values: [0.5, 2], field: 'float_data' },
    { name: 'c', type: 'float16', shape: [2], values: [0x3c00, 0xc000], field: 'int32_data' },
    { name: 'd', type: 'int4', shape: [3], values: [0x21, 0x0f], field: 'int32_data' },
    { name: 'e', shape: [4096, 4096], external: { location: 'e.bin', offset: '16', length: '67108864' } },
  ],
  sparse: [
    {
      values: { name: 'p', shape: [2], values: [1, 2] },
      indices: { type: 'int64', shape: [2], values: [0, 5] },
      shape: [3, 3],
    },
  ],
  nodes: [
    {
      operator: 'If',
      inputs: ['x', ''],
      outputs: ['y'],
      attributes: {
        then_branch: {
          graph: { nodes: [{ operator: 'Constant', outputs: ['q'], attributes: { value_ints: [1, 2] } }] },
        },
        else_branch: { graphs: [{ name: 'g' }] },
        t: { tensor: { type: 'bool', shape: [], values: [1] } },
        f: 0.5,
        l: { floats: [1, 2], packed: true },
        u: ['a', 'b'],
        ty: { type: { tensor: 'float32', shape: [1] } },
        sp: {
          sparse: {
            values: { shape: [1], values: [1] },
            indices: { type: 'int64', shape: [1], values: [0] },
            shape: [9],
          },
        },
      },
      metadata: { 'pkg.torch.onnx.name_scopes': "['', 'features', 'features.0', 'conv2d']" },
    },
    { operator: 'F', domain: 'custom', overload: 'v1', inputs: ['x'], outputs: ['w'] },
  ],
  functions: [
    {
      name: 'F',
      domain: 'custom',
      overload: 'v1',
      inputs: ['i'],
      outputs: ['j'],
      attributes: ['alpha'],
      defaults: { beta: 1 },
      nodes: [
        { operator: 'Elu', inputs: ['i'], outputs: ['j'], attributes: { alpha: { reference: 'alpha', kind: 1 } } },
      ],
    },
  ],
};

const seeds: readonly Uint8Array[] = [
  writeOnnx(everything),
  fixture('tv_alexnet.ts.onnx').bytes,
  fixture('tv_resnet18.dynamo.onnx').bytes,
];

/** Bytes overwritten (most often by what begins fields and lengths), the end cut off, a piece doubled. */
const damage = fc.record({
  seed: fc.nat(seeds.length - 1),
  writes: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(0xff, 0x80, 0x7f, 0x00, 0x0a, 0x3a, 0x0b, 0x2a, 0x32)),
      run: fc.constantFrom(1, 1, 2, 10),
    }),
    { maxLength: 8 },
  ),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  doubled: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged({ seed, writes, cut, doubled }: Damage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(seeds[seed]!);
  for (const { at, byte, run } of writes) {
    const from = Math.floor(at * bytes.length);
    bytes.fill(byte, from, from + run);
  }
  if (doubled !== null) bytes.copyWithin(Math.floor(doubled * bytes.length), 0);
  return cut === null ? bytes : bytes.slice(0, Math.floor(cut * bytes.length));
}

/** The reader's complaint; `undefined` where it reads. Any other error passes through and fails the test. */
async function complaintOf(blob: Blob): Promise<string | undefined> {
  try {
    await readOnnx(blob, { name: 'damaged.onnx' });
    return undefined;
  } catch (error) {
    if (error instanceof MalformedError || error instanceof UnsupportedError) return error.message;
    throw error;
  }
}

test('the file with everything in it reads', async () => {
  expect(await complaintOf(onnxBlob(everything))).toBeUndefined();
});

test('a damaged file reads or is refused in a sentence', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(damage, async (each) => {
      const begin = performance.now();
      const complaint = await complaintOf(new Blob([damaged(each)]));
      expect(complaint ?? 'damaged.onnx: ').toMatch(/^damaged\.onnx(: | is not an ONNX file: )/);
      expect(performance.now() - begin).toBeLessThan(2000);
    }),
    { numRuns: 3000 },
  );
});

test('random bytes are refused or read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await complaintOf(new Blob([new Uint8Array(bytes)]));
      looksLikeOnnx(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('every truncation of a file is refused, but where a whole top-level field ends', async () => {
  const bytes = new Uint8Array(seeds[0]!);
  let read = 0;
  for (let length = 0; length < bytes.length; length++) {
    if ((await complaintOf(new Blob([bytes.slice(0, length)]))) === undefined) read++;
  }
  // After the graph follow two opset imports, the training info and a function; no other prefix is a model.
  expect(read).toBe(4);
});

test('every single damaged byte of a file is refused or read', { timeout: 60_000 }, async () => {
  const bytes = new Uint8Array(seeds[0]!);
  for (let at = 0; at < bytes.length; at++) {
    const kept = bytes[at]!;
    for (const byte of [0, 1, kept ^ 1, kept ^ 8, kept ^ 0x80, 0x7f, 0xff]) {
      bytes[at] = byte;
      await complaintOf(new Blob([bytes]));
    }
    bytes[at] = kept;
  }
});
