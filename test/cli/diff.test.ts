/** `layerledger diff`: its table, its formats, its exit statuses. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerSchemas } from '../../src/report/schemas.ts';
import { run, runJson } from './run.ts';

interface Answer {
  readonly rows: readonly { readonly kind: string; readonly deltas: Readonly<Record<string, number>> }[];
  readonly totals: { readonly deltas: Readonly<Record<string, number>> };
}

const isDiff = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(answerSchemas['diff']!);

describe('text', () => {
  it('shows what the towers save', async () => {
    const { stdout, stderr, status } = await run('diff alexnet alexnet-one-tower');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('AlexNet → AlexNet in one tower\n');
    expect(stdout).toContain('\n3 layers changed, none added, none removed, 20 the same\n');
    expect(stdout).toMatch(/^~ conv2 +307,200 +614,400 +\+307,200 +\+100\.0 % +223,948,800 +447,897,600 +\+223,948,800 +\+100\.0 % +groups 2 → 1$/m); // prettier-ignore
    expect(stdout).toMatch(/^ {2}conv3 +884,736 +884,736 +149,520,384 +149,520,384$/m);
    expect(stdout).toMatch(/^connections +724,406,816 +1,135,256,096 +\+410,849,280 +\+56\.7 %$/m);
    expect(stdout).toContain('15 layers without a row: 15 the same (--layers all shows those without weights)');
  });

  it('shows less with --changed and more with --layers all', async () => {
    const changed = await run('diff alexnet caffenet --changed --layers all');
    expect(changed.stdout.match(/^[~+−] /gm)).toHaveLength(6);
    expect(changed.stdout).toContain('17 layers without a row: 17 the same\n');
    expect((await run('diff alexnet caffenet --layers all')).stdout).toMatch(/^ {2}fc1 → fc6 /m);
  });

  it('says what an added or a removed layer is', async () => {
    const { stdout } = await run('diff resnet34 resnet18 --changed');
    expect(stdout).toMatch(/^− stage1\.3\.conv1 +36,864 +−36,864 +115,605,504 +−115,605,504 +Conv, 1 × 64 × 56 × 56$/m);
    expect(stdout).toMatch(/^weights +21,779,648 +11,678,912 +−10,100,736 +−46\.4 %$/m);
  });

  it.each([40, 60, 80, 100])('fits into %i columns, names before figures', async (width) => {
    const { stdout } = await run(`diff alexnet alexnet-one-tower --width ${width}`);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(stdout).toMatch(/^~ conv2 .*\+307,200/m);
  });
});

describe('for programs', () => {
  it.each(['alexnet caffenet', 'resnet18 resnet50', 'gpt2 gpt2-medium --bind seq=64'])(
    'JSON of %s is of its schema, and adds up',
    async (pair) => {
      const answer = await runJson<Answer>(`diff ${pair}`);
      expect(isDiff(answer)).toBe(true);
      for (const figure of ['units', 'weights', 'biases', 'weightBytes']) {
        const sum = answer.rows.reduce((total, { deltas }) => total + deltas[figure]!, 0);
        expect(sum, figure).toBe(answer.totals.deltas[figure]);
      }
    },
  );

  it('JSON has every row, or those that differ', async () => {
    expect((await runJson<Answer>('diff alexnet caffenet')).rows).toHaveLength(23);
    expect(isDiff(await runJson('diff gpt2 gpt2-medium'))).toBe(true); // with open sizes

    const changed = await runJson<Answer>('diff alexnet caffenet --changed');
    expect(changed.rows.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'changed'));
  });

  it('CSV has every figure before and after, and numbers that a spreadsheet takes', async () => {
    const { stdout } = await run('diff alexnet-one-tower alexnet --format csv');
    const [header, ...rows] = stdout.trimEnd().split('\r\n').map((line) => line.split(',')); // prettier-ignore
    expect(rows).toHaveLength(23);
    const cell = (row: readonly string[], column: string): string => row[header!.indexOf(column)]!;
    const conv2 = rows.find((row) => cell(row, 'layer after') === 'conv2')!;
    expect(['kind', 'weights before', 'weights after', 'weights difference', 'changes'].map((column) => cell(conv2, column))).toEqual(['changed', '614400', '307200', '-307200', 'groups 1 → 2']); // prettier-ignore
  });

  it('Markdown is a table for a pull request', async () => {
    const { stdout } = await run('diff vgg11 vgg13 --format markdown --changed');
    expect(stdout).toMatch(/^## VGG-11 .*→ VGG-13/);
    expect(stdout).toContain('| + stage1.conv\\_2 |  | 36,864 | +36,864 |  |  | 1,849,688,064 | +1,849,688,064 |  | Conv, 1 × 64 × 224 × 224 |'); // prettier-ignore
    const columns = stdout.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split(' | ').length); // prettier-ignore
    expect([...new Set(columns)]).toEqual([5, 10]);
  });

  it('LaTeX is two tables, whose columns all rows have', async () => {
    const { stdout } = await run('diff alexnet alexnet-one-tower --format latex');
    expect(stdout.match(/\\begin\{tabular\}/g)).toHaveLength(2);
    expect(stdout).toContain('\\caption{AlexNet $\\to$ AlexNet in one tower: totals.}');
    const columns = stdout.split('\n').filter((line) => line.endsWith(' \\\\')).map((line) => line.split(' & ').length); // prettier-ignore
    expect([...new Set(columns)]).toEqual([5, 10]);
    const { stdout: changed } = await run('diff vgg11 vgg13 --format latex --changed');
    expect(changed).toContain('layers without a row');
  });

  it('a name from a file is text, in a table too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerledger-diff-'));
    const path = join(folder, 'edited.yaml');
    const text = readFileSync(new URL('../../networks/alexnet.yaml', import.meta.url), 'utf8');
    writeFileSync(path, text.replace('name: conv3', 'name: "a|b<b>*"'));
    const { stdout } = await run(['diff', 'alexnet', path, '--format', 'markdown']);
    expect(stdout).toContain('conv3 → a\\|b\\<b\\>\\*');
  });
});

describe('exit status', () => {
  it('is 1 with --exit-code where more than names differs', async () => {
    expect((await run('diff alexnet alexnet --exit-code')).status).toBe(0);
    expect((await run('diff alexnet caffenet')).status).toBe(0);
    expect((await run('diff alexnet caffenet --exit-code')).status).toBe(1);
  });

  it('is 1 where it grew more than --max-growth allows', async () => {
    expect(await run('diff alexnet alexnet-one-tower --max-growth 60% -o /dev/null')).toMatchObject({ status: 0, stderr: '' }); // prettier-ignore
    const { status, stderr } = await run('diff alexnet alexnet-one-tower --max-growth 5%');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'layerledger: AlexNet in one tower: 1,135,256,096 connections after 724,406,816 (+56.7 %); over the limit of +5%\n',
    );
    expect((await run('diff alexnet-one-tower alexnet --max-growth 0%')).status).toBe(0);
  });

  it('judges growth exactly', async () => {
    const share = (410_849_280 / 724_406_816) * 100; // 56.7152…
    expect((await run(`diff alexnet alexnet-one-tower --max-growth ${(share - 0.0001).toFixed(4)}%`)).status).toBe(1);
    expect((await run(`diff alexnet alexnet-one-tower --max-growth ${(share + 0.0001).toFixed(4)}%`)).status).toBe(0);
  });

  it('is 3 where growth depends on open sizes', async () => {
    const { status, stderr } = await run('diff gpt2 gpt2-medium --max-growth 500%');
    expect(status).toBe(3);
    expect(stderr).toContain('whether its connections grew by more than 500% depends on open sizes');
    expect((await run('diff gpt2 gpt2-medium --max-growth 500% --bind seq=128')).status).toBe(0);
  });
});

describe('the command line', () => {
  it('takes an input for one side', async () => {
    const { stdout } = await run('diff alexnet alexnet --input-after 3x224x224 --changed');
    expect(stdout).toMatch(/^~ conv1 .* output 55 × 55 → 54 × 54$/m);
    expect((await run('diff alexnet alexnet --input 3x224x224 --exit-code')).status).toBe(0);
  });

  it('takes a parameter for one side', async () => {
    const { stdout, status } = await run('diff mobilenet_v1 mobilenet_v1 --set-after alpha=0.5 --exit-code');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^~ conv1 .* channels 32 → 16$/m);
  });

  it('binds an open size in each network that has it', async () => {
    const { stdout, status } = await run('diff gpt2 alexnet --bind seq=128 --changed');
    expect(status).toBe(0);
    expect(stdout).not.toContain('seq');
    expect((await run('diff alexnet gpt2 --open seq --format json')).stdout).toContain('seq');
  });

  it.each([
    [
      'diff gpt2 alexnet --bind length=5',
      'neither GPT-2 nor AlexNet has an open size "length": GPT-2 has batch, seq; AlexNet has batch',
    ],
    ['diff vgg16 alexnet --open length', 'neither VGG-16 nor AlexNet has an open size "length"'],
    ['diff alexnet', 'BEFORE AFTER (each a NETWORK) is missing'],
    ['diff - -', 'standard input (-) can be read once'],
    ['diff alexnet caffenet vgg16', '"vgg16" is one operand too many'],
    ['diff alexnet vgg16 --max-growth much', '--max-growth takes a share such as 5% or 0.5%, not "much"'],
  ])('%s: %s', async (command, sentence) => {
    const { status, stderr } = await run(command);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('is 4 for what cannot be read', async () => {
    expect((await run('diff alexnet nowhere.onnx')).status).toBe(4);
  });
});

it('docs/diff.md shows what the command prints', async () => {
  const text = readFileSync(new URL('../../docs/diff.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```console\n\$ layerledger (.*)\n([\s\S]*?)```/g)];
  expect(blocks).toHaveLength(1);
  for (const [, command, lines] of blocks) {
    const printed = (await run(command!.split(' '), { width: 80 })).stdout.split('\n');
    for (const line of lines!.trimEnd().split('\n')) if (line !== '…') expect(printed).toContain(line);
  }
});
