/** What ONNX Runtime is given: the file itself where it holds its weights, else a file that is written with made-up ones. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UnsupportedError } from '../core/errors.ts';
import type { Network, Tensor } from '../core/network.ts';
import { writeOnnx, type Source } from '../formats/onnx/write.ts';
import { randomWeights } from '../formats/weights/random.ts';
import { storedWeights } from '../formats/weights/stored.ts';
import type { Weights } from '../formats/weights/weights.ts';
import type { ModelSource } from './runtime.ts';

export interface Model {
  readonly source: ModelSource;
  /** Where the tensors lie that the file leaves in others. */
  readonly folder?: string | undefined;
  /** The file. */
  bytes(): Promise<Uint8Array>;
  readonly weights: Weights;
  readonly notes: readonly string[];
}

/** The bytes that a network was read from, and their path where they have one. */
export interface Original {
  readonly blob: Blob;
  readonly path?: string | undefined;
}

export interface ModelOptions {
  readonly original?: Original | undefined;
  readonly seed: number;
  /** The file at a path, for tensors in other files. */
  readonly openFile: (path: string) => Promise<Blob>;
}

/** Throws an UnsupportedError for a network with operators that ONNX Runtime cannot run. */
export async function modelOf(network: Network, { original, seed, openFile }: ModelOptions): Promise<Model> {
  expectRunnable(network);
  const random = randomWeights(network, { seed });
  if (network.format !== 'ONNX' || !original) {
    const note = `the network has no weights; random ones of seed ${seed} were taken`;
    return written(network, random, hasWeights(network) ? [note] : []);
  }
  const { blob, path } = original;
  const folder = path === undefined ? undefined : dirname(path);
  const stored = storedWeights(network, blob, (location) => openFile(join(folder ?? '', location)));
  const isAbsent = ({ storage }: Tensor): boolean =>
    storage?.file !== undefined && (folder === undefined || !existsSync(join(folder, storage.file)));
  const tensors = [...network.graph.tensors.values()];
  const absent = tensors.filter(isAbsent);
  if (absent.length === 0) {
    const bytes = (): Promise<Uint8Array> => bytesOfBlob(blob);
    return { source: path ?? (await bytes()), folder, bytes, weights: stored, notes: [] };
  }
  const files = [...new Set(absent.map(({ storage }) => storage!.file))].join(', ');
  const weights: Weights = {
    chunks: (name, tensor) => (isAbsent(tensor) ? random : stored).chunks(name, tensor),
  };
  return written(network, weights, [
    `${absent.length} of ${tensors.length} tensors lie in ${files}, which is not there; random ones of seed ${seed} were taken`,
  ]);
}

/** A network as an ONNX file; without weights, all of its tensors have values. */
export async function graphBytes(network: Network, weights: Weights = randomWeights(network)): Promise<Uint8Array> {
  const { model } = await writeOnnx(network, { weights });
  return bytesOfSource(model);
}

async function written(network: Network, weights: Weights, notes: readonly string[]): Promise<Model> {
  const source = await graphBytes(network, weights);
  return { source, bytes: async () => source, weights, notes };
}

function hasWeights({ graph }: Network): boolean {
  return [...graph.tensors.values()].some(({ values }) => values === undefined);
}

/** layerledger's own operators say what ONNX cannot, unless the file gives them a body. */
function expectRunnable({ graph, functions }: Network): void {
  const bodies = new Set(functions.map(({ domain, name }) => `${domain} ${name}`));
  const foreign = graph.nodes.find(({ domain, operator }) => domain === 'layerledger' && !bodies.has(`${domain} ${operator}`)); // prettier-ignore
  if (!foreign) return;
  throw new UnsupportedError(
    `${foreign.name} is a ${foreign.operator} of layerledger's own; ONNX has no such operator, so that it cannot run`,
  );
}

/** Bytes that are asked of a blob at once: an address answers some 256 MiB at most. */
const piece = 2 ** 26;

async function bytesOfBlob(blob: Blob): Promise<Uint8Array> {
  if (blob.size > 2 ** 31 - 1) throw new UnsupportedError(`a model of ${blob.size} bytes in one file cannot be held`);
  const bytes = new Uint8Array(blob.size);
  for (let at = 0; at < blob.size; at += piece) {
    bytes.set(new Uint8Array(await blob.slice(at, Math.min(at + piece, blob.size)).arrayBuffer()), at);
  }
  return bytes;
}

async function bytesOfSource(source: Source): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.length);
  let at = 0;
  for await (const chunk of source.chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
