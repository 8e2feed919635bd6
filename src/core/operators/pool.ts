/** Pools that slide a window: https://onnx.ai/onnx/operators/onnx__MaxPool.html, AveragePool and LpPool. */
import { int, ints } from '../attributes.ts';
import { factor, product, type Derivation } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Operator, Shape } from '../operator.ts';
import { formatShape, like, shaped } from '../shape.ts';
import { positionCount, tapsInside, type Window } from '../window.ts';
import { factsOfSliding, slide, windowsOf } from './windows.ts';

/** A map to pool: batch × channels × spatial axes. */
export function pooledMap(use: Application): ReturnType<typeof shaped> {
  const x = shaped(use, 0, 'input');
  if (x.shape.length >= 3) return x;
  throw new RuleError(
    `input "${x.name}" has ${x.shape.length} axes (${formatShape(x.shape)}); a pool needs at least 3`,
  );
}

export const MaxPool: Operator = {
  name: 'MaxPool',
  domain: '',
  doc: 'The largest input of each window, and on request where it stood.',
  infer(use) {
    const shape = pooledShape(use);
    return [like(pooledMap(use), shape), { type: 'int64', shape }];
  },
  count: slidingFacts,
  counts: 'the size of its output, derived',
};

export const AveragePool: Operator = {
  name: 'AveragePool',
  domain: '',
  doc: 'The mean of each window; padding takes part in it where count_include_pad says so.',
  infer: (use) => [like(pooledMap(use), pooledShape(use))],
  counts: 'window sums: every input that a window reads',
  count(use) {
    const paddingCounts = int(use.node, 'count_include_pad', 0) !== 0;
    const windows = poolWindows(use).map((window) => ({ ...window, paddingCounts }));
    return { ...slidingFacts(use), windowSums: sumsOver(use, windows) };
  },
};

export const LpPool: Operator = {
  name: 'LpPool',
  domain: '',
  doc: 'The p-norm of each window.',
  infer: (use) => [like(pooledMap(use), pooledShape(use))],
  count: (use) => ({ ...slidingFacts(use), windowSums: sumsOver(use, poolWindows(use)) }),
  counts: 'window sums: every input that a window reads',
};

function poolWindows(use: Application): readonly Window[] {
  const kernel = ints(use.node, 'kernel_shape');
  if (!kernel) throw new RuleError('attribute "kernel_shape" is missing');
  return windowsOf(use, pooledMap(use).shape.slice(2), kernel);
}

function pooledShape(use: Application): Shape {
  return [...pooledMap(use).shape.slice(0, 2), ...poolWindows(use).map(positionCount)];
}

function slidingFacts(use: Counted): Facts {
  return factsOfSliding(slide(poolWindows(use)));
}

/** Every input that a window reads: `3 * 3 * 96 * 27 * 27`, taps on padding left out. */
function sumsOver(use: Counted, windows: readonly Window[]): Derivation {
  const { shape } = use.outputs[0]!;
  const isPadded = windows.some(
    ({ before, after, rounding, paddingCounts }) =>
      rounding === 'ceil' || (!paddingCounts && (before !== 0 || after !== 0)),
  );
  const taps = windows.map(({ axis, kernel }) => factor(`kernel ${axis.name}`, kernel, axis.kernel));
  const positions = windows.map(({ axis }, i) =>
    factor(`positions along ${axis.name}`, shape![i + 2]!, axis.positions),
  );
  const inside = windows.map((window, i) =>
    factor(`taps inside along ${window.axis.name}`, tapsInside(window, shape![i + 2]!)),
  );
  const reads = isPadded ? inside : [...taps, ...positions];
  return product([...reads, factor('channels', shape![1]!, 'C'), ...batchOf(shape!)]);
}

/** The batch as a factor, where it is not 1. */
export function batchOf(shape: Shape): readonly Derivation[] {
  return shape[0] === 1 ? [] : [factor('batch', shape[0]!)];
}
