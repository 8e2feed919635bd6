/**
 * What a person feels of the page, each beside its limit, in the Chromium of the tests and from `layerledger serve`: the first view,
 * a slider that is dragged, a file of more than 2 GB, a graph of 10,000 nodes. Medians; exits with 1 where a limit is missed.
 * `npm run build && node bench/page.ts`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../src/node/serve.ts';
import { servedPolicy } from '../src/report/page-policy.ts';
import { largeNetwork } from '../test/web/e2e/large.ts';
import { dragged, framesWhile, interactive, opened, type Dragged, type Opened } from './page-measures.ts';
import { writeSparse } from './sparse-model.ts';

interface Row {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly limit: number;
  /** Where more is better. */
  readonly isLeast?: true;
}

const web = fileURLToPath(new URL('../dist/web/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));
const site = await serve({ folder: web, policy: servedPolicy });
try {
  const rows = await measure(site.url);
  for (const row of rows) print(lineOf(row));
  process.exitCode = rows.every(isMet) ? 0 : 1;
} finally {
  await site.close();
  rmSync(folder, { recursive: true });
}

async function measure(url: string): Promise<readonly Row[]> {
  const { firstView } = JSON.parse(readFileSync(`${web}sizes.json`, 'utf8'));
  const big = await opened(url, bigModel(join(folder, 'big.onnx')));
  const large = largeNetwork();
  return [
    { what: 'first view, JavaScript by gzip', unit: 'kB', value: firstView.scripts.gzip / 1000, limit: 150 },
    { what: 'first view, until interactive', unit: 'ms', value: await interactive(url), limit: 1000 },
    ...rowsOfDrag('AlexNet, filters of conv2', await dragged(`${url}#alexnet`, 'conv2'), 16),
    ...rowsOfDrag('ResNet-50, filters of conv1', await dragged(`${url}#resnet50`, 'conv1'), 50),
    ...rowsOf(big),
    { what: '10,000 nodes, scrolling the table', unit: 'frames/s', value: await framesWhile('scrolling', url, large), limit: 50, isLeast: true },
    { what: '10,000 nodes, zooming the figure', unit: 'frames/s', value: await framesWhile('zooming', url, large), limit: 50, isLeast: true },
  ]; // prettier-ignore
}

function rowsOfDrag(what: string, { answered, painted }: Dragged, limit: number): readonly Row[] {
  return [
    { what: `${what} dragged, until answered`, unit: 'ms', value: answered, limit },
    { what: `${what} dragged, until painted`, unit: 'ms', value: painted, limit },
  ];
}

function rowsOf({ read, shown, megabytes }: Opened): readonly Row[] {
  return [
    {
      what: `2.3 GB of ONNX, from its graph read (in ${Math.round(read)} ms) until shown`,
      unit: 'ms',
      value: shown,
      limit: 1000,
    },
    { what: '2.3 GB of ONNX, memory of the page at most', unit: 'MB', value: megabytes, limit: 300 },
  ];
}

/** A stack of 560 matrices of 1,024 × 1,024. */
function bigModel(file: string): string {
  const layers = Array.from({ length: 560 }, (_, i) => i);
  const nodes = layers.flatMap((i) => [
    { operator: 'MatMul', name: `/layers.${i}/MatMul`, inputs: [i === 0 ? 'x' : `r${i - 1}`, `w${i}`], outputs: [`y${i}`] },
    { operator: 'Relu', name: `/layers.${i}/Relu`, inputs: [`y${i}`], outputs: [`r${i}`] },
  ]); // prettier-ignore
  const weights = layers.map((i) => ({ name: `w${i}`, shape: [1024, 1024] }));
  writeSparse(file, { nodes, inputs: { x: [1, 128, 1024] }, outputs: { [`r${layers.at(-1)}`]: [1, 128, 1024] } }, { weights }); // prettier-ignore
  return file;
}

function isMet({ value, limit, isLeast }: Row): boolean {
  return isLeast ? value >= limit : value <= limit;
}

function lineOf(row: Row): string {
  const { what, unit, value, limit, isLeast } = row;
  const bound = `at ${isLeast ? 'least' : 'most'} ${limit}`;
  return `${isMet(row) ? 'MET   ' : 'MISSED'}  ${what.padEnd(62)}${value.toFixed(1).padStart(8)} ${unit.padEnd(9)} ${bound}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
