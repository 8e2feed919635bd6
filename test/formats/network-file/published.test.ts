/** The built-in networks: their figures, their names, and that they are compiled from their files as these are now. */
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { compileNetworks } from '../../../scripts/compile-networks.ts';
import { ledgerOf } from '../../../src/core/ledger.ts';
import { readNetworkText } from '../../../src/formats/network-file/read.ts';
import { networkFileSchema } from '../../../src/formats/network-file/schema.ts';
import { isPublished, nearestName, openPublished, publishedNetworks } from '../../../src/formats/published.ts';
import { rowsOf, totalsOf } from './totals.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const files = readdirSync(new URL('../../../networks', import.meta.url)).filter((name) => name.endsWith('.yaml'));

/**
 * Parameters of torchvision 0.24's models without biases, and their multiply-accumulates (`torch` counters agree);
 * googlenet: BVLC's bvlc_googlenet without its auxiliary heads has 6,998,552 parameters; mobilenet_v1: 4,231,976 parameters
 * in Keras' application (less 21,888 of batch normalisation and 1,000 biases), 569 million multiply-adds in Table 8 of the paper.
 */
const figures: readonly (readonly [name: string, weights: string, connections: string, parameters: string])[] = [
  ['alexnet', '60954656', '724406816', '60965224'],
  ['alexnet-released', '60954656', '724406816', '60965224'],
  ['googlenet', '6990272', '1582671872', '6998552'],
  ['mobilenet_v1', '4209088', '568740352', '4231976'],
  ['resnet18', '11678912', '1814073344', '11689512'],
  ['resnet50', '25502912', '4089184256', '25557032'],
  ['squeezenet1_1', '1231552', '349151936', '1235496'],
  ['vgg16', '138344128', '15470264320', '138357544'],
];

test('every built-in network has figures here', () => {
  expect(publishedNetworks().map(({ name }) => name)).toEqual(expect.arrayContaining(figures.map(([name]) => name)));
});

test.each(figures)('%s has %s weights and %s connections', (name, weights, connections, parameters) => {
  expect(totalsOf(openPublished(name))).toMatchObject({ weights, connections, parameters });
});

test('the compiled networks are those of networks/*.yaml (else: node scripts/compile-networks.ts)', () => {
  expect(file('src/formats/published.gen.ts')).toBe(compileNetworks());
});

const alexnet = [
  'conv1 290400 34848 105415200 input',
  'conv2 186624 307200 223948800 own tower',
  'conv3 64896 884736 149520384 all towers',
  'conv4 64896 663552 112140288 own tower',
  'conv5 43264 442368 74760192 own tower',
  'fc1 4096 37748736 37748736 all towers',
  'fc2 4096 16777216 16777216 all towers',
  'output 1000 4096000 4096000 all towers',
];

describe('AlexNet', () => {
  test('has the eight rows, layer by layer', () => {
    expect(rowsOf(openPublished('alexnet'))).toEqual(alexnet);
  });

  test('has the same rows as two chains of one tower each', () => {
    const network = readNetworkText(
      file('test/fixtures/network-file/alexnet-two-chains.yaml'),
      'alexnet-two-chains.yaml',
    );
    expect(rowsOf(network)).toEqual(alexnet);
    expect(ledgerOf(network).towers).toEqual(ledgerOf(openPublished('alexnet')).towers);
  });

  test('may keep its last layer on one tower, as the released configuration does', () => {
    const towers = ledgerOf(openPublished('alexnet-released'), { bindings: new Map([['batch', 1]]) }).towers!.each;
    expect(towers.map(({ weights }) => weights)).toEqual([32_525_328, 28_429_328]);
    expect(towers.map(({ receives }) => receives)).toEqual([30_336, 28_288]);
  });
});

describe('names', () => {
  test.each(['alexnet', 'AlexNet', 'Alex-Net', 'ALEXNET', 'vgg-16', 'VGG_16', 'ResNet-50', 'squeezenet1.1'])(
    '%s is found',
    (name) => {
      expect(isPublished(name)).toBe(true);
    },
  );

  test.each([
    ['alxnet', 'alexnet'],
    ['resnet502', 'resnet50'],
    ['mobilnet_v1', 'mobilenet_v1'],
    ['something else', undefined],
  ])('%s is nearest to %s', (name, near) => {
    expect(nearestName(name)).toBe(near);
  });

  test('a misspelt one suggests the nearest', () => {
    expect(() => openPublished('alexnt')).toThrow('no published network is named "alexnt"; did you mean "alexnet"?');
  });
});

describe('families', () => {
  test('MobileNet follows its two multipliers (Howard 2017, Tables 6 and 7: 149 and 418 million multiply-adds)', () => {
    expect(totalsOf(openPublished('mobilenet_v1', { parameters: { alpha: 0.5 } })).connections).toBe('149497088');
    expect(totalsOf(openPublished('mobilenet_v1', { parameters: { resolution: 192 } })).connections).toBe('418121728');
  });

  test('a parameter that there is not, and one that contradicts the network', () => {
    expect(() => openPublished('mobilenet_v1', { parameters: { alhpa: 1 } })).toThrow(
      'no parameter is named "alhpa"; the network has alpha, resolution, classes, repeats, separable; did you mean "alpha"?',
    );
    expect(() => openPublished('alexnet', { parameters: { alpha: 1 } })).toThrow(
      'no parameter is named "alpha"; the network has none',
    );
    expect(() => openPublished('mobilenet_v1', { parameters: { alpha: 0.01 } })).toThrow(
      'mobilenet_v1, layers[1].conv: conv: expected a whole number of at least 1, got "floor(alpha * 32)" = 0',
    );
  });
});

describe('the JSON Schema', () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const check = ajv.compile(networkFileSchema());

  test.each(files)('accepts networks/%s', (name) => {
    check(parse(file(`networks/${name}`)));
    expect(check.errors).toBeNull();
  });

  test.each([
    ['an unknown field of a layer', { input: 3, layers: [{ conv: 3, kernl: 3 }] }],
    ['an unknown field of the network', { inptu: 3, layers: ['relu'] }],
    ['a kind that there is not', { input: 3, layers: [{ convv: 3, kernel: 3 }] }],
    ['a field of another form', { input: 3, layers: [{ conv: 3, kernel: { height: 3 } }] }],
    ['a missing kernel', { input: 3, layers: [{ conv: 3 }] }],
    ['no layers', { input: 3 }],
  ])('refuses %s', (_, document) => {
    expect(check(document)).toBe(false);
  });

  test('says what every field is', () => {
    const undescribed: string[] = [];
    visit(networkFileSchema(), (rule, path) => {
      for (const [name, inner] of Object.entries(rule['properties'] ?? {})) {
        if (!('description' in Object(inner))) undescribed.push(`${path}.${name}`);
      }
    });
    expect(undescribed.filter((path) => !/\.(?:channels|depth|height|width|shape)$/.test(path))).toEqual([]);
  });
});

function visit(value: unknown, see: (rule: Readonly<Record<string, unknown>>, path: string) => void, path = ''): void {
  if (typeof value !== 'object' || value === null) return;
  const rule: Readonly<Record<string, unknown>> = { ...value };
  see(rule, path);
  for (const [key, inner] of Object.entries(rule)) visit(inner, see, `${path}/${key}`);
}

test('every file in networks/ is short enough to read: no stage is written out by hand', () => {
  for (const name of files) {
    const text = file(`networks/${name}`);
    expect(parse(text)).toHaveProperty('source');
    expect(text.split('\n').length).toBeLessThan(80);
  }
});

test('opening a built-in network loads neither YAML nor the schema library', () => {
  const packages = new Set<string>();
  const seen = new Set<string>();
  follow(new URL('../../../src/formats/published.ts', import.meta.url));
  expect([...packages]).toEqual([]);
  expect(seen.size).toBeGreaterThan(20);

  function follow(url: URL): void {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const [, name] of readFileSync(url, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
      if (name!.startsWith('.')) follow(new URL(name!, url));
      else packages.add(name!);
    }
  }
});
