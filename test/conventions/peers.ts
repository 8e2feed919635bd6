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

export function bytesOfCase(name: string): Uint8Array<ArrayBuffer> {
  return models.get(`${name}.onnx`)!;
}

export async function ledgerOfCase(name: string): Promise<Ledger> {
  const blob = new Blob([bytesOfCase(name)]);
  return countNetwork(await readOnnx(blob, { name: `${name}.onnx` }));
}

const ledgers = new Map<string, Promise<Ledger>>();

/** Each model is read once for all tests of a file. */
export async function sharedLedger(name: string): Promise<Ledger> {
  const known = ledgers.get(name) ?? ledgerOfCase(name);
  ledgers.set(name, known);
  return known;
}

const python: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL('cases.txt', folder), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [name, code] = line.split('\t');
      return [name!, code!] as const;
    }),
);

/** The layer that the case is, as Python says it: `nn.Conv1d(16,32,3,bias=True) on (1,16,20)`. */
export function pythonOf(name: string): string {
  const said = (python.get(name) ?? name).replace(/^lambda:(Fn\(F\.relu\) if False else )?/, '');
  const [, call, input] =
    /^(?:Wrap\(|Fn\(lambda x:)(.*)\),(\(.*)$/.exec(said) ?? /^(.*?),(\([\d,]+\).*)$/.exec(said) ?? [];
  return call === undefined ? said : `${call} on ${input}`;
}
