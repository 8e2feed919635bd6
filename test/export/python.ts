/** Runs exported sources with Python over the stand-ins in fake/, where Python is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const fake = fileURLToPath(new URL('fake', import.meta.url));

export const hasPython = spawnSync('python3', ['--version']).status === 0;

const lineSchema = z.union([z.object({ printed: z.array(z.string()) }), z.object({ failed: z.string() })]);

export type Ran = z.infer<typeof lineSchema>;

/** What each source prints when it is run as `python FILE`, or how it fails. */
export function runSources(sources: readonly string[]): readonly Ran[] {
  const folder = mkdtempSync(join(tmpdir(), 'layerledger-export-'));
  try {
    const paths = sources.map((source, i) => {
      const path = join(folder, `source${i}.py`);
      writeFileSync(path, source);
      return path;
    });
    const { stdout, stderr } = spawnSync('python3', ['-B', join(fake, 'run.py')], {
      input: paths.map((path) => `${path}\n`).join(''),
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: fake },
      maxBuffer: 2 ** 28,
    });
    const lines = stdout.split('\n').filter((line) => line !== '');
    if (lines.length !== sources.length) throw new Error(stderr);
    return lines.map((line) => lineSchema.parse(JSON.parse(line)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
