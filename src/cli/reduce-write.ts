/** `reduce -o`: the reduced network as an ONNX file or a network file, written beside its place and then renamed. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { hasExternalData, type Weights } from '../formats/index.ts';
import { writeOnnx } from '../formats/onnx/write.ts';
import { writeChunks, writeWhole } from '../node/write.ts';
import { compensate, cutWeights } from '../reduce/apply/index.ts';
import type { Reduction } from '../reduce/reduce.ts';
import type { Io } from './command.ts';
import type { ReduceValues } from './reduce-options.ts';
import type { ReduceSubject } from './reduce-subject.ts';
import type { SolvedVariants } from './reduce-variants.ts';

interface Writing {
  readonly subject: ReduceSubject;
  readonly variants: SolvedVariants | undefined;
  readonly reduction: Reduction;
  readonly values: ReduceValues;
  readonly io: Io;
}

/** What was written where, and what has to be said of it. Throws a UsageError for a place that is the input's. */
export async function writeReduced(writing: Writing): Promise<{ file?: string; notes: readonly string[] }> {
  const { values, reduction, subject } = writing;
  const { output } = values;
  if (output === undefined || !reduction.reduced) return { notes: [] };
  expectOther(output, subject.original?.path);
  const extension = extname(output).toLowerCase();
  if (extension === '.yaml' || extension === '.yml') {
    const { networkFileOf } = await import('../formats/network-file/write.ts');
    writeWhole(output, networkFileOf(reduction.reduced.shrunk.network));
    return { file: output, notes: [] };
  }
  if (extension !== '.onnx') throw new UsageError(`--output takes a file that ends in .onnx or .yaml, not "${output}"`);
  return { file: output, notes: await writeModel(writing, output) };
}

/** The input is never touched, under whatever name it is given. */
function expectOther(output: string, input: string | undefined): void {
  if (input === undefined || !existsSync(output) || realpathSync(output) !== realpathSync(input)) return;
  throw new UsageError(`--output ${output} is the network itself; the input is never overwritten`);
}

async function writeModel(writing: Writing, output: string): Promise<readonly string[]> {
  const { subject, io } = writing;
  io.onStep?.(`writing ${output}`);
  const { network, weights, notes } = await weightsOfReduced(writing);
  const isExternal = hasExternalData(subject.network);
  const location = `${basename(output)}.data`;
  const { model, data } = await writeOnnx(network, {
    weights: weights ?? 'none',
    from: subject.network.format === 'ONNX' ? subject.original?.blob : undefined,
    ...(isExternal && weights && { external: { location } }),
  });
  await writeChunks([
    ...(data ? [{ path: `${output}.data`, chunks: data.chunks() }] : []),
    { path: output, chunks: model.chunks() },
  ]);
  if (weights) return notes;
  return [
    ...notes,
    'the network has no weights, so that the file has shapes only; "layerledger run" fills it with random ones',
  ];
}

interface Ready {
  readonly network: Network;
  readonly weights: Weights | undefined;
  readonly notes: readonly string[];
}

/** The reduced network and its weights: cut, and with biases that make up for what is gone where samples say how much that is. */
async function weightsOfReduced({ subject, variants, reduction }: Writing): Promise<Ready> {
  const { shrunk, removed } = reduction.reduced!;
  const base = variants?.best.network ?? subject.network;
  const stored = variants ? variants.best.weights(subject.weights) : subject.weights;
  if (!stored) return { network: shrunk.network, weights: undefined, notes: [] };
  if (!subject.activations) return { network: shrunk.network, weights: cutWeights(base, shrunk, stored), notes: [] };
  const { activations } = subject;
  const { followed } = subject.reducible.classes;
  const { network, left } = await compensate(followed, shrunk, { removed, weights: stored, activations });
  const notes = left.length === 0 ? [] : [`${left.length} layers have no bias that could make up for removed channels: ${left.slice(0, 4).join(', ')}`]; // prettier-ignore
  return { network, weights: cutWeights(base, shrunk, stored), notes };
}
