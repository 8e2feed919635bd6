/** `layerledger run` on small networks: whole, as towers, against another, and what it refuses. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { encode } from 'fast-png';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { symbol } from '../../src/core/size.ts';
import { writeOnnx } from '../../src/formats/onnx/write.ts';
import { answerSchemas } from '../../src/report/schemas.ts';
import { readNpy, valuesOf, writeNpy } from '../../src/run/index.ts';
import { graphBytes } from '../../src/run/model.ts';
import { run } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-test-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isAnswer = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(answerSchemas['run']!);

/** A file in the folder, and its path. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const towers = file('towers.yaml', `network: Two towers
towers: 2
input: 3 x 8 x 8
layers:
  - {name: conv1, conv: 8, kernel: 3}
  - relu
  - {name: conv2, conv: 8, kernel: 3, reads: own tower}
  - {name: fc, fully connected: 6}
  - softmax
`); // prettier-ignore

/** y = 2 · x for an image of any height and width. */
const b = buildNetwork('double');
const x = b.input('x', [symbol('batch'), 3, symbol('H'), symbol('W')]);
const two = b.tensor('two', { type: 'float32', shape: [], values: [2] });
b.output(b.node('Mul', [x, two], { name: 'double', outputs: ['y'] })[0]!);
const double = file('double.onnx', await graphBytes(b.finish()));

const png = file('red.png', encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(255, 0, 0, 0, 0, 51) })); // prettier-ignore
const npy = file('ones.npy', writeNpy(valuesOf('float32', [3, 1, 1], [1, 1, 1])));

async function json(command: string): Promise<Record<string, unknown>> {
  const { stdout } = await run(`${command} --format json`);
  const answer: Record<string, unknown> = JSON.parse(stdout);
  expect(isAnswer(answer), JSON.stringify(isAnswer.errors)).toBe(true);
  return answer;
}

describe('a run', () => {
  it('takes an image, of its own size where the input leaves that open, and writes an output', async () => {
    const out = join(folder, 'out.npy');
    const { status, stderr } = await run(`run ${double} --input ${png} --repeat 0 -o ${out}`);
    expect([status, stderr]).toEqual([0, '']);
    const { shape, data } = readNpy(Uint8Array.from(readFileSync(out)), 'out.npy');
    expect(shape).toEqual([1, 3, 1, 2]);
    expect([...data]).toEqual([2, 0, 0, 0, 0, Math.fround(0.4)]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('takes a tensor by the input’s name, and one of given size', async () => {
    const { outputs, inputs } = await json(`run ${double} --input x=${npy} --repeat 0`);
    expect(inputs).toEqual([{ name: 'x', type: 'float32', shape: [1, 3, 1, 1] }]);
    expect(outputs).toMatchObject([{ name: 'y', min: 2, max: 2, first: [2, 2, 2] }]);
    const bound = await json(`run ${double} --bind H=2 --bind W=3 --repeat 0`);
    expect(bound['inputs']).toMatchObject([{ shape: [1, 3, 2, 3] }]);
    expect(bound['notes']).toEqual(['input "x" is made up: random numbers from 0 to 1']);
    expect(await json(`run ${double} --input 1x3x4x4 --repeat 0`)).toMatchObject({ inputs: [{ shape: [1, 3, 4, 4] }] });
  });

  it('reads standard input, once', async () => {
    let reads = 0;
    const readStdin = async (): Promise<Blob> => {
      reads++;
      return new Blob([readFileSync(double)]);
    };
    const { stdout, status } = await run(`run - --input ${npy} --repeat 0`, { readStdin });
    expect([status, reads]).toEqual([0, 1]);
    expect(stdout).toContain('output y  float32 1 × 3 × 1 × 1  min 2  mean 2  max 2');
  });

  it('sets times beside connections, and says what it made up', async () => {
    const answer = await json(`run ${towers} --repeat 1`);
    expect(answer).toMatchObject({
      check: { agreeing: 6, mismatches: [], notCompared: [] },
      outputs: [{ shape: [1, 6] }],
      timing: {
        repeat: 1,
        layers: expect.arrayContaining([expect.objectContaining({ name: 'fc', connections: 768 })]),
      },
      totals: { connections: 7776 + 4608 + 768 },
      notes: ['the network has no weights; random ones of seed 1 were taken', expect.stringContaining('made up')],
    });
    const { stdout } = await run(`run ${towers} --repeat 1`);
    expect(stdout).toMatch(/^shapes: 6 executed values compared, all as inferred$/m);
    expect(stdout).toMatch(/^fc +Gemm +[\d.]+ +[\d.]+ % +768 +768 /m);
    const csv = (await run(`run ${towers} --repeat 1 --format csv`)).stdout;
    expect(csv).toMatch(/^layer,operator,milliseconds,share,weights,connections,achieved,bytes,intensity,bound\r\nconv1,Conv,/); // prettier-ignore
    expect((await run(`run ${towers} --repeat 0 --format markdown`)).stdout).toMatch(/^\| layer \| operator \|/);
  });

  it('of the same seed gives the same, of another seed another', async () => {
    const first = async (seed: number): Promise<unknown> => (await json(`run ${towers} --repeat 0 --seed ${seed}`))['outputs']; // prettier-ignore
    expect(await first(1)).toEqual(await first(1));
    expect(await first(1)).not.toEqual(await first(2));
  });
});

describe('towers', () => {
  it('receive what the ledger says, and give the whole network’s output', async () => {
    const answer = await json(`run ${towers} --towers --repeat 1`);
    // fc reads 8 × 4 × 4 values, of which each tower has half
    expect(answer['towers']).toMatchObject({ faults: [], each: [{ received: 64, receives: 64 }, { received: 64, receives: 64 }] }); // prettier-ignore
    const { stdout, status } = await run(`run --towers ${towers} --repeat 1`);
    expect(status).toBe(0);
    expect(stdout).toContain('each tower received what the ledger says, held and computed its share');
    expect(stdout).toMatch(/^1 +\d+ +\d+ +[\d,]+ +64 +64 +256 +0 /m);
  });

  it('can be laid where the file does not say it, and exit with 1 where the output is beyond what is allowed', async () => {
    const plain = file('plain.yaml', readFileSync(towers, 'utf8').replace(/towers: 2\n|, reads: own tower/g, ''));
    expect((await run(`run ${plain} --towers 2 --repeat 1`)).stderr).toBe('');
    expect((await run(`run resnet-cifar --towers 2 --repeat 1`)).stderr).toContain('stage2.1.wider (Pad) cannot be cut over towers'); // prettier-ignore
    const { status, stderr } = await run(`run ${towers} --towers --repeat 1 --tolerance 0`);
    expect([0, 1]).toContain(status);
    expect(stderr === '' || /relatively; 0 is expected at most/.test(stderr)).toBe(true);
    expect((await run(`run ${double} --bind H=1 --bind W=1 --towers`)).stderr).toContain('double is laid over no towers; --towers 2 lays it over two'); // prettier-ignore
  });
});

it.each(['10001', '1.5', '-1', '1e3', 'many'])('refuses --repeat %s', async (count) => {
  const { status, stderr } = await run(`run ${towers} --repeat ${count}`);
  expect([status, stderr.split('\n')[0]]).toEqual([2, `layerledger: --repeat takes a whole number from 0 to 10000, not "${count}"`]);
}); // prettier-ignore

describe('against another', () => {
  it('outputs of the same network do not differ; those of other weights do, and --tolerance says whether that matters', async () => {
    const same = await run(`run ${towers} --against ${towers} --repeat 1 --tolerance 0`);
    expect([same.status, same.stderr]).toEqual([0, '']);
    const other = file('other.yaml', readFileSync(towers, 'utf8').replace('conv1', 'conv'));
    const answer = await json(`run ${towers} --against ${other} --repeat 1`);
    expect(answer).toMatchObject({ against: { sides: [{ connections: 13_152 }, { connections: 13_152 }] } });
    const beyond = await run(`run ${towers} --against ${other} --repeat 1 --tolerance 1e-9`);
    expect(beyond.status).toBe(1);
    expect(beyond.stderr).toMatch(
      /^layerledger: output "[^"]+" differs by [\d.e-]+ relatively; at most 1e-9 is asked for$/m,
    );
    expect((await run(`run ${towers} --against ${double} --repeat 1`)).stderr).toContain('a run needs every size');
  });

  it('says both shapes where the other takes another input, also where --input counts it for the same', async () => {
    const wide = file('wide.yaml', readFileSync(towers, 'utf8').replace('8 x 8', '9 x 9'));
    for (const path of [towers, wide]) expect(await run(`export ${path} -o ${path}.onnx`)).toMatchObject({ status: 0 });
    for (const shape of ['', ' --input 1x3x8x8']) {
      const { status, stderr } = await run(`run ${towers}.onnx --against ${wide}.onnx --repeat 1${shape}`);
      expect(status).toBe(2);
      expect(stderr).toContain('input "input" of Two towers is 1 × 3 × 8 × 8, and "input" of Two towers takes 1 × 3 × 9 × 9');
    }
    const { stderr } = await run(`run ${wide}.onnx --input 1x3x8x8 --repeat 1`);
    expect(stderr).toContain('input "input" takes float32 1 × 3 × 9 × 9, not float32 1 × 3 × 8 × 8');
  }); // prettier-ignore
});

it.each([
  [`run ${double} --input ${folder}/none.npy`, 4, 'none.npy: there is no such file'],
  [`run ${double} --input ${double}`, 4, 'double.onnx is neither an .npy file nor a PNG or JPEG image'],
  [`run ${double} --input ${file('flat.npy', writeNpy(valuesOf('float32', [2], [1, 1])))}`, 2, 'flat.npy holds float32 2; input "x" takes batch × 3 × H × W'],
  [`run ${double} --input ${file('four.npy', writeNpy(valuesOf('float32', [1, 4, 1, 1], [1, 1, 1, 1])))}`, 2, 'input "x" takes float32 1 × 3 × 1 × 1, not float32 1 × 4 × 1 × 1'],
  [`run ${double} --input ${file('wide.npy', writeNpy(valuesOf('float64', [1, 3, 1, 1], [1, 1, 1])))}`, 2, 'input "x" takes float32 1 × 3 × 1 × 1, not float64'],
  [`run ${double} --input y=${npy}`, 2, 'the network has no input "y"; it has x'],
  [`run ${double} --input ${npy} --input x=${png}`, 2, '--input gives "x" twice'],
  [`run ${double} --input ${npy} -o z=out.npy`, 2, 'the network has no output "z"; it has y'],
  [`run ${double} --input ${npy} -o out.txt`, 2, '--output takes a file that ends in .npy, not "out.txt"'],
  [`run ${double} --input ${npy} -o ${folder}/none/out.npy`, 4, 'out.npy cannot be written: its folder is not there'],
  [`run ${double}`, 2, 'a run needs every size, and input "x" has H open; give it with --bind H=8'],
  [`run ${double} --tolerance 1`, 2, '--tolerance goes with --against or with --towers'],
  [`run ${towers} --towers --against ${towers}`, 2, '--towers and --against do not go together'],
  [`run ${towers} --against ${towers}`, 2, '--repeat 0 times nothing, and --against tells times; give a whole number from 1'],
  [`run ${towers} --towers`, 2, '--repeat 0 times nothing, and --towers tells times'],
  [`run ${towers} --mean 1,b`, 2, '--mean takes a number, not "b"'],
  [`run lenet-5`, 4, 'is a Subsample of layerledger\'s own; ONNX has no such operator, so that it cannot run'],
])('refuses %s', async (command, status, sentence) => {
  const answer = await run(`${command} --repeat 0`);
  expect(answer.stderr).toContain(sentence);
  expect([answer.status, answer.stdout]).toEqual([status, '']);
}); // prettier-ignore

describe('weights in another file', () => {
  it('are found beside it, and made up with a note where they are not', async () => {
    const n = buildNetwork('external');
    const w = n.tensor('w', { type: 'float32', shape: [2, 2] });
    n.output(n.node('MatMul', [n.input('x', [1, 2]), w], { outputs: ['y'] })[0]!);
    const { model } = await writeOnnx(n.finish(), { weights: 'none' });
    const bytes: Uint8Array[] = [];
    for await (const chunk of model.chunks()) bytes.push(chunk);
    const path = file('external.onnx', Buffer.concat(bytes));
    const ones = file('row.npy', writeNpy(valuesOf('float32', [1, 2], [1, 1])));
    expect((await json(`run ${path} --input ${ones} --repeat 0`))['notes']).toEqual([
      '1 of 1 tensors lie in weights.bin, which is not there; random ones of seed 1 were taken',
    ]);
    file('weights.bin', new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer));
    const { outputs, notes, check } = await json(`run ${path} --input ${ones} --repeat 0`);
    expect(outputs).toMatchObject([{ first: [4, 6] }]);
    expect(notes).toEqual([]);
    expect(check).toMatchObject({ agreeing: 1 });
  });
});
