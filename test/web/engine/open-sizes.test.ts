/** Open sizes get numbers and lose them again, with what the command counts; the file is not read again. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LedgerView, OpenOptions, View } from '../../../web/engine/protocol.ts';
import { pageWords } from '../../../web/engine/pageWords.ts';
import { runJson } from '../../cli/run.ts';
import { engine } from './engine.ts';
import { withoutShape } from './shapeless.ts';

const name = 'tv_resnet18.ts.dynbhw.onnx';
const path = fileURLToPath(new URL(`../../fixtures/onnx/${name}`, import.meta.url));

/** The engine lets go of networks that nobody holds. */
const held: View[] = [];

async function opened(network: string): Promise<View> {
  const view = await engine.open({ kind: 'published', name: network });
  held.push(view);
  return view;
}

const batch = { name: 'batch', size: null, otherwise: 1 };

test('GPT-2 with a number of tokens, and without', async () => {
  const gpt2 = await opened('gpt2');
  expect(gpt2.open).toEqual({ sizes: [batch, { name: 'seq', size: null, otherwise: null }], inputs: [] });
  expect((await engine.rebind(gpt2.id, [['batch', 2]])).open.sizes[0]).toEqual({ ...batch, size: 2 });
  const bound = await engine.rebind(gpt2.id, [['seq', 128]]);
  expect(bound.open.sizes).toEqual([batch, { name: 'seq', size: 128, otherwise: null }]);
  expect(bound.ledger).toEqual(await runJson('count gpt2 --layers all --bind seq=128'));
  expect((await engine.rebind(bound.id, [['batch', 4]])).ledger.totals).toMatchObject({ units: '532804*seq' });
  expect((await engine.rebind(bound.id, [])).ledger).toEqual(gpt2.ledger);
  await expect(engine.rebind(gpt2.id, [['seq', 0]])).rejects.toThrow('a size is at least 1');
});

test('of an ONNX file with height and width open', async () => {
  const view = await engine.open({ kind: 'file', file: new Blob([readFileSync(path)]), name });
  expect(view.open.sizes.map((size) => size.name)).toEqual(['batch', 'height', 'width']);
  const bound = await engine.rebind(view.id, [['height', 224], ['width', 320]]); // prettier-ignore
  const printed = await runJson<LedgerView>(`count ${path} --layers all --bind height=224 --bind width=320`);
  expect(bound.ledger.totals).toEqual(printed.totals);
});

test('a network that is edited keeps its numbers, of the sizes that it still has', async () => {
  const bind = [['seq', 128]] as const;
  const text = await engine.textOf((await opened('gpt2')).id);
  const turned = await engine.turn(text, { layer: 'output', field: 'units', value: 50_304 }, 'GPT-2', bind);
  expect(turned).toMatchObject({ view: { ledger: { bindings: { batch: 1, seq: 128 } } } });
  const whole = await engine.edit(text.replace('shape: seq', 'shape: 64'), 'GPT-2', bind);
  expect(whole).toMatchObject({ view: { open: { sizes: [batch] }, ledger: { bindings: { batch: 1 } } } });
});

test('a bound network is reduced, and an open one says where its size is set', async () => {
  const gpt2 = await opened('gpt2');
  const request = { connections: 0.9, objective: 'log', step: 64, exact: false } as const;
  await expect(engine.reduce(gpt2.id, request)).rejects.toThrow('depends on seq: widths are chosen for numbers; give it one under What if'); // prettier-ignore
  const bound = await engine.rebind(gpt2.id, [['seq', 128]]);
  held.push(bound);
  const { before } = await engine.reduce(bound.id, request);
  expect(before.connections).toBe(15_812_100_096);
});

test('of a Caffe net whose data are elsewhere', async () => {
  const text = `layer { name: "data" type: "HDF5Data" top: "data" hdf5_data_param { source: "list" batch_size: 8 } }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" convolution_param { num_output: 4 kernel_size: 3 } }
`;
  const view = await engine.open({ kind: 'file', file: new Blob([text]), name: 'elsewhere.prototxt' });
  expect(view.open.sizes.map((size) => size.name)).toEqual(['batch', 'channels', 'height', 'width']);
  const bound = await engine.rebind(view.id, [['channels', 3], ['height', 8], ['width', 10]]); // prettier-ignore
  expect(bound.ledger.totals).toMatchObject({ units: 4 * 6 * 8, weights: 3 * 9 * 4 });
});

test('an input whose shape the file does not say', async () => {
  const file = await withoutShape(path);
  const open = (inputs: OpenOptions['inputs'] = []): Promise<View> =>
    engine.open({ kind: 'file', file, name }, { inputs });
  const view = await open();
  expect(view.open).toEqual({ sizes: [], inputs: ['input'] });
  expect(view.ledger.uncounted[0]).toMatchObject({ operator: 'input' });
  const shaped = await open([['input', ['1', '3', 'h', '64']]]);
  expect(shaped.open).toEqual({ sizes: [{ name: 'h', size: null, otherwise: null }], inputs: [] });
  expect(await engine.textOf(shaped.id)).toContain('3 x h x 64');
  const printed = await runJson<LedgerView>(`count ${path} --layers all --input 3x64x64`);
  expect((await engine.rebind(shaped.id, [['h', 64]])).ledger.totals).toEqual(printed.totals);
});

test.each([
  ['connections depends on seq: widths are chosen for numbers; give it one with --bind seq=128, or the input’s shape with --input', 'connections depends on seq: widths are chosen for numbers; give it one under What if'],
  ['the file does not say the shape of input "data"; give it with --input data=1x3x224x224', 'the file does not say the shape of input "data"; give it under What if'],
  ['Keras cannot say the open size h; give it with --bind or --input', 'Keras cannot say the open size h; give it under What if'],
  ['conv1: 2 groups do not divide 3 input channels', 'conv1: 2 groups do not divide 3 input channels'],
])('in the page’s words: %s', (sentence, words) => expect(pageWords(sentence)).toBe(words)); // prettier-ignore
