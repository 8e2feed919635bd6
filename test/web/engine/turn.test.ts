/** Knobs change the one place of the text that says their field; the counts are those of a network written so. */
import { expect, test } from 'vitest';
import type { Turn } from '../../../web/engine/protocol.ts';
import { engine } from './engine.ts';

async function textOf(name: string): Promise<string> {
  return engine.textOf((await engine.open({ kind: 'published', name })).id);
}

async function turned(text: string, ...[layer, field, value]: Turned): Promise<string> {
  return (await engine.turn(text, { layer, field, value }, 'net')).text;
}

type Turned = readonly [layer: Turn['layer'], field: Turn['field'], value: Turn['value']];

/** Lines that differ, before and after. */
function changed(before: string, after: string): readonly (readonly [string, string])[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  expect(next.length).toBe(old.length);
  return old.flatMap((line, i) => (line === next[i] ? [] : [[line.trim(), next[i]!.trim()] as const]));
}

async function weightsOf(text: string): Promise<unknown> {
  const answer = await engine.edit(text, 'edited');
  return 'view' in answer ? answer.view.ledger.totals.weights : answer.problems;
}

const alexnet: readonly (readonly [...Turned, from: string, to: string, weights: number])[] = [
  ['conv1', 'filters', 64, 'conv: 96, kernel: 11', 'conv: 64, kernel: 11', 60_840_640],
  ['conv1', 'stride', 3, 'stride: 4}', 'stride: 3}', 90_314_784],
  ['conv1', 'padding', 'same', 'stride: 4}', 'stride: 4, padding: same}', 60_954_656],
  ['conv2', 'groups', '4', 'reads: own tower', 'groups: 4', 60_801_056],
  ['conv2', 'groups', 'all towers', 'reads: own tower', 'reads: all towers', 61_261_856],
  ['conv3', 'kernel', '3 x 5', 'kernel: 3', 'kernel: [3, 5]', 61_544_480],
  ['pool1', 'kernel', 2, 'max pool: 3', 'max pool: 2', 60_954_656],
  ['fc1', 'units', 100, 'fully connected: 4096', 'fully connected: 100', 7_759_904],
  [null, 'input', 224, 'input: 3 x 227 x 227', 'input: 3 x 224 x 224', 49_420_320],
];

test.each(alexnet)('AlexNet: %s, %s to %s', async (layer, field, value, from, to, weights) => {
  const before = await textOf('alexnet');
  const after = await turned(before, layer, field, value);
  const [line, ...others] = changed(before, after);
  expect(others).toEqual([]);
  expect(line![1]).toBe(line![0].replace(from, to));
  expect(await weightsOf(after)).toBe(weights);
});

test('AlexNet on one tower, on two again and on four', async () => {
  const before = await textOf('alexnet');
  const one = await turned(before, null, 'towers', 1);
  expect(await weightsOf(one)).toBe(62_367_776);
  expect((await engine.knobs(one, 'conv2')).at(-1)).toMatchObject({ field: 'groups', value: 1 });
  expect(await turned(one, null, 'towers', 2)).toBe(before);
  const narrow = await turned(one, 'conv2', 'filters', 128);
  expect(await turned(narrow, null, 'towers', 2)).toBe(await turned(before, 'conv2', 'filters', 128));
  const four = await turned(before, null, 'towers', 4);
  expect(changed(before, four)).toEqual([['towers: 2', 'towers: 4']]);
});

test.each([
  ['stage2.1.conv2', 'filters', 96, '{name: stage2, residual: {width: 96}, repeat: blocks2, first: {stride: 2}}'],
  ['stage2.2.conv1', 'filters', 96, '{name: stage2, residual: {width: 96}, repeat: blocks2, first: {stride: 2}}'],
  ['stage3.1.projection', 'stride', 4, '{name: stage3, residual: {width: 256}, repeat: blocks3, first: {stride: 4}}'],
] as const)('ResNet-50: %s, %s to %i is said where the block is used', async (layer, field, value, line) => {
  const before = await textOf('resnet50');
  const after = await turned(before, layer, field, value);
  expect(changed(before, after).map(([, next]) => next)).toEqual([`- ${line}`]);
});

test('blocks within blocks: the number is where the outermost use gives it', async () => {
  const before = `input: 3 x 8 x 8
blocks:
  inner: {parameters: {width: }, layers: [{conv: width, kernel: 3, padding: 1}]}
  outer: {parameters: {size: }, layers: [{inner: {width: size}}, {inner: {width: 2 * size}}]}
layers:
  - {name: a, outer: {size: 4}}
  - {outer: {size: 8}}
`;
  const width = async (layer: string, value: number): Promise<string> => turned(before, layer, 'filters', value);
  expect(await width('outer1.inner1.conv1', 6)).toBe(before.replace('size: 8', 'size: 6'));
  expect(await width('a.inner1.conv1', 6)).toBe(before.replace('size: 4', 'size: 6'));
  expect(await width('a.inner2.conv1', 6)).toBe(before.replace('conv: width', 'conv: 6'));
});

test('ResNet-50: the classes are a parameter of the file', async () => {
  const before = await textOf('resnet50');
  const after = await turned(before, 'fc', 'units', 10);
  expect(changed(before, after).map(([, next]) => next)).toEqual([expect.stringContaining('classes: 10}')]);
  expect(await weightsOf(after)).toBe(23_475_392);
});

test.each([
  ['a block mapping', 'input: 3 x 8 x 8\nlayers:\n  - conv: 4 # few\n    kernel: 3 # small\n', 'conv1', 'stride', 2, 'input: 3 x 8 x 8\nlayers:\n  - conv: 4 # few\n    kernel: 3 # small\n    stride: 2\n'],
  ['the nested spelling', 'input: 3 x 8 x 8\nlayers:\n  - {conv: {filters: 4, kernel: 3}}\n', 'conv1', 'stride', 2, 'input: 3 x 8 x 8\nlayers:\n  - {conv: {filters: 4, kernel: 3, stride: 2}}\n'],
  ['the nested spelling in lines', 'input: 3 x 8 x 8\nlayers:\n  - conv:\n      filters: 4\n      kernel: 3\n', 'conv1', 'filters', 8, 'input: 3 x 8 x 8\nlayers:\n  - conv:\n      filters: 8\n      kernel: 3\n'],
  ['JSON', '{"input": [3, 8, 8], "layers": [{"conv": 4, "kernel": 3}]}', 'conv1', 'padding', 'same', '{"input": [3, 8, 8], "layers": [{"conv": 4, "kernel": 3, "padding": "same"}]}'],
  ['a shape as a list', 'input: [3, 8, 8]\nlayers: [{conv: 4, kernel: 3}]\n', null, 'input', '9 x 10', 'input: [3, 9, 10]\nlayers: [{conv: 4, kernel: 3}]\n'],
  ['a shape by names', 'input: {shape: {channels: 3, height: 8, width: 8}}\nlayers: [{conv: 4, kernel: 3}]\n', null, 'input', 9, 'input: {shape: {channels: 3, height: 9, width: 9}}\nlayers: [{conv: 4, kernel: 3}]\n'],
  ['a shape with other spaces', 'input: 3 x 8  x 8 # small\nlayers: [{conv: 4, kernel: 3}]\n', null, 'input', 9, 'input: 3 x 9  x 9 # small\nlayers: [{conv: 4, kernel: 3}]\n'],
  ['towers that were not said', '# a\ninput: 3 x 8 x 8\nlayers: [{conv: 4, kernel: 3}]\n', null, 'towers', 2, '# a\ntowers: 2\ninput: 3 x 8 x 8\nlayers: [{conv: 4, kernel: 3}]\n'],
  ['the second without a name, on Windows', 'input: 3 x 8 x 8\r\nlayers:\r\n  - {conv: 4, kernel: 3}\r\n  - {conv: 5, kernel: 3}\r\n', 'conv2', 'filters', 6, 'input: 3 x 8 x 8\r\nlayers:\r\n  - {conv: 4, kernel: 3}\r\n  - {conv: 6, kernel: 3}\r\n'],
] as const)('%s', async (_, text, layer, field, value, expected) => {
  const after = await turned(text, layer, field, value);
  expect(after).toBe(expected);
  expect(await engine.edit(after, 'changed')).toHaveProperty('view');
}); // prettier-ignore

test('knobs have the values of the network and ranges for them', async () => {
  const text = await textOf('alexnet');
  expect(await engine.knobs(text, null)).toEqual([
    { field: 'input', label: 'input height and width', value: 227, least: 1, most: 454, step: 1 },
    { field: 'towers', label: 'towers', value: 2, least: 1, most: 4, step: 1 },
  ]);
  const values = (await engine.knobs(text, 'conv2')).map(({ field, value }) => [field, value]);
  expect(values).toEqual([
    ['filters', 256],
    ['kernel', 5],
    ['stride', 1],
    ['padding', 'same'],
    ['dilation', 1],
    ['groups', 'own tower'],
  ]);
  expect(await engine.knobs(text, 'relu1')).toEqual([]);
  const labels = async (layer: string): Promise<unknown> =>
    (await engine.knobs(resnet, layer)).slice(0, 3).map(({ label }) => label);
  const resnet = await textOf('resnet50');
  expect(await labels('stage2.1.conv2')).toEqual([
    'filters, width of stage2',
    'kernel, in every residual',
    'stride, in every residual',
  ]);
  expect(await labels('fc')).toEqual(["units, the file's classes"]);
});

test('layers that are no convolutions: what the file says of them', async () => {
  const text = await textOf('gpt2');
  const offered = async (layer: string): Promise<unknown> =>
    (await engine.knobs(text, layer)).map(({ label, value, choices, step }) => [label, value, choices?.slice(0, 5) ?? step]); // prettier-ignore
  const heads = ['heads, in the whole file', 12, ['1', '2', '3', '4', '6']];
  for (const part of ['query', 'scores', 'output'])
    expect(await offered(`decoder.1.attention.${part}`)).toEqual([heads]);
  expect(await offered('words')).toEqual([
    ['vocabulary, in the whole file', 50_257, 1],
    ['width, in the whole file', 768, 96],
  ]);
  expect(await offered('places')).toEqual([["positions, the file's context", 1024, 1]]);
  expect(await offered('decoder.1.ln1')).toEqual([]);
  expect(await turned(text, 'decoder.1.attention.key', 'heads', '16')).toBe(text.replace('width: 768, heads: 12', 'width: 768, heads: 16')); // prettier-ignore
  const wide = await engine.turn(text, { layer: 'words', field: 'width', value: 1056 }, 'GPT-2');
  expect(wide).toMatchObject({ view: { ledger: { totals: { embeddings: 1024 * 1056 } } } });
});

test('a slider reaches as far as the network that was opened says, and to the value where that is further', async () => {
  const opened = await textOf('alexnet');
  const reach = async (...turn: Turned): Promise<unknown> => {
    const text = await turned(opened, ...turn);
    const knobs = await engine.knobs(text, turn[0], opened);
    return knobs.find(({ field }) => field === turn[1]);
  };
  expect(await reach('conv2', 'filters', 38)).toMatchObject({ value: 38, most: 512 });
  expect(await reach('conv2', 'filters', 400)).toMatchObject({ value: 400, most: 512 });
  expect(await reach('conv2', 'filters', 1000)).toMatchObject({ value: 1000, most: 1000 });
  expect(await reach('conv2', 'kernel', 1)).toMatchObject({ value: 1, most: 11 });
  expect(await reach(null, 'input', 300)).toMatchObject({ value: 300, most: 454 });
  const own = await turned('input: 3 x 8 x 8\nlayers: [{name: other, conv: 4, kernel: 3}]\n', 'other', 'filters', 6);
  expect((await engine.knobs(own, 'other', opened))[0]).toMatchObject({ value: 6, most: 12 });
});

test('a kernel over open sides has room to grow', async () => {
  const kernel = async (sides: string): Promise<unknown> =>
    (await engine.knobs(`input: 3 x ${sides}\nlayers: [{conv: 4, kernel: 3}]\n`, 'conv1')).find(({ field }) => field === 'kernel')?.most; // prettier-ignore
  expect([await kernel('h x w'), await kernel('8 x 8')]).toEqual([11, 8]);
});

test('what cannot be turned is a sentence', async () => {
  const text = await textOf('alexnet');
  await expect(turned(text, 'conv9', 'filters', 1)).rejects.toThrow('AlexNet has no layer "conv9"');
  await expect(turned(text, 'fc1', 'stride', 1)).rejects.toThrow('fc1 has no stride in the network file');
  await expect(turned(text, null, 'input', 'x')).rejects.toThrow('an input of "x"');
  await expect(turned('layers: [', 'conv1', 'filters', 1)).rejects.toMatchObject({ kind: 'malformed' });
});
