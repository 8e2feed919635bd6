/** `layerledger export`: what it writes where, and what it refuses. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { openPath } from '../../src/node/open.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-export-'));
const at = (name: string): string => join(folder, name);
const small =
  'network: Small\ninput: 3 x 8 x 8\nlayers:\n  - {name: conv, conv: 4, kernel: 3, then: relu}\n  - {name: fc, fully connected: 5}\n';
const fixture = fileURLToPath(new URL('../fixtures/onnx/tv_squeezenet1_1.ts.op11.onnx', import.meta.url));
writeFileSync(at('small.yaml'), small);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('source code', () => {
  it('is printed, or written to a file whose ending says what it is', async () => {
    const printed = await run('export alexnet --to pytorch');
    expect(printed).toMatchObject({ status: 0, stderr: '' });
    expect(printed.stdout).toContain('class AlexNet(nn.Module):');
    expect(await run(['export', 'alexnet', '-o', at('alexnet.py')])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(at('alexnet.py'), 'utf8')).toBe(printed.stdout);
    expect((await run('export vgg16 --to keras')).stdout).toContain('def vgg_16():');
  });

  it('takes sizes for open ones', async () => {
    const open = await run('export gpt2 --to pytorch');
    expect(open.stdout).toContain('seq = x.shape[1]');
    const bound = await run('export gpt2 --to pytorch --bind seq=8');
    expect(bound.stdout).toContain('reshape(-1, 8, 12, 64)');
    expect((await run('export alexnet --to pytorch --input 3x63x63')).status).toBe(2);
    expect((await run('export vgg16 --to pytorch --input 3x64x64')).stdout).toContain('nn.Linear(2048, 4096)');
  });

  it('says which layer has no translation, and writes nothing', async () => {
    const refused = await run(['export', 'lenet-5', '--to', 'keras', '-o', at('lenet.py')]);
    expect(refused).toMatchObject({ status: 4, stdout: '' });
    expect(refused.stderr).toContain('S2 (S2): Keras has no translation of layerledger.Subsample');
    expect(existsSync(at('lenet.py'))).toBe(false);
  });
});

describe('a network file', () => {
  it('reads back to the same ledger', async () => {
    expect((await run(['export', fixture, '-o', at('squeezenet.yaml')])).status).toBe(0);
    const [before, after] = [await openPath(fixture), await openPath(at('squeezenet.yaml'))];
    expect(countNetwork(after).totals).toEqual(countNetwork(before).totals);
  });
});

describe('an ONNX file', () => {
  it('has shapes alone where the source has no weights, and says so', async () => {
    const written = await run(['export', at('small.yaml'), '-o', at('small.onnx')]);
    expect(written).toMatchObject({ status: 0, stdout: '' });
    expect(written.stderr).toMatch(/Small has no weights here.*--weights random/);
    const network = await openPath(at('small.onnx'));
    expect(countNetwork(network).totals.parameters).toBe(4 * 27 + 4 + 5 * 144 + 5);
  });

  it('has random weights of a seed', async () => {
    for (const [name, seed] of [
      ['a', '7'],
      ['b', '7'],
      ['c', '8'],
    ])
      // prettier-ignore
      await run(['export', at('small.yaml'), '-o', at(`${name}.onnx`), '--weights', 'random', '--seed', seed!]);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => readFileSync(at(`${name}.onnx`)));
    expect(a!.equals(b!)).toBe(true);
    expect(a!.equals(c!)).toBe(false);
  });

  it('keeps the weights that the source has', async () => {
    expect(await run(['export', at('a.onnx'), '-o', at('kept.onnx')])).toEqual({ status: 0, stdout: '', stderr: '' });
    const [from, to] = await Promise.all([at('a.onnx'), at('kept.onnx')].map((path) => openPath(path)));
    expect(countNetwork(to!).totals).toEqual(countNetwork(from!).totals);
    expect(readFileSync(at('kept.onnx')).equals(readFileSync(at('a.onnx')))).toBe(true);
  });

  it('does not keep what is not there', async () => {
    const refused = await run(['export', 'alexnet', '-o', at('alexnet.onnx'), '--weights', 'keep']);
    expect(refused).toMatchObject({ status: 4 });
    expect(refused.stderr).toContain('AlexNet has no weights to keep');
    expect(existsSync(at('alexnet.onnx'))).toBe(false);
  });
});

describe('what is refused', () => {
  it.each([
    ['no target', 'export alexnet', '--to says what to write'],
    ['another target', 'export alexnet --to caffe', '--to takes onnx, pytorch, keras, network-file, not "caffe"'],
    ['an ONNX file on a terminal', 'export alexnet --to onnx', 'an ONNX file is no text'],
    ['weights in source code', 'export alexnet --to pytorch --weights random', '--weights is for --to onnx'],
    ['a seed without random weights', 'export alexnet -o out.onnx --seed 3', '--seed is for --weights random'],
    ['bound sizes in a file', 'export gpt2 --to network-file --bind seq=8', '--bind is for --to pytorch and keras'],
    ['shapes in a file', 'export vgg16 --to network-file --input 3x64x64', '--input is for --to pytorch and keras'],
    ['nothing to export', 'export', 'NETWORK'],
  ])('%s', async (_, command, sentence) => {
    const { status, stdout, stderr } = await run(command);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('the input as the output, under any name', async () => {
    copyFileSync(at('small.yaml'), at('own.yaml'));
    symlinkSync(at('own.yaml'), at('link.yaml'));
    for (const output of ['own.yaml', 'link.yaml', './own.yaml']) {
      const refused = await run(['export', at('own.yaml'), '-o', at(output)]);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr).toContain('the input is never overwritten');
    }
    expect(readFileSync(at('own.yaml'), 'utf8')).toBe(small);
  });

  it('a folder that is not there, without leaving a part', async () => {
    const refused = await run(['export', 'alexnet', '-o', at('nowhere/alexnet.py')]);
    expect(refused).toMatchObject({ status: 4 });
    expect(refused.stderr).toContain('its folder is not there');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
