/** Parts of a tensor along its axes, and paddings around it. */
import { ints } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import { indexOf, pick } from '../evaluate.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { axesOf, like, operand, resolveAxis, shaped, valuesOf, wholesOf } from '../shape.ts';
import { add, ceilDivide, isAtLeast, isWhole, maximum, minimum, subtract, type Size } from '../size.ts';

/** Starts, ends, axes and steps are attributes before version 10 (without steps), inputs since. */
export const Slice: Operator = {
  name: 'Slice',
  domain: '',
  doc: 'Elements from a start to an end in steps, along some axes.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axes = axesOf(use, 3)?.map((axis) => resolveAxis(axis, x.shape.length));
    const starts = ints(use.node, 'starts') ?? operand(use, 1, 'starts').values;
    const ends = ints(use.node, 'ends') ?? operand(use, 2, 'ends').values;
    const steps = use.inputs[4] ? wholesOf(use, 4, 'steps') : undefined;
    if (!starts || !ends) return [like(x, openedAlong(use, x.shape, axes))];
    const slices = (axes ?? starts.map((_, i) => resolveAxis(i, x.shape.length))).map((axis, i) => {
      const [start, end] = [starts[i], ends[i]];
      if (start === undefined || end === undefined) throw new RuleError(`axis ${axis} has no start or no end`);
      return sliceOf({ axis, size: x.shape[axis]!, start, end, step: steps?.[i] ?? 1 });
    });
    const shape = x.shape.map((size, axis) => slices.find((slice) => slice.axis === axis)?.length ?? size);
    const own = x.shape.map(Number);
    const source = (position: readonly number[]): number =>
      indexOf(
        slices.reduce((at, { axis, first, step }) => at.with(axis, Number(first) + at[axis]! * step), position),
        own,
      );
    return [like(x, shape, slices.every(({ first }) => isWhole(first)) ? pick(x.values, shape, source) : undefined)];
  },
  free: 'only takes a part of its input',
};

/** Pads are an attribute before version 11, an input since, for chosen axes since 18. Negative ones crop. */
export const Pad: Operator = {
  name: 'Pad',
  domain: '',
  doc: 'Its input with elements added around it.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axes = axesOf(use, 3)?.map((axis) => resolveAxis(axis, x.shape.length)) ?? x.shape.map((_, i) => i);
    const pads = ints(use.node, 'pads') ?? ints(use.node, 'paddings') ?? operand(use, 1, 'pads').values;
    if (!pads) return [like(x, openedAlong(use, x.shape, axes))];
    if (pads.length !== 2 * axes.length) {
      throw new RuleError(`pads has ${pads.length} entries, where ${2 * axes.length} are expected`);
    }
    const padded = axes.reduce<Shape>((shape, axis, i) => {
      return shape.with(axis, add(shape[axis]!, add(pads[i]!, pads[i + axes.length]!)));
    }, x.shape);
    return [like(x, padded)];
  },
  free: 'only adds elements around its input',
};

/** Cropped where the target is smaller, padded where it is larger. */
export const CenterCropPad: Operator = {
  name: 'CenterCropPad',
  domain: '',
  doc: 'Its input cropped or padded around its centre to given sizes.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const target = valuesOf(use, 1, 'shape');
    const axes = ints(use.node, 'axes')?.map((axis) => resolveAxis(axis, x.shape.length)) ?? x.shape.map((_, i) => i);
    if (target.length !== axes.length) {
      throw new RuleError(`shape has ${target.length} entries, where ${axes.length} are expected`);
    }
    return [
      like(
        x,
        axes.reduce<Shape>((shape, axis, i) => shape.with(axis, target[i]!), x.shape),
      ),
    ];
  },
  free: 'only crops or pads its input',
};

interface Sliced {
  readonly axis: number;
  readonly first: Size;
  readonly step: number;
  readonly length: Size;
}

/** Exporters write the largest int32 or int64 for "to the end", and the smallest for "to the beginning". */
const farAway = 2 ** 31 - 1;

/** ONNX's rule: negative places count from the end, places beyond the axis are moved to its edge. */
function sliceOf(slice: { axis: number; size: Size; start: Size; end: Size; step: number }): Sliced {
  const { axis, size, start, end, step } = slice;
  if (step === 0) throw new RuleError(`a step of 0 along axis ${axis}`);
  const isForward = step > 0;
  const last = isForward ? size : subtract(size, 1);
  const isInside = isForward && isWhole(start) && start >= 0 && isAtLeast(size, add(start, 1 - step));
  const first = isInside ? start : placed(start, size, 0, last);
  const stop = isForward ? placed(end, size, 0, size) : placed(end, size, -1, last);
  const span = isForward ? subtract(stop, first) : subtract(first, stop);
  const length = ceilDivide(span, Math.abs(step));
  return { axis, first, step, length: isWhole(length) ? maximum(length, 0) : length };
}

function placed(place: Size, size: Size, low: number, high: Size): Size {
  if (isWhole(place) && place >= farAway) return high;
  if (isWhole(place) && place <= -farAway) return low;
  const fromStart = isNegative(place) ? add(place, size) : place;
  if (isWhole(fromStart) && isWhole(high)) return minimum(maximum(fromStart, low), high);
  if (isWhole(fromStart) && fromStart < low) return low;
  return minimum(fromStart, high);
}

/** An open place of unclear sign is taken to count from the start. */
function isNegative(place: Size): boolean {
  return isWhole(place) ? place < 0 : isAtLeast(-1, place);
}

/** The axes that are not known become open sizes. */
function openedAlong(use: Application, shape: Shape, axes: readonly number[] | undefined): Shape {
  return shape.map((size, axis) =>
    axes === undefined || axes.includes(axis) ? use.fresh(use.node.operator.toLowerCase()) : size,
  );
}
