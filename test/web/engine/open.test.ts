/** What the page opens has the numbers of the command; what is no network is a sentence, soon. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { LedgerView, View } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { engine } from './engine.ts';

const squeezenet = fileURLToPath(new URL('../../fixtures/onnx/tv_squeezenet1_1.ts.op11.onnx', import.meta.url));
/** The page's files are copied by reference; Node copies no Blob of a file. */
const name = 'tv_squeezenet1_1.ts.op11.onnx';
const dropped = (): Blob => new Blob([readFileSync(squeezenet)]);
const yaml = readFileSync(new URL('../../../networks/lenet-5.yaml', import.meta.url), 'utf8');

const openFile = (file: Blob, name: string): Promise<View> => engine.open({ kind: 'file', file, name });

/** What differs between a file that was read and one that was dropped: its name. */
const withoutSource = ({ network: { source: _source, ...network }, ...ledger }: LedgerView): object => ({
  ...ledger,
  network,
});

describe('the ledger is what the command prints', () => {
  test.each(['alexnet', 'resnet50', 'lenet-5', 'gpt2'])('%s', async (name) => {
    const { ledger, format } = await engine.open({ kind: 'published', name });
    expect(ledger).toEqual(await runJson(`count ${name} --layers all`));
    expect(format).toBe('published network');
  });

  test('of an ONNX file', async () => {
    const view = await openFile(dropped(), name);
    const printed = await runJson<LedgerView>(`count ${squeezenet} --layers all`);
    expect(withoutSource(view.ledger)).toEqual(withoutSource(printed));
  });

  test('of an ONNX file for another input, over towers', async () => {
    const file = dropped();
    const view = await engine.open({ kind: 'file', file, name }, { inputs: [['', [3, 320, 256]]], towers: 2 });
    const printed = await runJson<LedgerView>(`count ${squeezenet} --layers all --input 3x320x256 --towers 2`);
    expect(withoutSource(view.ledger)).toEqual(withoutSource(printed));
  });

  test('of a network file', async () => {
    const view = await openFile(new Blob([yaml]), 'lenet-5.yaml');
    const text = await engine.open({ kind: 'text', text: yaml, name: 'lenet-5' });
    const published = await runJson<LedgerView>('count lenet-5 --layers all');
    for (const { ledger } of [view, text]) expect(ledger.totals).toEqual(published.totals);
    expect(await engine.textOf(view.id)).toBe(yaml);
  });
});

describe('bad input is a sentence', () => {
  const nonsense = new Blob([new Uint8Array(100_000_000).map((_, i) => (i * 2_654_435_761) >>> 13)]);

  test.each([
    ['model.onnx', 'model.onnx is not an ONNX file'],
    ['model.bin', 'model.bin is of no format that is read'],
    ['model.yaml', 'model.yaml: 100000000 bytes; a network file of at most'],
    ['model.prototxt', 'model.prototxt'],
  ])('100 MB of nonsense as %s, within a second', async (name, sentence) => {
    const started = process.cpuUsage();
    const error = await openFile(nonsense, name).catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining(sentence) });
    const { user, system } = process.cpuUsage(started); // other processes take no part in it
    expect((user + system) / 1000).toBeLessThan(1000);
  });

  test('a truncated file, an empty one, a name that nothing has, an address that is none', async () => {
    const whole = dropped();
    await expect(openFile(whole.slice(0, whole.size >> 1), 'cut.onnx')).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('cut.onnx'),
    });
    await expect(openFile(new Blob([]), 'empty.onnx')).rejects.toThrow('empty.onnx is empty');
    await expect(engine.open({ kind: 'published', name: 'alxnet' })).rejects.toThrow('did you mean "alexnet"?');
    await expect(engine.open({ kind: 'address', url: 'ftp://host/file' })).rejects.toMatchObject({ kind: 'usage' });
  });

  test('a network that is not open', async () => {
    const view = await engine.open({ kind: 'published', name: 'alexnet' });
    await engine.close(view.id);
    await expect(engine.textOf(view.id)).rejects.toThrow('not open in the engine any more');
  });
});

test('a cancelled call rejects as cancelled and leaves no network behind', async () => {
  const call = engine.open({ kind: 'published', name: 'alexnet' });
  call.cancel();
  await expect(call).rejects.toMatchObject({ kind: 'cancelled' });
});

test('reading says how far it is', async () => {
  const shares: (number | undefined)[] = [];
  const call = engine.open({ kind: 'file', file: dropped(), name: 'a.onnx' });
  call.onProgress(({ share }) => void shares.push(share));
  await call;
  expect(shares.at(-1)).toBe(1);
});
