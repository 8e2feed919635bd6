/**
 * Tensors that an exporter wrote twice, as tied embeddings are: the same type, shape and bytes. Reading all weights to find
 * them would cost what reading none saves, so that only likely pairs are compared, and those at a few places.
 */
import { isFloating, type Network, type Tensor } from '../../core/network.ts';
import { formatSize } from '../../core/size.ts';

/** Places that are compared, spread evenly from the first byte to the last, and the bytes at each. */
const PLACES = 8;
const SPAN = 512;

/** Tensors of one shape: more than these are the layers of a stack, which nobody ties, unless one is read by an index. */
const MOST_ALIKE = 3;

/** The network with `sameAs` on the second of each pair, and a note for it. */
export async function withTwins(blob: Blob, network: Network): Promise<Network> {
  const tensors = new Map(network.graph.tensors);
  const notes = [...network.notes];
  for (const [first, ...others] of likelyTwins(network)) {
    const start = await bytesAt(blob, first!.tensor, [0]);
    for (const { name, tensor } of others) {
      if (isUniform(start) || start !== (await bytesAt(blob, tensor, [0]))) continue;
      const all = Array.from({ length: PLACES }, (_, i) => i / (PLACES - 1));
      if ((await bytesAt(blob, first!.tensor, all)) !== (await bytesAt(blob, tensor, all))) continue;
      tensors.set(name, { ...tensor, sameAs: first!.name });
      notes.push(
        `"${name}" holds the same numbers as "${first!.name}" (compared at ${PLACES} places): they are counted once`,
      );
    }
  }
  return notes.length === network.notes.length ? network : { ...network, notes, graph: { ...network.graph, tensors } };
}

interface Named {
  readonly name: string;
  readonly tensor: Tensor;
}

/** Lists of tensors that may be equal to their first: a table that is read by an index comes first. */
function likelyTwins({ graph }: Network): readonly (readonly Named[])[] {
  const indexed = new Set(graph.nodes.filter(({ operator }) => operator === 'Gather').map(({ inputs }) => inputs[0]!));
  const groups = new Map<string, Named[]>();
  for (const [name, tensor] of graph.tensors) {
    if (!isComparable(tensor)) continue;
    const key = `${tensor.type} ${tensor.shape.map(formatSize).join(' ')}`;
    const group = groups.get(key);
    if (group) group.push({ name, tensor });
    else groups.set(key, [{ name, tensor }]);
  }
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => Number(indexed.has(b.name)) - Number(indexed.has(a.name))))
    .filter((group) => group.length > 1 && (group.length <= MOST_ALIKE || indexed.has(group[0]!.name)));
}

/** A matrix or more, large enough for chance to be excluded, and in this file. */
function isComparable({ type, shape, storage }: Tensor): boolean {
  return (
    isFloating(type) &&
    shape.length >= 2 &&
    storage !== undefined &&
    storage.file === undefined &&
    storage.length >= SPAN
  );
}

/** The bytes at places from 0, the first, to 1, the last. */
async function bytesAt(blob: Blob, { storage }: Tensor, places: readonly number[]): Promise<string> {
  const { offset, length } = storage!;
  const starts = places.map((place) => offset + Math.floor((length - SPAN) * place));
  const parts = await Promise.all(
    starts.map(async (start) => new Uint8Array(await blob.slice(start, start + SPAN).arrayBuffer())),
  );
  return parts.map((bytes) => bytes.join(' ')).join(' ');
}

/** Zeros, say: a file without real weights, whose equal tensors mean nothing. */
function isUniform(bytes: string): boolean {
  return new Set(bytes.split(' ')).size <= 1;
}
