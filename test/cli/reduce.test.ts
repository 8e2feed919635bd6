/** `reduce` and `advise`: AlexNet's optima of reduce.md through the command, and what is refused. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answerSchemas } from '../../src/report/schemas.ts';
import { run, runJson } from './run.ts';

interface Reduced {
  readonly after: { weights: number; connections: number } | null;
  readonly widths: Readonly<Record<string, { from: number; to: number }>>;
  readonly objective: { status: string; value: number; bound: number; gap: number };
  readonly runnersUp: readonly { value: number }[];
  readonly variants: readonly { variants: readonly string[]; price: number | null; best: boolean }[];
}

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

function expectSchema(name: string, answer: unknown): void {
  const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(answerSchemas[name]!);
  check(answer);
  expect(check.errors).toBeNull();
}

const half = 'reduce alexnet --weights 50% --connections 50%';

describe('AlexNet at half of both (reduce.md §2.2)', () => {
  test.each([
    ['--step conv=16,fc=64 --objective log', 2.33467],
    ['--step conv=16,fc=64 --objective square', 0.638265],
    ['--step 8 --objective log', 2.312997],
    ['--step 8 --objective square', 0.630043],
    ['--step conv=16,fc=64 --objective uniform', 1 / 3],
  ])('%s: %d, optimal', async (options, value) => {
    const answer = await runJson<Reduced>(`${half} ${options} --exact`);
    expectSchema('reduce', answer);
    expect(answer.objective.status).toBe('optimal');
    expect(answer.objective.value).toBeCloseTo(value, 6);
    expect(answer.after!.weights).toBeLessThanOrEqual(30_477_328);
    expect(answer.after!.connections).toBeLessThanOrEqual(362_203_408);
  });

  test('within 0.1 % where nothing else is asked', async () => {
    const { objective } = await runJson<Reduced>(half);
    expect(objective.value).toBeGreaterThanOrEqual(2.312996);
    expect(objective.gap).toBeLessThanOrEqual(0.001);
  });

  test('the next best are dearer, in order', async () => {
    const { objective, runnersUp } = await runJson<Reduced>(`${half} --step conv=16,fc=64 --exact --runners-up 3`);
    const prices = [objective.value, ...runnersUp.map(({ value }) => value)];
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(runnersUp.length).toBe(3);
  });
});

test('one budget on weights changes one layer', async () => {
  const { widths } = await runJson<Reduced>('reduce alexnet --weights 50% --step conv=16,fc=256 --exact');
  const changed = Object.entries(widths).filter(([, { from, to }]) => from !== to);
  expect(changed).toEqual([['fc1', expect.objectContaining({ from: 4096, to: 1792 })]]);
});

test('layers that are kept, bounded and tied', async () => {
  const asked = '--keep conv1 --at-least fc1=3000 --tie conv[34] --connections 60% --weights 60%';
  const { widths } = await runJson<Reduced>(`reduce alexnet ${asked}`);
  expect(widths['conv1']!.to).toBe(96);
  expect(widths['fc1']!.to).toBeGreaterThanOrEqual(3000);
  expect(widths['conv3']!.to).toBe(widths['conv4']!.to);
});

test('a pattern bounds every layer that it names', async () => {
  const { widths } = await runJson<Reduced>('reduce alexnet --weights 60% --at-least fc*=3000');
  expect(widths['fc1']!.to).toBeGreaterThanOrEqual(3000);
  expect(widths['fc2']!.to).toBeGreaterThanOrEqual(3000);
});

test('variants join the choice', async () => {
  const answer = await runJson<Reduced>('reduce lenet-5 --weights 40% --variant low-rank=F6');
  expectSchema('reduce', answer);
  expect(answer.variants.map(({ variants }) => variants)).toEqual([[], ['low-rank=F6']]);
  expect(answer.variants.filter(({ best }) => best).length).toBe(1);
});

test('the surface: prices fall as budgets grow; as JSON, CSV and SVG', async () => {
  const grid = 'reduce lenet-caffe --pareto';
  const answer = await runJson<{
    points: readonly { weightsShare: number; connectionsShare: number; price: number | null }[];
  }>(grid);
  expectSchema('reduce', answer);
  expect(answer.points.length).toBe(81);
  expect(answer.points.at(-1)!.price).toBe(0);
  for (const { weightsShare, connectionsShare, price } of answer.points) {
    const looser = answer.points.filter(
      (other) => other.weightsShare >= weightsShare && other.connectionsShare >= connectionsShare,
    );
    for (const other of looser) expect(other.price ?? Infinity).toBeLessThanOrEqual((price ?? Infinity) + 1e-9);
  }
  expect((await run(`${grid} --format csv`)).stdout.split('\r\n').length).toBe(83);
  expect((await run(`${grid} --format svg`)).stdout).toMatch(/^<svg .*<\/svg>\n$/s);
});

test('advice, as JSON, CSV, Markdown and text', async () => {
  expectSchema('advise', await runJson('advise alexnet'));
  const { stdout } = await run('advise alexnet');
  expect(stdout).toContain(
    'Fully connected layers hold 96.2 % of the weights; convolutions hold 91.9 % of the connections.',
  );
  expect(stdout).toContain('global-pooling       −60.21 %      −5.07 %');
  expect((await run('advise alexnet --format csv')).stdout).toContain('fc1,1,4096');
  expect((await run('advise alexnet --format markdown')).stdout).toContain('| fc1 ');
});

test('advice in a file has no colours, and lines as long as they are', async () => {
  const path = join(folder, 'advice.txt');
  const terminal = { colour: true, width: 40 };
  const shown = await run('advise lenet', terminal);
  expect(shown.stdout).toContain('\u001B[');
  expect(await run(`advise lenet -o ${path}`, terminal)).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(path, 'utf8')).toBe((await run('advise lenet')).stdout);
  rmSync(path);
});

test('the reduced architecture as a file has the totals that were promised', async () => {
  const file = join(folder, 'half.onnx');
  const { after } = await runJson<Reduced>(`${half} -o ${file}`);
  const { totals } = await runJson<{ totals: { weights: number; connections: number } }>(`count ${file}`);
  expect(totals).toMatchObject({ weights: after!.weights, connections: after!.connections });
  expect(readdirSync(folder)).toEqual(['half.onnx']);
  expect(readFileSync(file).length).toBeLessThan(100_000); // shapes only: an architecture has no weights
});

test('a file that cannot be written does not take the answer with it', async () => {
  const { stdout, stderr, status } = await run(`reduce lenet --weights 50% -o ${join(folder, 'missing', 'half.onnx')}`);
  expect(stdout).toBe(
    (await run('reduce lenet --weights 50%')).stdout.replace(/[\d.]+ s\b/, /[\d.]+ s\b/.exec(stdout)![0]),
  );
  expect(stderr).toMatch(/half\.onnx cannot be written: .+\n$/);
  expect(status).toBe(4);
});

describe('what cannot be answered', () => {
  test.each([
    [
      'reduce alexnet --weights 1000',
      1,
      'The least that these widths reach is 15,224 weights where at most 1,000 were asked for',
    ],
    ['reduce alexnet --weights 2% --connections 3% --floor 1/8', 1, 'Nothing fits'],
  ])('%s', async (command, status, words) => {
    const outcome = await run(command);
    expect(outcome.status).toBe(status);
    expect(outcome.stdout).toContain(words);
  });

  test.each([
    ['reduce alexnet', 2, 'give a budget: --weights 50%'],
    ['reduce alexnet --weights -3', 2, 'takes a number such as 20M'],
    ['reduce alexnet --weights many', 2, 'not "many"'],
    ['reduce alexnet --weights 50% --keep conv9', 2, 'no layer that makes channels is called "conv9"'],
    ['reduce alexnet --weights 50% --at-least fc1=5000', 2, 'has width 4096; it cannot be kept at 5000 or more'],
    ['reduce alexnet --weights 50% --tie conv*', 2, 'has width 96 and "conv2" 256'],
    ['reduce alexnet --weights 50% --at-least fc*=5000', 2, '"fc1" has width 4096; it cannot be kept at 5000 or more'],
    ['reduce alexnet --weights 50% --keep conv[4-2]', 2, '"conv[4-2]" is no pattern: a range such as [2-4] ascends'],
    ['reduce alexnet --weights 50% --step 0', 2, '--step takes a whole number from 1, not "0"'],
    ['reduce alexnet --weights 50% --step conv=16,conv=32', 2, '--step takes conv and fc once each'],
    ['reduce alexnet --weights 50% --step 16,fc=64', 2, '--step takes 16 or conv=16,fc=64'],
    ['reduce alexnet --weights 50% --keep *', 4, 'nothing of AlexNet can change'],
    ['reduce alexnet --weights 50% --objective importance', 4, 'needs the network’s weights'],
    ['reduce alexnet --weights 50% --rank norm', 4, 'needs the network’s weights'],
    ['reduce alexnet --weights 50% -o half.txt', 2, 'ends in .onnx or .yaml'],
    ['reduce bert-base --weights 50%', 4, 'depends on seq'],
    ['reduce alexnet --weights 50% --format svg', 2, 'draws --pareto'],
    ['reduce alexnet --pareto --weights 50%', 2, '--weights and --pareto do not go together'],
    ['reduce alexnet --pareto --variant global-pooling', 2, '--variant and --pareto do not go together'],
    ['reduce alexnet --pareto --runners-up 3', 2, '--runners-up and --pareto do not go together'],
    ['reduce alexnet --pareto -o reduced.onnx', 2, '--pareto writes a table or a figure, not the network'],
    [
      'reduce alexnet --weights 50% --input 1x3x999999x999999',
      4,
      'channels are followed through at most 67108864 elements',
    ],
  ])('%s', async (command, status, words) => {
    const outcome = await run(command);
    expect(outcome.stderr.replaceAll("'", '’')).toContain(words);
    expect([outcome.stdout, outcome.status]).toEqual(['', status]);
  });
});

test('an interrupt ends with the best so far', async () => {
  let heard: (() => void) | undefined;
  const asked = run('reduce resnet50 --weights 50% --connections 50% --exact --format json', {
    onInterrupt: (handler) => {
      heard = handler;
      setTimeout(() => heard!(), 400);
      return () => (heard = undefined);
    },
  });
  const { stdout, status } = await asked;
  const { objective, after } = JSON.parse(stdout) as Reduced; // oxlint-disable-line typescript/no-unsafe-type-assertion
  expect([objective.status, status]).toEqual(['stopped', 0]);
  expect(after!.weights).toBeLessThanOrEqual(12_751_456);
});
