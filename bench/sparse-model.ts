/** Writes ONNX files whose weights are holes: gigabytes that take no room on the disk. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { delimited, join, text, varint, whole, writeOnnx, type WrittenModel } from '../test/formats/onnx/write.ts';

/** A tensor of float32. */
export interface SparseWeight {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface SparseOptions {
  readonly weights: readonly SparseWeight[];
  /** Where the weights are not in the file, but in another one that does not exist. */
  readonly isOutside?: boolean;
}

/** A field, or so many bytes of zeros. */
type Part = Uint8Array | number;

/** Writes the model with its weights; gives the bytes of the file. */
export function writeSparse(file: string, model: WrittenModel, { weights, isOutside = false }: SparseOptions): number {
  const initializers = weights.flatMap((weight) => (isOutside ? [outside(weight)] : inside(weight)));
  const graph: readonly Part[] = [graphOf(writeOnnx({ ...model, name: '' })), text(2, 'large'), ...initializers];
  const length = graph.reduce<number>((sum, part) => sum + lengthOf(part), 0);
  const parts = [whole(1, 10), join([varint((7 << 3) | 2), varint(length)]), ...graph, delimited(8, whole(2, 21))];
  const descriptor = openSync(file, 'w');
  let at = 0;
  for (const part of parts) {
    if (typeof part !== 'number') writeSync(descriptor, part, 0, part.length, at);
    at += lengthOf(part);
  }
  ftruncateSync(descriptor, at);
  closeSync(descriptor);
  return at;
}

function lengthOf(part: Part): number {
  return typeof part === 'number' ? part : part.length;
}

function inside({ name, shape }: SparseWeight): readonly Part[] {
  const bytes = 4 * shape.reduce((product, size) => product * size, 1);
  const head = join([...shapeOf(shape), text(8, name), varint((9 << 3) | 2), varint(bytes)]);
  return [join([varint((5 << 3) | 2), varint(head.length + bytes), head]), bytes];
}

function outside({ name, shape }: SparseWeight): Uint8Array {
  const place = delimited(13, join([text(1, 'location'), text(2, 'large.bin')]));
  return delimited(5, join([...shapeOf(shape), text(8, name), place, whole(14, 1)]));
}

function shapeOf(shape: readonly number[]): readonly Uint8Array<ArrayBuffer>[] {
  return [...shape.map((size) => whole(1, size)), whole(2, 1)];
}

/** The content of the graph, field 7, of a model: what its length covers. */
function graphOf(model: Uint8Array): Uint8Array {
  const tag = model.indexOf(0x3a);
  let at = tag + 1;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = model[at++]!;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return model.subarray(at, at + length);
  }
}
