/** Caffe's own networks, where they lie beside the repository: they are read for tests, and not part of it. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { infer } from '../../../src/core/infer.ts';
import { isWhole, type Size } from '../../../src/core/size.ts';
import { looksLikeCaffe, readCaffe } from '../../../src/formats/caffe/read.ts';
import { parametersOf } from './reading.ts';

const corpus = new URL('../../../../shared/corpus/caffe/', import.meta.url);

/** Published or worked out by hand: weights and biases of each. */
const parameters: Readonly<Record<string, string>> = {
  'examples-cifar10-cifar10_full.prototxt': '89578',
  'examples-cifar10-cifar10_quick.prototxt': '145578',
  'examples-mnist-lenet.prototxt': '431080', // LeNet in Caffe's variant
  'examples-net_surgery-bvlc_caffenet_full_conv.prototxt': '60965224',
  'examples-siamese-mnist_siamese.prototxt': '431102',
  'models-bvlc_alexnet-deploy.prototxt': '60965224',
  'models-bvlc_alexnet-train_val.prototxt': '60965224',
  'models-bvlc_googlenet-deploy.prototxt': '6998552',
  'models-bvlc_googlenet-train_val.prototxt': '13378280', // with both auxiliary heads
  'models-bvlc_reference_caffenet-deploy.prototxt': '60965224',
};

/** What the databases of those files without an input size hold. */
const sizes: readonly (readonly [file: RegExp, input: string, shape: readonly Size[], parameters: string])[] = [
  [/cifar10_full_.*train_test\.prototxt/, 'data', [1, 3, 32, 32], '89578'],
  [/cifar10_full_.*_bn\.prototxt/, 'data', [1, 3, 32, 32], '89706'], // 128 biases less, 256 running statistics more
  [/cifar10_quick_train_test/, 'data', [1, 3, 32, 32], '145578'],
  [/mnist-lenet_train_test/, 'data', [1, 1, 28, 28], '431080'],
  [/mnist_autoencoder/, 'data', [1, 1, 28, 28], '2837314'],
  [/siamese_train_test/, 'pair_data', [1, 2, 28, 28], '431102'],
  [/hdf5_classification-nonlinear/, 'data', [1, 4], '282'],
  [/hdf5_classification-train_val/, 'data', [1, 4], '10'],
];

const files = existsSync(corpus) ? await readdir(corpus) : [];

describe.skipIf(files.length === 0)('the corpus', () => {
  test.each(files)('%s', async (name) => {
    const bytes = await readFile(new URL(name, corpus));
    expect(looksLikeCaffe(bytes.subarray(0, 4096))).toBe(true);
    const network = await readCaffe(new Blob([bytes]), { name });
    const { gaps } = infer(network);
    expect(gaps.map(({ node }) => node.operator)).toEqual(name.includes('linreg') ? ['Python'] : []);
    if (parameters[name] !== undefined) expect(parametersOf(network)).toBe(parameters[name]);
  });

  test.each(files.filter((name) => sizes.some(([file]) => file.test(name))))('%s, told its input', async (name) => {
    const [, input, shape, expected] = sizes.find(([file]) => file.test(name))!;
    const bytes = await readFile(new URL(name, corpus));
    const network = await readCaffe(new Blob([bytes]), { name, inputs: new Map([[input, shape]]) });
    expect(parametersOf(network)).toBe(expected);
    const open = [...network.graph.tensors].filter(([, tensor]) => !tensor.shape.every(isWhole));
    expect(open).toEqual([]);
  });

  test('eleven files hold no input size', async () => {
    const open = await Promise.all(
      files.map(async (name) => {
        const network = await readCaffe(new Blob([await readFile(new URL(name, corpus))]), { name });
        return [...network.graph.tensors.values()].some(({ shape }) => !shape.every(isWhole));
      }),
    );
    expect(open.filter(Boolean)).toHaveLength(11);
  });
});
