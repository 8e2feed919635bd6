/** What every layer that slides a window has: its fields, and ONNX's attributes for them. */
import type { AttributeLike } from '../../../core/build.ts';
import { RuleError } from '../../../core/errors.ts';
import { ceilDivide, type Size } from '../../../core/size.ts';
import { axisWords, positionsOf } from '../../../core/window.ts';
import { choice, padding, sizes, type Padding } from '../field.ts';
import type { Layer } from '../kind.ts';

export const kernelField = sizes('Size of the window: one number, or [height, width].');
export const strideField = sizes('Step of the window: one number, or [height, width].');
export const dilationField = sizes('Distance between the taps of the window: 1 unless given.');
export const paddingField = padding(
  'Cells around the input: valid (none, the default), same (as many as give ⌈input / stride⌉ positions), a number for every side, [height, width], or [[top, bottom], [left, right]].',
);
export const roundingField = choice(
  'Where the window does not fit evenly: floor (the default) leaves the rest unread, ceil reaches past the edge.',
  ['floor', 'ceil'],
);

/** A window as its layer says it. */
export interface WindowValues {
  readonly kernel: number | readonly number[];
  readonly stride: number | readonly number[];
  readonly dilation?: number | readonly number[] | undefined;
  readonly padding: Padding | undefined;
  readonly rounding?: 'floor' | 'ceil' | undefined;
}

/** How many spatial axes the input has: those after batch and channels, and two where its shape is not known. */
export function spatialAxes(layer: Layer): number {
  const rank = layer.shape?.length ?? 4;
  if (rank >= 3) return rank - 2;
  throw layer.fault(
    `a window slides over channels and at least one axis more, and what it reads has ${rank} axes with the batch`,
  );
}

/** One number for each axis. */
export function spread(layer: Layer, value: number | readonly number[], field: string): readonly number[] {
  const axes = spatialAxes(layer);
  if (typeof value === 'number') return Array.from({ length: axes }, () => value);
  if (value.length === axes) return value;
  throw layer.fault(`${field} has ${value.length} numbers, and what the layer reads has ${axes} spatial axes`, field);
}

/** ONNX's attributes of a window; those at their defaults are left out. */
export function windowAttributes(
  layer: Layer,
  values: WindowValues,
): Readonly<Record<string, AttributeLike | undefined>> {
  const strides = spread(layer, values.stride, 'stride');
  const dilations = spread(layer, values.dilation ?? 1, 'dilation');
  return {
    kernel_shape: spread(layer, values.kernel, 'kernel'),
    strides: strides.some((stride) => stride !== 1) ? strides : undefined,
    dilations: dilations.some((dilation) => dilation !== 1) ? dilations : undefined,
    ceil_mode: values.rounding === 'ceil' ? 1 : undefined,
    ...paddingAttributes(layer, values.padding),
  };
}

/** How many positions the window has along each axis. */
export function positionsAlong(layer: Layer, values: WindowValues): readonly Size[] {
  const kernels = spread(layer, values.kernel, 'kernel');
  const strides = spread(layer, values.stride, 'stride');
  const dilations = spread(layer, values.dilation ?? 1, 'dilation');
  const pads = values.padding === 'same' ? [] : sidesOf(layer, values.padding ?? 0);
  return axisWords(kernels.length).map((axis, i) => {
    const [input, stride] = [layer.axis(2 + i), strides[i]!];
    if (values.padding === 'same') return ceilDivide(input, stride);
    const [before, after] = pads[i]!;
    const rounding = values.rounding ?? 'floor';
    try {
      return positionsOf({ axis, input, kernel: kernels[i]!, stride, dilation: dilations[i]!, before, after, rounding })
        .value;
    } catch (error) {
      throw error instanceof RuleError ? layer.fault(error.message) : error;
    }
  });
}

function paddingAttributes(
  layer: Layer,
  padding: Padding | undefined,
): Readonly<Record<string, AttributeLike | undefined>> {
  if (padding === 'same') return { auto_pad: 'SAME_UPPER' };
  const pairs = sidesOf(layer, padding ?? 0);
  const pads = [...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)];
  return pads.some((cells) => cells > 0) ? { pads } : {};
}

/** Cells before and after each axis. */
function sidesOf(layer: Layer, padding: Exclude<Padding, 'same'>): readonly (readonly [number, number])[] {
  if (padding === 'valid') return sidesOf(layer, 0);
  const sides = typeof padding === 'number' ? Array.from({ length: spatialAxes(layer) }, () => padding) : padding;
  if (sides.length !== spatialAxes(layer)) {
    throw layer.fault(
      `padding has ${sides.length} entries, and what the layer reads has ${spatialAxes(layer)} spatial axes`,
      'padding',
    );
  }
  return sides.map((side) => (typeof side === 'number' ? [side, side] : side));
}
