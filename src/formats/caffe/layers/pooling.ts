/** Pooling (pooling_layer.cpp), and the layers made of pools: SPP, ROIPooling, the forks' Upsample over a pool's mask. */
import { isWhole } from '../../../core/size.ts';
import type { Fields } from '../fields.ts';
import type { Attributes, LayerType, Shape, Translation } from '../translation.ts';
import { axesWritten, windowAttributes, windowOf, type WindowFields } from './windows.ts';

const methods = ['MAX', 'AVE', 'STOCHASTIC'] as const;

/** The second top of a MAX pool is the place of each maximum. */
export const Pooling: LayerType = {
  bottoms: 1,
  tops: [1, 2],
  translate(t) {
    const fields = t.section('pooling_param');
    const operator = operatorOf(t, fields);
    const shape = t.shapeOf(t.x);
    if (fields.flag('global_pooling') ?? false) {
      if (t.layer.tops.length > 1) return t.giveUnknown();
      return t.give(`Global${operator}`, t.inputs, {}, { shape: [t.open('batch'), t.open('channels'), 1, 1] });
    }
    if (shape && shape.length < 3) throw t.fault(`expected an input with spatial axes, got ${shape.length} axes`);
    const window = windowOf(t, fields, shape ? shape.length - 2 : axesWritten(fields));
    if (window.kernel.length === 0) throw t.fault('expected kernel_size in pooling_param, got none', fields);
    const wide = window.pad.findIndex((pad, i) => pad >= window.kernel[i]!);
    if (wide >= 0)
      throw t.fault(`pad ${window.pad[wide]} is not below the kernel's ${window.kernel[wide]}`, fields, 'pad');
    const rounding = fields.choice(
      'round_mode',
      ['CEIL', 'FLOOR'],
      (fields.flag('ceil_mode') ?? true) ? 'CEIL' : 'FLOOR',
    );
    t.give(operator, t.inputs, poolAttributes(t, operator, window, { rounding, shape }));
  },
};

/** The ONNX operator for the method. At test, STOCHASTIC is a mean weighted by the inputs themselves. */
function operatorOf(t: Translation, fields: Fields): PoolOperator {
  const method = fields.choice('pool', methods, 'MAX');
  if (method === 'STOCHASTIC')
    t.note(`${t.layer.name}: stochastic pooling is read as AveragePool, whose windows are the same`);
  return method === 'MAX' ? 'MaxPool' : 'AveragePool';
}

/**
 * Caffe divides a mean by the window's taps, those onto padding included, and rounds up. Like ONNX it drops a last window
 * that would start past the image and its padding, but only where there is padding; and it has a window even where the
 * image is smaller than the kernel. ONNX can say these two only as padding at the end.
 */
function poolAttributes(
  t: Translation,
  operator: PoolOperator,
  window: WindowFields,
  { rounding, shape }: Rounding,
): Attributes {
  const attributes = { ...windowAttributes(window), ...(operator === 'AveragePool' && { count_include_pad: 1 }) };
  if (rounding === 'FLOOR') return attributes;
  const after = paddingBehind(window, shape?.slice(2));
  if (!after) return { ...attributes, ceil_mode: 1 };
  t.note(`${t.layer.name}: what Caffe's last window reaches past the image is read as padding`);
  return { ...attributes, pads: [...window.pad, ...after] };
}

type PoolOperator = 'MaxPool' | 'AveragePool';

interface Rounding {
  readonly rounding: 'CEIL' | 'FLOOR';
  readonly shape: Shape | undefined;
}

/** The padding behind the image that gives Caffe's positions when rounded down; `undefined` where ONNX's rounding up gives them. */
function paddingBehind({ kernel, stride, pad }: WindowFields, sizes: Shape = []): readonly number[] | undefined {
  const isPadded = pad.some((size) => size > 0);
  let isPlain = true;
  const after = sizes.map((open, i) => {
    const [size, k, s, p] = [Number(isWhole(open) ? open : Number.NaN), kernel[i]!, stride[i]!, pad[i]!];
    const steps = Math.ceil((size + 2 * p - k) / s);
    const isOutside = steps * s >= size + p;
    if (size + 2 * p < k || (isOutside && !isPadded)) isPlain = false;
    return Math.max((isOutside && isPadded ? steps - 1 : steps) * s + k - size - p, 0);
  });
  return isPlain || after.some(Number.isNaN) ? undefined : after;
}

/** Level i of the pyramid has 2^i × 2^i bins that cover the image (SPPLayer::GetPoolingParam). */
export const SPP: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('spp_param');
    const levels = fields.whole('pyramid_height', 1);
    if (levels === undefined || levels > 16)
      throw t.fault(`expected a pyramid_height from 1 to 16, got ${levels ?? 'none'}`, fields);
    const operator = operatorOf(t, fields);
    const sizes = t.shapeOf(t.x)?.slice(2);
    if (sizes?.length !== 2 || !sizes.every((size) => typeof size === 'number')) return t.giveUnknown();
    const windows = Array.from({ length: levels }, (_, level) => pyramidWindow(sizes, 2 ** level));
    const isPlain = levels === 1;
    const pools = windows.map((window, i) => {
      const attributes = poolAttributes(t, operator, window, { rounding: 'CEIL', shape: t.shapeOf(t.x) });
      if (isPlain) return t.give(operator, t.inputs, attributes);
      return t.step(`flatten${i}`, 'Flatten', [t.step(`pool${i}`, operator, t.inputs, attributes)], { axis: 1 });
    });
    if (!isPlain) t.give('Concat', pools.filter((pool) => pool !== undefined), { axis: 1 }); // prettier-ignore
  },
};

function pyramidWindow(sizes: readonly number[], bins: number): WindowFields {
  const kernel = sizes.map((size) => Math.ceil(size / bins));
  const pad = sizes.map((size, i) => Math.floor((kernel[i]! * bins - size + 1) / 2));
  return { kernel, stride: kernel, pad, dilation: sizes.map(() => 1) };
}

/** Fast R-CNN's layer: a maximum over each cell of a grid laid over each region. */
export const ROIPooling: LayerType = {
  bottoms: 2,
  tops: [1, 2],
  translate(t) {
    const fields = t.section('roi_pooling_param');
    const grid = [fields.whole('pooled_h', 1), fields.whole('pooled_w', 1)];
    if (!grid.every((size) => size !== undefined))
      throw t.fault('expected pooled_h and pooled_w in roi_pooling_param', fields);
    const scale = fields.decimal('spatial_scale') ?? 1;
    const [map, regions] = t.inputs.map((input) => t.shapeOf(input));
    const shape = [regions?.[0] ?? t.open('regions'), map?.[1] ?? t.open('channels'), ...grid];
    t.give(
      'MaxRoiPool',
      t.inputs,
      { pooled_shape: grid, spatial_scale: { kind: 'float', value: scale } },
      { tops: [0], shape },
    );
  },
};
