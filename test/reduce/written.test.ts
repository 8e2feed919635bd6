/** `reduce -o`: models with their weights in a file of their own, network files, and places that cannot be written to. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import type { Network } from '../../src/core/network.ts';
import { randomWeights, writeOnnx } from '../../src/formats/index.ts';
import { writeChunks } from '../../src/node/write.ts';
import { loadRuntime, writeNpy } from '../../src/run/index.ts';
import { run, runJson } from '../cli/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

function place(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function network(): Network {
  const b = buildNetwork('layers');
  const layer = (from: string, name: string, [rows, columns]: readonly [number, number]): string => {
    const w = b.tensor(`${name}.w`, { type: 'float32', shape: [rows, columns] });
    const c = b.tensor(`${name}.b`, { type: 'float32', shape: [columns] });
    return b.node('Gemm', [from, w, c], { name })[0]!;
  };
  const [first] = b.node('Relu', [layer(b.input('x', [1, 32]), 'one', [32, 64])]);
  const [second] = b.node('Relu', [layer(first!, 'two', [64, 48])]);
  b.output(layer(second!, 'three', [48, 10]));
  return b.finish();
}

/** `NAME.onnx`, whose large tensors lie in `data`. */
async function external(at: string, name: string, data: string): Promise<string> {
  const path = join(at, `${name}.onnx`);
  const { model, data: beside } = await writeOnnx(network(), { weights: randomWeights(network()), external: { location: data } });
  await writeChunks([{ path: join(at, data), chunks: beside!.chunks() }, { path, chunks: model.chunks() }]);
  return path;
} // prettier-ignore

interface Reduced {
  readonly after: { readonly weights: number; readonly connections: number };
}

describe('a model with its weights in another file', () => {
  test('stays so, with and without samples, and runs', async () => {
    const at = place('external');
    const model = await external(at, 'model', 'weights.bin');
    const sample = join(at, 'x.npy');
    writeFileSync(
      sample,
      writeNpy({ type: 'float32', shape: [3, 32], data: new Float32Array(96).map((_, i) => i % 7) }),
    );
    for (const ending of ['', ` --samples ${sample}`]) {
      const out = join(place(`external${ending.length}`), 'out.onnx');
      const { after } = await runJson<Reduced>(`reduce ${model} --weights 60%${ending} -o ${out}`);
      expect(readdirSync(join(out, '..')).toSorted()).toEqual(['out.onnx', 'out.onnx.data']);
      expect(readFileSync(out).length).toBeLessThan(2000);
      const { totals } = await runJson<{ totals: Reduced['after'] }>(`count ${out}`);
      expect(totals).toMatchObject({ weights: after.weights, connections: after.connections });
      const session = await (await loadRuntime()).open(out);
      const outputs = await session.run(new Map([['x', { type: 'float32', shape: [1, 32], data: new Float32Array(32).fill(1) }]])); // prettier-ignore
      await session.release();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the output is float32
      const numbers = [...(outputs.values().next().value!.data as Float32Array)];
      expect(numbers.every(Number.isFinite) && numbers.some((each) => each !== 0)).toBe(true);
    }
  });

  test('is not written over by the data of another', async () => {
    const at = place('overlap');
    const model = await external(at, 'model', 'out.onnx.data');
    const before = readFileSync(join(at, 'out.onnx.data'));
    const { status, stderr } = await run(`reduce ${model} --weights 60% -o ${join(at, 'out.onnx')}`);
    expect([status, stderr]).toEqual([2, expect.stringContaining('never overwritten')]);
    expect(readFileSync(join(at, 'out.onnx.data'))).toEqual(before);
  });

  test('whose file has been cut off leaves nothing behind', async () => {
    const at = place('cut-off');
    const model = await external(at, 'model', 'weights.bin');
    truncateSync(join(at, 'weights.bin'), 5000);
    const { status, stderr, stdout } = await run(
      `reduce ${model} --weights 60% --rank order -o ${join(at, 'out.onnx')}`,
    );
    expect([status, stdout]).toEqual([4, expect.stringContaining('kept')]);
    expect(stderr).toContain('of weights.bin, which has 5000');
    expect(readdirSync(at).toSorted()).toEqual(['model.onnx', 'weights.bin']);
  });

  test('whose file is not there has no weights: shapes are written, and it is said', async () => {
    const at = place('absent');
    const model = await external(at, 'model', 'weights.bin');
    rmSync(join(at, 'weights.bin'));
    const { notes } = await runJson<{ notes: readonly string[] }>(`reduce ${model} --weights 60% -o ${join(at, 'out.onnx')}`);
    expect(notes.join(' ')).toContain('the file has shapes only');
    expect(readdirSync(at).toSorted()).toEqual(['model.onnx', 'out.onnx']);
  }); // prettier-ignore
});

test('an architecture as a network file reads back and counts as was said', async () => {
  const out = join(place('yaml'), 'out.yaml');
  const { after } = await runJson<Reduced>(`reduce alexnet --weights 60% --connections 70% -o ${out}`);
  const { totals } = await runJson<{ totals: Reduced['after'] }>(`count ${out}`);
  expect(totals).toMatchObject({ weights: after.weights, connections: after.connections });
});

describe('places that cannot be written to', () => {
  const half = 'reduce lenet-5 --weights 60%';

  test.each([
    ['no extension', 'out', 2, 'takes a file that ends in .onnx or .yaml'],
    ['another extension', 'out.pt', 2, 'takes a file that ends in .onnx or .yaml'],
    ['a folder that is not there', 'nowhere/out.onnx', 4, 'cannot be written: its folder is not there'],
    ['a folder that is not there, for a network file', 'nowhere/out.yaml', 4, 'cannot be written: its folder is not there'],
    ['a folder in its place', 'folder.onnx', 4, 'cannot be written: it is a folder'],
  ] as const)('%s', async (_, name, status, sentence) => {
    const at = join(folder, 'places');
    mkdirSync(join(at, 'folder.onnx'), { recursive: true });
    const outcome = await run(`${half} -o ${join(at, name)}`);
    expect([outcome.status, outcome.stdout]).toEqual([status, status === 4 ? expect.stringContaining('kept') : '']);
    expect(outcome.stderr).toContain(sentence);
    expect(readdirSync(at)).toEqual(['folder.onnx']);
  }); // prettier-ignore

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written to', async () => {
    const at = place('locked');
    chmodSync(at, 0o500);
    for (const name of ['out.onnx', 'out.yaml']) {
      const outcome = await run(`${half} -o ${join(at, name)}`);
      expect([outcome.status, outcome.stderr]).toEqual([4, expect.stringContaining('writing there is not allowed')]);
    }
    expect(readdirSync(at)).toEqual([]);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk', async () => {
    const link = join(place('full'), 'out.yaml');
    symlinkSync('/dev/full', link);
    const outcome = await run(`${half} -o ${link}`);
    expect([outcome.status, outcome.stderr]).toEqual([
      4,
      expect.stringContaining('cannot be written: the disk is full'),
    ]);
  });

  test('what ends in the middle of a file leaves the one that was there', async () => {
    const path = join(place('middle'), 'out.onnx');
    writeFileSync(path, 'as it was');
    const ending = async function* (): AsyncGenerator<Uint8Array, void, void> {
      yield new Uint8Array(1000);
      throw new Error('the disk is full');
    };
    await expect(writeChunks([{ path, chunks: ending() }])).rejects.toThrow('the disk is full');
    expect([readFileSync(path, 'utf8'), readdirSync(join(path, '..'))]).toEqual(['as it was', ['out.onnx']]);
  });
});
