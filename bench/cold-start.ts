/**
 * How long `layerledger count alexnet` takes from cold, beside `node -e 0` on the same Node: medians over alternating runs, so
 * that both see the same machine. Fails above the bound. `node bench/cold-start.ts [NODE]…`: further Nodes to measure on.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const runs = 20;
const bound = 1.5;
const command = fileURLToPath(new URL('../dist/bin/layerledger.js', import.meta.url));

interface Measured {
  readonly bare: number;
  readonly counted: number;
}

function measure(node: string): Measured {
  const bare: number[] = [];
  const counted: number[] = [];
  for (let i = 0; i < runs; i++) {
    bare.push(timeOf(node, ['-e', '0']));
    counted.push(timeOf(node, [command, 'count', 'alexnet']));
  }
  return { bare: median(bare), counted: median(counted) };
}

function timeOf(node: string, args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${[node, ...args].join(' ')} ended with ${status}: ${stderr.toString()}`);
  return time;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[(sorted.length >> 1) - 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The Node that runs this, and the machine's own where npm has put another before it. */
function nodes(): readonly string[] {
  if (process.argv.length > 2) return process.argv.slice(2);
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const found = folders.map((folder) => join(folder, 'node')).filter(existsSync);
  return [...new Set([process.execPath, ...found].map((path) => realpathSync(path)))];
}

if (!existsSync(command)) throw new Error('dist/bin/layerledger.js is missing: npm run build');
let isSlow = false;
for (const node of nodes()) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  timeOf(node, [command, 'count', 'alexnet']); // fills the file system's cache, and Node's compile cache where there is one
  const { bare, counted } = measure(node);
  const ratio = counted / bare;
  isSlow ||= ratio > bound;
  process.stdout.write(
    `Node ${version}: node -e 0 ${bare.toFixed(1)} ms, layerledger count alexnet ${counted.toFixed(1)} ms, ` +
      `ratio ${ratio.toFixed(2)} (at most ${bound})\n`,
  );
}
process.exitCode = isSlow ? 1 : 0;
