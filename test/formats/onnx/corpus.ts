/** Real ONNX files: the project's own fixtures, and the corpus beside the checkout where there is one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const fixtures = new URL('../../fixtures/onnx/', import.meta.url);
const corpus = new URL('../../../../shared/corpus/', import.meta.url);

export interface RealFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function fixture(name: string): RealFile {
  return { name, bytes: new Uint8Array(readFileSync(new URL(name, fixtures))) };
}

export function fixtureNames(): readonly string[] {
  return onnxIn(fixtures);
}

/** Exports of whole networks; none where the corpus is not there. */
export function* zoo(): Generator<RealFile> {
  const folder = new URL('zoo/onnx/', corpus);
  for (const name of onnxIn(folder)) yield { name, bytes: new Uint8Array(readFileSync(new URL(name, folder))) };
}

/** ONNX's own test cases of one operator; none where the corpus is not there. */
export function* nodeCases(): Generator<RealFile> {
  const archive = new URL('onnx-node/models.tar.gz', corpus);
  if (existsSync(archive)) yield* untar(gunzipSync(readFileSync(archive)));
}

/** The paths that PyTorch gives to the layers with weights of a network of the zoo. */
export function modulePaths(family: string): readonly string[] {
  const text = readFileSync(new URL(`zoo/truth_layers/${family}.json`, corpus), 'utf8');
  const { layers }: { layers: { path: string; weights: number }[] } = JSON.parse(text);
  return layers.filter(({ weights }) => weights > 0).map(({ path }) => path);
}

function onnxIn(folder: URL): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.onnx')).sort() : []; // prettier-ignore
}

/** A tar archive is blocks of 512 bytes: a header with name (100 bytes) and, at 124, size in octal, then the file. */
function* untar(archive: Uint8Array): Generator<RealFile> {
  const text = (at: number, length: number): string =>
    new TextDecoder().decode(archive.subarray(at, at + length)).replace(/\0.*$/s, '');
  for (let at = 0; at < archive.length && archive[at] !== 0;) {
    const [name, size] = [text(at, 100), parseInt(text(at + 124, 12), 8)];
    if (name.endsWith('.onnx')) yield { name, bytes: new Uint8Array(archive.subarray(at + 512, at + 512 + size)) };
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
