/**
 * Tied embeddings that an exporter wrote twice: a table that is read by an index, and a tensor of the same type and shape
 * with the same bytes. Only such pairs are compared, at a few places, since no others are tied in practice.
 */
import { isFloating, type Network, type Tensor } from '../../core/network.ts';
import { formatSize } from '../../core/size.ts';

/** Places that are compared, spread evenly from the first byte to the last, and the bytes at each. */
const PLACES = 8;
const SPAN = 512;

/** The network with `sameAs` on the second of each pair, and a note for it. */
export async function withTwins(blob: Blob, network: Network): Promise<Network> {
  const { graph } = network;
  const indexed = new Set(graph.nodes.filter(({ operator }) => operator === 'Gather').map(({ inputs }) => inputs[0]!));
  const tables = [...graph.tensors].filter(([name, tensor]) => indexed.has(name) && isComparable(tensor));
  const tensors = new Map(graph.tensors);
  const notes = [...network.notes];
  for (const [name, table] of tables) {
    const key = likeness(table);
    const others = [...graph.tensors].filter(
      ([other, tensor]) => other !== name && likeness(tensor) === key && !indexed.has(other),
    );
    const sample = others.length === 0 ? '' : await sampleOf(blob, table);
    for (const [other, tensor] of others) {
      if (isUniform(sample) || sample !== (await sampleOf(blob, tensor))) continue;
      tensors.set(other, { ...tensor, sameAs: name });
      notes.push(
        `"${other}" holds the same numbers as "${name}" (compared at ${PLACES} places): they are counted once`,
      );
    }
  }
  return notes.length === network.notes.length ? network : { ...network, notes, graph: { ...graph, tensors } };
}

/** Large enough for chance to be excluded, and in this file. */
function isComparable({ type, shape, storage }: Tensor): boolean {
  return (
    isFloating(type) &&
    shape.length === 2 &&
    storage !== undefined &&
    storage.file === undefined &&
    storage.length >= SPAN
  );
}

function likeness(tensor: Tensor): string | undefined {
  return isComparable(tensor) ? `${tensor.type} ${tensor.shape.map(formatSize).join(' ')}` : undefined;
}

async function sampleOf(blob: Blob, { storage }: Tensor): Promise<string> {
  const { offset, length } = storage!;
  const starts = Array.from({ length: PLACES }, (_, i) => offset + Math.floor(((length - SPAN) * i) / (PLACES - 1)));
  const parts = await Promise.all(
    starts.map(async (start) => new Uint8Array(await blob.slice(start, start + SPAN).arrayBuffer())),
  );
  return parts.map((bytes) => bytes.join(' ')).join(' ');
}

/** Zeros, say: a file without real weights, whose equal tensors mean nothing. */
function isUniform(sample: string): boolean {
  return new Set(sample.split(' ')).size <= 1;
}
