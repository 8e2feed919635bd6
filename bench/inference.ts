/**
 * Inference in-process, and inference with the ledger: models a second and µs a node over exported networks, a graph of
 * 100,000 nodes, and how the time grows with nodes.
 * `npm run bench:inference [FOLDER of .onnx files]`; exits with 1 where a limit is missed.
 */
import { openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bindSizes } from '../src/core/bindings.ts';
import { countNetwork } from '../src/core/count.ts';
import { infer } from '../src/core/infer.ts';
import type { Network } from '../src/core/network.ts';
import { readOnnx } from '../src/formats/onnx/read.ts';
import { bertEncoder } from '../test/core/transformer.ts';
import { median } from './median.ts';
import { residualChain } from './residual-chain.ts';

/**
 * Inference takes at most what ONNX's C++ inference takes over the same files, in µs a node; a large graph, inferred and
 * counted, at most these seconds; time grows with nodes to at most this power of them.
 */
const limits = { inference: 6.4, seconds: 2, growth: 1.25 };

const { positionals } = parseArgs({ allowPositionals: true });
const missed = [
  ...(await overFiles(positionals[0] ?? join(import.meta.dirname, '../test/fixtures/onnx'))),
  ...overNodes('residual blocks', residualChain, [1_000, 10_000, 100_000]),
  ...overNodes('transformer layers', encoderOf, [1_000, 10_000, 100_000]),
];
for (const line of missed) print(`MISSED  ${line}`);
process.exitCode = missed.length === 0 ? 0 : 1;

async function overFiles(folder: string): Promise<readonly string[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
  const networks = await Promise.all(names.map(async (name) => readOnnx(await openAsBlob(join(folder, name)), { name })));
  const nodes = networks.reduce((sum, { graph }) => sum + graph.nodes.length, 0);
  const inferred = median(5, () => networks.forEach(inferOnly));
  const counted = median(5, () => networks.forEach((network) => countNetwork(network)));
  print(`${networks.length} networks, ${nodes} nodes`);
  print(`  inference             ${perNode(inferred, nodes)} µs a node, ${perSecond(inferred, networks)} networks a second`);
  print(`  inference and ledger  ${perNode(counted, nodes)} µs a node, ${perSecond(counted, networks)} networks a second`);
  const each = (1000 * inferred) / nodes;
  return each <= limits.inference ? [] : [`inference takes ${each.toFixed(1)} µs a node (at most ${limits.inference})`];
} // prettier-ignore

/** Inference and ledger of graphs of about so many nodes. */
function overNodes(what: string, make: (nodes: number) => Network, counts: readonly number[]): readonly string[] {
  const points = counts.map((count) => {
    const network = make(count);
    const nodes = network.graph.nodes.length;
    const milliseconds = median(3, () => void countNetwork(network));
    print(`${what}, ${nodes} nodes: ${milliseconds.toFixed(0)} ms, ${perNode(milliseconds, nodes)} µs a node`);
    return { nodes, milliseconds };
  });
  const [first, last] = [points[0]!, points.at(-1)!];
  const growth = Math.log(last.milliseconds / first.milliseconds) / Math.log(last.nodes / first.nodes);
  print(`  time grows as nodes^${growth.toFixed(2)}`);
  return [
    ...(growth <= limits.growth ? [] : [`${what}: time grows as nodes^${growth.toFixed(2)} (at most ${limits.growth})`]),
    ...(last.milliseconds <= 1000 * limits.seconds ? [] : [`${what}: ${last.nodes} nodes take ${(last.milliseconds / 1000).toFixed(1)} s (at most ${limits.seconds})`]),
  ];
} // prettier-ignore

function inferOnly(network: Network): void {
  infer(network, bindSizes(network));
}

/** An encoder of bound length with as many layers as make up the nodes. */
function encoderOf(nodes: number): Network {
  const each = bertEncoder({ layers: 1, seq: 128 }).graph.nodes.length;
  return bertEncoder({ layers: Math.round(nodes / each), seq: 128 });
}

function perNode(milliseconds: number, nodes: number): string {
  return ((1000 * milliseconds) / nodes).toFixed(1);
}

function perSecond(milliseconds: number, networks: readonly Network[]): string {
  return ((1000 * networks.length) / milliseconds).toFixed(0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
