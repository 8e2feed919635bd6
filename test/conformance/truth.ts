/** What is known of exported networks independently of layerledger: totals counted in PyTorch, shapes measured by executing. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const corpus = new URL('../../../shared/corpus/zoo/', import.meta.url);
const fixtures = new URL('../fixtures/onnx/', import.meta.url);

export interface Truth {
  readonly file: string;
  readonly network: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Multiply-accumulates of every convolution and matrix product, recurrent layers left out. */
  readonly connections: string;
  /** Weights of all layers, or of those that ran: either may be what the graph holds. */
  readonly weights: readonly string[];
}

/** The corpus where it is there, else the project's fixtures. */
export function* truths(): Generator<Truth> {
  for (const { file, ...known } of existsSync(corpus) ? corpusRows() : fixtureRows()) {
    const folder = existsSync(corpus) ? new URL('onnx/', corpus) : fixtures;
    yield { file, ...known, bytes: new Uint8Array(readFileSync(new URL(basename(file), folder))) };
  }
}

/** The shape of every value when ONNX Runtime ran the network; `undefined` where it was not run. */
export function measuredShapes(file: string): ReadonlyMap<string, readonly number[]> | undefined {
  const path = new URL(`shapes/${file.replace(/onnx$/, 'json')}`, corpus);
  if (!existsSync(path)) return undefined;
  const shapes: Record<string, number[]> = JSON.parse(readFileSync(path, 'utf8'));
  return new Map(Object.entries(shapes));
}

type Row = Omit<Truth, 'bytes'>;

function fixtureRows(): readonly Row[] {
  const text = readFileSync(new URL('truth.json', fixtures), 'utf8');
  const rows: Record<string, Omit<Row, 'file'>> = JSON.parse(text);
  return Object.entries(rows).map(([file, row]) => ({ file, ...row }));
}

function corpusRows(): readonly Row[] {
  const [head, ...rows] = readFileSync(new URL('truth.csv', corpus), 'utf8').trim().split(/\r?\n/).map(cellsOf);
  const column = (name: string): number => head!.indexOf(name);
  return rows.map((cells) => {
    const cell = (name: string): string => cells[column(name)]!;
    const weights = [...new Set([cell('params_no_bias'), cell('weights_called')])];
    return { file: cell('file'), network: cell('name'), connections: cell('macs_ops'), weights };
  });
}

/** The cells of a line of CSV; a quoted cell may hold commas. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map((match) => match[1]!.replaceAll('"', ''));
}
