/** `reduce --samples` on a real model, as the command does it: what is written, what it computes, and what is refused. */
import { createHash } from 'node:crypto';
import { encode } from 'fast-png';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { graphBytes } from '../../src/run/model.ts';
import { loadRuntime, writeNpy, type Values } from '../../src/run/index.ts';
import { run, runJson } from '../cli/run.ts';
import { batchOf, classifier, probabilities } from './lines/classifier.ts';
import { distancesOfMeans } from './lines/means.ts';
import { lineHeight, lineWidth, textLines } from './lines/render.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lines = textLines(24, 7);
const samples = place('samples');
writeFileSync(join(samples, 'a.npy'), writeNpy(batchOf(lines.slice(0, 23))));
writeFileSync(join(samples, 'b.npy'), writeNpy({ ...batchOf([lines[23]!]), shape: [3, lineHeight, lineWidth] }));
writeFileSync(join(samples, 'notes.txt'), 'not a sample');

const reducing = `reduce ${classifier} --weights 90% --connections 90% --objective importance --input 1x3x48x192`;

interface Amounts {
  readonly weights: number;
  readonly connections: number;
  readonly units: number;
}

interface Reduced {
  readonly after: Amounts;
  readonly notes: readonly string[];
  readonly file: string;
}

function place(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function amountsOf({ weights, connections, units }: Amounts): readonly number[] {
  return [weights, connections, units];
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

async function answersOf(model: string | Uint8Array): Promise<Float32Array> {
  const session = await (await loadRuntime()).open(model);
  try {
    return await probabilities(session, lines);
  } finally {
    await session.release();
  }
}

describe('PaddleOCR’s direction classifier', () => {
  test('is cut as promised, runs, and is left as it was', async () => {
    const before = hashOf(classifier);
    const out = join(place('whole'), 'reduced.onnx');
    const { after, notes, file } = await runJson<Reduced>(`${reducing} --samples ${samples} -o ${out}`);
    expect(file).toBe(out);
    expect(notes).toEqual([
      expect.stringMatching(/^layers without a bias were given one, for what is gone: \d+ bytes more$/),
    ]);
    expect(readdirSync(join(folder, 'whole'))).toEqual(['reduced.onnx']);
    expect(hashOf(classifier)).toBe(before);
    const { totals } = await runJson<{ totals: Amounts }>(`count ${out} --input 1x3x48x192`);
    expect(amountsOf(totals)).toEqual(amountsOf(after));
    expect(after.weights).toBeLessThanOrEqual(0.9 * 124_072);
    expect(after.connections).toBeLessThanOrEqual(0.9 * 16_315_376);
    const [answers, original] = [await answersOf(out), await answersOf(classifier)];
    for (let i = 0; i < answers.length; i += 2) expect(answers[i]! + answers[i + 1]!).toBeCloseTo(1, 5);
    const agreeing = lines.filter((_, i) => answers[2 * i]! > 0.5 === original[2 * i]! > 0.5);
    expect(agreeing.length).toBeGreaterThanOrEqual(20); // 24 in the run that this was written after
  }, 60_000);

  test('pictures are samples too, and the range that they were fed in is said', async () => {
    const pictures = place('pictures');
    for (const [i, { pixels, width }] of lines.slice(0, 3).entries()) {
      const data = Uint8Array.from(pixels, (value) => Math.round(255 * value));
      writeFileSync(join(pictures, `${i}.png`), encode({ width, height: lineHeight, channels: 1, depth: 8, data }));
    }
    const { notes } = await runJson<Reduced>(`${reducing} --samples ${pictures} -o ${join(folder, 'pictures.onnx')}`);
    expect(notes[0]).toBe('3 images went in as pixels from 0 to 1; a network that takes others needs .npy files');
  }, 60_000);

  test.each([0.9, 0.8])(
    'biases bring what layers give on average nearer to the original, at %d',
    async (share) => {
      const { cut, compensated } = await distancesOfMeans(share);
      expect(compensated).toBeLessThan(0.7 * cut);
    },
    60_000,
  );

  test('a model that has been reduced can be reduced again', async () => {
    const [once, twice] = [join(folder, 'once.onnx'), join(folder, 'twice.onnx')];
    await runJson(`${reducing} --samples ${samples} -o ${once}`);
    const { after } = await runJson<Reduced>(`${reducing.replace(classifier, once)} --samples ${samples} -o ${twice}`);
    const { totals } = await runJson<{ totals: Amounts }>(`count ${twice} --input 1x3x48x192`);
    expect(amountsOf(totals)).toEqual(amountsOf(after));
    expect([...(await answersOf(twice))].every(Number.isFinite)).toBe(true);
  }, 60_000);
});

const wrong = place('wrong');
const text = join(wrong, 'text.npy');
writeFileSync(text, 'hello');
const narrow = join(wrong, 'narrow.npy');
writeFileSync(narrow, writeNpy({ type: 'float32', shape: [2, 3, 48, 100], data: new Float32Array(2 * 3 * 48 * 100) }));
const whole = join(wrong, 'whole.npy');
writeFileSync(whole, writeNpy({ type: 'int64', shape: [1, 3, 48, 192], data: new BigInt64Array(3 * 48 * 192) } satisfies Values)); // prettier-ignore
const none = join(wrong, 'none.npy');
writeFileSync(none, writeNpy({ type: 'float32', shape: [0, 3, 48, 192], data: new Float32Array(0) }));
const cutOff = join(wrong, 'cut-off.png');
writeFileSync(cutOff, encode({ width: 2, height: 2, channels: 1, depth: 8, data: new Uint8Array(4) }).subarray(0, 40));
const twoInputs = join(wrong, 'two.onnx');
writeFileSync(twoInputs, await graphBytes(twoInputsNetwork()));

function twoInputsNetwork(): ReturnType<ReturnType<typeof buildNetwork>['finish']> {
  const b = buildNetwork('two');
  const [made] = b.node('MatMul', [b.input('x', [1, 16]), b.tensor('w', { type: 'float32', shape: [16, 16] })]);
  const [sum] = b.node('Add', [made!, b.input('y', [1, 16])]);
  b.output(b.node('MatMul', [sum!, b.tensor('v', { type: 'float32', shape: [16, 4] })])[0]!);
  return b.finish();
}

describe('what is refused', () => {
  test.each([
    ['a file that is no sample', reducing, text, 4, `${text} is neither an .npy file nor a PNG or JPEG image`],
    ['a tensor of another shape', reducing, narrow, 4, 'holds float32 2 × 3 × 48 × 100; the input "x" is float32 1 × 3 × 48 × 192'],
    ['a tensor of another type', reducing, whole, 4, 'holds int64 1 × 3 × 48 × 192; the input "x" is float32'],
    ['a tensor of no sample', reducing, none, 4, 'there is no sample to learn from'],
    ['half a picture', reducing, cutOff, 4, 'is no image that can be decoded'],
    ['a folder without samples', reducing, place('empty'), 2, 'there is no .npy file and no image'],
    ['what is not there', reducing, join(folder, 'nowhere'), 4, 'there is no such file'],
    ['a network of two inputs', `reduce ${twoInputs} --weights 50%`, samples, 2, '--samples needs a network of one input; this has 2'],
    ['an architecture', 'reduce alexnet --weights 50%', samples, 4, '--samples needs the network\'s weights, and alexnet does not have them'],
  ] as const)('%s', async (_, command, path, status, sentence) => {
    const out = join(folder, 'refused.onnx');
    const outcome = await run(`${command} --samples ${path} -o ${out}`);
    expect(outcome.stderr).toContain(sentence);
    expect(outcome.stderr.split('\n').filter((line) => line !== '' && !line.includes('--help')).length).toBe(1);
    expect([outcome.status, outcome.stdout]).toEqual([status, '']);
    expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([]);
  }); // prettier-ignore

  test('to write over the network, by its name, by a link, and with the surface', async () => {
    const own = place('own');
    const [model, link] = [join(own, 'model.onnx'), join(own, 'link.onnx')];
    copyFileSync(classifier, model);
    symlinkSync(model, link);
    const command = reducing.replace(classifier, model);
    for (const ending of [`-o ${model}`, `-o ${link}`, `--pareto --format svg -o ${link}`]) {
      const { status, stderr } = await run(`${command} ${ending}`);
      expect([status, stderr]).toEqual([2, expect.stringContaining('is the network itself; the input is never overwritten')]); // prettier-ignore
    }
    expect(hashOf(model)).toBe(hashOf(classifier));
    expect(readdirSync(own).toSorted()).toEqual(['link.onnx', 'model.onnx']);
  });
});
