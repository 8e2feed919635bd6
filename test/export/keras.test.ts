/** Exported Keras: run over a stand-in that knows shapes alone, compared with the ledger. */
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { UnsupportedError } from '../../src/core/errors.ts';
import { exportKeras } from '../../src/export/keras/write.ts';
import { openPublished, publishedNetworks } from '../../src/formats/published.ts';
import { expectedOf } from './expected.ts';
import { hasPython, runSources } from './python.ts';

/** What Keras has no words for here: weights shared between an embedding and a product, and LeNet-5's own layers. */
const refused = /^(?:gpt|transformer|lecun-1989|lenet-5)/;

const exported = publishedNetworks().filter(({ name }) => !refused.test(name));

describe('AlexNet', () => {
  const source = exportKeras(openPublished('alexnet'));

  test.each([
    [
      'two towers as groups',
      "layers.Conv2D(256, 5, **TRAINED, padding='same', groups=2, bias_initializer='ones', name='conv2')",
    ],
    ['no padding in its first layer', "layers.Conv2D(96, 11, **TRAINED, strides=4, name='conv1')(input_1)"],
    ['the paper’s alpha, which is not divided', 'LocalResponseNormalization(size=5, alpha=1e-4, beta=0.75, k=2.0)'],
    ['channels in front, flattened as they stand', "layers.Flatten(data_format='channels_last')"],
    ['weights from N(0, 0.01)', 'keras.initializers.RandomNormal(stddev=0.01)'],
    ['half of the weight decay, as Keras counts', 'keras.regularizers.L2(2.5e-4)'],
    ['stochastic gradient descent', 'keras.optimizers.SGD(learning_rate=0.01, momentum=0.9)'],
  ])('has %s', (_, text) => {
    expect(source).toContain(text);
  });
});

test('pads as PyTorch does where Keras’s own padding is another', () => {
  const source = exportKeras(openPublished('resnet50'));
  expect(source).toContain('(layers.ZeroPadding2D(3)(input_1))');
  expect(source).toContain("constant_values=float('-inf')");
});

test.each(publishedNetworks().filter(({ name }) => refused.test(name)).map(({ name }) => name))('refuses %s by its layer', (name) => {
  expect(() => exportKeras(openPublished(name))).toThrow(UnsupportedError);
  expect(() => exportKeras(openPublished(name))).toThrow(/Keras/);
}); // prettier-ignore

test.skipIf(!hasPython)('every other published network builds, has its parameters and gives its shapes', () => {
  const networks = exported.map(({ name }) => openPublished(name));
  const ran = runSources(networks.map((network) => exportKeras(network)));
  const wrong = networks.flatMap((network, i) => {
    const [parameters, shapes] = expectedOf(network);
    const expected = { printed: [`${parameters} parameters`, shapes] };
    return JSON.stringify(ran[i]) === JSON.stringify(expected) ? [] : [{ name: network.name, expected, ran: ran[i] }];
  });
  expect(wrong).toEqual([]);
  expect(countNetwork(networks[0]!).totals.parameters).toBe(60_965_224);
});
