/** `count --convention` and `compare`, as a shell would run them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conventions } from '../../src/conventions/index.ts';
import { conventionNames } from '../../src/conventions/names.ts';
import { answerSchemas } from '../../src/report/schemas.ts';
import { run, runJson } from '../cli/run.ts';
import { bytesOfCase, printed } from './peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
const resnet = join(folder, 'resnet50.onnx');
const transposed = join(folder, 'convT.onnx');

beforeAll(() => {
  writeFileSync(resnet, bytesOfCase('tv.resnet50'));
  writeFileSync(transposed, bytesOfCase('convT_bias'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('offers every convention', () => {
  expect(conventionNames).toEqual(conventions.map(({ name }) => name));
});

interface CountAnswer {
  readonly convention: string;
  readonly totals: { readonly cost?: number; readonly parameters: number | null; readonly connections: number };
}

describe('count --convention', () => {
  it.each(conventionNames.filter((name) => name !== 'textbook'))('%s prints what the tool prints', async (name) => {
    const answer = await runJson<CountAnswer>(`count ${resnet} --convention ${name}`);
    expect(answer.convention).toBe(name);
    expect(answer.totals.cost).toBe(Number(printed('tv.resnet50', name)));
    expect(answer.totals.connections).toBe(4_089_184_256);
    expect(answer.totals.parameters).toBe(name.startsWith('torch-flop') ? null : 25_557_032);
    expect(new Ajv2020({ strict: false }).validate(answerSchemas['count']!, answer)).toBe(true);
  });

  it('has no cost under the textbook’s', async () => {
    const { totals } = await runJson<CountAnswer>(`count ${resnet}`);
    expect(totals).not.toHaveProperty('cost');
  });

  it('says what the cost is made of, and where the tool is off', async () => {
    const { stdout } = await run(`count ${transposed} --convention thop@0.1.1`);
    expect(stdout).toContain('13,107,200');
    expect(stdout).toContain('MACs as thop@0.1.1 counts them: 13,107,200 convolutions and fully connected');
    expect(stdout).toContain('counts transposed convolution at output size');
  });

  it('names the conventions where it gets another', async () => {
    const { status, stderr } = await run(`count ${resnet} --convention fvcor`);
    expect(status).toBe(2);
    expect(stderr).toContain('--convention takes textbook, fvcore, thop@0.1.1');
  });
});

const sentence =
  '4,089,184,256 base + 22,227,968 batch normalisation + 100,352 adaptive pooling = 4,111,512,576 (fvcore)';

describe('compare', () => {
  it('leads from one total to the other', async () => {
    const { stdout, status } = await run(`compare ${resnet} --conventions textbook,fvcore`);
    expect(status).toBe(0);
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('+    22,227,968  batch normalisation\n');
  });

  it('writes Markdown', async () => {
    const { stdout } = await run(`compare ${resnet} --conventions textbook,fvcore --format markdown`);
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('| + | 100,352 | adaptive pooling |');
  });

  it('writes JSON, with the layers that differ', async () => {
    const answer = await runJson<{ bridges: { steps: { what: string; layers: unknown[] }[] }[] }>(
      `compare ${resnet} --conventions thop,torchinfo`,
    );
    expect(new Ajv2020({ strict: false }).validate(answerSchemas['compare']!, answer)).toBe(true);
    expect(answer.bridges[0]!.steps.map(({ what, layers }) => [what, layers.length])).toEqual([
      ['batch normalisation', 53],
      ['adaptive pooling', 1],
      ['biases', 1],
    ]);
  });

  it('says where a tool is off', async () => {
    const { stdout } = await run(`compare ${transposed} --conventions textbook,thop`);
    expect(stdout).toContain(
      'thop@0.1.1 is off here:\n- transposed convolution: counts transposed convolution at output size',
    );
    expect(stdout).toContain('(counted 13,107,200, right 3,276,800)');
  });

  it('compares the textbook with all where none is asked for', async () => {
    const { stdout } = await run(`compare ${transposed}`);
    for (const name of conventionNames.slice(1)) expect(stdout).toContain(`(${name})`);
  });

  it.each([
    ['fvcore', 'takes two conventions or more, with commas, not "fvcore"'],
    ['fvcore,nothing', 'has no "nothing": there is no convention "nothing"'],
  ])('does not take %s', async (list, message) => {
    const { status, stderr } = await run(`compare ${resnet} --conventions ${list}`);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
