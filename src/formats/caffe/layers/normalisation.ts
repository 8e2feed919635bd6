/** LRN, BatchNorm, MVN and Normalize: lrn_layer.cpp, batch_norm_layer.cpp, mvn_layer.cpp, SSD's normalize_layer.cpp. */
import type { LayerType, Translation } from '../translation.ts';
import { normaliseBatch, statisticsOf } from './batch.ts';

const float = (value: number): { readonly kind: 'float'; readonly value: number } => ({ kind: 'float', value });

export const LRN: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('lrn_param');
    const size = fields.whole('local_size', 1) ?? 5;
    if (size % 2 === 0) throw t.fault(`expected an odd local_size, got ${size}`, fields, 'local_size');
    const [alpha, beta, k] = [fields.decimal('alpha') ?? 1, fields.decimal('beta') ?? 0.75, fields.decimal('k') ?? 1];
    const region = fields.choice('norm_region', ['ACROSS_CHANNELS', 'WITHIN_CHANNEL'], 'ACROSS_CHANNELS');
    if (region === 'WITHIN_CHANNEL') return normaliseWithin(t, size, alpha, beta);
    t.give(
      'LRN',
      t.inputs,
      { size, alpha: float(alpha), beta: float(beta), bias: float(k) },
      { shape: t.shapeOf(t.x) },
    );
  },
};

/** x / (1 + alpha · mean of x² over the window) ^ beta, made of a pool as Caffe itself makes it. */
function normaliseWithin(t: Translation, size: number, alpha: number, beta: number): void {
  const pad = (size - 1) / 2;
  const window = { kernel_shape: [size, size], pads: [pad, pad, pad, pad], count_include_pad: 1 };
  const square = t.step('square', 'Pow', [t.x, t.number('two', 2)]);
  const mean = t.step('mean', 'AveragePool', [square], window);
  const scaled = t.step('scale', 'Mul', [mean, t.number('alpha', alpha)]);
  const shifted = t.step('shift', 'Add', [scaled, t.number('one', 1)]);
  t.give('Div', [t.x, t.step('power', 'Pow', [shifted, t.number('beta', beta)])]);
}

/** Without a Scale behind it nothing is learned: its scale is 1 and its shift 0, made by nodes rather than held as tensors. */
export const BatchNorm: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const shape = t.shapeOf(t.x);
    if (shape?.length === 1) return t.giveUnknown(statisticsOf(t, [1], t.layer));
    if (t.joined) return t.pass(0, t.x);
    const size = t.step('channels', 'Shape', [t.x], { start: 1, end: 2 });
    const filled = (role: string, value: number): string =>
      t.step(role, 'ConstantOfShape', [size], {
        value: { kind: 'tensor', value: { type: 'float32', shape: [1], values: [value] } },
      });
    normaliseBatch(t, t.layer, [filled('ones', 1), filled('zeros', 0)]);
  },
};

/**
 * SegNet's and PSPNet's: scale and shift of its own. In SegNet's INFERENCE mode the statistics are multiplied into them
 * already; otherwise they are stored beside them.
 */
export const BN: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const mode = t.section('bn_param').text('bn_mode');
    const channels = t.shapeOf(t.x)?.[1] ?? t.open('channels');
    if (mode !== 'INFERENCE') {
      return normaliseBatch(t, t.layer, [t.blob(0, 'weight', [channels]), t.blob(1, 'bias', [channels])], 2);
    }
    const scaled = t.step('scale', 'Mul', [t.x, t.blob(0, 'weight', [channels, 1, 1])]);
    t.give('Add', [scaled, t.blob(1, 'bias', [channels, 1, 1])], {}, { shape: t.shapeOf(t.x) });
  },
};

/** Each map of each image, or each image as a whole, gets mean 0 and variance 1. */
export const MVN: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('mvn_param');
    const axes = (fields.flag('across_channels') ?? false) ? [1, 2, 3] : [2, 3];
    const scalesToo = fields.flag('normalize_variance') ?? true;
    if (scalesToo) return t.give('MeanVarianceNormalization', t.inputs, { axes });
    t.give('Sub', [t.x, t.step('mean', 'ReduceMean', [t.x, t.wholes('axes', axes)], { keepdims: 1 })]);
  },
};

/** SSD's: x divided by its Euclidean length over the channels, or over the whole image, times a learned scale. */
export const Normalize: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('norm_param');
    const axes = (fields.flag('across_spatial') ?? true) ? [1, 2, 3] : [1];
    const isShared = fields.flag('channel_shared') ?? true;
    const channels = t.shapeOf(t.x)?.[1] ?? t.open('channels');
    const length = t.step('length', 'ReduceL2', [t.x, t.wholes('axes', axes)], { keepdims: 1 });
    const unit = t.step('unit', 'Div', [t.x, length]);
    t.give('Mul', [unit, t.blob(0, 'weight', isShared ? [1] : [1, channels, 1, 1])]);
  },
};
