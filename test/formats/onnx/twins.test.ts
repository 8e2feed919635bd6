/** Tied embeddings written twice: counted once where the bytes are present and equal. */
import { expect, test } from 'vitest';
import { countNetwork } from '../../../src/core/count.ts';
import type { Ledger } from '../../../src/core/ledger.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { onnxBlob } from './write.ts';

const [words, width] = [1000, 64];

/** A language model's two ends: a table read by an index, and a product with the same table, transposed in the graph. */
async function ledgerOf(table: Uint8Array | undefined, head: Uint8Array | undefined): Promise<Ledger> {
  const blob = onnxBlob({
    nodes: [
      { operator: 'Gather', inputs: ['table', 'tokens'], outputs: ['x'] },
      { operator: 'Transpose', inputs: ['head'], outputs: ['turned'], attributes: { perm: [1, 0] } },
      { operator: 'MatMul', inputs: ['x', 'turned'], outputs: ['y'] },
    ],
    inputs: { tokens: { tensor: 'int64', shape: [1, 8] } },
    outputs: { y: [1, 8, words] },
    initializers: [
      { name: 'table', shape: [words, width], ...(table && { raw: table }) },
      { name: 'head', shape: [words, width], ...(head && { raw: head }) },
    ],
  });
  return countNetwork(await readOnnx(blob, { name: 'tied.onnx' }));
}

/** Bytes that differ from place to place. */
function numbers(seed: number): Uint8Array {
  return Uint8Array.from({ length: words * width * 4 }, (_, i) => (Math.imul(i + seed, 2654435761) >>> 13) & 255);
}

test('equal bytes are one tensor, and a note says so', async () => {
  const { totals, notes } = await ledgerOf(numbers(1), numbers(1));
  expect(totals).toMatchObject({ weights: words * width, embeddings: 0, connections: 8 * words * width });
  expect(notes.join()).toContain('"head" holds the same numbers as "table"');
});

test.each([
  ['other bytes', numbers(1), numbers(2)],
  ['zeros, which mean nothing', new Uint8Array(words * width * 4), new Uint8Array(words * width * 4)],
  ['bytes that are not there', undefined, undefined],
])('%s are two', async (_, table, head) => {
  const { totals } = await ledgerOf(table, head);
  expect(totals).toMatchObject({ weights: 2 * words * width, embeddings: words * width });
});

test('two matrices of a chain with the same bytes are one tensor, used twice', async () => {
  const bytes = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) => (Math.imul(i + 7, 2654435761) >>> 11) & 255);
  const blob = onnxBlob({
    nodes: [
      { operator: 'MatMul', inputs: ['x', 'a'], outputs: ['y'] },
      { operator: 'MatMul', inputs: ['y', 'b'], outputs: ['z'] },
    ],
    inputs: { x: [1, 64] },
    outputs: { z: [1, 64] },
    initializers: [
      { name: 'a', shape: [64, 64], raw: bytes },
      { name: 'b', shape: [64, 64], raw: bytes },
    ],
  });
  const { totals } = countNetwork(await readOnnx(blob, { name: 'equal.onnx' }));
  expect(totals).toMatchObject({ weights: 64 * 64, connections: 2 * 64 * 64 });
});
