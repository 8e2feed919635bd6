/** The built command, as a process: it gives what the sources give, to pipes, files and readers that leave. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { count } from '../../src/count.ts';
import { run } from './run.ts';

const bin = fileURLToPath(new URL('../../dist/bin/layerledger.js', import.meta.url));
const ledgers = fileURLToPath(new URL('../../dist/bin/ledgers', import.meta.url));
const alexnet = fileURLToPath(new URL('../fixtures/caffe/alexnet.prototxt', import.meta.url));

const shell = (
  script: string,
  env: Readonly<Record<string, string>> = {},
): { status: number | null; stdout: string; stderr: string } =>
  spawnSync('bash', ['-c', script, bin, process.execPath], {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined, L: `${process.execPath} ${bin}`, ...env },
  });

describe.skipIf(!existsSync(bin))('the built command', () => {
  it('has stored ledgers as they are counted', async () => {
    const stored = readdirSync(ledgers).map((file) => file.replace(/\.json$/, ''));
    expect(stored).toContain('alexnet');
    for (const name of stored) {
      const { network, inference: _, bindings, ...counted } = await count(name);
      const { source, format } = network;
      const expected = { ...counted, network: { name: network.name, source, format }, bindings: [...bindings] };
      expect(readFileSync(join(ledgers, `${name}.json`), 'utf8')).toBe(JSON.stringify(expected));
    }
  });

  it.each(['--format json', '--derive --layers all', '--format csv'])(
    'prints a stored ledger as a counted one: %s',
    async (options) => {
      const { status, stdout, stderr } = shell(`$L count alexnet ${options}`);
      expect({ status, stdout, stderr }).toEqual(await run(`count alexnet ${options}`));
    },
  );

  it('counts what is not stored', async () => {
    const command = 'count alexnet --open batch --format json';
    expect(shell(`$L ${command}`).stdout).toBe((await run(command)).stdout);
  });

  it('reads standard input: a file, a pipe, and a pipe in the place of a file', () => {
    for (const script of [`$L count - < ${alexnet}`, `cat ${alexnet} | $L count -`, `$L count <(cat ${alexnet})`]) {
      const { status, stdout } = shell(script);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^parameters +60,965,224 /m);
    }
  });

  it('is quiet when its reader leaves', () => {
    const { status, stdout, stderr } = shell(
      '$L count googlenet --layers all --format json | head -c 10; exit ${PIPESTATUS[0]}',
    );
    expect({ status, stdout: stdout.length, stderr }).toEqual({ status: 0, stdout: 10, stderr: '' });
  });

  it('prints more than a pipe holds', () => {
    const { stdout } = shell('$L count googlenet --layers all --format json | (sleep 0.3; cat)');
    expect(JSON.parse(stdout)).toHaveProperty('network.name', 'GoogLeNet');
  });

  it('colours as the environment says', () => {
    // eslint-disable-next-line no-control-regex -- escapes are what it looks for
    const escape = /\u001b\[/;
    expect(shell('$L count alexnet').stdout).not.toMatch(escape);
    expect(shell('$L count alexnet', { FORCE_COLOR: '1' }).stdout).toMatch(escape);
    expect(shell('$L count alexnet', { FORCE_COLOR: '0' }).stdout).not.toMatch(escape);
    expect(shell('$L count alexnet', { NO_COLOR: '1' }).stdout).not.toMatch(escape);
  });

  it('exits with the statuses of the contract', () => {
    expect(shell('$L count alexnet --max-weights 1M').status).toBe(1);
    expect(shell('$L count alexnet --nope').status).toBe(2);
    expect(shell('$L count alexnt').status).toBe(4);
  });
});
