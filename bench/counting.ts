/**
 * Counting in-process: models a second over the exported networks, and how the time grows with the nodes of a graph.
 * `npm run bench:counting [FOLDER of .onnx files]`; without a folder the project's fixtures are counted.
 */
import { openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countNetwork } from '../src/core/count.ts';
import type { Network, Node, Tensor } from '../src/core/network.ts';
import { readOnnx } from '../src/formats/onnx/read.ts';

/** Time may grow with nodes to at most this power of them between the ends of the curve. */
const allowedGrowth = 1.25;

const { positionals } = parseArgs({ allowPositionals: true });
const folder = positionals[0] ?? join(import.meta.dirname, '../test/fixtures/onnx');

await overCorpus(folder);
process.exitCode = overNodes([1_000, 3_000, 10_000, 30_000, 100_000]) ? 0 : 1;

async function overCorpus(from: string): Promise<void> {
  const names = readdirSync(from).filter((name) => name.endsWith('.onnx'));
  const networks = await Promise.all(names.map(async (name) => readOnnx(await openAsBlob(join(from, name)), { name })));
  const nodes = networks.reduce((sum, { graph }) => sum + graph.nodes.length, 0);
  const seconds = median(5, () => networks.forEach((network) => countNetwork(network))) / 1000;
  print(
    `${networks.length} networks, ${nodes} nodes: ${(networks.length / seconds).toFixed(0)} networks a second, ${((seconds * 1e6) / nodes).toFixed(1)} µs a node (inference and ledger)`,
  );
}

/** Whether the time is linear in the nodes, within `allowedGrowth`. */
function overNodes(counts: readonly number[]): boolean {
  const times = counts.map((count) => {
    const network = chain(count);
    return median(3, () => void countNetwork(network));
  });
  counts.forEach((count, i) =>
    print(
      `${String(count).padStart(7)} nodes: ${times[i]!.toFixed(1).padStart(8)} ms, ${((times[i]! * 1000) / count).toFixed(2)} µs a node`,
    ),
  );
  const growth = Math.log(times.at(-1)! / times[1]!) / Math.log(counts.at(-1)! / counts[1]!);
  print(`growth from ${counts[1]} to ${counts.at(-1)} nodes: nodes^${growth.toFixed(2)} (limit ${allowedGrowth})`);
  return growth <= allowedGrowth;
}

/** Residual blocks of convolution, activation, convolution, addition, until there are `count` nodes. */
function chain(count: number): Network {
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  const node = (operator: string, inputs: readonly string[]): string => {
    const name = `${operator}_${nodes.length}`;
    nodes.push({
      name,
      operator,
      domain: '',
      inputs,
      outputs: [name],
      attributes: new Map(),
      path: [`block${nodes.length >> 2}`, name],
    });
    return name;
  };
  const convolution = (x: string): string => {
    const weight = `weight_${nodes.length}`;
    tensors.set(weight, { type: 'float32', shape: [64, 64, 1, 1] });
    return node('Conv', [x, weight]);
  };
  let x = 'image';
  while (nodes.length < count) x = node('Add', [convolution(node('Relu', [convolution(x)])), x]);
  return {
    name: 'chain',
    opsets: new Map([['', 21]]),
    graph: {
      name: 'chain',
      inputs: [{ name: 'image', type: { kind: 'tensor', type: 'float32', shape: [1, 64, 14, 14] } }],
      outputs: [{ name: x, type: { kind: 'tensor' } }],
      nodes,
      tensors,
      declared: new Map(),
    },
    functions: [],
    notes: [],
  };
}

/** Median milliseconds of `runs` runs, after one that warms up. */
function median(runs: number, run: () => void): number {
  run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[runs >> 1]!;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
