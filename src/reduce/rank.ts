/** What each channel is worth: by the norm of the filters that make it, or by how much what reads it would miss it. */
import { bitsOf, isFloating, type Tensor } from '../core/network.ts';
import { elementCount } from '../core/shape.ts';
import { numbersOf, readWeights, type Weights } from '../formats/index.ts';
import type { Followed } from './axes/follow.ts';
import { tensorsOf } from './apply/cutWeights.ts';
import { readersOf, type Reader } from './apply/readers.ts';
import { tensorUsers, type Classes } from './classes.ts';
import type { Reducible } from './reducible.ts';

/** Mean and variance of each channel over samples, by the name of the value. */
export interface ChannelMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}
export type Activations = ReadonlyMap<string, ChannelMoments>;

/** Scores by atom: the share of its layers' squared weights that a channel holds. */
export type Scores = ReadonlyMap<number, number>;

/** L2: the squared norm of a channel's filter, over that of all filters of the layer, added over the layers that make it. */
export async function scoresByNorm(classes: Classes, weights: Weights): Promise<Scores> {
  const { followed } = classes;
  const scores = new Map<number, number>();
  for (const owner of followed.atoms.owners) {
    if (followed.atoms.partOf(owner) !== 'creates') continue;
    const elements = await elementsOf(followed, weights, owner.tensor);
    if (!elements) continue;
    const sums = squaresAlong(elements.numbers, elements.shape, owner.axis);
    add(scores, followed, (i) => owner.start + i, shares(sums));
  }
  return scores;
}

/**
 * What the layers that read a channel would miss: its variance over the samples × the squared weights by which it is read, over
 * the same of all channels of that layer, added over the layers. Without samples every variance is 1. A filter that goes with the
 * channel misses nothing, such as that of a depthwise convolution: docs/one-shot.md has what counting those would cost.
 */
export async function scoresByImportance(
  classes: Classes,
  weights: Weights,
  activations?: Activations,
): Promise<Scores> {
  const { followed } = classes;
  const scores = new Map<number, number>();
  for (const reader of readersOf(followed)) {
    const elements = await elementsOf(followed, weights, reader.tensor);
    if (!elements) continue;
    const sums = squaresByChannel(elements, reader, followed);
    const variance = activations?.get(reader.value)?.variance;
    if (variance) sums.forEach((sum, i) => (sums[i] = sum * variance[i]!));
    add(scores, followed, (i) => reader.strip[i]!, shares(sums));
  }
  return scores;
}

/**
 * The layers that read free channels by weights which are not stored as plain floats (quantised, or computed from others), in the
 * order of the network: what they would miss is in no channel's worth by importance.
 */
export function layersWithoutSay({ classes, ledger }: Reducible): readonly string[] {
  const { followed, classOf } = classes;
  const tensors = tensorsOf(followed.inference.network);
  const heard = new Set(readersOf(followed).filter(({ tensor }) => isPlain(tensors.get(tensor))).map(({ tensor }) => tensor)); // prettier-ignore
  const userOf = tensorUsers(followed, ledger);
  const { owners, partOf } = followed.atoms;
  const users = owners
    .filter((owner) => partOf(owner) === 'reads' && !heard.has(owner.tensor))
    .filter(({ start, length }) => Array.from({ length }, (_, i) => classOf(start + i)).some((index) => index >= 0))
    .flatMap(({ tensor }) => userOf(tensor) ?? []);
  return [...new Set(users.toSorted((a, b) => a.place - b.place).map(({ layer }) => layer))];
}

export interface Elements {
  readonly numbers: Float32Array | Float64Array;
  readonly shape: readonly number[];
}

/** The elements of a stored tensor of floating-point numbers, `undefined` for another. */
export async function elementsOf(
  { inference }: Followed,
  weights: Weights,
  name: string,
): Promise<Elements | undefined> {
  const tensor = tensorsOf(inference.network).get(name);
  if (!isPlain(tensor)) return undefined;
  const numbers = numbersOf(await readWeights(weights, name, tensor), tensor.type);
  if (!(numbers instanceof Float32Array || numbers instanceof Float64Array)) return undefined;
  return { numbers, shape: tensor.shape.map(Number) };
}

function isPlain(tensor: Tensor | undefined): tensor is Tensor {
  return tensor !== undefined && isFloating(tensor.type) && bitsOf[tensor.type] >= 16;
}

/** How many elements lie between two neighbours on each axis. */
export function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** Σ of squares of each index along an axis. */
function squaresAlong(numbers: Elements['numbers'], shape: readonly number[], axis: number): Float64Array {
  const inner = stridesOf(shape)[axis]!;
  const length = shape[axis]!;
  const sums = new Float64Array(length);
  for (let i = 0; i < numbers.length; i++) sums[Math.floor(i / inner) % length]! += numbers[i]! * numbers[i]!;
  return sums;
}

/** Σ of squares of the weights by which filters read a channel that they do not go with; a grouped layer's blocks one after another. */
function squaresByChannel(
  { numbers, shape }: Elements,
  { tensor, strip, filters, channels, groups }: Reader,
  { atoms, stripsOf }: Followed,
): Float64Array {
  const [count, perGroup] = [shape[filters]!, shape[channels]!];
  const strides = stridesOf(shape);
  const read = strip.map(atoms.rootOf);
  const made = stripsOf(tensor)[filters]?.map(atoms.rootOf);
  const sums = new Float64Array(perGroup * groups);
  for (let i = 0; i < numbers.length; i++) {
    const filter = Math.floor(i / strides[filters]!) % count;
    const channel = Math.floor(filter / (count / groups)) * perGroup + (Math.floor(i / strides[channels]!) % perGroup);
    if (made?.[filter] !== read[channel]) sums[channel]! += numbers[i]! * numbers[i]!;
  }
  return sums;
}

function shares(sums: Float64Array): Float64Array {
  const total = sums.reduce((all, each) => all + each, 0);
  return total === 0 ? sums : sums.map((each) => each / total);
}

function add(scores: Map<number, number>, { atoms }: Followed, idAt: (i: number) => number, worth: Float64Array): void {
  worth.forEach((each, i) => {
    const root = atoms.rootOf(idAt(i));
    scores.set(root, (scores.get(root) ?? 0) + each);
  });
}
