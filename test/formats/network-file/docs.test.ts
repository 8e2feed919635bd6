/** The examples of docs/network-file.md are networks, and its table has every kind. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { infer } from '../../../src/core/infer.ts';
import { kinds } from '../../../src/formats/network-file/kinds.ts';
import { readNetworkDocument, readNetworkText } from '../../../src/formats/network-file/read.ts';
import { networkFileSchema } from '../../../src/formats/network-file/schema.ts';

const text = readFileSync(new URL('../../../docs/network-file.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, example]) => example!);
const check = new Ajv2020({ strict: false }).compile(networkFileSchema());

test.each(examples)('example %#', (example) => {
  const network = readNetworkText(example, 'example.yaml');
  expect(infer(network, { bindings: new Map([['batch', 1]]) }).gaps).toEqual([]);
  check(readNetworkDocument(example, 'example.yaml'));
  expect(check.errors).toBeNull();
});

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(7);
});

test('the formula of textbooks is one short for the even kernel of the example', () => {
  const example = examples.find((candidate) => candidate.includes('kernel: 2, stride: 2'))!;
  const network = readNetworkText(example, 'example.yaml');
  expect(infer(network).values.get('conv1_out')!.shape!.slice(1)).toEqual([1, 4, 4]);
});

test.each(kinds.map(({ key }) => key))('the table has %s', (key) => {
  expect(text).toContain(`\`${key}\``);
});
