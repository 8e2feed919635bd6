/** The exercise's table of AlexNet, cell by cell, from every form in which the network can be given. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { equation, readable, render } from '../../src/core/derivation.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { readCaffe } from '../../src/formats/caffe/read.ts';
import { readNetworkFile } from '../../src/formats/network-file/read.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { openPublished } from '../../src/formats/published.ts';
import { asOnnx, chainedAlexNet, groupedAlexNet } from './alexnetForms.ts';

/** Layer, units, weights, connections as the exercise derives them, and what the layer reads. */
const exercise = [
  ['conv1', '55 * 55 * 96 = 290400', '11 * 11 * 3 * 96 = 34848', '11 * 11 * 3 * 96 * 55 * 55 = 105415200', 'input'],
  [
    'conv2',
    '27 * 27 * 256 = 186624',
    '5 * 5 * 48 * 256 = 307200',
    '5 * 5 * 48 * 128 * 2 * 27 * 27 = 223948800',
    'own tower',
  ],
  [
    'conv3',
    '13 * 13 * 384 = 64896',
    '3 * 3 * 256 * 384 = 884736',
    '3 * 3 * 128 * 384 * 2 * 13 * 13 = 149520384',
    'all towers',
  ],
  [
    'conv4',
    '13 * 13 * 384 = 64896',
    '3 * 3 * 192 * 384 = 663552',
    '3 * 3 * 192 * 192 * 2 * 13 * 13 = 112140288',
    'own tower',
  ],
  [
    'conv5',
    '13 * 13 * 256 = 43264',
    '3 * 3 * 192 * 256 = 442368',
    '3 * 3 * 192 * 128 * 2 * 13 * 13 = 74760192',
    'own tower',
  ],
  ['fc1', '4096 = 4096', '9216 * 4096 = 37748736', '9216 * 4096 = 37748736', 'all towers'],
  ['fc2', '4096 = 4096', '4096 * 4096 = 16777216', '4096 * 4096 = 16777216', 'all towers'],
  ['output', '1000 = 1000', '4096 * 1000 = 4096000', '4096 * 1000 = 4096000', 'all towers'],
];

function rowsOf(ledger: Ledger): readonly (readonly (string | null)[])[] {
  return ledger.layers
    .filter(({ units }) => units !== 0)
    .map(({ name, derivations, reads }) => [
      name,
      equation(derivations.units!),
      equation(derivations.weights!),
      equation(derivations.connections!),
      reads,
    ]);
}

/** The prototxt fixtures name their layers otherwise. */
const ourName = new Map([
  ['first', 'conv1'], ['second', 'conv2'], ['third', 'conv3'], ['fourth', 'conv4'], ['fifth', 'conv5'],
  ['sixth', 'fc1'], ['seventh', 'fc2'], ['scores', 'output'],
]); // prettier-ignore

function fixture(path: string): Blob {
  return new Blob([readFileSync(new URL(`../fixtures/${path}`, import.meta.url))]);
}

describe.each([
  ['grouped convolutions', () => countNetwork(groupedAlexNet())],
  [
    'grouped convolutions laid over towers from outside',
    () => countNetwork(groupedAlexNet({ towers: 1 }), { towers: 2 }),
  ],
  ['two chains of one tower each', () => countNetwork(chainedAlexNet())],
  ['two chains that flatten the maps each for itself', () => countNetwork(chainedAlexNet({ ownFlatten: true }))],
  ['two chains that do not say so', () => countNetwork(chainedAlexNet({ towers: 1 }), { towers: 2 })],
  ['the built-in network', () => countNetwork(openPublished('alexnet'))],
  [
    'a network file of two chains',
    async () =>
      countNetwork(await readNetworkFile(fixture('network-file/alexnet-two-chains.yaml'), { name: 'a.yaml' })),
  ],
  [
    'ONNX, grouped',
    async () => countNetwork(await readOnnx(asOnnx(groupedAlexNet()), { name: 'a.onnx' }), { towers: 2 }),
  ],
  [
    'ONNX, two chains',
    async () => countNetwork(await readOnnx(asOnnx(chainedAlexNet()), { name: 'a.onnx' }), { towers: 2 }),
  ],
  [
    'Caffe, grouped',
    async () => countNetwork(await readCaffe(fixture('caffe/alexnet.prototxt'), { name: 'a.prototxt' }), { towers: 2 }),
  ],
  [
    'Caffe, two chains',
    async () =>
      countNetwork(await readCaffe(fixture('caffe/alexnet-towers.prototxt'), { name: 'a.prototxt' }), { towers: 2 }),
  ],
])('AlexNet as %s', async (_, count) => {
  const ledger = await count();

  it('gives the exercise’s eight rows', () => {
    expect(rowsOf(ledger).map((row) => row.slice(1))).toEqual(exercise.map((row) => row.slice(1)));
    expect(ledger.layers.filter(({ units }) => units !== 0).map(({ name }) => ourName.get(name) ?? name)).toEqual(
      exercise.map(([name]) => name),
    );
  });

  it('gives the totals', () => {
    expect(ledger.totals).toMatchObject({
      units: 659_272,
      weights: 60_954_656,
      biases: 10_568,
      parameters: 60_965_224,
      connections: 724_406_816,
      connectionsOntoPadding: 724_406_816 - 671_322_656,
      biasConnections: 725_066_088 - 724_406_816,
      weightBytes: 243_818_624,
    });
    expect(ledger.uncounted).toEqual([]);
  });

  it('shares it evenly over two towers', () => {
    const share = {
      units: 329_636,
      weights: 30_477_328,
      connections: 362_203_408,
      weightBytes: 121_909_312,
      receives: 30_336,
    };
    expect(ledger.towers).toEqual({ each: [share, share], crossing: 104_071_168 });
  });
});

describe('AlexNet', () => {
  it('says its towers in the derivation', () => {
    const conv2 = countNetwork(groupedAlexNet()).layers.find(({ name }) => name === 'conv2')!;
    expect(equation(conv2.derivations.connections!, readable)).toBe(
      '5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers)',
    );
    expect(render(conv2.derivations.connections!, readable, 'words')).toContain(
      'input channels of one tower × filters of one tower × towers',
    );
  });

  it('with the last layer on one GPU holds and receives unevenly, as the authors’ configuration does', () => {
    const { towers } = countNetwork(groupedAlexNet({ outputTower: 1 }));
    expect(towers!.each.map(({ weights, receives }) => [weights, receives])).toEqual([
      [32_525_328, 30_336],
      [28_429_328, 28_288],
    ]);
    expect(towers!.crossing).toBe(104_071_168);
  });

  it('places a layer of a file that cannot say it', () => {
    const { towers } = countNetwork(groupedAlexNet({ towers: 1 }), { towers: 2, place: new Map([['output', 2]]) });
    expect(towers!.each.map(({ weights }) => weights)).toEqual([28_429_328, 32_525_328]);
  });

  it('without towers counts its groups all the same', () => {
    const ledger = countNetwork(groupedAlexNet({ towers: 1 }));
    expect(ledger.totals.connections).toBe(724_406_816);
    expect(ledger.towers).toBeUndefined();
  });
});
