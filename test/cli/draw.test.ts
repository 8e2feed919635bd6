/** `layerledger draw`: what it writes where, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect, it } from 'vitest';
import { svgOf, type Figure } from '../../src/draw/index.ts';
import { answerSchemas } from '../../src/report/schemas.ts';
import { run, runJson } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-draw-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('prints an SVG, or writes it to a file', async () => {
  const printed = await run('draw alexnet');
  expect(printed).toMatchObject({ status: 0, stderr: '' });
  expect(printed.stdout).toMatch(/^<svg [^>]*role="img"/);
  const path = join(folder, 'alexnet.svg');
  expect(await run(['draw', 'alexnet', '-o', path])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(path, 'utf8')).toBe(printed.stdout);
});

it('prints where the file is -', async () => {
  expect(await run('draw alexnet -o -')).toEqual(await run('draw alexnet'));
});

it.each([
  ['figure.png', 2, '--output figure.png: draw writes SVG; name it figure.svg (the page saves figures as PNG)'],
  ['a.b/figure.PDF', 2, 'name it a.b/figure.svg'],
  ['', 2, '--output takes the name of a file, not ""'],
  ['/proc/figure.svg', 4, '/proc/figure.svg cannot be written: its folder takes no new files'],
  [join(folder, 'none', 'figure.svg'), 4, 'cannot be written: its folder is not there'],
])('does not write to "%s"', async (path, status, sentence) => {
  const outcome = await run(['draw', 'alexnet', '-o', path]);
  expect(outcome).toMatchObject({ status, stdout: '' });
  expect(outcome.stderr).toContain(sentence);
});

it('draws bars, themes and other towers', async () => {
  const { stdout } = await run('draw alexnet --what bars');
  expect(stdout).toContain('37,748,736 (61.9 %)');
  expect(stdout).not.toContain('prefers-color-scheme');
  expect((await run('draw alexnet --theme screen')).stdout).toContain('prefers-color-scheme');
  expect((await run('draw alexnet-one-tower')).stdout).not.toContain('tower 2');
  expect((await run('draw alexnet-one-tower --towers 2')).stdout).toContain('tower 2');
});

it.each(['alexnet', 'gpt2', 'resnet50 --expand stage1/1..3', 'alexnet --what bars'])(
  'gives the figure of %s as data',
  async (network) => {
    const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(answerSchemas['draw']!);
    const answer = await runJson<Figure>(`draw ${network}`);
    check(answer);
    expect(check.errors).toBeNull();
    const { stdout } = await run(`draw ${network}`);
    expect(stdout).toBe(svgOf(answer)); // from what was printed the same picture can be drawn
  },
);

it('opens a block, and each of equal blocks', async () => {
  const folded = (await run('draw resnet50')).stdout;
  expect(folded).not.toContain('data-layer="stage1.2.conv1"');
  const each = (await run(['draw', 'resnet50', '--expand', 'stage1/1..3/*'])).stdout;
  expect(each).toContain('data-layer="stage1.2.conv1"');
  const opened = (await run('draw googlenet --expand inception_3a')).stdout;
  expect(opened).toContain('data-layer="inception_3a.5x5"');
  expect(opened).not.toContain('data-layer="inception_3b.5x5"');
});

it('refuses a block that is not there, naming those that are', async () => {
  const { status, stderr } = await run('draw resnet50 --expand stage9');
  expect(status).toBe(2);
  expect(stderr).toContain('not "stage9"; ResNet-50 has the blocks stage1/1..3,');
});

it('draws what standard input gives', async () => {
  const { status, stdout } = await run(['draw', '-'], {
    readStdin: async () => new Blob(['network: Tiny\ninput: 3 x 8 x 8\nlayers:\n  - {name: c, conv: 4, kernel: 3}\n']),
  });
  expect(status).toBe(0);
  expect(stdout).toContain('data-layer="c"');
});
