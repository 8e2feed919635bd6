/** Every kind of layer: the nodes that it stands for, its tensors, and the shape that it gives. */
import { describe, expect, test } from 'vitest';
import type { Network } from '../../../src/core/network.ts';
import { countNetwork } from '../../../src/core/count.ts';
import { infer } from '../../../src/core/infer.ts';
import { formatSize } from '../../../src/core/size.ts';
import { formatShape } from '../../../src/core/shape.ts';
import { kinds } from '../../../src/formats/network-file/kinds.ts';
import { readNetworkText } from '../../../src/formats/network-file/read.ts';
import { rows } from './rows.ts';

/** An attribute's value; the kinds of layers write numbers, words and lists of them. */
function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : JSON.stringify(value);
}

/** `Conv(4×3×3×3, 4) strides=2,2` for each node, and the output's shape. */
function summary(network: Network): string {
  const { graph } = network;
  const nodes = graph.nodes.map(({ operator, inputs, attributes }) => {
    const tensors = inputs
      .flatMap((name) => graph.tensors.get(name) ?? [])
      .map(({ shape, values }) => (values ? `[${values.join(' ')}]` : shape.map(formatSize).join('×')));
    const given = [...attributes].map(([key, { value }]) => `${key}=${formatValue(value)}`);
    return [`${operator}(${tensors.join(', ')})`, ...given].join(' ');
  });
  const { values, gaps } = infer(network, { bindings: new Map([['batch', 1]]) });
  expect(gaps).toEqual([]);
  const shape = values.get(graph.outputs[0]!.name)!.shape!;
  return `${nodes.join(' | ')} -> ${formatShape(shape)}`;
}

test.each(rows)('%s: %s', (layer, input, expected) => {
  expect(summary(readNetworkText(`input: ${input}\nlayers:\n  - ${layer}\n`, 'test.yaml'))).toBe(expected);
});

test('every kind has a row', () => {
  const words = rows.map(([layer]) => layer);
  const groups = new Set(['layers', 'branches', 'each tower', 'add', 'multiply', 'subtract', 'concat']);
  const missing = kinds.filter(
    ({ key, also }) =>
      !groups.has(key) &&
      ![key, ...also].some((word) => words.some((layer) => layer === word || layer.includes(`${word}:`))),
  );
  expect(missing.map(({ key }) => key)).toEqual([]);
});

test('no field of a kind is called as a kind is, so that a layer’s word is told from its fields', () => {
  const words = new Set(kinds.flatMap(({ key, also }) => [key, ...also]));
  const taken = kinds.flatMap(({ key, fields, main }) =>
    Object.keys(fields)
      .filter((field) => field !== main && words.has(field))
      .map((field) => `${key}: ${field}`),
  );
  expect(taken).toEqual([]);
});

describe('layers of layers', () => {
  const read = (body: string): Network => readNetworkText(`towers: 2\ninput: 4 x 8 x 8\n${body}`, 'test.yaml');
  const names = (network: Network): readonly string[] => network.graph.nodes.map(({ name }) => name);

  test('branches read one value and are joined; an empty one is the value itself', () => {
    const network = read('layers: [{join: add, branches: [[{conv: 4, kernel: 1}, relu], []]}]');
    expect(names(network)).toEqual(['conv1', 'relu1', 'add1']);
    expect(network.graph.nodes[2]!.inputs).toEqual(['relu1_out', 'input']);
  });

  test('three branches are added two by two', () => {
    const network = read('layers: [{join: add, branches: [[relu], [relu], []]}]');
    expect(names(network)).toEqual(['relu1', 'relu2', 'add1.part1', 'add1']);
  });

  test('a named group, branch or block is a part of the path', () => {
    const network = read(
      'layers: [{name: a, join: concat, branches: [{name: left, layers: [relu]}, [relu]]}, {name: b, layers: [relu]}]',
    );
    expect(network.graph.nodes.map(({ path }) => path)).toEqual([
      ['a', 'left', 'relu1'],
      ['a', 'relu1'],
      ['a', 'concat1'],
      ['b', 'relu1'],
    ]);
  });

  test('repetitions: a layer’s name is numbered, a block’s is a path', () => {
    const network = read(
      'blocks: {b: {parameters: {width: 2}, layers: [{name: c, conv: index * width, kernel: 1}]}}\nlayers: [{name: x, repeat: 2, conv: 4, kernel: 1}, {name: y, b: , repeat: 2}, {b: , repeat: 1}]',
    );
    expect(names(network)).toEqual(['x_1', 'x_2', 'y.1.c', 'y.2.c', 'b1.1.c']);
  });

  test('the first repetition may differ, and a layer may depend on a condition', () => {
    const network = read(
      'layers: [{name: x, repeat: 3, conv: 4, kernel: 1, first: {kernel: 3}}, {repeat: 3, layers: [{if: index == 2, relu: }]}]',
    );
    expect(
      network.graph.nodes.map(
        ({ name, attributes }) => `${name} ${formatValue(attributes.get('kernel_shape')?.value)}`,
      ),
    ).toEqual(['x_1 3,3', 'x_2 1,1', 'x_3 1,1', 'group1.2.relu1 undefined']);
  });

  test('generated names make way for given ones', () => {
    const network = read(
      'layers: [relu, {name: relu1, relu: }, relu, {join: add, branches: [[{name: relu3, relu: }], []]}]',
    );
    expect(names(network)).toEqual(['relu2', 'relu1', 'relu4', 'relu3', 'add1']);
  });

  test('from reads another layer: of this scope, of one around it, and by its path', () => {
    const network = read(
      'layers: [{name: a, relu: }, {name: g, layers: [{name: b, relu: }, {name: c, from: a, relu: }]}, {name: d, from: g.b, relu: }, {name: e, from: input, relu: }]',
    );
    expect(network.graph.nodes.map(({ inputs }) => inputs[0])).toEqual(['input', 'a_out', 'a_out', 'g.b_out', 'input']);
  });

  test('within a block, input is what the block reads', () => {
    const network = read('blocks: {b: {layers: [relu, {add: input}]}}\nlayers: [{name: a, relu: }, b]');
    expect(network.graph.nodes.at(-1)!.inputs).toEqual(['b1.relu1_out', 'a_out']);
  });

  test('weights may be shared', () => {
    const network = read('layers: [{name: a, conv: 4, kernel: 1}, {name: b, conv: 4, kernel: 1, weights of: a}]');
    expect(network.graph.nodes[1]!.inputs).toEqual(['a_out', 'a.weight', 'a.bias']);
    expect([...network.graph.tensors.keys()]).toEqual(['a.weight', 'a.bias']);
  });

  test('a branch on one tower, and a chain on each', () => {
    const network = read(
      'layers: [{join: concat, branches: [{tower: 1, layers: [{name: a, conv: 2, kernel: 1}]}, {tower: 2, layers: [{name: a, conv: 2, kernel: 1}]}]}, {each tower: [{name: b, conv: 2, kernel: 1}]}]',
    );
    expect(network.graph.nodes.map(({ name, path, tower }) => [name, path!.join('.'), tower])).toEqual([
      ['a.tower1', 'a', 1], ['a.tower2', 'a', 2], ['concat1', 'concat1', undefined],
      ['b.tower1', 'b', 1], ['b.tower2', 'b', 2], ['concat2', 'concat2', undefined],
    ]); // prettier-ignore
  });

  test.each([
    'layers: [{conv: 4, kernel: 1, reads: own tower}, {conv: 4, kernel: 1, groups: towers}, {conv: 2, kernel: 1, tower: 1}]',
    'layers: [{each tower: [{conv: 4, kernel: 1}, {conv: 4, kernel: 1}]}, {conv: 2, kernel: 1, tower: 1}]',
  ])('on one tower a layer’s own is all there is: %s', (body) => {
    const { totals, towers } = countNetwork(readNetworkText(`towers: 1\ninput: 4 x 8 x 8\n${body}`, 'test.yaml'));
    expect([totals.weights, totals.units, towers]).toEqual([4 * 4 + 4 * 4 + 4 * 2, 10 * 64, undefined]);
    expect(() => readNetworkText(`input: 4 x 8 x 8\n${body}`, 'test.yaml')).toThrow('not laid over towers');
  });

  test('places are those of the layers in the file', () => {
    expect(read('layers:\n  - relu\n  - {relu: }').graph.nodes.map(({ place }) => place)).toEqual([
      'line 4, column 5',
      'line 5, column 5',
    ]);
  });
});

test('sizes may stay open: of inputs, and of widths through parameters', () => {
  const network = readNetworkText(
    'input: 3 x H x W\nparameters: {n: open}\nlayers: [{name: a, conv: n, kernel: 3, padding: same, groups: 1}, {conv: 2 * n, kernel: 1}]',
    'test.yaml',
  );
  const { values } = infer(network, { bindings: new Map([['batch', 1]]) });
  expect(formatShape(values.get('conv1_out')!.shape!)).toBe('1 × 2*n × H × W');
  expect(formatShape(network.graph.tensors.get('conv1.weight')!.shape)).toBe('2*n × n × 1 × 1');
});

test('several inputs, their types, and several outputs', () => {
  const network = readNetworkText(
    'inputs: {tokens: {shape: seq, type: int64}, image: 3 x 8 x 8}\noutputs: [a, b]\nbatch: 4\nlayers: [{name: a, embedding: {vocabulary: 100, width: 8}}, {name: b, from: image, relu: }]',
    'test.yaml',
  );
  expect(network.graph.inputs.map(({ name, type }) => [name, type.kind === 'tensor' && type.type])).toEqual([
    ['tokens', 'int64'],
    ['image', 'float32'],
  ]);
  expect(network.graph.outputs.map(({ name }) => name)).toEqual(['a_out', 'b_out']);
  expect(infer(network).values.get('b_out')!.shape).toEqual([4, 3, 8, 8]);
});
