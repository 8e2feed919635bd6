/** The peers' models with the totals that the tools printed for them: test/fixtures/peers/README.md. */
import { readFileSync } from 'node:fs';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { filesOfTar } from '../conformance/tar.ts';

const folder = new URL('../fixtures/peers/', import.meta.url);
const [head, ...rows] = readFileSync(new URL('totals.tsv', folder), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

export const cases: readonly string[] = rows.map(([name]) => name!);
export const columns: readonly string[] = head!.slice(2);

/** What a column says of a case, in the digits in which it was printed. */
export function printed(name: string, column: string): string {
  const row = rows.find(([first]) => first === name)!;
  return row[head!.indexOf(column)]!;
}

const models = filesOfTar(readFileSync(new URL('models.tar.gz', folder)));

export async function ledgerOfCase(name: string): Promise<Ledger> {
  const blob = new Blob([models.get(`${name}.onnx`)!]);
  return countNetwork(await readOnnx(blob, { name: `${name}.onnx` }));
}

const ledgers = new Map<string, Promise<Ledger>>();

/** Each model is read once for all tests of a file. */
export async function sharedLedger(name: string): Promise<Ledger> {
  const known = ledgers.get(name) ?? ledgerOfCase(name);
  ledgers.set(name, known);
  return known;
}
