/** Runs of small networks: what they are fed, what is checked, how times are told apart, and what is refused. */
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import { infer } from '../../src/core/infer.ts';
import type { Network } from '../../src/core/network.ts';
import { symbol } from '../../src/core/size.ts';
import { attribute } from '../../src/run/attribute-times.ts';
import { compareShapes } from '../../src/run/check.ts';
import { costsOf, sentencesOf } from '../../src/run/cost.ts';
import { withFolder } from '../../src/run/folder.ts';
import { runsOf } from '../../src/run/profile.ts';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  differenceOf, expectClosed, feedsOf, loadRuntime, modelOf, runNetwork, summarise, valuesOf, type Run, type Values,
} from '../../src/run/index.ts'; // prettier-ignore

const runtime = await loadRuntime();

async function runOf(network: Network, given?: ReadonlyMap<string, Values>): Promise<Run> {
  const ledger = countNetwork(network);
  const model = await modelOf(network, { seed: 1, openFile: () => Promise.reject(new Error('no files')) });
  return runNetwork({ runtime, ledger, model, repeat: 0, ...(given && { given }) });
}

/** y = x · w, w all of one value. */
function product(rows: number): Network {
  const b = buildNetwork('product');
  const w = b.tensor('w', { type: 'float32', shape: [2, 2], values: [1, 2, 3, 4] });
  b.output(b.node('MatMul', [b.input('x', [rows, 2]), w], { name: 'fc', outputs: ['y'] })[0]!);
  return b.finish();
}

describe('what is fed', () => {
  it('what is given goes in, and what it gives comes out', async () => {
    const x = valuesOf('float32', [1, 2], [1, 10]);
    const { outputs, check, notes } = await runOf(product(1), new Map([['x', x]]));
    expect(outputs.get('y')).toEqual(valuesOf('float32', [1, 2], [31, 42]));
    expect(check).toEqual({ agreeing: 1, mismatches: [], notCompared: [] });
    expect(notes).toEqual([]);
  });

  it('a tensor of another shape or type is refused with both', async () => {
    const wrong = (values: Values): Promise<Run> => runOf(product(1), new Map([['x', values]]));
    await expect(wrong(valuesOf('float32', [2, 2], [1, 1, 1, 1]))).rejects.toThrow('input "x" takes float32 1 × 2, not float32 2 × 2'); // prettier-ignore
    await expect(wrong(valuesOf('float64', [1, 2], [1, 1]))).rejects.toThrow('input "x" takes float32 1 × 2, not float64 1 × 2'); // prettier-ignore
  });

  it('indices stay within the table that they pick from, a mask is ones, and the seed decides the rest', () => {
    const b = buildNetwork('embedding');
    const table = b.tensor('table', { type: 'float32', shape: [3, 4] });
    const ids = b.input('ids', [1, 50], 'int64');
    const [cast] = b.node('Cast', [ids], { attributes: { to: 6 } });
    b.output(b.node('Gather', [table, cast!])[0]!);
    b.output(b.node('Relu', [b.input('attention_mask', [2], 'float32')])[0]!);
    const network = b.finish();
    const fed = (seed: number): readonly number[] => [...feedsOf(infer(network), new Map(), seed).feeds.get('ids')!.data].map(Number); // prettier-ignore
    expect(new Set(fed(1))).toEqual(new Set([0, 1, 2]));
    expect(fed(1)).toEqual(fed(1));
    expect(fed(1)).not.toEqual(fed(2));
    const { feeds, notes } = feedsOf(infer(network), new Map(), 1);
    expect(feeds.get('attention_mask')!.data).toEqual(Float32Array.of(1, 1));
    expect(notes).toEqual([
      'input "ids" is made up: random rows of a table of 3',
      'input "attention_mask" is made up: ones, as its name says mask',
    ]);
  });

  it('an open size has to be given', () => {
    const b = buildNetwork('open');
    b.output(b.node('Relu', [b.input('x', [symbol('batch'), symbol('seq')])])[0]!);
    expect(() => expectClosed(countNetwork(b.finish()))).toThrow('a run needs every size, and input "x" has seq open; give it with --bind seq=8'); // prettier-ignore
  });
});

describe('what comes out', () => {
  it('is told in a few numbers; NaN and infinity apart', async () => {
    const summary = summarise('y', valuesOf('float32', [1, 6], [1, 5, 2, 5, NaN, Infinity]));
    expect(summary).toMatchObject({ least: 1, mean: 3.25, greatest: 5, notNumbers: 1, infinite: 1 });
    expect(summary.top).toBeUndefined();
    const { top } = summarise('y', valuesOf('float16', [1, 5], [1, 5, 2, 5, -1]));
    expect(top!.map(({ index }) => index)).toEqual([1, 3, 2, 0, 4]);
    const b = buildNetwork('root');
    b.output(b.node('Sqrt', [b.input('x', [2])], { outputs: ['y'] })[0]!);
    const { notes } = await runOf(b.finish(), new Map([['x', valuesOf('float32', [2], [-1, 1])]]));
    expect(notes).toEqual(['output "y" has 1 elements that are no number (NaN)']);
  });

  it('two outputs differ by so much', () => {
    const [a, b] = [[3, 4, 0, 1].map(Number), [3, 4, 2, 1]].map((list) => valuesOf('float32', [2, 2], list)); // prettier-ignore
    expect(differenceOf('y', a!, b!)).toEqual({ name: 'y', greatest: 2, relative: 2 / Math.sqrt(26), cosine: 26 / Math.sqrt(26 * 30), top: 0.5 }); // prettier-ignore
    expect(differenceOf('y', a!, a!)).toMatchObject({ greatest: 0, relative: 0, top: 1 });
  });
});

describe('shapes', () => {
  it('that are not the inferred ones are listed, with what gives them', () => {
    const inference = infer(product(1));
    const check = compareShapes(inference, new Map([['y', { type: 'float32', shape: [1, 3] }]]));
    expect(check.mismatches).toEqual([{ name: 'y', node: 'fc', inferred: 'float32 1 × 2', executed: 'float32 1 × 3' }]);
    expect(compareShapes(inference, new Map([['y', { type: 'int8', shape: [1, 2] }]])).mismatches).toHaveLength(1);
  });

  it('that depend on data are run and not compared', async () => {
    const b = buildNetwork('data');
    b.output(b.node('NonZero', [b.input('x', [4])], { outputs: ['y'] })[0]!);
    const { check } = await runOf(b.finish(), new Map([['x', valuesOf('float32', [4], [0, 1, 1, 0])]]));
    expect(check!.notCompared).toMatchObject([{ name: 'y', reason: expect.stringContaining('executed: int64 1 × 2') }]);
  });
});

describe('times', () => {
  const event = (name: string, operator: string, ts: number, dur: number): object => ({ cat: 'Node', name: `${name}_kernel_time`, ts, dur, args: { op_name: operator, node_index: '9' } }); // prettier-ignore
  const model = (ts: number, dur: number): object => ({ cat: 'Session', name: 'model_run', ts, dur });

  it('are read from the runtime’s profile, run by run, without what ran inside another node', () => {
    const runs = runsOf(JSON.stringify([
      event('loop', 'Loop', 10, 50), event('inner', 'Add', 20, 5), event('last', 'Relu', 61, 1000), model(5, 1100),
      event('loop', 'Loop', 2000, 70), model(1990, 90), { cat: 'Session', name: 'x' },
    ])); // prettier-ignore
    expect(runs.map((run) => run.map(({ name, milliseconds }) => [name, milliseconds]))).toEqual([[['loop', 0.05], ['last', 1]], [['loop', 0.07]]]); // prettier-ignore
    expect(() => runsOf('{')).toThrow('the profile that ONNX Runtime wrote is not JSON');
  });

  it('go to the layer whose operator a fused node has, whatever it is called', () => {
    const b = buildNetwork('fused');
    const w = b.tensor('w', { type: 'float32', shape: [4, 3, 1, 1] });
    const [y] = b.node('Conv', [b.input('x', [1, 3, 4, 4]), w], { name: 'conv', path: ['first'] });
    b.output(b.node('Relu', [y!], { name: 'act', outputs: ['z'] })[0]!);
    const ledger = countNetwork(b.finish());
    const time = (name: string, operator: string, milliseconds: number): object => ({ name, operator, index: 7, milliseconds }); // prettier-ignore
    const runs = [[time('z_nchwc', 'Conv', 2), time('ReorderOutput', 'ReorderOutput', 1)], [time('fused conv', 'FusedConv', 4)]]; // prettier-ignore
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built above
    const { layers, added } = attribute(ledger, runs as unknown as Parameters<typeof attribute>[1]);
    expect([...layers]).toEqual([['first', 3]]);
    expect([...added]).toEqual([['ReorderOutput', 0.5]]);
  });

  it('are bound by arithmetic, by memory, or by neither', () => {
    const ledger = countNetwork(product(1000));
    const cost = (milliseconds: number, macsPerSecond: number): object => costsOf(ledger, new Map([['fc', milliseconds]]), { macsPerSecond, bytesPerSecond: 1e6 })[0]!; // prettier-ignore
    // 4,000 multiply-accumulates; 16 bytes of weights, 8,000 read, 8,000 given: 16 ms at 1 MB/s
    expect(cost(20, 1e9)).toMatchObject({ bytes: 16_016, connections: 4000, bound: 'memory' });
    expect(cost(50, 1e5)).toMatchObject({ bound: 'compute', achieved: 80_000 });
    expect(cost(100, 1e9)).toMatchObject({ bound: 'neither' });
    const bound = costsOf(ledger, new Map([['fc', 20]]), { macsPerSecond: 1e9, bytesPerSecond: 1e6 });
    expect(sentencesOf(bound)[0]).toMatch(/^fc \(100\.0 % of the time\): memory-bound; .* fewer connections through the same weights would not be faster/); // prettier-ignore
  });

  it('count the rows of a table that are picked, and not the others', () => {
    const b = buildNetwork('table');
    const table = b.tensor('table', { type: 'float32', shape: [1000, 4] });
    b.output(b.node('Gather', [table, b.input('ids', [3], 'int64')], { name: 'rows' })[0]!);
    const [cost] = costsOf(countNetwork(b.finish()), new Map([['rows', 1]]), { macsPerSecond: 1, bytesPerSecond: 1 });
    expect(cost!.bytes).toBe(3 * 8 + 2 * (3 * 4 * 4)); // indices, rows read, rows given
  });

  it('leave no folder behind', async () => {
    let seen = '';
    const work = withFolder(async (folder) => {
      seen = folder;
      writeFileSync(join(folder, 'x'), 'y');
      throw new Error('stopped');
    });
    await expect(work).rejects.toThrow('stopped');
    expect(existsSync(seen)).toBe(false);
  });
});

describe('what is refused', () => {
  it('ONNX Runtime that is not there: what to install', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(loadRuntime(() => Promise.reject(missing))).rejects.toThrow('running a network needs ONNX Runtime: npm install onnxruntime-node'); // prettier-ignore
    await expect(loadRuntime(() => Promise.reject(new Error('GLIBC\nmore')))).rejects.toThrow(/^ONNX Runtime cannot be loaded: GLIBC$/); // prettier-ignore
  });

  it('operators that ONNX lacks, and what ONNX Runtime itself refuses, in its first line', async () => {
    const b = buildNetwork('own');
    b.output(b.openNode('Subsample', [b.input('x', [1, 1, 4, 4])], { domain: 'layerledger', name: 'S2' })[0]!);
    await expect(modelOf(b.finish(), { seed: 1, openFile: () => Promise.reject(new Error()) })).rejects.toThrow('S2 is a Subsample of layerledger\'s own; ONNX has no such operator, so that it cannot run'); // prettier-ignore
    await expect(runtime.open(new Uint8Array(30))).rejects.toThrow(/^ONNX Runtime: Failed to load model because protobuf parsing failed\.$/); // prettier-ignore
  });
});
