/** `export --to onnx`: the network as an ONNX file, with the weights that it has, random ones, or none. */
import { basename, dirname, join } from 'node:path';
import { UnsupportedError, UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { countBytes, hasExternalData, randomWeights, writeOnnx, type Source, type Weights } from '../formats/index.ts';
import { writeChunks } from '../node/write.ts';
import type { Io } from './command.ts';
import { storedOf, type Original } from './original.ts';
import { expectOther } from './other-file.ts';

export type WeightsChoice = 'keep' | 'random' | 'none';

export interface OnnxExport {
  readonly network: Network;
  readonly original: Original | undefined;
  /** `undefined`: those of the source where it has them, else none. */
  readonly weights: WeightsChoice | undefined;
  readonly seed: number | undefined;
  readonly output: string;
  readonly io: Io;
}

/** Weights beyond this go into a file beside the model: protobuf ends at 2 GiB, and the graph needs room. */
const largestInside = 2 ** 31 - 2 ** 26;

/** Writes the file and returns what has to be said of it. */
export async function exportOnnx({
  network,
  original,
  weights,
  seed,
  output,
  io,
}: OnnxExport): Promise<readonly string[]> {
  const chosen = chooseWeights(network, original, { weights, seed });
  const isExternal = chosen.weights !== 'none' && (hasExternalData(network) || bytesOf(network) > largestInside);
  for (const path of [output, ...(isExternal ? [`${output}.data`] : [])]) expectUntouched(path, network, original);
  const from = network.format === 'ONNX' ? original?.blob : undefined;
  const { model, data } = await writeOnnx(network, {
    weights: chosen.weights,
    from,
    ...(isExternal && { external: { location: `${basename(output)}.data` } }),
  });
  await writeChunks([
    ...(data ? [{ path: `${output}.data`, chunks: told(data, `${output}.data`, io) }] : []),
    { path: output, chunks: told(model, output, io) },
  ]);
  return [...chosen.notes, ...(data ? [`the weights are in ${output}.data, which belongs beside ${output}`] : [])];
}

interface Chosen {
  readonly weights: Weights | 'none';
  readonly notes: readonly string[];
}

function chooseWeights(network: Network, original: Original | undefined, { weights, seed }: Pick<OnnxExport, 'weights' | 'seed'>): Chosen {
  if (weights === 'random') return { weights: randomWeights(network, { seed: seed ?? 0 }), notes: [`the weights are random, of seed ${seed ?? 0}`] };
  if (seed !== undefined) throw new UsageError('--seed is for --weights random');
  if (weights === 'none') return { weights: 'none', notes: [] };
  const stored = original && storedOf(network, original);
  if (stored) return { weights: stored, notes: [] };
  if (weights === 'keep') throw new UnsupportedError(`${network.name} has no weights to keep; --weights random makes some up, --weights none writes shapes alone`);
  return { weights: 'none', notes: [`${network.name} has no weights here, so that the file has their shapes alone; --weights random makes some up`] };
} // prettier-ignore

/** Neither the model nor the files that hold its weights. */
function expectUntouched(path: string, { graph }: Network, original: Original | undefined): void {
  expectOther(path, original?.path);
  const files = new Set([...graph.tensors.values()].flatMap(({ storage }) => storage?.file ?? []));
  for (const file of files) expectOther(path, join(dirname(original?.path ?? '.'), file));
}

/** Bytes of all tensors; those of open size count as none, and are refused when they are written. */
function bytesOf({ graph }: Network): number {
  return [...graph.tensors].reduce((total, [name, tensor]) => {
    const isKnown = tensor.shape.every((size) => typeof size === 'number');
    return total + (isKnown ? countBytes(name, tensor) : 0);
  }, 0);
}

/** Milliseconds between two changes of the line that says how far the writing is. */
const between = 200;

async function* told(source: Source, path: string, io: Io): AsyncGenerator<Uint8Array, void, void> {
  let [passed, last] = [0, performance.now()];
  for await (const chunk of source.chunks()) {
    yield chunk;
    passed += chunk.length;
    if (performance.now() - last < between) continue;
    last = performance.now();
    io.onStep?.(`writing ${path}, ${Math.floor((100 * passed) / source.length)} %`);
  }
}
