/** `--samples`: files that show a network what it is used for, as inputs of runs, and what its channels do on them. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MalformedError, UnsupportedError, UsageError } from '../core/errors.ts';
import { elementCount } from '../core/shape.ts';
import { blobOfPath } from '../node/open.ts';
import { readersOf } from '../reduce/apply/index.ts';
import type { Activations } from '../reduce/rank.ts';
import type { Reducible } from '../reduce/reducible.ts';
import {
  channelMoments, decodeImage, loadRuntime, looksLikeImage, looksLikeNpy, modelOf, pictureOf, readNpy, type Values,
} from '../run/index.ts'; // prettier-ignore
import type { Io } from './command.ts';
import type { Original } from './original.ts';
import type { ReduceValues } from './reduce-options.ts';

/** More than any calibration takes. */
const mostSamples = 4096;

export interface Sampled {
  readonly activations: Activations;
  /** What was assumed, a sentence each. */
  readonly notes: readonly string[];
}

/** Runs the samples through the network and keeps what every layer that reads free channels reads. */
export async function sampledMoments(
  { network, ledger, classes }: Reducible,
  original: Original,
  { samples }: ReduceValues,
  io: Io,
): Promise<Sampled> {
  const runtime = await loadRuntime();
  const { feeds, notes } = await feedsOfSamples(samples, ledger);
  const model = await modelOf(network, { original, seed: 1, openFile: blobOfPath });
  const measured = new Map(readersOf(classes.followed).map(({ value, valueAxis }) => [value, valueAxis]));
  const activations = await channelMoments({
    runtime,
    model,
    measured: [...measured].map(([value, axis]) => ({ value, axis })),
    samples: feeds,
    onSample: (done) => io.onStep?.(`sample ${done} of ${feeds.length}`),
  });
  return { activations, notes };
}

interface Feeds {
  readonly feeds: readonly ReadonlyMap<string, Values>[];
  readonly notes: readonly string[];
}

/** A run for each sample: an image, a tensor of the input's shape, or each entry of a tensor with a first axis of many. */
async function feedsOfSamples(paths: readonly string[], ledger: Reducible['ledger']): Promise<Feeds> {
  const [input, ...others] = ledger.inputs;
  if (!input || others.length > 0)
    throw new UsageError(`--samples needs a network of one input; this has ${ledger.inputs.length}`);
  const files = paths.flatMap(filesOf);
  if (files.length === 0) throw new UsageError(`--samples ${paths.join(' ')}: there is no .npy file and no image`);
  const { type = 'float32' } = ledger.inference.values.get(input.name) ?? {};
  const shape = (input.shape ?? []).map(Number);
  const feeds: ReadonlyMap<string, Values>[] = [];
  let images = 0;
  for (const path of files) {
    const { isImage, samples } = await samplesOf(path, { name: input.name, type, shape });
    if (isImage) images++;
    for (const values of samples) feeds.push(new Map([[input.name, values]]));
    if (feeds.length > mostSamples) throw new UsageError(`--samples gives more than ${mostSamples} samples`);
  }
  const range = type.startsWith('float') ? 'from 0 to 1' : 'from 0 to 255';
  return { feeds, notes: images === 0 ? [] : [`${images} images went in as pixels ${range}; a network that takes others needs .npy files`] }; // prettier-ignore
}

/** The .npy files and images of a folder in the order of their names, or the file itself. */
function filesOf(path: string): readonly string[] {
  const standing = statSync(path, { throwIfNoEntry: false });
  if (!standing) throw new UnsupportedError(`${path}: there is no such file`);
  if (!standing.isDirectory()) return [path];
  return readdirSync(path).filter((name) => /\.(npy|png|jpe?g)$/i.test(name)).toSorted().map((name) => join(path, name)); // prettier-ignore
}

type Input = Parameters<typeof pictureOf>[1];

async function samplesOf(path: string, input: Input): Promise<{ isImage: boolean; samples: readonly Values[] }> {
  const bytes = new Uint8Array(await (await blobOfPath(path)).arrayBuffer());
  if (looksLikeImage(bytes)) return { isImage: true, samples: [pictureOf(await decodeImage(bytes, path), input)] };
  if (!looksLikeNpy(bytes)) throw new UnsupportedError(`${path} is neither an .npy file nor a PNG or JPEG image`);
  const { type, shape, data } = readNpy(bytes, path);
  const own = input.shape.map(Number);
  const each = elementCount(own.slice(1));
  const isOne = shape.length === own.length - 1;
  const tail = isOne ? shape : shape.slice(1);
  if (type !== input.type || tail.length !== own.length - 1 || tail.some((size, i) => size !== own[i + 1]))
    throw new MalformedError(
      `${path} holds ${type} ${shape.join(' × ')}; the input "${input.name}" is ${input.type} ${own.join(' × ')}, and samples may be many along the first axis`,
    );
  if (!ArrayBuffer.isView(data)) throw new UnsupportedError(`${path} holds text`);
  const samples = Array.from({ length: data.length / each }, (_, i) => {
    return { type, shape: [1, ...own.slice(1)], data: data.slice(i * each, (i + 1) * each) };
  });
  return { isImage: false, samples };
}
