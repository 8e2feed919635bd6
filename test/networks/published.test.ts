/**
 * The built-in networks against figures that others printed or counted. Where a source is a framework, its figures were taken
 * from the framework's own model: parameters from its tensors, connections from an operator counter that ran it.
 */
import { describe, expect, test } from 'vitest';
import { openPublished, publishedDocument, publishedNetworks } from '../../src/formats/published.ts';
import { ledgerOf } from '../../src/core/ledger.ts';
import { formatSize } from '../../src/core/size.ts';

type Row = readonly [name: string, figures: Figures, settings?: Readonly<Record<string, number | boolean>>];
/** As text where they have open sizes. */
type Figures = Readonly<Record<string, number | string>>;

/** torchvision 0.28: parameters, those without biases and normalisation, multiply-accumulates that hooks counted. */
const torchvision: readonly Row[] = [
  ['alexnet-one-weird-trick', { parameters: 61100840, weights: 61090496, connections: 714188480, units: 494184 }],
  ['vgg13', { parameters: 133047848, weights: 133035712, connections: 11308466176 }],
  ['vgg16', { parameters: 138357544, weights: 138344128, connections: 15470264320, units: 13556712 }],
  ['resnet18', { parameters: 11689512, weights: 11678912, connections: 1814073344, units: 2484712 }],
  ['resnet50', { parameters: 25557032, weights: 25502912, connections: 4089184256, units: 11114984 }],
  ['resnet101', { parameters: 44549160, weights: 44442816, connections: 7801405440 }],
  ['resnext50_32x4d', { parameters: 25028904, weights: 24959680, connections: 4230479872, units: 14401512 }],
  ['squeezenet1_1', { parameters: 1235496, weights: 1231552, connections: 349151936, units: 2589352 }],
  ['mobilenet_v2', { parameters: 3504872, weights: 3469760, connections: 300774272, units: 6679112 }],
  ['mobilenet_v3_large', { parameters: 5483032, weights: 5451272, connections: 216589760, units: 4407168 }],
  ['densenet121', { parameters: 7978856, weights: 7894208, connections: 2834161664, units: 6900200 }],
  ['densenet161', { parameters: 28681000, weights: 28460064, connections: 7727907072 }],
  // 17,563,828,224 in all, of which 2 · 768 · 197² in each of 12 layers are attention's products
  ['vit-b-16', { parameters: 86567656, weights: 86292480, connections: 16848500736, weightlessConnections: 715327488 }],
];

/**
 * transformers 5.18: parameters, and those of matrices and tables. At 128 tokens its models multiply-accumulate 11,174,215,680
 * times (BERT) and 16,114,089,984 times (GPT-2, its scores of the vocabulary included).
 */
const transformers: readonly Row[] = [
  [
    'bert-base',
    {
      parameters: 109482240,
      weights: 109360128,
      connections: '84934656*seq + 589824',
      weightlessConnections: '18432*seq^2',
    },
  ],
  ['bert-base', { connections: '84934656*seq', weightlessConnections: '18432*seq^2' }, { pooler: false }],
  [
    'gpt2',
    { parameters: 124439808, weights: 124318464, connections: '123532032*seq', weightlessConnections: '18432*seq^2' },
  ],
];

/** Parameters of torchvision's models that the corpus has no export of, summed over their tensors by a script of its own. */
const torchvisionSummed: readonly Row[] = [
  ['vgg11', { parameters: 132863336 }],
  ['vgg19', { parameters: 143667240 }],
  ['resnet34', { parameters: 21797672 }],
  ['resnet152', { parameters: 60192808 }],
  ['resnext101_32x8d', { parameters: 88791336 }],
  ['resnext101_64x4d', { parameters: 83455272 }],
  ['squeezenet1_0', { parameters: 1248424, connections: 818924576 }], // connections: its hooks' count in corpus/peers
  ['mobilenet_v3_small', { parameters: 2542856 }],
  ['densenet169', { parameters: 14149480 }],
  ['densenet201', { parameters: 20013928 }],
  ['vit-b-32', { parameters: 88224232 }],
  ['vit-l-16', { parameters: 304326632 }],
  ['vit-l-32', { parameters: 306535400 }],
];

/** timm's legacy_seresnet50, 101 and 152 and resnext101_32x4d, summed likewise. */
const timm: readonly Row[] = [
  ['se-resnet50', { parameters: 28088024 }],
  ['se-resnet101', { parameters: 49326872 }],
  ['se-resnet152', { parameters: 66821848 }],
  ['resnext101_32x4d', { parameters: 44177704 }],
];

/** Parameters of the tensors that BVLC's prototxt files describe; googlenet also with its classifiers for training. */
const caffe: readonly Row[] = [
  ['caffenet', { parameters: 60965224, connections: 724406816 }],
  ['googlenet', { parameters: 6998552 }],
  ['googlenet', { parameters: 13378280 }, { auxiliary: true }],
  ['nin-imagenet', { parameters: 7595176 }],
  ['squeezenet1_0', { connections: 861339936 }, { resolution: 227, padding10: 1 }],
  ['squeezenet1_1', { connections: 387747520 }, { resolution: 227 }],
  ['lenet-caffe', { parameters: 431080 }],
];

/** Sums over the layers of the papers' tables, worked out by hand. */
const byHand: readonly Row[] = [
  // 156 + 12 + 1,516 + 32 + 48,120 + 10,164; with a connection for each unit's bias and the 840 fixed ones 340,908
  ['lenet-5', { parameters: 60000, connections: 331984, biasConnections: 8084, weightlessConnections: 840 }],
  // 1,256 units with the 256 of the input; 64,660 connections with those of the biases
  ['lecun-1989', { parameters: 9760, units: 1000, connections: 63660, biasConnections: 1000 }],
  ['alexnet', { parameters: 60965224, weights: 60954656, units: 659272, connections: 724406816 }],
  ['alexnet-one-tower', { parameters: 62378344, connections: 1135256096 }],
  ['alexnet-one-gpu', { parameters: 59798312 }],
  ['zfnet', { parameters: 62357608 }],
  ['overfeat-fast', { parameters: 145920872 }],
  ['overfeat-accurate', { parameters: 144656488 }],
  ['vgg16-c', { parameters: 133638952 }],
  ['vgg11-lrn', { parameters: 132863336 }],
  ['vgg19', { connections: 19632062464 }],
  ['nin', { parameters: 966986 }],
  ['googlenet', { connections: 1498677248 }, { separable_stem: true }], // 1,582,671,872 − 118,013,952 + 2,712 · 112²
  ['resnet34', { connections: 3644493824 }, { projections: false }],
  ['plain34', { connections: 3644493824 }],
  ['resnet50', { connections: 3857973248 }, { stride_in_1x1: true }],
  ['resnet101', { connections: 7570194432 }, { stride_in_1x1: true }],
  ['resnet20', { parameters: 269722 }], // 16·27 + 6·16²·9 + (16·32 + 5·32²)·9 + (32·64 + 5·64²)·9 + 650 + 2·688
  ['resnet-cifar', { parameters: 853018 }, { depth: 56 }],
  ['resnet1202', { parameters: 19421274 }],
  ['resnext29-16x64d', { weights: 68054720 }],
  ['mobilenet_v1', { parameters: 29294088, connections: 4867293184 }, { separable: false }],
  ['mobilenet_v1', { connections: 307323392 }, { repeats: 0 }],
  ['mobilenet_v1', { connections: 41030272, parameters: 470072 }, { alpha: 0.25 }],
  ['mobilenet_v1', { connections: 239273472 }, { alpha: 0.75, resolution: 192 }],
  ['mobilenet_v2', { weights: 6059840 }, { alpha: 1.4 }],
  ['mobilenet_v2', { weights: 2608784, connections: 39445472 }, { alpha: 0.75, resolution: 96 }],
  ['mobilenet_v2', { connections: 20220672 }, { alpha: 0.35, resolution: 128 }],
  ['densenet-cifar', { parameters: 1019722 }],
  ['densenet-100-12', { parameters: 6979642 }],
  ['densenet-bc-250-24', { parameters: 15324406 }],
  ['densenet-cifar', { parameters: 2733130 }, { bottleneck: true, growth: 48 }],
  // 37,000 · 512 + 6 · (12 · 512² + 6,656 and 16 · 512² + 5,632 of biases and norms)
  ['transformer-base', { parameters: 63045632 }],
  ['transformer-base', { parameters: 55967744 }, { keys: 128 }],
  ['transformer-base', { parameters: 33644544 }, { layers: 2 }],
  ['bert-large', { parameters: 335141888 }],
  // 50,257 · d + 1,024 · d + L · (12 d² + 13 d) + 2 d, and with 2,048 positions for GPT-3
  ['gpt2-medium', { parameters: 354823168 }],
  ['gpt2-large', { parameters: 774030080 }],
  ['gpt2-xl', { parameters: 1557611200 }],
  ['gpt3-small', { parameters: 125226240 }],
  ['gpt3-medium', { parameters: 355871744 }],
  ['gpt3-large', { parameters: 760300032 }],
  ['gpt3-xl', { parameters: 1315723264 }],
  ['gpt3-2.7b', { parameters: 2651553280 }],
  ['gpt3-6.7b', { parameters: 6658404352 }],
  ['gpt3-13b', { parameters: 12853386240 }],
  ['gpt3', { parameters: 174604259328 }],
  ['vit-b-16', { parameters: 85798656 }, { head: false }],
  ['vit-h-14', { parameters: 632045800 }],
];

const sources = { torchvision, torchvisionSummed, transformers, timm, caffe, byHand };

describe.each(Object.entries(sources))('%s', (_, rows) => {
  const cases = rows.map(([name, figures, parameters = {}]) => ({ name, figures, parameters }));
  test.each(cases)('$name $parameters', ({ name, figures, parameters }) => {
    const { totals } = ledgerOf(openPublished(name, { parameters }), { bindings: new Map([['batch', 1]]) });
    const expected = Object.entries(figures).map(([key, value]) => [key, String(value)]);
    const found = Object.entries(totals).map(([key, value]) => [key, value === undefined ? '' : formatSize(value)]);
    expect(Object.fromEntries(found)).toMatchObject(Object.fromEntries(expected));
  });
});

test('every name and alias is that of one network alone', () => {
  const names = publishedNetworks().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, title } of publishedNetworks()) {
    expect(publishedDocument(name)?.network).toBe(title);
    expect(publishedDocument(title)?.network).toBe(title);
  }
});

test('nothing in any of them is left uncounted', () => {
  const gaps = publishedNetworks().flatMap(({ name }) => ledgerOf(openPublished(name)).uncounted);
  expect(gaps).toEqual([]);
});
