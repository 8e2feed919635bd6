/** The commands audit, why and schema: their JSON against its schema, exit statuses, formats. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answerSchemas } from '../../src/report/schemas.ts';
import { claimsFileSchema } from '../../src/audit/schema.ts';
import { allPublishedClaims } from '../../src/audit/index.ts';
import { run, runJson } from '../cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const path = join(folder, 'claims.yaml');
  writeFileSync(path, text);
  return path;
}

const right =
  'title: t\nclaims:\n  - {id: a, quoted: q, printed: 60.97M, unit: parameters, network: alexnet, value: parameters}\n';

describe('audit', () => {
  test('JSON is what its schema says, with the contract’s fields', async () => {
    const answer = await runJson<{ claims: readonly Record<string, unknown>[] }>('audit alexnet');
    expect(new Ajv2020().validate(answerSchemas['audit']!, answer)).toBe(true);
    const conv1 = answer.claims.find(({ printed }) => printed === 253_440)!;
    expect(conv1).toMatchObject({ id: 'caption-conv1', computed: 290_400, verdict: 'wrong', convention: null });
    expect(conv1['explanations']).toMatchObject([{ value: 253_440, changes: ['one 55 replaced by 48'] }]);
  });

  test('exits with 1 under --strict where a claim is wrong, and with 0 without it', async () => {
    expect((await run('audit alexnet')).status).toBe(0);
    const { status, stderr } = await run('audit alexnet --strict');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/42 claims: .* wrong/)]);
    expect((await run(['audit', written(right), '--strict'])).status).toBe(0);
  });

  test('a file with a fault is malformed: 4, with line and column', async () => {
    const path = written(right.replace('printed', 'pritned'));
    const { status, stderr } = await run(['audit', path]);
    expect([status, stderr]).toEqual([4, expect.stringMatching(/claims\.yaml:3:\d+: /)]);
  });

  test('an open size leaves a gap: 3', async () => {
    const text =
      'title: t\nnetworks: {n: {input: 3 x H x 4, layers: [{conv: 2, kernel: 1}]}}\nclaims:\n  - {id: a, quoted: q, printed: 1, unit: MACs, network: n, value: connections}\n';
    expect((await run(['audit', written(text)])).status).toBe(3);
  });

  test('claims come from standard input, and about one network of a family', async () => {
    const { stdout } = await run('audit -', { readStdin: async () => new Blob([right]) });
    expect(stdout).toContain('rounded: 60.97M parameters (a)');
    const about = await run('audit vgg19');
    expect(about.stdout).toContain('19.6G MACs');
    expect(about.stdout).not.toContain('15.3G MACs');
  });

  test('nothing is built in: 2', async () => {
    expect(await run('audit nin')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no claim about nin is built in'),
    });
  });

  test.each([
    ['markdown', /^## AlexNet.*\n\n42 claims: .*\n\n\| claim \| printed/],
    ['latex', /^% \\usepackage\{booktabs, longtable, amsmath\}\n\\begin\{longtable\}/],
  ])('as %s', async (format, start) => {
    const { stdout } = await run(`audit alexnet --format ${format}`);
    expect(stdout).toMatch(start);
    expect(stdout).not.toMatch(/U\+|undefined/);
  });
});

describe('why', () => {
  test('JSON is what its schema says', async () => {
    const answer = await runJson<{ explanations: readonly unknown[] }>('why alexnet 62378344');
    expect(new Ajv2020().validate(answerSchemas['why']!, answer)).toBe(true);
    expect(answer).toMatchObject({ number: 62_378_344, explanations: [{ value: 62_378_344 }] });
  });

  test.each([
    ['why', 'alexnet', '55 × 48 × 96'],
    ['why', 'alexnet', '253', '440'],
  ])('takes a number of several words: %s %s %s', async (...args) => {
    expect((await run(args)).stdout).toContain('1. 253,440 = 55·48·96: one 55 replaced by 48 (units of conv1)');
  });

  test('nothing found: 1; no number: 2', async () => {
    expect((await run('why vgg16 123456787')).status).toBe(1);
    expect(await run('why vgg16 much')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('"much" is no number'),
    });
    expect(await run(`why alexnet ${'9'.repeat(320)}`)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('(320 characters) is too large'),
    });
  });
});

test('every built-in claims file is what the schema of claims files says', () => {
  const validate = new Ajv2020().compile(claimsFileSchema());
  for (const { name, claims } of allPublishedClaims()) expect([name, validate(claims)]).toEqual([name, true]);
});
