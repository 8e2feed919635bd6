/** `reduce -o`: the reduced network as an ONNX file or a network file, written beside its place and then renamed. */
import type { Network } from '../core/network.ts';
import { hasExternalData, type Weights } from '../formats/index.ts';
import { writeWhole } from '../node/write.ts';
import { compensate, cutWeights } from '../reduce/apply/index.ts';
import type { Reduction } from '../reduce/reduce.ts';
import type { Io } from './command.ts';
import { failureOf, type Failure } from './failure.ts';
import { writeOnnxFile } from './onnx-file.ts';
import { isNetworkFile } from './reduce-output.ts';
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

export interface Written {
  /** Absent where nothing was asked for, found or written. */
  readonly file?: string;
  /** What has to be said of it. */
  readonly notes: readonly string[];
  /** Why it was not written: what was computed is an answer all the same. */
  readonly failure?: Failure;
}

export async function writeReduced(writing: Writing): Promise<Written> {
  const { values, reduction } = writing;
  const { output } = values;
  if (output === undefined || !reduction.reduced) return { notes: [] };
  try {
    if (!isNetworkFile(output)) return { file: output, notes: await writeModel(writing, output) };
    const { networkFileOf } = await import('../formats/network-file/write.ts');
    writeWhole(output, networkFileOf(reduction.reduced.shrunk.network));
    return { file: output, notes: [] };
  } catch (error) {
    return { notes: [], failure: failureOf(error) };
  }
}

async function writeModel(writing: Writing, output: string): Promise<readonly string[]> {
  const { subject, io } = writing;
  io.onStep?.(`writing ${output}`);
  const { network, weights, notes } = await weightsOfReduced(writing);
  const isExternal = weights !== undefined && hasExternalData(subject.network);
  await writeOnnxFile({ network, weights: weights ?? 'none', original: subject.original, isExternal, output, io });
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
  const given = { removed, weights: stored, activations };
  const { network, addedBytes, left } = await compensate(followed, shrunk, given);
  const notes = [
    ...(addedBytes === 0 ? [] : [`layers without a bias were given one, for what is gone: ${addedBytes} bytes more`]),
    ...(left.length === 0 ? [] : [`${left.length} layers have no bias that could make up for removed channels: ${left.slice(0, 4).join(', ')}`]),
  ]; // prettier-ignore
  return { network, weights: cutWeights(base, shrunk, stored), notes };
}
