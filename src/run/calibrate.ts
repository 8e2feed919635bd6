/** Means and variances of channels over samples: what a network computes, value by value, while it runs. */
import { UnsupportedError } from '../core/errors.ts';
import { elementCount } from '../core/shape.ts';
import { withOutputs } from './extend.ts';
import type { Model } from './model.ts';
import type { Runtime } from './runtime.ts';
import { numbersOf, type Values } from './values.ts';

/** A value and the axis along which its channels lie. */
export interface Measured {
  readonly value: string;
  readonly axis: number;
}

/** One number for each channel. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

export interface CalibrateOptions {
  readonly runtime: Runtime;
  readonly model: Model;
  readonly measured: readonly Measured[];
  /** Inputs by name, a run each. */
  readonly samples: readonly ReadonlyMap<string, Values>[];
  readonly onSample?: (done: number) => void;
}

/**
 * Runs every sample and keeps the moments of each measured value's channels. Throws an UnsupportedError where there is no sample,
 * and ONNX Runtime's errors as a sentence.
 */
export async function channelMoments({
  runtime,
  model,
  measured,
  samples,
  onSample,
}: CalibrateOptions): Promise<ReadonlyMap<string, Moments>> {
  if (samples.length === 0) throw new UnsupportedError('there is no sample to learn from');
  const names = measured.map(({ value }) => value);
  const session = await openMeasured(runtime, model, names);
  const sums = new Map<string, Sums>();
  try {
    for (const [i, feeds] of samples.entries()) {
      const results = await session.run(feeds, names);
      for (const { value, axis } of measured) addTo(sums, value, axis, results.get(value)!);
      onSample?.(i + 1);
    }
  } finally {
    await session.release();
  }
  return new Map([...sums].map(([value, each]) => [value, momentsOf(each)]));
}

/** Outputs that the model has already are not asked for twice. */
async function openMeasured(runtime: Runtime, model: Model, names: readonly string[]): ReturnType<Runtime['open']> {
  const plain = await runtime.open(model.source, { folder: model.folder });
  const own = new Set(plain.outputs.map(({ name }) => name));
  if (names.every((name) => own.has(name))) return plain;
  await plain.release();
  const extended = withOutputs(await model.bytes(), [...new Set(names)].filter((name) => !own.has(name))); // prettier-ignore
  return runtime.open(extended, { folder: model.folder });
}

interface Sums {
  count: number;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

function addTo(sums: Map<string, Sums>, value: string, axis: number, { shape, ...rest }: Values): void {
  const length = shape[axis]!;
  const inner = elementCount(shape.slice(axis + 1));
  const all = sums.get(value) ?? { count: 0, sum: new Float64Array(length), squares: new Float64Array(length) };
  sums.set(value, all);
  const numbers = numbersOf({ shape, ...rest });
  for (let i = 0; i < numbers.length; i++) {
    const channel = Math.floor(i / inner) % length;
    all.sum[channel]! += numbers[i]!;
    all.squares[channel]! += numbers[i]! * numbers[i]!;
  }
  all.count += numbers.length / length;
}

function momentsOf({ count, sum, squares }: Sums): Moments {
  const mean = sum.map((each) => each / count);
  return { mean, variance: squares.map((each, i) => Math.max(0, each / count - mean[i]! ** 2)) };
}
