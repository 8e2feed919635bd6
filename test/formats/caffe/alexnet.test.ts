/** AlexNet in three Caffe forms, and a V1 net, against figures worked out by hand from the paper's sizes. */
import { expect, test } from 'vitest';
import { ledgerOf } from '../../../src/core/ledger.ts';
import type { Network } from '../../../src/core/network.ts';
import { nodeOf, operatorsOf, outputsOf, parametersOf, readFixture, tensorsOf } from './reading.ts';

/** The rows that have weights. */
function rowsOf(network: Network): readonly unknown[] {
  const rows = ledgerOf(network, { towers: 2 }).layers.filter(({ weights }) => weights !== 0);
  return rows.map(({ name, output, units, weights, biases, connections, reads }) => ({
    name, output, units, weights, biases, connections, reads,
  })); // prettier-ignore
}

test.each(['alexnet.prototxt', 'alexnet-train.prototxt', 'alexnet-towers.prototxt'])(
  '%s has 60,965,224 parameters',
  async (file) => {
    const network = await readFixture(file);
    expect(network.name).toBe('alexnet');
    expect(parametersOf(network)).toBe('60965224');
  },
);

test('grouped, every weight has its shape', async () => {
  const network = await readFixture('alexnet.prototxt');
  expect(tensorsOf(network).filter((tensor) => tensor.includes('weight'))).toEqual([
    'first.weight 96 × 3 × 11 × 11',
    'second.weight 256 × 48 × 5 × 5',
    'third.weight 384 × 256 × 3 × 3',
    'fourth.weight 384 × 192 × 3 × 3',
    'fifth.weight 256 × 192 × 3 × 3',
    'sixth.weight 4096 × 9216',
    'seventh.weight 4096 × 4096',
    'scores.weight 1000 × 4096',
  ]);
  expect(outputsOf(network)).toEqual(['classes 1 × 1000']);
  expect(nodeOf(network, 'second').attributes.get('group')).toEqual({ kind: 'int', value: 2 });
});

test('as two chains, each tower has its half', async () => {
  const network = await readFixture('alexnet-towers.prototxt');
  const weights = tensorsOf(network).filter((tensor) => tensor.includes('weight'));
  expect(weights.filter((weight) => weight.includes('_1.'))).toEqual([
    'first_1.weight 48 × 3 × 11 × 11',
    'second_1.weight 128 × 48 × 5 × 5',
    'third_1.weight 192 × 256 × 3 × 3',
    'fourth_1.weight 192 × 192 × 3 × 3',
    'fifth_1.weight 128 × 192 × 3 × 3',
    'sixth_1.weight 2048 × 9216',
    'seventh_1.weight 2048 × 4096',
  ]);
  expect(outputsOf(network)).toEqual(['classes 1 × 1000']);
  expect(network.graph.nodes.filter(({ operator }) => operator === 'Flatten')).toHaveLength(1);
});

test('laid over two towers, both forms have the same rows', async () => {
  const [grouped, chains] = await Promise.all(
    ['alexnet.prototxt', 'alexnet-towers.prototxt'].map((file) => readFixture(file)),
  );
  expect(rowsOf(chains!)).toEqual(rowsOf(grouped!));
  expect(rowsOf(chains!)).toHaveLength(8);
});

test('in training form, the TEST phase is read and the loss left out', async () => {
  const network = await readFixture('alexnet-train.prototxt');
  expect(outputsOf(network)).toEqual(['scores batch × 1000']);
  expect(network.notes).toEqual([
    'read in the TEST phase',
    'left out, being of the other phase: pictures',
    "image: the batch is left open; the file's batch_size is 32",
    'image: 3 channels are assumed; the file leaves them to its data',
    "left out, for they judge the net's answer or read one that does: error, right",
  ]);
});

test('the V1 form', async () => {
  const network = await readFixture('digits-v1.prototxt');
  expect(operatorsOf(network)).toBe('Conv MaxPool Flatten Gemm Relu Gemm Softmax');
  expect(tensorsOf(network)).toEqual([
    'conv.weight 20 × 1 × 5 × 5',
    'conv.bias 20',
    'hidden.weight 500 × 2880',
    'hidden.bias 500',
    'digit.weight 10 × 500',
    'digit.bias 10',
  ]);
});
