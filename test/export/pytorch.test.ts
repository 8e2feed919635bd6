/** Exported PyTorch: read by its own text, run over a stand-in that knows shapes alone, compared with the ledger. */
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { exportPytorch } from '../../src/export/pytorch/write.ts';
import { openPublished, publishedNetworks } from '../../src/formats/published.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { truths } from '../conformance/truth.ts';
import { expectedOf } from './expected.ts';
import { hasPython, runSources } from './python.ts';
import { parametersOfSource } from './readSource.ts';

describe('parameters by the text alone', () => {
  test.each([
    ['alexnet', 60_965_224],
    ['vgg16', 138_357_544],
    ['resnet50', 25_557_032],
  ])('%s has %i', (name, parameters) => {
    const network = openPublished(name);
    const source = exportPytorch(network);
    expect(parametersOfSource(source)).toBe(parameters);
    expect(countNetwork(network).totals.parameters).toBe(parameters);
    expect(source).toContain(`# ${parameters.toLocaleString('en-US')} parameters:`);
  });
});

describe('AlexNet', () => {
  const source = exportPytorch(openPublished('alexnet'));

  test.each([
    ['two towers as groups', 'self.conv2 = nn.Conv2d(96, 256, kernel_size=5, padding=2, groups=2)'],
    [
      'normalisation with alpha as torch takes it',
      'self.norm1 = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)',
    ],
    ['dropout of half', 'self.dropout1 = nn.Dropout()'],
    ['weights from N(0, 0.01)', 'nn.init.normal_(module.weight, mean=0.0, std=0.01)'],
    ['biases of 1', "if name in {'conv2', 'conv4', 'conv5', 'fc1', 'fc2'}:"],
    ['stochastic gradient descent', 'torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)'],
    ['the batch', 'BATCH_SIZE = 128'],
    ['the epochs', 'EPOCHS = 90'],
  ])('has %s', (_, line) => {
    expect(source).toContain(line);
  });

  test('is written as this', () => {
    expect(source.slice(source.indexOf('class AlexNet'), source.indexOf('# How its'))).toMatchSnapshot();
  });
});

test('ResNet-50 uses one class for its blocks, with arguments', () => {
  const source = exportPytorch(openPublished('resnet50'));
  expect(source.match(/^class \w+/gm)).toEqual(['class ProjectedBottleneck', 'class Bottleneck', 'class ResNet50']);
  expect(source).toContain('ProjectedBottleneck(in_channels=256, out_channels=128, stride=2)');
  expect(source).toContain('*[Bottleneck(in_channels=1024) for _ in range(5)]');
  expect(source).toContain("nn.init.kaiming_normal_(module.weight, nonlinearity='relu')");
});

describe.skipIf(!hasPython)('run over a stand-in for torch', () => {
  test('every published network builds, has its parameters and gives its shapes', () => {
    const networks = publishedNetworks().map(({ name }) => openPublished(name));
    const ran = runSources(networks.map((network) => exportPytorch(network)));
    const wrong = networks.flatMap((network, i) => {
      const [parameters, shapes] = expectedOf(network);
      const expected = { printed: [`${parameters} parameters`, shapes] };
      return JSON.stringify(ran[i]) === JSON.stringify(expected) ? [] : [{ name: network.name, expected, ran: ran[i] }];
    });
    expect(wrong).toEqual([]);
  });

  test('exports of PyTorch run again, or are refused by node and operator', async () => {
    const known = [...truths()].filter((_, i) => i % 5 === 0);
    const networks = await Promise.all(known.map(({ file, bytes }) => readOnnx(new Blob([bytes]), { name: file })));
    const sources = networks.flatMap((network, i) => {
      try {
        return [{ network, file: known[i]!.file, source: exportPytorch(network) }];
      } catch (error) {
        expect(String(error)).toMatch(/UnsupportedError: .*(?:PyTorch|--bind)/);
        return [];
      }
    });
    expect(sources.length).toBeGreaterThan(known.length * 0.9);
    const ran = runSources(sources.map(({ source }) => source));
    const wrong = sources.flatMap(({ network, file, source }, i) => {
      const stated = /([\d,]+) parameters:/.exec(source)![1]!;
      const expected = { printed: [`${stated} parameters`, expectedOf(network)[1]] };
      return JSON.stringify(ran[i]) === JSON.stringify(expected) ? [] : [{ file, expected, ran: ran[i] }];
    });
    expect(wrong).toEqual([]);
  });
});
