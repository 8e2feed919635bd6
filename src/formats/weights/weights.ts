/**
 * The elements of a network's tensors, which a Network itself does not hold: one interface, whether they lie in a file, are made
 * up or are cut out of others. The law of these files: little-endian, in row-major order, ⌈elements × bits / 8⌉ bytes of the
 * tensor's own type, and a few megabytes in memory at a time.
 */
import { MalformedError, UnsupportedError } from '../../core/errors.ts';
import { bitsOf, type Tensor } from '../../core/network.ts';
import { formatSize, isWhole } from '../../core/size.ts';
import { elementCount } from '../../core/shape.ts';

export interface Weights {
  /**
   * The elements of a tensor. `name` is that of the value which it gives: the initializer's, or the output of the Constant node
   * that holds it. Throws, at the latest when it is walked, where there are none or the file is broken.
   */
  chunks(name: string, tensor: Tensor): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Bytes in one piece where a tensor is larger: memory stays small, and pieces are worth a system call. */
export const CHUNK = 1 << 22;

/** How many elements a tensor has. Throws an UnsupportedError where a size of it is open. */
export function countElements(name: string, { shape }: Tensor): number {
  const sizes = shape.map((size) => {
    if (isWhole(size)) return Number(size);
    throw new UnsupportedError(`tensor "${name}" has the open size ${formatSize(size)}; its elements cannot be told`);
  });
  return elementCount(sizes);
}

/** How many bytes the elements of a tensor take. Throws an UnsupportedError for strings and where a size is open. */
export function countBytes(name: string, tensor: Tensor): number {
  if (tensor.type === 'string') throw new UnsupportedError(`tensor "${name}" holds strings, which have no fixed size`);
  return Math.ceil((countElements(name, tensor) * bitsOf[tensor.type]) / 8);
}

/** All elements of a tensor in one piece. */
export async function readWeights(weights: Weights, name: string, tensor: Tensor): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(countBytes(name, tensor));
  let at = 0;
  for await (const chunk of exactly(weights, name, tensor)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The chunks of a tensor. Throws a MalformedError where they are not as many bytes as its type and shape say. */
export async function* exactly(weights: Weights, name: string, tensor: Tensor): AsyncGenerator<Uint8Array, void, void> {
  const expected = countBytes(name, tensor);
  let given = 0;
  for await (const chunk of weights.chunks(name, tensor)) {
    given += chunk.length;
    if (given > expected) break;
    yield chunk;
  }
  if (given === expected) return;
  const came = given > expected ? `more than ${expected}` : `${given}`;
  throw new MalformedError(`tensor "${name}" of type ${tensor.type} needs ${expected} bytes; ${came} came`);
}
