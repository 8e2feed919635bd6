/** The other commands: shapes, explain, networks, schema, completion, help and version. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { answerSchemas } from '../../src/report/schemas.ts';
import { publishedNetworks } from '../../src/formats/published.ts';
import { run, runJson } from './run.ts';

const isOf = (name: string, answer: unknown): boolean =>
  new Ajv2020({ strict: true, allowUnionTypes: true }).compile(answerSchemas[name]!)(answer);

it('shapes gives every value', async () => {
  const answer = await runJson<{ values: object; unknown: object }>('shapes alexnet');
  expect(isOf('shapes', answer)).toBe(true);
  expect(answer.values).toMatchObject({ conv1_out: { type: 'float32', shape: [1, 96, 55, 55] } });
  expect(answer.unknown).toEqual([]);
  expect((await run('shapes alexnet')).stdout).toMatch(/^pool5_out +float32 +1 × 256 × 6 × 6$/m);
  expect((await run('shapes alexnet --format csv')).stdout).toContain('pool5_out,float32,1x256x6x6\r\n');
  expect((await run('shapes alexnet --open batch')).stdout).toMatch(/^pool5_out +float32 +batch × 256 × 6 × 6$/m);
});

it('explain says how a layer’s figures come about, or where the totals come from', async () => {
  const { stdout } = await run('explain alexnet conv2');
  expect(stdout).toContain('in symbols  h × w × C × N × T × Y × X');
  expect(stdout).toContain('in numbers  5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers)');
  const layer = await runJson('explain alexnet conv2');
  expect(isOf('explain', layer)).toBe(true);
  expect(layer).toMatchObject({ layer: { name: 'conv2', output: [1, 256, 27, 27] } });
  const totals = await runJson('explain alexnet');
  expect(isOf('explain', totals)).toBe(true);
  expect((await run('explain alexnet')).stdout).toMatch(/ {2}conv2 +223,948,800 +30\.9 %/);
});

it('networks lists what is built in, and all of it counts', async () => {
  const answer = await runJson<{ networks: readonly { name: string }[] }>('networks');
  expect(isOf('networks', answer)).toBe(true);
  expect(answer.networks.map(({ name }) => name)).toEqual(publishedNetworks().map(({ name }) => name));
  expect((await run('networks')).stdout).toMatch(/^alexnet +AlexNet /m);
  const counted = await run(['count', ...answer.networks.map(({ name }) => name), '--format', 'json']);
  expect(counted).toMatchObject({ status: 0, stderr: '' });
  expect(isOf('count', JSON.parse(counted.stdout))).toBe(true);
});

it('schema prints schemas that are themselves in order', async () => {
  const names = (await run('schema')).stdout.trimEnd().split('\n');
  expect(names).toEqual([
    'count',
    'shapes',
    'compare',
    'draw',
    'diff',
    'audit',
    'why',
    'explain',
    'run',
    'advise',
    'reduce',
    'networks',
    'network-file',
    'claims',
  ]);
  for (const name of names) {
    const schema: unknown = JSON.parse((await run(`schema ${name}`)).stdout);
    if (typeof schema !== 'object' || schema === null) throw new Error(`${name} is no object`);
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
  }
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('is a script for %s that knows every command and option', async (shell) => {
    const { stdout } = await run(`completion ${shell}`);
    for (const { name, load } of commands) {
      expect(stdout).toContain(name);
      for (const option of Object.keys((await load()).options))
        expect(stdout).toMatch(new RegExp(`(--|-l )${option}\\b`));
    }
    expect(stdout).toContain('alexnet');
  });

  it('works in bash', async () => {
    const { stdout } = await run('completion bash');
    const complete = (...words: readonly string[]): readonly string[] => {
      const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _layerledger; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trimEnd().split('\n');
    };
    expect(complete('layerledger', 'co')).toEqual(['count', 'compare', 'completion']);
    expect(complete('layerledger', 'count', '--max-w')).toEqual(['--max-weights', '--max-weight-bytes']);
    expect(complete('layerledger', 'count', '--format', 'ma')).toEqual(['markdown']);
    expect(complete('layerledger', 'count', 'alexnet-')).toContain('alexnet-released');
  });
});

describe('help', () => {
  it('is there for every command, with examples that parse', async () => {
    for (const { name } of commands) {
      const { stdout, status } = await run(`${name} --help`);
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`^layerledger ${name}: `));
      expect(stdout).toMatch(/\nexamples:\n {2}\S/);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(await run(['help', name])).toEqual(await run([name, '-h']));
    }
  });

  it('says MACs and FLOPs where they are looked for', async () => {
    for (const command of ['--help', 'count --help']) {
      const { stdout } = await run(command);
      expect(stdout).toContain('MACs');
      expect(stdout).toContain('FLOP');
    }
  });
});

it('the version is package.json’s', async () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect((await run('--version')).stdout).toBe(`${/"version": "([^"]+)"/.exec(text)![1]}\n`);
});
