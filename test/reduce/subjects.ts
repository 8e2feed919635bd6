/** Networks to reduce: published ones, and exports where the corpus is there, else the project's fixtures. */
import { open } from '../../src/count.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { reducible, type Reducible } from '../../src/reduce/reducible.ts';
import { truths } from '../conformance/truth.ts';

export async function published(name: string): Promise<Reducible> {
  const network = await open(name);
  const isOpen = network.graph.inputs.some(({ type }) => JSON.stringify(type).includes('seq'));
  return reducible(network, isOpen ? { bind: new Map([['seq', 16]]) } : {});
}

export interface Export {
  readonly file: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The exports of these names (`tv_resnet50.ts.onnx`), as many as are there. */
export function exportsNamed(names: readonly string[]): readonly Export[] {
  return [...truths()].filter(({ file }) => names.includes(nameOf(file)));
}

/** Every nth export. */
export function exportsEvery(nth: number): readonly Export[] {
  return [...truths()].filter((_, i) => i % nth === 0);
}

export async function reducibleExport({ file, bytes }: Export): Promise<Reducible> {
  const network = await readOnnx(new Blob([bytes]), { name: nameOf(file) });
  return reducible(network);
}

export function nameOf(file: string): string {
  return file.split('/').at(-1)!;
}

/** Atoms to take out: each with the chance `share`, one of a class always stays. Seeded, so that a failure comes again. */
export function randomRemoval(
  { classes }: Reducible,
  share: number,
  seed: number,
): { removed: Set<number>; kept: number[] } {
  let state = seed;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const removed = new Set<number>();
  const kept = classes.free.map(({ atoms }) => {
    let left = atoms.length;
    for (const atom of atoms) {
      if (random() >= share || left === 1) continue;
      removed.add(atom);
      left--;
    }
    return left;
  });
  return { removed, kept };
}
