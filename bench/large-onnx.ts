/**
 * What weights cost when a file is read for its graph: an ONNX file of more than 2 GiB against the same graph with its
 * weights elsewhere, each run in a fresh process whose whole life is timed, and a whole-file reader (@bufbuild/protobuf)
 * beside it.
 * `node bench/large-onnx.ts`; exits with 1 where a limit is missed. The files are sparse and take no room on the disk.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOnnx } from '../src/formats/onnx/read.ts';
import { decode, nodesOf } from '../test/formats/onnx/oracle.ts';
import type { WrittenNode } from '../test/formats/onnx/write.ts';
import { writeSparse } from './sparse-model.ts';

const limits = { time: 1.2, megabytes: 20, share: 0.01 };
const runs = 9;

/** A stack of transformer-like blocks: as many nodes for a weight as exporters write. */
const weights = 280;
const nodesPerWeight = 36;

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly bytesRead: number;
  readonly nodes: number;
}

const [reader, path] = process.argv.slice(2);
if (reader !== undefined && path !== undefined) process.stdout.write(JSON.stringify(await measure(reader, path)));
else process.exitCode = compare();

function compare(): number {
  const folder = mkdtempSync(joinPath(tmpdir(), 'layerledger-'));
  try {
    const files = {
      'weights outside': writeModel(joinPath(folder, 'outside.onnx'), undefined),
      'weights inside': writeModel(joinPath(folder, 'inside.onnx'), 2048 * 1024),
      'inside, under 2 GiB': writeModel(joinPath(folder, 'smaller.onnx'), 1280 * 1024),
    };
    const [outside, inside] = medians('layerledger', files['weights outside'], files['weights inside']);
    const lines = [
      ['reader', 'file', 'size', 'time', 'peak memory', 'bytes read'],
      row('layerledger', 'weights outside', files['weights outside'].size, outside),
      row('layerledger', 'weights inside', files['weights inside'].size, inside),
      ...(['inside, under 2 GiB', 'weights inside'] as const).map((name) => {
        const { file, size } = files[name];
        return row('@bufbuild/protobuf', name, size, run('whole-file', file));
      }),
    ];
    const width = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
    for (const line of lines)
      print(
        line
          .map((cell, column) => cell.padEnd(width[column]!))
          .join('  ')
          .trimEnd(),
      );
    return judge(outside!, inside!, files['weights inside'].size);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function judge(outside: Measured, inside: Measured, size: number): number {
  const verdicts = [
    { what: 'time, times that without weights', value: inside.milliseconds / outside.milliseconds, limit: limits.time },
    { what: 'memory, MB more', value: inside.megabytes - outside.megabytes, limit: limits.megabytes },
    { what: 'share of the bytes read', value: inside.bytesRead / size, limit: limits.share },
  ];
  print('');
  for (const { what, value, limit } of verdicts) {
    print(`${value <= limit ? 'kept  ' : 'MISSED'}  ${what}: ${value.toFixed(4)} (at most ${limit})`);
  }
  return verdicts.every(({ value, limit }) => value <= limit) ? 0 : 1;
}

/** Alternates between the files, so that what else the machine does falls on both. */
function medians(reader: string, ...files: readonly { file: string }[]): Measured[] {
  const all = files.map(() => [] as Measured[]);
  for (let i = 0; i < runs; i++) {
    files.forEach(({ file }, which) => {
      const measured = run(reader, file);
      if (typeof measured === 'string') throw new Error(measured);
      all[which]!.push(measured);
    });
  }
  return all.map((list) => ({
    ...list[0]!,
    milliseconds: median(list.map(({ milliseconds }) => milliseconds)),
    megabytes: median(list.map(({ megabytes }) => megabytes)),
  }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Measures in a process of its own, from its start to its end; the reason where it fails. */
function run(reader: string, file: string): Measured | string {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), reader, file], {
    encoding: 'utf8',
  });
  const milliseconds = performance.now() - begin;
  if (status === 0) return { ...JSON.parse(stdout), milliseconds };
  return /\b(?:Range)?Error[^\n]*/.exec(stderr)?.[0] ?? `exit status ${status}`;
}

async function measure(reader: string, path: string): Promise<Omit<Measured, 'milliseconds'>> {
  let bytesRead = 0;
  let nodes: number;
  if (reader === 'layerledger') {
    const blob = await openAsBlob(path);
    const counting = new Proxy(blob, {
      get: (target, key) => {
        if (key === 'size') return target.size;
        return (from: number, to: number): Blob => {
          bytesRead += to - from;
          return target.slice(from, to);
        };
      },
    });
    nodes = (await readOnnx(counting, { name: path })).graph.nodes.length;
  } else {
    const bytes = readFileSync(path);
    bytesRead = bytes.length;
    nodes = nodesOf(decode(bytes)).length;
  }
  return { megabytes: process.resourceUsage().maxRSS / 1024, bytesRead, nodes };
}

function row(reader: string, file: string, size: number, measured: Measured | string | undefined): string[] {
  const head = [reader, file, `${(size / 2 ** 20).toFixed(0)} MiB`];
  if (measured === undefined || typeof measured === 'string') return [...head, measured ?? '', '', ''];
  const { milliseconds, megabytes, bytesRead } = measured;
  const share = `${bytesRead} (${((100 * bytesRead) / size).toFixed(2)} %)`;
  return [...head, `${milliseconds.toFixed(0)} ms`, `${megabytes.toFixed(0)} MB`, share];
}

/** Writes the model with float32 weights of `elements` each, as holes, or in a file that does not exist. */
function writeModel(file: string, elements: number | undefined): { file: string; size: number } {
  const shape = [1024, (elements ?? 2 ** 21) / 1024];
  const named = Array.from({ length: weights }, (_, i) => ({ name: `m.layers.${i}.proj.weight`, shape }));
  return { file, size: writeSparse(file, { nodes: nodes() }, { weights: named, isOutside: elements === undefined }) };
}

function nodes(): readonly WrittenNode[] {
  const operators = ['MatMul', 'Add', 'Reshape', 'Transpose', 'Softmax', 'Mul', 'LayerNormalization', 'Concat'];
  const nodes: WrittenNode[] = [];
  for (let i = 0; i < weights * nodesPerWeight; i++) {
    const layer = Math.floor(i / nodesPerWeight);
    const operator = operators[i % operators.length]!;
    const scope = `/m/layers.${layer}/block/block.${i % nodesPerWeight}`;
    nodes.push({
      operator,
      name: `${scope}/${operator}`,
      inputs: [i === 0 ? 'x' : `value_${i - 1}`, `m.layers.${layer}.proj.weight`],
      outputs: [`value_${i}`],
      attributes: { axis: -1, epsilon: 1e-5, perm: [0, 2, 1, 3] },
    });
  }
  return nodes;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
