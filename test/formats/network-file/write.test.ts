/** The law of writing: a network file that was written reads back to the same ledger, layer by layer. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildNetwork } from '../../../src/core/build.ts';
import { countNetwork } from '../../../src/core/count.ts';
import { UnsupportedError } from '../../../src/core/errors.ts';
import { figureNames } from '../../../src/core/figures.ts';
import type { Network } from '../../../src/core/network.ts';
import { formatShape } from '../../../src/core/shape.ts';
import { formatSize, symbol } from '../../../src/core/size.ts';
import { readCaffe } from '../../../src/formats/caffe/read.ts';
import { readNetworkText } from '../../../src/formats/network-file/read.ts';
import { networkFileOf } from '../../../src/formats/network-file/write.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { openPublished, publishedNetworks } from '../../../src/formats/published.ts';
import { truths } from '../../conformance/truth.ts';

/** A ledger as text: totals, towers, and each row's name and figures; open sizes stay open. */
function ledgerText(network: Network, isNamed = true): readonly string[] {
  const { totals, layers, towers, uncounted } = countNetwork(network);
  const rows = layers.map((row) =>
    [isNamed ? row.name : '', row.operator, row.output && formatShape(row.output), row.reads, row.tower, ...figureNames.map((name) => formatSize(row[name]))].join(' '),
  ); // prettier-ignore
  return [
    `parameters ${formatSize(totals.parameters)}`,
    JSON.stringify(towers, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ...uncounted.map(({ name, reason }) => `${name}: ${reason}`),
    ...(isNamed ? rows : rows.toSorted()),
  ];
}

function roundTrip(network: Network): Network {
  return readNetworkText(networkFileOf(network), 'written.yaml');
}

test.each(publishedNetworks().map(({ name }) => name))('%s', (name) => {
  const network = openPublished(name);
  const back = roundTrip(network);
  expect(ledgerText(back)).toEqual(ledgerText(network));
  expect(back.training).toEqual(network.training);
  expect([back.name, back.source, back.towers]).toEqual([network.name, network.source, network.towers]);
});

test.each(['alexnet', 'alexnet-towers', 'alexnet-train', 'digits-v1'])('Caffe’s %s', async (name) => {
  const bytes = readFileSync(new URL(`../../fixtures/caffe/${name}.prototxt`, import.meta.url));
  const network = await readCaffe(new Blob([bytes]), { name });
  expect(ledgerText(roundTrip(network))).toEqual(ledgerText(network));
});

test('exports of PyTorch, but for control flow', async () => {
  const known = [...truths()].filter((_, i) => i % 6 === 0);
  const wrong: string[] = [];
  for (const { file, bytes } of known) {
    const network = await readOnnx(new Blob([bytes]), { name: file });
    if (network.graph.nodes.some(({ operator }) => operator === 'If' || operator === 'Loop')) continue;
    const [before, after] = [ledgerText(network, false), ledgerText(roundTrip(network), false)];
    if (before.join('\n') !== after.join('\n')) wrong.push(file);
  }
  expect(wrong).toEqual([]);
});

test('open sizes stay open', () => {
  const text = 'input: 3 x H x W\nlayers:\n  - {conv: 8, kernel: 3, padding: same}\n  - {operator: Gelu}\n';
  const written = networkFileOf(readNetworkText(text, 'open.yaml'));
  expect(written).toContain('input: 3 x H x W');
  expect(ledgerText(readNetworkText(written, 'again.yaml'))).toEqual(ledgerText(readNetworkText(text, 'open.yaml')));
});

test('is written as a person would', () => {
  expect(networkFileOf(openPublished('alexnet'))).toMatchSnapshot();
});

test('a second output is read by its name', () => {
  const text = `input: 6 x 4 x 4
layers:
  - {name: halves, operator: Split, attributes: {axis: 1, num_outputs: 2}, outputs: [halves, rest]}
  - {name: conv, conv: 2, kernel: 1, from: rest}
`;
  const network = readNetworkText(text, 'split.yaml');
  expect(ledgerText(roundTrip(network))).toEqual(ledgerText(network));
  expect(countNetwork(network).totals.weights).toBe(6);
});

test('names that steer YAML or the file are written so that they are read again', () => {
  const builder = buildNetwork("a: 'b'\n# c", { source: '{x: [' });
  const x = builder.input('in.put: #1', [symbol('batch'), 3, 8, 8]);
  const weight = builder.tensor('w.0', { type: 'float32', shape: [4, 3, 1, 1] });
  const [y] = builder.node('Conv', [x, weight], { name: 'n', path: ['a.b', 'true', 'null: "'] });
  builder.output(builder.node('Relu', [y!], { name: 'm', path: ['a.b', 'true', ''] })[0]!);
  const network = builder.finish();
  expect(ledgerText(roundTrip(network))).toEqual(ledgerText(network));
});

test('refuses what a network file cannot say, by the node’s name', () => {
  const builder = buildNetwork('loop');
  const x = builder.input('x', [1, 3]);
  const graph = { name: 'body', inputs: [], outputs: [], nodes: [], tensors: new Map(), declared: new Map() };
  builder.output(
    builder.openNode('If', [x], { name: 'choice', attributes: { then_branch: { kind: 'graph', value: graph } } })[0]!,
  );
  expect(() => networkFileOf(builder.finish())).toThrow(UnsupportedError);
  expect(() => networkFileOf(builder.finish())).toThrow(
    'choice (If): a network file cannot say attribute "then_branch"',
  );
});
