/** Matchings of published networks and of exports, each checked by hand: which layer a person would say became which. */
import { describe, expect, it } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { open } from '../../src/count.ts';
import { diffOf } from '../../src/diff/index.ts';
import { anonymous, diffNamed, fixtureNetwork, ledgerNamed, linesOf } from './pairs.ts';

describe('AlexNet', () => {
  it('in one tower reads all feature maps in three of its convolutions', async () => {
    const diff = await diffNamed('alexnet', 'alexnet-one-tower');
    expect(linesOf(diff)).toEqual([
      '= conv1',
      '~ conv2: groups 2 → 1',
      '= conv3',
      '~ conv4: groups 2 → 1',
      '~ conv5: groups 2 → 1',
      '= fc1',
      '= fc2',
      '= output',
    ]);
    expect(diff.counts).toEqual({ same: 20, changed: 3, added: 0, removed: 0, renamed: 0 });
    expect(diff.totals.deltas.weights).toBe(307_200 + 663_552 + 442_368); // each of the three doubles
  });

  it('as CaffeNet pools before it normalises, and calls its last layers otherwise', async () => {
    const diff = await diffNamed('alexnet', 'caffenet');
    expect(linesOf(diff, 'all').slice(0, 9)).toEqual([
      '= conv1',
      '= relu1',
      '~ pool1: reads norm1 → relu1',
      '~ norm1: output 96 × 55 × 55 → 96 × 27 × 27; alpha 0.0005 → alpha 0.0001; bias 2 → bias 1; reads relu1 → pool1',
      '~ conv2: reads pool1 → norm1',
      '= relu2',
      '~ pool2: reads norm2 → relu2',
      '~ norm2: output 256 × 27 × 27 → 256 × 13 × 13; alpha 0.0005 → alpha 0.0001; bias 2 → bias 1; reads relu2 → pool2',
      '~ conv3: reads pool2 → norm2',
    ]);
    expect(linesOf(diff).slice(-3)).toEqual(['= fc1 → fc6', '= fc2 → fc7', '= output → fc8']);
    expect(diff.counts.renamed).toBe(3);
  });

  it('as torchvision exports it is of one weird trick: fewer channels, no normalisation', async () => {
    expect(linesOf(await diffNamed('alexnet', 'tv_alexnet.ts.onnx'))).toEqual([
      '~ conv1 → features.0: padding 0 → 2; channels 96 → 64',
      '~ conv2 → features.3: groups 2 → 1; input channels 96 → 64; channels 256 → 192',
      '~ conv3 → features.6: input channels 256 → 192',
      '~ conv4 → features.8: groups 2 → 1; channels 384 → 256',
      '~ conv5 → features.10: groups 2 → 1; input channels 384 → 256',
      '= fc1 → classifier.1',
      '= fc2 → classifier.4',
      '= output → classifier.6',
    ]);
  });
});

describe('VGG', () => {
  it('13 has a second convolution in the first two stages of 11', async () => {
    expect(linesOf(await diffNamed('vgg11', 'vgg13')).filter((line) => !line.startsWith('='))).toEqual([
      '+ stage1.conv_2',
      '+ stage2.conv_2',
    ]);
  });

  it('16 and 19 have one convolution more in each of the last three', async () => {
    const added = ['+ stage3.conv_3', '+ stage4.conv_3', '+ stage5.conv_3'];
    expect(linesOf(await diffNamed('vgg13', 'vgg16')).filter((line) => !line.startsWith('='))).toEqual(added);
    expect(linesOf(await diffNamed('vgg16', 'vgg19')).filter((line) => !line.startsWith('='))).toEqual(
      added.map((line) => line.replace('_3', '_4')),
    );
  });

  it('11 is found in an export of 16 whose layers are numbered', async () => {
    expect(linesOf(await diffNamed('vgg11', 'tv_vgg16.ts.onnx'))).toEqual([
      '= stage1.conv_1 → features.0',
      '+ features.2',
      '= stage2.conv_1 → features.5',
      '+ features.7',
      '= stage3.conv_1 → features.10',
      '= stage3.conv_2 → features.12',
      '+ features.14',
      '= stage4.conv_1 → features.17',
      '= stage4.conv_2 → features.19',
      '+ features.21',
      '= stage5.conv_1 → features.24',
      '= stage5.conv_2 → features.26',
      '+ features.28',
      '= fc6 → classifier.0',
      '= fc7 → classifier.3',
      '= fc8 → classifier.6',
    ]);
  });
});

/** Of ResNet-34's blocks those that ResNet-18 has not. */
const added34 = ['stage1.3', 'stage2.3', 'stage2.4', 'stage3.3', 'stage3.4', 'stage3.5', 'stage3.6', 'stage4.3'];

describe('ResNet', () => {
  it('34 has eight blocks more than 18, and nothing else', async () => {
    const lines = linesOf(await diffNamed('resnet18', 'resnet34'));
    expect(lines.filter((line) => !line.startsWith('='))).toEqual(
      added34.flatMap((block) => [`+ ${block}.conv1`, `+ ${block}.conv2`]),
    );
  });

  it('34 has whole blocks more than 18 where neither says a name', async () => {
    const [before, after] = await Promise.all(
      ['resnet18', 'resnet34'].map(async (name) => anonymous(await open(name))),
    );
    const { rows, counts } = diffOf(countNetwork(before!), countNetwork(after!));
    expect(counts).toMatchObject({ same: 70, changed: 0, added: 56, removed: 0 });
    const added = rows.flatMap(({ kind, after }, i) => (kind === 'added' ? [[i, after!.operator] as const] : []));
    const runs = added.filter(([i]) => !added.some(([k]) => k === i - 1)).map(([, operator]) => operator);
    expect(runs.every((operator) => operator === 'Conv')).toBe(true); // every run begins as a block does
    expect(runs.length).toBeLessThanOrEqual(8);
  });

  it('50 has a bottleneck where 34 has two convolutions', async () => {
    const lines = linesOf(await diffNamed('resnet34', 'resnet50'));
    expect(lines.slice(0, 8)).toEqual([
      '= conv1',
      '~ stage1.1.conv1: kernel 3 × 3 → 1 × 1; padding 1 → 0',
      '= stage1.1.conv2',
      '+ stage1.1.conv3',
      '+ stage1.1.projection',
      '~ stage1.2.conv1: kernel 3 × 3 → 1 × 1; padding 1 → 0; input channels 64 → 256',
      '= stage1.2.conv2',
      '+ stage1.2.conv3',
    ]);
    expect(lines.filter((line) => line.startsWith('-'))).toEqual([]);
  });

  it('without its skips is the plain network', async () => {
    const diff = await diffNamed('plain34', 'resnet34');
    expect(linesOf(diff).filter((line) => !line.startsWith('='))).toEqual([
      '+ stage2.1.projection',
      '+ stage3.1.projection',
      '+ stage4.1.projection',
    ]);
    expect(linesOf(diff, 'all')).toContain(
      '~ stage1.2.relu1 → stage1.1.relu2: reads stage1.2.bn1 → pool1, stage1.1.bn2',
    );
  });

  it('is found in its export, into whose convolutions the normalisations were folded', async () => {
    const diff = await diffNamed('resnet18', 'tv_resnet18.ts.onnx');
    const names = (kind: string): readonly string[] => linesOf(diff).filter((line) => line.startsWith(kind));
    expect(names('+')).toEqual([]);
    expect(names('-')).toEqual([]);
    expect(names('=')).toEqual(['= fc']);
    expect(names('~').slice(0, 3)).toEqual([
      '~ conv1: biases 0 → 64',
      '~ stage1.1.conv1 → layer1.0.conv1: biases 0 → 64',
      '~ stage1.1.conv2 → layer1.0.conv2: biases 0 → 64',
    ]);
    expect(linesOf(diff)).toContain('~ stage2.1.projection → layer2.0.downsample.0: biases 0 → 128');
    const removed = linesOf(diff, 'all').filter((line) => line.startsWith('-'));
    expect(removed).toHaveLength(21);
    expect(removed.filter((line) => !/bn\d$/.test(line))).toEqual(['- softmax1']);
  });

  it('exported with and without folding differs in its normalisations and biases', async () => {
    const { counts, rows } = await diffNamed('tv_resnet18.ts.onnx', 'tv_resnet18.ts.nofold.onnx');
    expect(counts).toEqual({ same: 29, changed: 20, added: 20, removed: 0, renamed: 0 });
    const operators = new Set(rows.filter(({ kind }) => kind === 'added').map(({ after }) => after!.operator));
    expect([...operators]).toEqual(['BatchNormalization']);
  });

  it('exported by two exporters is the same but for a module that is called twice', async () => {
    const diff = await diffNamed('tv_resnet18.ts.onnx', 'tv_resnet18.dynamo.onnx');
    expect(linesOf(diff, 'all').filter((line) => !line.startsWith('='))).toEqual([
      ...['layer1.0', 'layer1.1', 'layer2.0', 'layer2.1', 'layer3.0', 'layer3.1', 'layer4.0', 'layer4.1'].map(
        (block) => `- ${block}.relu_1`,
      ),
      '~ avgpool: operator GlobalAveragePool → ReduceMean',
      '~ Flatten → node_view: operator Flatten → Reshape',
    ]);
  });
});

describe('other families', () => {
  it('SqueezeNet is its export', async () => {
    const { counts } = await diffNamed('squeezenet1_1', 'tv_squeezenet1_1.ts.op11.onnx');
    expect(counts).toEqual({ same: 65, changed: 0, added: 0, removed: 2, renamed: 65 });
  });

  it('GoogLeNet as torchvision has it convolves 3 × 3 where the paper has 5 × 5', async () => {
    const lines = linesOf(await diffNamed('googlenet', 'tv_googlenet.ts.onnx'));
    const changed = lines.filter((line) => !line.startsWith('='));
    expect(changed).toHaveLength(9);
    expect(changed.every((line) => /^~ inception_(..)\.5x5 → inception\1\.branch3\.1\.conv: kernel 5 × 5 → 3 × 3; padding 2 → 1$/.test(line))).toBe(true); // prettier-ignore
  });

  it('MobileNet v2 is its export without normalisations', async () => {
    const diff = await diffNamed('mobilenet_v2', 'tv_mobilenet_v2.ts.onnx');
    expect(linesOf(diff).filter((line) => /^[+-]/.test(line))).toEqual([]);
    expect(linesOf(diff).slice(1, 4)).toEqual([
      '~ stage1.depthwise → features.1.conv.0.0: biases 0 → 32',
      '~ stage1.project → features.1.conv.1: biases 0 → 16',
      '~ stage2.1.expand → features.2.conv.0.0: biases 0 → 96',
    ]);
  });

  it('a transformer that fuses query, key and value is matched block by block', async () => {
    const lines = linesOf(await diffNamed('timm_vit_tiny_patch16_224.ts.onnx', 'vit-b-16'));
    const matched = lines.filter((line) => line.includes('→') && line.startsWith('~'));
    for (let i = 0; i < 12; i++) {
      const block = matched.filter((line) => line.startsWith(`~ blocks.${i}.`)).map((line) => line.split(':')[0]);
      expect(block.slice(1)).toEqual([
        `~ blocks.${i}.attn.proj → encoder.${i + 1}.attention.output`,
        `~ blocks.${i}.mlp.fc1 → encoder.${i + 1}.inner`,
        `~ blocks.${i}.mlp.fc2 → encoder.${i + 1}.outer`,
      ]);
      expect(block[0]).toMatch(new RegExp(`blocks\\.${i}\\.attn\\.qkv → encoder\\.${i + 1}\\.attention\\.(query|key|value)`)); // prettier-ignore
    }
  });
});

describe('an export whose names are taken away', () => {
  it.each([
    'tv_resnet18.ts.onnx',
    'tv_googlenet.ts.onnx',
    'tv_shufflenet_v2_x1_0.dynamo.onnx',
    'tv_squeezenet1_1.ts.op11.onnx',
  ])(
    // prettier-ignore
    '%s is the same, renamed',
    async (name) => {
      const network = await fixtureNetwork(name);
      const before = await ledgerNamed(name);
      const { counts, rows } = diffOf(before, countNetwork(anonymous(network)));
      const weighted = rows.filter(({ before, after }) => (before ?? after)!.derivations.units);
      expect(weighted.every(({ kind }) => kind === 'same')).toBe(true);
      expect(counts.changed).toBe(0);
    },
  );
});
