/** Without ONNX Runtime, which is optional, `reduce --samples` says what to install. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { run } from '../cli/run.ts';
import { classifier } from './lines/classifier.ts';

vi.mock('../../src/run/runtime.ts', async (original) => {
  const actual = await original<typeof import('../../src/run/runtime.ts')>();
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  return { ...actual, loadRuntime: () => actual.loadRuntime(() => Promise.reject(missing)) };
});

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('one sentence, and nothing is written', async () => {
  const out = join(folder, 'out.onnx');
  const { status, stdout, stderr } = await run(
    `reduce ${classifier} --weights 90% --input 1x3x48x192 --samples ${folder} -o ${out}`,
  );
  const sentence = 'layerledger: running a network needs ONNX Runtime: npm install onnxruntime-node\n';
  expect({ status, stdout, stderr }).toEqual({ status: 4, stdout: '', stderr: sentence });
  expect(readdirSync(folder)).toEqual([]);
});
