/** Real exported networks for the page: of the corpus where it is there, else the project's fixtures. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { truths } from '../../conformance/truth.ts';

const places = [
  new URL('../../../../shared/corpus/zoo/onnx/', import.meta.url),
  new URL('../../fixtures/onnx/', import.meta.url),
];

/** The path of an exported network by its file's name. */
export function exportedFile(name: string): string | undefined {
  return places.map((place) => fileURLToPath(new URL(basename(name), place))).find((path) => existsSync(path));
}

/** As `exportedFile`, of one that is among the fixtures. */
export function exported(name: string): string {
  const path = exportedFile(name);
  if (path === undefined) throw new Error(`${name} is not among the exported networks`);
  return path;
}

/** At most so many exported networks, spread evenly over all. */
export function someExported(most: number): readonly string[] {
  const names = [...truths()].map(({ file }) => basename(file));
  const stride = Math.ceil(names.length / most);
  return names.filter((_, i) => i % stride === 0);
}
