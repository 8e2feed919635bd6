/** The alternatives that are advised: their changes, and why some are not possible. */
import { expect, it } from 'vitest';
import { reducible } from '../../../src/reduce/reducible.ts';
import { alternativesOf, applyVariant, formatVariant } from '../../../src/reduce/variants/index.ts';
import { countNetwork } from '../../../src/core/count.ts';
import { networkOf } from './subjects.ts';

const percent = (share: number | undefined): string => (share === undefined ? 'no' : (100 * share).toFixed(2));

async function rowsOf(name: string): Promise<readonly string[]> {
  const alternatives = alternativesOf(reducible(await networkOf(name)));
  return alternatives.map((each) => `${each.name} ${percent(each.change?.weights)} ${percent(each.change?.connections)}`);
} // prettier-ignore

it('of AlexNet', async () => {
  expect(await rowsOf('alexnet')).toEqual([
    'global-pooling -60.21 -5.07',
    'low-rank=fc1:1417 -30.98 -2.61',
    'low-rank=fc2:1024 -13.76 -1.16',
    'low-rank=output:401 -3.37 -0.28',
    'groups=conv2:4 -0.25 -15.46',
    'separable=conv2 no no',
    'groups=conv3:2 -0.73 -10.32',
    'separable=conv3 -1.29 -18.29',
    'groups=conv4:4 -0.54 -7.74',
    'separable=conv4 no no',
    'input=160 -46.45 -57.54',
    'stride=conv1:8 -55.05 -75.71',
  ]);
});

it('of others: each is what the ledger counts, or says why not', async () => {
  for (const name of ['vgg16', 'resnet50', 'lenet-5', 'tv_mobilenet_v2.ts.onnx']) {
    const subject = reducible(await networkOf(name));
    for (const { variant, name: text, totals, change, says, costs } of alternativesOf(subject)) {
      expect(formatVariant(variant)).toBe(text);
      expect([says, costs].map((sentence) => sentence.length > 10)).toEqual([true, true]);
      expect(totals === undefined).toBe(change === undefined);
      if (!totals) continue;
      const applied = applyVariant(subject.network, variant);
      const counted = countNetwork(applied.network, applied.count).totals;
      expect([totals.weights, totals.connections]).toEqual([counted.weights, counted.connections]);
    }
  }
});

it('says why something is not possible', async () => {
  const saysOf = async (name: string, text: string): Promise<string | undefined> =>
    alternativesOf(reducible(await networkOf(name))).find((each) => each.name === text)?.says;
  expect(await saysOf('resnet50', 'global-pooling')).toBe('there is a global pooling already: pool2 (GlobalAveragePool)'); // prettier-ignore
  expect(await saysOf('tv_mobilenet_v2.ts.onnx', 'stride=features.0.0:4')).toBe('features.0.0: kernels of 3 x 3 would leave places between them unseen at a stride of 4'); // prettier-ignore
  expect(await saysOf('lenet-5', 'input=24')).toContain('C5 (Conv) does not fit any more');
});

it('names the break-even rank, and whether weights can be kept', async () => {
  const alternatives = alternativesOf(reducible(await networkOf('alexnet')));
  const named = new Map(alternatives.map((each) => [each.name, each]));
  expect(named.get('low-rank=fc1:1417')).toMatchObject({ breakEven: 2835, isUntrained: false });
  expect(named.get('low-rank=fc1:1417')!.says).toContain('2835');
  expect(named.get('separable=conv3')!.isUntrained).toBe(true);
});
