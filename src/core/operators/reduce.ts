/** Reductions along axes: https://onnx.ai/onnx/operators/onnx__ReduceSum.html and its relatives. */
import { int } from '../attributes.ts';
import { collect, larger, plus, smaller, smallShape, times } from '../evaluate.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { axesOf, like, resolveAxis, shaped, type Shaped } from '../shape.ts';
import type { Size } from '../size.ts';

type Binary = (a: Size, b: Size) => Size | undefined;

const free = 'adds up without weights, which the textbook does not count';

/** Axes are an attribute in older versions and an input in newer ones; none means all, unless noop_with_empty_axes. */
function reduction(name: string, doc: string, entry?: Binary): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      const axes = reducedAxes(use, x.shape);
      const shape = withoutAxes(x.shape, axes, keepsAxes(use));
      return [like(x, shape, entry && reduced(x, axes, entry))];
    },
    free,
  };
}

/** Where the largest or smallest element stands. */
function place(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const { shape } = shaped(use, 0, 'input');
      const axis = resolveAxis(int(use.node, 'axis', 0), shape.length);
      return [{ type: 'int64', shape: withoutAxes(shape, [axis], keepsAxes(use)) }];
    },
    free: 'compares; adds nothing up',
  };
}

/** Keeps its input's shape. */
function cumulative(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      return [like(x, x.shape)];
    },
    free,
  };
}

export const reduceOperators: readonly Operator[] = [
  reduction('ReduceSum', 'The sum along axes.', plus),
  reduction('ReduceProd', 'The product along axes.', times),
  reduction('ReduceMax', 'The largest element along axes.', larger),
  reduction('ReduceMin', 'The smallest element along axes.', smaller),
  reduction('ReduceMean', 'The mean along axes.'),
  reduction('ReduceL1', 'The sum of magnitudes along axes.'),
  reduction('ReduceL2', 'The square root of the sum of squares along axes.'),
  reduction('ReduceSumSquare', 'The sum of squares along axes.'),
  reduction('ReduceLogSum', 'The logarithm of the sum along axes.'),
  reduction('ReduceLogSumExp', 'The logarithm of the sum of exponentials along axes.'),
  place('ArgMax', 'Where the largest element along an axis stands.'),
  place('ArgMin', 'Where the smallest element along an axis stands.'),
  cumulative('ReverseSequence', 'The first elements of each sequence in reverse order.'),
  cumulative('CumSum', 'Sums of all elements up to each along an axis.'),
  cumulative('CumProd', 'Products of all elements up to each along an axis.'),
];

function keepsAxes({ node }: Application): boolean {
  return int(node, 'keepdims', 1) !== 0;
}

function reducedAxes(use: Application, shape: Shape): readonly number[] {
  if (use.inputs[1] && !use.inputs[1].values && use.inputs[1].shape?.[0] === shape.length)
    return shape.map((_, i) => i);
  const axes = axesOf(use, 1) ?? [];
  if (axes.length === 0) return int(use.node, 'noop_with_empty_axes', 0) === 0 ? shape.map((_, i) => i) : [];
  return axes.map((axis) => resolveAxis(axis, shape.length));
}

function withoutAxes(shape: Shape, axes: readonly number[], keeps: boolean): Shape {
  return keeps ? shape.map((size, i) => (axes.includes(i) ? 1 : size)) : shape.filter((_, i) => !axes.includes(i));
}

function reduced({ values, shape }: Shaped, axes: readonly number[], entry: Binary): readonly Size[] | undefined {
  const sizes = values && smallShape(shape);
  if (!sizes || values.length === 0) return undefined;
  const groups = new Map<number, Size | undefined>();
  values.forEach((value, i) => {
    const group = groupOf(i, sizes, axes);
    const held = groups.get(group);
    groups.set(group, groups.has(group) ? combined(held, value, entry) : value);
  });
  const totals = [...groups.values()];
  return collect(totals.length, (i) => totals[i]);
}

function combined(held: Size | undefined, value: Size, entry: Binary): Size | undefined {
  return held === undefined ? undefined : entry(held, value);
}

/** The index of an element's place with the reduced axes left out. */
function groupOf(index: number, shape: readonly number[], axes: readonly number[]): number {
  let [group, stride, rest] = [0, 1, index];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const at = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
    if (axes.includes(axis)) continue;
    group += at * stride;
    stride *= shape[axis]!;
  }
  return group;
}
