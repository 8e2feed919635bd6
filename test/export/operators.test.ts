/** ONNX's own one-operator cases, exported to PyTorch and run over the stand-in: the shapes that the ONNX reference computes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UnsupportedError } from '../../src/core/errors.ts';
import { exportPytorch } from '../../src/export/pytorch/write.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { filesOfTar } from '../conformance/tar.ts';
import { hasPython, runSources } from './python.ts';

const fixture = new URL('../fixtures/onnx-node/', import.meta.url);

/** Sizes that are elements of an input, which the stand-in does not have, and an output that is no tensor. */
const byData = /(?:blackman|hamming|hann)window|nonzero|identity_opt/;

test.skipIf(!hasPython)(
  'every case that is exported runs and gives the reference’s shapes; others are refused',
  async () => {
    const files = filesOfTar(readFileSync(new URL('models.tar.gz', fixture)));
    const cases: Record<string, { readonly outputs: readonly { readonly dims?: readonly number[] }[] }> = JSON.parse(
      readFileSync(new URL('expected.json', fixture), 'utf8'),
    );
    const exported: { name: string; source: string; shapes: string }[] = [];
    for (const [name, { outputs }] of Object.entries(cases)) {
      if (byData.test(name)) continue;
      const network = await readOnnx(new Blob([files.get(`${name}.onnx`)!]), { name });
      try {
        const shapes = outputs.map(({ dims = [] }) => `(${dims.join(', ')}${dims.length === 1 ? ',' : ''})`).join(' ');
        exported.push({ name, source: exportPytorch(network), shapes });
      } catch (error) {
        if (!(error instanceof UnsupportedError)) throw new Error(`${name}: ${String(error)}`, { cause: error });
      }
    }
    const ran = runSources(exported.map(({ source }) => source));
    const wrong = exported.flatMap(({ name, shapes }, i) => {
      const one = ran[i]!;
      return 'printed' in one && one.printed[1] === shapes ? [] : [{ name, shapes, ran: one }];
    });
    expect(wrong).toEqual([]);
    expect(exported.length).toBeGreaterThan(650);
  },
);
