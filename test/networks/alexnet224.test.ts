/** What the printed input of 224 gives under each padding and rounding: worked out by hand from (W + 2p − w) / S + 1. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { readNetworkFile } from '../../src/formats/network-file/read.ts';

const text = readFileSync(new URL('../../networks/alexnet.yaml', import.meta.url), 'utf8');

interface Variant {
  readonly input: number;
  /** What is added to conv1's line and to each pool's. */
  readonly conv1: string;
  readonly pools: string;
}

async function ledgerOf({ input, conv1, pools }: Variant): Promise<Ledger> {
  const changed = text
    .replace('3 x 227 x 227', `3 x ${input} x ${input}`)
    .replace('kernel: 11, stride: 4', `kernel: 11, stride: 4${conv1}`)
    .replaceAll('max pool: 3, stride: 2', `max pool: 3, stride: 2${pools}`);
  return countNetwork(await readNetworkFile(new Blob([changed]), { name: 'alexnet.yaml' }));
}

const up = ', rounding: ceil';

/** Input, conv1, pools; then the sizes of conv1, pool1, pool2, pool5, fc1's inputs, and the totals. */
test.each([
  [227, '', '', [55, 27, 13, 6, 9216], 290_400, 659_272, 60_954_656, 724_406_816],
  [224, '', '', [54, 26, 12, 5, 6400], 279_936, 609_640, 49_420_320, 643_026_048],
  [224, '', up, [54, 27, 13, 6, 9216], 279_936, 648_808, 60_954_656, 720_608_384],
  [224, up, '', [55, 27, 13, 6, 9216], 290_400, 659_272, 60_954_656, 724_406_816],
  [224, up, up, [55, 27, 13, 6, 9216], 290_400, 659_272, 60_954_656, 724_406_816],
  [224, ', padding: 1', '', [54, 26, 12, 5, 6400], 279_936, 609_640, 49_420_320, 643_026_048],
  [224, ', padding: 2', '', [55, 27, 13, 6, 9216], 290_400, 659_272, 60_954_656, 724_406_816],
  [224, ', padding: 2', up, [55, 27, 13, 6, 9216], 290_400, 659_272, 60_954_656, 724_406_816],
  [224, ', padding: same', '', [56, 27, 13, 6, 9216], 301_056, 669_928, 60_954_656, 728_274_944],
  [224, ', padding: same', up, [56, 28, 14, 7, 12_544], 301_056, 711_656, 74_586_144, 812_550_144],
])('input %i, conv1%s, pools%s', async (input, conv1, pools, sizes, conv1Units, units, weights, connections) => {
  const { layers, totals, uncounted } = await ledgerOf({ input, conv1, pools });
  const layer = (name: string): Ledger['layers'][number] => layers.find((one) => one.name === name)!;
  const widths = ['conv1', 'pool1', 'pool2', 'pool5'].map((name) => layer(name).output![3]);
  const fc1 = layer('fc1').derivations.weights!;
  expect(fc1.kind === 'product' && [...widths, fc1.factors[0]!.value]).toEqual(sizes);
  expect([layer('conv1').units, totals.units, totals.weights, totals.connections]).toEqual([
    conv1Units,
    units,
    weights,
    connections,
  ]);
  expect(uncounted).toEqual([]);
});

test('says that the window does not fit, and by how much, rather than rounding silently', async () => {
  const { notes } = await ledgerOf({ input: 224, conv1: '', pools: '' });
  expect(notes).toContain(
    'conv1: the window does not fit evenly: (224 − 11) / 4 + 1 = 54.25; 54 positions leave 1 column unread; 55 reach 3 past the edge',
  );
  const { notes: none } = await ledgerOf({ input: 227, conv1: '', pools: '' });
  expect(none.filter((note) => /evenly/.test(note))).toEqual([]);
});
