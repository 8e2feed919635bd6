/** What channels are worth and what biases make up for, on networks of a few known numbers. */
import { describe, expect, test } from 'vitest';
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import type { Network } from '../../src/core/network.ts';
import { bytesOfElements } from '../../src/formats/weights/encode.ts';
import type { Weights } from '../../src/formats/index.ts';
import { compensate, cutWeights, readersOf } from '../../src/reduce/apply/index.ts';
import { shrink } from '../../src/reduce/apply/shrink.ts';
import {
  layersWithoutSay,
  scoresByImportance,
  scoresByNorm,
  type Activations,
  type Scores,
} from '../../src/reduce/rank.ts';
import { reduce } from '../../src/reduce/reduce.ts';
import { reducible, type Reducible } from '../../src/reduce/reducible.ts';
import { channelMoments, loadRuntime, modelOf, valuesOf, type Values } from '../../src/run/index.ts';
import { graphBytes } from '../../src/run/model.ts';
import { numbersOf } from '../../src/run/values.ts';

/** The values that the network's own tensors hold. */
const held: Weights = { chunks: (_, { type, values }) => [bytesOfElements(type, values!)] };

const runtime = await loadRuntime();

function tensor(b: Builder, name: string, shape: readonly number[], values: readonly number[]): string {
  return b.tensor(name, { type: 'float32', shape, values });
}

/** Worth of each channel that `layer` makes. */
function worthOf({ classes }: Reducible, scores: Scores, layer: string): readonly number[] {
  const made = classes.free.find(({ layers }) => layers.includes(layer))!;
  return [...made.atoms].map((atom) => scores.get(atom) ?? 0);
}

function subjectOf(build: (b: Builder) => string, shape: readonly number[] = [1, 2]): Reducible {
  const b = buildNetwork('small');
  b.input('x', shape);
  b.output(build(b));
  return reducible(b.finish());
}

/** x · first, then `second` of what that gives: three channels, read by two filters. */
const first = [1, 0, 2, 2, 0, 1]; // columns (1, 2), (0, 0), (2, 1)
const chain =
  (second: (b: Builder, made: string) => string) =>
  (b: Builder): string =>
    second(b, b.node('MatMul', ['x', tensor(b, 'first.w', [2, 3], first)], { name: 'first' })[0]!);

const readings = {
  MatMul: (b: Builder, made: string) => b.node('MatMul', [made, tensor(b, 'w', [3, 2], [1, 2, 0, 3, 1, 0])], { name: 'second' })[0]!,
  Gemm: (b: Builder, made: string) => b.node('Gemm', [made, tensor(b, 'w', [3, 2], [1, 2, 0, 3, 1, 0])], { name: 'second' })[0]!,
  'Gemm, transposed': (b: Builder, made: string) => b.node('Gemm', [made, tensor(b, 'w', [2, 3], [1, 0, 1, 2, 3, 0])], { name: 'second', attributes: { transB: 1 } })[0]!,
}; // prettier-ignore

describe('worth', () => {
  test('by norm: the share of the squares of all filters', async () => {
    const subject = subjectOf(chain(readings.MatMul));
    expect(worthOf(subject, await scoresByNorm(subject.classes, held), 'first')).toEqual([5 / 10, 0, 5 / 10]);
  });

  test.each(Object.entries(readings))('by what %s would miss: rows (1, 2), (0, 3), (1, 0)', async (_, reading) => {
    const subject = subjectOf(chain(reading));
    const worth = worthOf(subject, await scoresByImportance(subject.classes, held), 'first');
    expect(worth).toEqual([5 / 15, 9 / 15, 1 / 15]);
    const [reader] = readersOf(subject.classes.followed);
    const moments = { mean: new Float64Array(3), variance: Float64Array.of(2, 0, 10) };
    const activations: Activations = new Map([[reader!.value, moments]]);
    const seen = worthOf(subject, await scoresByImportance(subject.classes, held, activations), 'first');
    expect(seen).toEqual([10 / 20, 0, 10 / 20]);
  });

  test('of a grouped convolution: blocks one after another, those at one place of every block together', async () => {
    const subject = subjectOf(
      (b) => {
        const [made] = b.node('Conv', ['x', tensor(b, 'first.w', [4, 1, 1, 1], [1, 1, 1, 1])], { name: 'first' });
        // group 1: filters read (channel 1, channel 2) by (1, 2) and (3, 0); group 2: (channel 3, channel 4) by (0, 1) and (0, 4)
        const w = tensor(b, 'w', [4, 2, 1, 1], [1, 2, 3, 0, 0, 1, 0, 4]);
        const [grouped] = b.node('Conv', [made!, w], { name: 'grouped', attributes: { group: 2 } });
        return b.node('Conv', [grouped!, tensor(b, 'last.w', [1, 4, 1, 1], [1, 1, 1, 1])], { name: 'last' })[0]!;
      },
      [1, 1, 4, 4],
    );
    const worth = worthOf(subject, await scoresByImportance(subject.classes, held), 'first');
    expect(worth.map((each) => each * 31)).toEqual([10 + 0, 4 + 17]); // of 1 + 4 + 9 + 1 + 16
  });

  test('by what a transposed convolution would miss', async () => {
    const subject = subjectOf(
      (b) => {
        const [made] = b.node('Conv', ['x', tensor(b, 'first.w', [3, 1, 1, 1], [1, 1, 1])], { name: 'first' });
        return b.node('ConvTranspose', [made!, tensor(b, 'w', [3, 2, 1, 1], [1, 2, 0, 3, 1, 0])], {
          name: 'second',
        })[0]!;
      },
      [1, 1, 4, 4],
    );
    const worth = worthOf(subject, await scoresByImportance(subject.classes, held), 'first');
    expect(worth).toEqual([5 / 15, 9 / 15, 1 / 15]);
  });

  test('by what a recurrent layer would miss: the columns of the weights of its inputs', async () => {
    const subject = subjectOf(
      (b) => {
        const [made] = b.node('MatMul', ['x', tensor(b, 'first.w', [2, 3], first)], { name: 'first' });
        const w = tensor(b, 'w', [1, 2, 3], [1, 0, 1, 2, 3, 0]);
        const r = tensor(b, 'r', [1, 2, 2], [1, 1, 1, 1]);
        return b.node('RNN', [made!, w, r], { name: 'second', attributes: { hidden_size: 2 } })[0]!;
      },
      [4, 1, 2],
    );
    const worth = worthOf(subject, await scoresByImportance(subject.classes, held), 'first');
    expect(worth).toEqual([5 / 15, 9 / 15, 1 / 15]);
  });

  test.each([
    ['quantised', (b: Builder) => [b.tensor('q', { type: 'int8', shape: [3, 2] }), 'DequantizeLinear'] as const],
    ['of a norm and a direction', (b: Builder) => [tensor(b, 'v', [3, 2], [1, 2, 0, 3, 1, 0]), 'Mul'] as const],
  ])('weights that are %s have no say, which is told; plain ones beside them have', async (_, stored) => {
    const subject = subjectOf(
      chain((b, made) => {
        const [w, operator] = stored(b);
        const [decoded] = b.node(operator, [w, tensor(b, 'scale', [], [0.5])], { name: 'decode' });
        const [left] = b.node('MatMul', [made, decoded!], { name: 'left' });
        const [right] = b.node('MatMul', [made, tensor(b, 'right.w', [3, 2], [1, 2, 0, 3, 1, 0])], { name: 'right' });
        return b.node('Add', [left!, right!], { name: 'sum' })[0]!;
      }),
    );
    expect(layersWithoutSay(subject)).toEqual(['left']);
    const worth = worthOf(subject, await scoresByImportance(subject.classes, held), 'first');
    expect(worth).toEqual([5 / 15, 9 / 15, 1 / 15]);
    expect(layersWithoutSay(subjectOf(chain(readings.MatMul)))).toEqual([]);
  }); // prettier-ignore

  test('of equal channels the last go', async () => {
    const equal = (b: Builder): string => {
      const [made] = b.node('MatMul', ['x', tensor(b, 'first.w', [2, 16], Array(32).fill(1))], { name: 'first' });
      return b.node('MatMul', [made!, tensor(b, 'w', [16, 1], Array(16).fill(1))], { name: 'second' })[0]!;
    };
    const subject = subjectOf(equal);
    const scores = await scoresByImportance(subject.classes, held);
    const steps = reduce(subject, { budgets: { weights: 24 }, scores });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const { atoms } = subject.classes.free[0]!;
    expect([...step.value.reduced!.removed].toSorted((a, b) => a - b)).toEqual([...atoms].slice(8));
  });

  test('a depthwise filter goes with its channel, so that it does not miss it', async () => {
    const subject = subjectOf(
      (b) => {
        const [made] = b.node('Conv', ['x', tensor(b, 'first.w', [2, 1, 1, 1], [1, 1])], { name: 'first' });
        const [deep] = b.node('Conv', [made!, tensor(b, 'deep.w', [2, 1, 1, 1], [9, 1])], { name: 'deep', attributes: { group: 2 } }); // prettier-ignore
        return b.node('Conv', [deep!, tensor(b, 'last.w', [1, 2, 1, 1], [1, 2])], { name: 'last' })[0]!;
      },
      [1, 1, 4, 4],
    );
    expect(worthOf(subject, await scoresByImportance(subject.classes, held), 'first')).toEqual([1 / 5, 4 / 5]);
  });
});

async function momentsOf(network: Network, value: string, axis: number, samples: readonly Values[]) {
  const model = await modelOf(network, { seed: 1, openFile: () => Promise.reject(new Error('no files')) });
  const feeds = samples.map((each) => new Map([['x', each]]));
  return (await channelMoments({ runtime, model, measured: [{ value, axis }], samples: feeds })).get(value)!;
}

test('means and variances are those of plain arithmetic, over samples and places', async () => {
  const b = buildNetwork('relu');
  const [y] = b.node('Relu', [b.input('x', [1, 2, 1, 2])], { outputs: ['y'] });
  b.output(b.node('Neg', [y!])[0]!);
  const samples = [[1, -1, 2, 4], [3, 1, 2, 0]].map((list) => valuesOf('float32', [1, 2, 1, 2], list)); // prettier-ignore
  const { mean, variance } = await momentsOf(b.finish(), 'y', 1, samples);
  expect([[...mean], [...variance]]).toEqual([[5 / 4, 8 / 4], [11 / 4 - 25 / 16, 24 / 4 - 4]]); // prettier-ignore
});

/** A hidden layer of which units 2 and 4 always give 5 and 7: what reads them can do without, if its bias knows. */
const constant = [1, 0, -1, 0, 2, 0, 1, 0];
const hidden = (b: Builder): string => {
  const [made] = b.node('MatMul', ['x', tensor(b, 'h', [2, 4], constant)], { name: 'hidden' });
  const [raised] = b.node('Add', [made!, tensor(b, 'hb', [4], [0.5, 5, 1, 7])]);
  return b.node('Relu', [raised!])[0]!;
};
const v = [1, 2, -1, 3, 0, 2, 4, 1, -2, 1, 0, 3];
const turned = [1, 3, 4, 1, 2, 0, 1, 0, -1, 2, -2, 3]; // 3 × 4
const constantReaders: Readonly<Record<string, (b: Builder, read: string) => string>> = {
  'Gemm without a bias': (b, read) => b.node('Gemm', [read, tensor(b, 'v', [4, 3], v)])[0]!,
  'Gemm with a bias, transposed, with factors': (b, read) => b.node('Gemm', [read, tensor(b, 'v', [3, 4], turned), tensor(b, 'c', [3], [1, 2, 3])], { attributes: { transB: 1, alpha: 0.5, beta: { kind: 'float', value: 2 } } })[0]!,
  'Gemm with one number as its bias': (b, read) => b.node('Gemm', [read, tensor(b, 'v', [4, 3], v), tensor(b, 'c', [1], [4])])[0]!,
  'MatMul and Add': (b, read) => b.node('Add', [tensor(b, 'c', [1, 3], [1, 2, 3]), b.node('MatMul', [read, tensor(b, 'v', [4, 3], v)])[0]!])[0]!,
  'MatMul and Add of a Constant': (b, read) => {
    const [c] = b.node('Constant', [], { attributes: { value: { kind: 'tensor', value: { type: 'float32', shape: [3], values: [1, 2, 3] } } } });
    return b.node('Add', [b.node('MatMul', [read, tensor(b, 'v', [4, 3], v)])[0]!, c!])[0]!;
  },
  'two that share a bias': (b, read) => {
    const shared = tensor(b, 'c', [3], [1, 2, 3]);
    const [one] = b.node('Gemm', [read, tensor(b, 'v', [4, 3], v), shared]);
    const [other] = b.node('Gemm', [read, tensor(b, 'u', [3, 4], v), shared], { attributes: { transB: 1 } });
    return b.node('Sub', [one!, other!])[0]!;
  },
  'a convolution in groups': (b, read) => {
    const image = b.node('Reshape', [read, b.tensor('image', { type: 'int64', shape: [4], values: [1, 4, 1, 1] })])[0]!;
    const [grouped] = b.node('Conv', [image, tensor(b, 'v', [2, 2, 1, 1], [1, 2, 3, 4])], { attributes: { group: 2 } });
    return b.node('Relu', [grouped!])[0]!;
  },
}; // prettier-ignore

/** The output for each sample: of the network, and cut with and without what biases make up for. */
async function outputsOf(
  network: Network,
  given: Weights,
  samples: readonly Values[],
): Promise<readonly Float64Array[]> {
  const session = await runtime.open(await graphBytes(network, given));
  const outputs: Float64Array[] = [];
  for (const x of samples) outputs.push(numbersOf([...(await session.run(new Map([['x', x]]))).values()][0]!));
  await session.release();
  return outputs;
}

describe('what always is the same can be left out', () => {
  const samples = [[1, 2], [0.5, -1], [3, 0.25]].map((list) => valuesOf('float32', [1, 2], list)); // prettier-ignore

  test.each(Object.entries(constantReaders))('%s', async (_, reading) => {
    const { network, classes, infer } = subjectOf((b) => reading(b, hidden(b)));
    const { followed } = classes;
    const made = followed.stripsOf('h')[1]!;
    const removed = new Set([1, 3].map((unit) => followed.atoms.rootOf(made[unit]!)));
    const moments = await Promise.all(
      readersOf(followed).map(async ({ value, valueAxis }) => [value, await momentsOf(network, value, valueAxis, samples)] as const),
    ); // prettier-ignore
    const shrunk = shrink(followed, removed, infer);
    const given = { removed, weights: held, activations: new Map(moments) };
    const { network: cut, left } = await compensate(followed, shrunk, given);
    expect(left).toEqual([]);
    const before = await outputsOf(network, held, samples);
    const after = await outputsOf(cut, cutWeights(network, shrunk, held), samples);
    const without = await outputsOf(shrunk.network, cutWeights(network, shrunk, held), samples);
    before.forEach((expected, i) => expected.forEach((each, k) => expect(after[i]![k]).toBeCloseTo(each, 5)));
    expect(without).not.toEqual(before);
  });

  test('a transposed convolution loses other taps at every position: it is said', async () => {
    const subject = subjectOf(
      (b) => {
        const [made] = b.node('Conv', ['x', tensor(b, 'first.w', [2, 1, 1, 1], [1, 1])]);
        const given = [made!, tensor(b, 'w', [2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), tensor(b, 'c', [1], [1])];
        return b.node('ConvTranspose', given, { name: 'read', attributes: { strides: [2, 2] } })[0]!;
      },
      [1, 1, 4, 4],
    );
    const { followed } = subject.classes;
    const [reader] = readersOf(followed);
    const removed = new Set([followed.atoms.rootOf(reader!.strip[1]!)]);
    const moments = { mean: Float64Array.of(1, 2), variance: new Float64Array(2) };
    const given = { removed, weights: held, activations: new Map([[reader!.value, moments]]) };
    const { left } = await compensate(followed, shrink(followed, removed, subject.infer), given);
    expect(left).toEqual(['read']);
  });

  test('a product whose sum goes elsewhere too has no bias: it is said', async () => {
    const subject = subjectOf((b) => {
      const [made] = b.node('MatMul', [hidden(b), tensor(b, 'v', [4, 3], v)], { name: 'read' });
      return b.node('Mul', [made!, b.node('Relu', [made!])[0]!])[0]!;
    });
    const { followed } = subject.classes;
    const [reader] = readersOf(followed);
    const removed = new Set([followed.atoms.rootOf(reader!.strip[1]!)]);
    const moments = { mean: Float64Array.of(0, 5, 0, 7), variance: new Float64Array(4) };
    const given = { removed, weights: held, activations: new Map([[reader!.value, moments]]) };
    const { left, network } = await compensate(followed, shrink(followed, removed, subject.infer), given);
    expect(left).toEqual(['read']);
    expect(network.graph.tensors.size).toBe(3);
  });
});
