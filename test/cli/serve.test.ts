/** `layerledger serve`: what it prints, how it ends, and what it refuses before it listens. The server itself: test/node/serve.test.ts. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from './run.ts';

const scratch = mkdtempSync(join(tmpdir(), 'layerledger-serve-'));
const model = join(scratch, 'model.onnx');
writeFileSync(model, '0123456789');
afterAll(() => rmSync(scratch, { recursive: true }));

const page = fileURLToPath(new URL('../../dist/web/index.html', import.meta.url));

describe.runIf(existsSync(page))('serve', () => {
  it('says where it is, serves until it is told to stop, and ends with 0', async () => {
    let stop: () => void = () => {};
    let address = '';
    const told: string[] = [];
    const outcome = run(['serve', model, '--port', '0'], {
      onPart: ({ text, remarks }) => {
        address = text.trim();
        told.push(...(remarks ?? []));
      },
      onStop: (heard) => (stop = heard),
    });
    await expect.poll(() => address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const answer = await fetch(address);
    const declared = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await answer.text())?.[1];
    if (declared !== undefined) expect(answer.headers.get('content-security-policy')).toContain(declared.replaceAll('&quot;', '"').replaceAll('&#39;', "'")); // prettier-ignore
    expect(await (await fetch(`${address}models.json`)).json()).toHaveLength(1);
    expect(told).toEqual(['Ctrl-C ends it']);
    stop();
    expect(await outcome).toEqual({ status: 0, stdout: '', stderr: '' });
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  it('warns where others reach it', async () => {
    const told: string[] = [];
    const outcome = run(['serve', model, '--port', '0', '--host', '0.0.0.0'], {
      onPart: ({ remarks }) => told.push(...(remarks ?? [])),
      onStop: (heard) => heard(),
    });
    expect((await outcome).status).toBe(0);
    expect(told[0]).toBe("whoever reaches 0.0.0.0 can read the page and the file named: only 127.0.0.1 is this machine's alone"); // prettier-ignore
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s as a process', async (signal) => {
    const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0']);
    const address = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text).trim()))); // prettier-ignore
    expect((await fetch(address)).status).toBe(200);
    const ended = new Promise((resolve) => child.once('exit', (code, by) => resolve([code, by])));
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    ['serve alexnet', 'alexnet is built in'],
    ['serve https://example.com/model.onnx', 'https://example.com/model.onnx is an address'],
    ['serve --port 70000', '--port takes a port from 0 to 65535, not "70000"'],
  ])('%s: %s', async (command, sentence) => {
    const { status, stderr } = await run(command);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('is 4 for a file that is not there', async () => {
    expect(await run('serve nowhere.onnx')).toMatchObject({ status: 4, stderr: 'layerledger: nowhere.onnx: there is no such file\n' }); // prettier-ignore
  });
});
