/** `layerledger count`: formats, options, limits and exit statuses, run in this process. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { columnNames } from '../../src/report/columns.ts';
import { answerSchemas } from '../../src/report/schemas.ts';
import { run, runJson } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const small = join(folder, 'small.yaml');
writeFileSync(
  small,
  `network: Small
input: 1 x 8 x 8
layers:
  - {name: conv, conv: 4, kernel: 3}
  - {name: relu, relu: }
  - {name: out, fully connected: 10}
`,
);

interface Counted {
  readonly network: { readonly name: string; readonly inputs: readonly { readonly shape: readonly number[] }[] };
  readonly layers: readonly { readonly name: string; readonly weights: number; readonly output: readonly number[] }[];
  readonly totals: Readonly<Record<string, number>>;
  readonly towers: { readonly each: readonly { readonly weights: number }[]; readonly crossing: number } | null;
  readonly bindings: Readonly<Record<string, number>>;
}

describe('the answer', () => {
  it('is JSON as the contract and the schema have it', async () => {
    const answer = await runJson<Counted>('count alexnet');
    expect(validate('count', answer)).toEqual([]);
    expect(answer).toMatchObject({
      schemaVersion: 1,
      convention: 'textbook',
      bindings: { batch: 1 },
      totals: {
        units: 659_272,
        weights: 60_954_656,
        connections: 724_406_816,
        parameters: 60_965_224,
        weightBytes: 243_818_624,
      },
      towers: { crossing: 104_071_168 },
      uncounted: [],
    });
    expect(answer.layers[1]).toMatchObject({
      name: 'conv2',
      path: ['conv2'],
      operator: 'Conv',
      output: [1, 256, 27, 27],
      reads: 'own tower',
      derivation: { connections: '5 * 5 * 48 * 128 * 2 * 27 * 27 = 223948800', units: '27 * 27 * 256 = 186624' },
    });
  });

  it('is an object of networks where several are given', async () => {
    const answer = await runJson<{ networks: readonly Counted[] }>(`count alexnet ${small}`);
    expect(validate('count', answer)).toEqual([]);
    expect(answer.networks.map(({ network }) => network.name)).toEqual(['AlexNet', 'Small']);
  });

  it.each(['text', 'markdown', 'csv', 'latex', 'exercise'])('is written as %s, also for several', async (format) => {
    for (const command of [`count ${small} --format ${format}`, `count ${small} alexnet --format ${format}`]) {
      const { status, stdout, stderr } = await run(command);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(format === 'exercise' ? 'Convolution Layer 1' : 'conv');
    }
  });

  it('goes to a file, whole', async () => {
    const path = join(folder, 'answer.json');
    const { status, stdout } = await run(`count ${small} --format json -o ${path}`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveProperty('totals.weights', 36 + 1440);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await run(`count ${small} -o ${join(folder, 'missing', 'x')}`)).toMatchObject({ status: 4, stdout: '' });
  });

  it('has colours where they are wanted', async () => {
    // eslint-disable-next-line no-control-regex -- escapes are what it looks for
    const escape = /\u001b\[/;
    expect((await run(`count ${small}`)).stdout).not.toMatch(escape);
    expect((await run(`count ${small}`, { colour: true })).stdout).toMatch(escape);
    expect((await run(`count ${small} --color always`)).stdout).toMatch(escape);
    expect((await run(`count ${small} --color never`, { colour: true })).stdout).not.toMatch(escape);
    expect((await run(`count ${small} --format json`, { colour: true })).stdout).not.toMatch(escape);
  });
});

describe('options', () => {
  it('choose rows and columns', async () => {
    const { stdout } = await run(
      `count alexnet --sort weights --top 2 --columns layer,weights,share-of-weights --format csv`,
    );
    expect(stdout).toBe('layer,weights,share-of-weights\r\nfc1,37748736,0.6193\r\nfc2,16777216,0.2752\r\n');
    expect((await run(`count alexnet --columns ${columnNames.join(',')}`)).status).toBe(0);
    expect((await run('count alexnet --layers all')).stdout).toMatch(/^pool5 /m);
  });

  it('count biases in', async () => {
    const { stdout } = await run('count alexnet --with-biases');
    expect(stdout).toMatch(/^total +659,272 +60,965,224 +725,066,088$/m);
  });

  it('show derivations', async () => {
    expect((await run('count alexnet --derive')).stdout).toContain(
      '5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers)',
    );
  });

  it('give another input, with or without the batch', async () => {
    for (const shape of ['1x8x8', '1x1x8x8', 'input=1x1x8x8', '1,1,8,8']) {
      const answer = await runJson<Counted>(`count ${small} --input ${shape}`);
      expect(answer.network.inputs[0]!.shape).toEqual([1, 1, 8, 8]);
    }
  });

  it('leave sizes open, or give them a number', async () => {
    const open = await runJson<Counted>(`count ${small} --open batch`);
    expect(open.totals['connections']).toBe('2736*batch');
    const bound = await runJson<Counted>(`count ${small} --bind batch=128`);
    expect(bound).toMatchObject({ bindings: { batch: 128 }, totals: { connections: 2736 * 128 } });
  });

  it('lay a network over towers, a layer on one of them', async () => {
    const answer = await runJson<Counted>(`count ${small} --towers 2 --place out=2`);
    expect(answer.towers!.each.map(({ weights }) => weights)).toEqual([18, 18 + 1440]);
  });
});

describe('limits', () => {
  it.each([
    ['--max-weights 60954656', 0, ''],
    ['--max-weights 60,954,655', 1, 'layerledger: AlexNet: 60,954,656 weights; over the limit of 60,954,655\n'],
    ['--max-connections 0.7G', 1, 'layerledger: AlexNet: 724,406,816 connections; over the limit of 700,000,000\n'],
    ['--max-units 1M --max-parameters 61M --max-weight-bytes 244M --max-peak-bytes 3M', 0, ''],
    ['--max-units 1k --max-parameters 60M', 1, 'layerledger: AlexNet: 659,272 units; over the limit of 1,000\nlayerledger: AlexNet: 60,965,224 parameters; over the limit of 60,000,000\n'],
  ])('%s exits with %i', async (options, status, stderr) => {
    expect(await run(`count alexnet ${options}`)).toMatchObject({ status, stderr });
  }); // prettier-ignore

  it('in percent are shares of the first network', async () => {
    expect(await run(`count alexnet ${small} --max-connections 50%`)).toMatchObject({ status: 0 });
    expect(await run(`count ${small} alexnet --max-connections 50%`)).toMatchObject({
      status: 1,
      stderr: 'layerledger: AlexNet: 724,406,816 connections; over the limit of 1,368 (50%)\n',
    });
    expect(await run('count alexnet --max-weights 50%')).toMatchObject({ status: 2 });
  });

  it('that open sizes decide are a gap', async () => {
    const { status, stderr } = await run('count alexnet --open batch --max-connections 1G');
    expect(status).toBe(3);
    expect(stderr).toContain('depends on open sizes: give them with --bind');
    expect(await run('count alexnet --open batch --max-connections 1M')).toMatchObject({ status: 1 });
  });
});

function validate(name: string, answer: unknown): readonly unknown[] {
  const check = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(answerSchemas[name]!);
  check(answer);
  return check.errors ?? [];
}
