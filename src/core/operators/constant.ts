/** Tensors that a node makes itself: https://onnx.ai/onnx/operators/onnx__Constant.html and its relatives. */
import { elementTypeOf } from '../elementType.ts';
import { float, floats, hasAttribute, int, ints, tensor } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import { collect, minus, plus, smallShape, times } from '../evaluate.ts';
import type { ElementType } from '../network.ts';
import type { Known, Operator, Shape } from '../operator.ts';
import { elementsOf, openAxes, operand, shaped } from '../shape.ts';
import { ceilDivide, isAtLeast, isWhole, maximum, multiply, type Size } from '../size.ts';

const free = 'makes a tensor and reads no units';

/** Its tensor is given by one of seven attributes. */
export const Constant: Operator = {
  name: 'Constant',
  domain: '',
  doc: 'A tensor that the node itself holds.',
  infer: ({ node }) => {
    const held = tensor(node, 'value') ?? tensor(node, 'sparse_value');
    if (held) return [{ type: held.type, shape: held.shape, ...(held.values && { values: held.values }) }];
    if (hasAttribute(node, 'value_int')) return [scalar('int64', int(node, 'value_int', 0))];
    if (hasAttribute(node, 'value_float')) return [scalar('float32', float(node, 'value_float') ?? 0)];
    if (hasAttribute(node, 'value_string')) return [{ type: 'string', shape: [] }];
    if (hasAttribute(node, 'value_ints')) return [vector('int64', ints(node, 'value_ints')!)];
    if (hasAttribute(node, 'value_floats')) return [vector('float32', floats(node, 'value_floats')!)];
    const strings = node.attributes.get('value_strings');
    if (strings?.kind === 'strings') return [{ type: 'string', shape: [strings.value.length] }];
    throw new RuleError('a Constant without a value');
  },
  free: 'a stored tensor; what reads it says what it is',
};

/** Filled with one value, 0 where none is given. */
export const ConstantOfShape: Operator = {
  name: 'ConstantOfShape',
  domain: '',
  doc: 'A tensor of a given shape filled with one value.',
  infer(use) {
    const shape = operand(use, 0, 'shape').values ?? openAxes(use, 0, 'shape', 'filled');
    const held = tensor(use.node, 'value');
    const value = held ? held.values?.[0] : 0;
    return [filled(held?.type ?? 'float32', shape, value)];
  },
  free,
};

/** From `start` up to, and without, `limit`, in steps of `delta`. */
export const Range: Operator = {
  name: 'Range',
  domain: '',
  doc: 'Numbers from a start to a limit in equal steps.',
  infer(use) {
    const { type } = operand(use, 0, 'start');
    const [start, limit, delta] = [0, 1, 2].map((i) => operand(use, i, ['start', 'limit', 'delta'][i]!).values?.[0]);
    if (start === undefined || limit === undefined || delta === undefined)
      return [{ type, shape: [use.fresh('range')] }];
    const shape = [rangeLength(start, limit, delta)];
    const count = smallShape(shape)?.[0];
    const step = (i: number): Size | undefined => {
      const far = times(i, delta);
      return far === undefined ? undefined : plus(start, far);
    };
    return [{ type, shape, values: count === undefined ? undefined : collect(count, step) }];
  },
  free,
};

/** The sizes of the axes from `start` to `end` (version 15 on; all axes before). */
export const ShapeOf: Operator = {
  name: 'Shape',
  domain: '',
  doc: 'The sizes of its input’s axes.',
  infer(use) {
    const { shape } = shaped(use, 0, 'input');
    const values = shape.slice(clamped(int(use.node, 'start', 0)), clamped(int(use.node, 'end', shape.length)));
    return [vector('int64', values)];
    function clamped(axis: number): number {
      return Math.min(Math.max(axis < 0 ? axis + shape.length : axis, 0), shape.length);
    }
  },
  free: 'reads sizes, not elements',
};

export const SizeOf: Operator = {
  name: 'Size',
  domain: '',
  doc: 'How many elements its input has.',
  infer: (use) => [scalar('int64', elementsOf(shaped(use, 0, 'input').shape))],
  free: 'reads sizes, not elements',
};

/** Of the input's type where `dtype` is not given. */
export const EyeLike: Operator = {
  name: 'EyeLike',
  domain: '',
  doc: 'A matrix of the input’s shape with ones on a diagonal.',
  infer(use) {
    const x = shaped(use, 0, 'input', 2);
    const code = int(use.node, 'dtype');
    const type = code === undefined ? x.type : elementTypeOf(code);
    const sizes = smallShape(x.shape);
    const shift = int(use.node, 'k', 0);
    const columns = sizes?.[1] ?? 1;
    const at = (i: number): Size => Number((i % columns) - Math.floor(i / columns) === shift);
    return [{ type, shape: x.shape, values: sizes && collect(sizes[0]! * columns, at) }];
  },
  free,
};

/** A tensor filled with one value, evaluated where it is small. */
function filled(type: ElementType, shape: Shape, value: Size | undefined): Known {
  const sizes = value === undefined ? undefined : smallShape(shape);
  return { type, shape, values: sizes && collect(sizes.reduce((total, size) => total * size, 1), () => value) }; // prettier-ignore
}

function scalar(type: ElementType, value: Size): Known {
  return { type, shape: [], values: [value] };
}

function vector(type: ElementType, values: Shape): Known {
  return { type, shape: [values.length], values };
}

/** ⌈(limit − start) / delta⌉, at least 0. */
function rangeLength(start: Size, limit: Size, delta: Size): Size {
  if (delta === 0) throw new RuleError('a step of 0');
  const span = minus(limit, start);
  if (span === undefined) throw new RuleError('limit and start are not both whole');
  if (typeof span === 'number' && typeof delta === 'number') return Math.max(Math.ceil(span / delta), 0);
  const [far, step] = isAtLeast(0, delta) ? [multiply(span, -1), multiply(delta, -1)] : [span, delta];
  const length = ceilDivide(far, step);
  return isWhole(length) ? maximum(length, 0) : length;
}
