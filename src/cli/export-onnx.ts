/** `export --to onnx`: the network as an ONNX file, with the weights that it has, random ones, or none. */
import { UnsupportedError, UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { countBytes, hasExternalData, randomWeights, type Weights } from '../formats/index.ts';
import type { Io } from './command.ts';
import { writeOnnxFile } from './onnx-file.ts';
import { storedOf, type Original } from './original.ts';
import { dataBeside, expectUntouched } from './output-file.ts';

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
  expectUntouched([output, ...(isExternal ? [dataBeside(output)] : [])], network, original?.path);
  const { hasData } = await writeOnnxFile({ network, weights: chosen.weights, original, isExternal, output, io });
  const beside = `the weights are in ${dataBeside(output)}, which belongs beside ${output}`;
  return [...chosen.notes, ...(hasData ? [beside] : [])];
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

/** Bytes of all tensors; those of open size count as none, and are refused when they are written. */
function bytesOf({ graph }: Network): number {
  return [...graph.tensors].reduce((total, [name, tensor]) => {
    const isKnown = tensor.shape.every((size) => typeof size === 'number');
    return total + (isKnown ? countBytes(name, tensor) : 0);
  }, 0);
}
