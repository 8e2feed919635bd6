/** Normalisation. */
import { or, count, flag, real, required } from '../field.ts';
import { defineKind } from '../kind.ts';

/** A number that is a float to ONNX, also where it is whole. */
const float = (value: number) => ({ kind: 'float', value }) as const;

const epsilon = or(1e-5, real('Added to the variance: 1e-5 unless given.'));

export const localResponse = defineKind({
  key: 'lrn',
  also: ['local response normalization'],
  stem: 'norm',
  doc: 'Local response normalisation over neighbouring feature maps (Krizhevsky 2012, section 3.3, whose values are the defaults).',
  main: 'size',
  fields: {
    size: or(5, count('How many neighbouring maps are read, n: 5 unless given.')),
    alpha: or(1e-4, real('1e-4 unless given.')),
    beta: or(0.75, real('0.75 unless given.')),
    k: or(2, real('2 unless given.')),
  },
  build(layer, { size, alpha, beta, k }) {
    // ONNX divides alpha by the size, and the paper does not.
    return layer.step('LRN', [layer.input], { size, alpha: float(alpha * size), beta: float(beta), bias: float(k) });
  },
});

export const batchNorm = defineKind({
  key: 'batch norm',
  also: ['batch normalization'],
  stem: 'bn',
  doc: 'Batch normalisation: a learned scale and shift for each channel, and its running mean and variance.',
  fields: { epsilon },
  build(layer, { epsilon }) {
    const shape = [layer.axis(1)];
    const stored = (role: string) => layer.tensor(role, { type: 'float32', shape });
    const inputs = [
      layer.input,
      layer.learned('scale', shape),
      layer.learned('shift', shape),
      stored('mean'),
      stored('variance'),
    ];
    return layer.step('BatchNormalization', inputs, { epsilon: float(epsilon) });
  },
});

export const layerNorm = defineKind({
  key: 'layer norm',
  also: ['layer normalization'],
  stem: 'ln',
  doc: 'Layer normalisation over the last axis, with a learned scale and shift.',
  fields: { epsilon, bias: or(true, flag('Whether it has a shift: true unless given.')) },
  build(layer, { epsilon, bias }) {
    const shape = [layer.axis(-1)];
    const inputs = [layer.input, layer.learned('scale', shape), ...(bias ? [layer.learned('shift', shape)] : [])];
    return layer.step('LayerNormalization', inputs, { axis: -1, epsilon: float(epsilon) });
  },
});

export const rmsNorm = defineKind({
  key: 'rms norm',
  stem: 'norm',
  doc: 'Root-mean-square normalisation over the last axis, with a learned scale.',
  fields: { epsilon },
  build: (layer, { epsilon }) =>
    layer.step('RMSNormalization', [layer.input, layer.learned('scale', [layer.axis(-1)])], {
      axis: -1,
      epsilon: float(epsilon),
    }),
});

export const groupNorm = defineKind({
  key: 'group norm',
  stem: 'gn',
  doc: 'Normalisation over groups of channels, with a learned scale and shift for each channel.',
  main: 'groups',
  fields: { groups: required(count('How many groups of channels.')), epsilon },
  build(layer, { groups, epsilon }) {
    const shape = [layer.axis(1)];
    return layer.step(
      'GroupNormalization',
      [layer.input, layer.learned('scale', shape), layer.learned('shift', shape)],
      { num_groups: groups, epsilon: float(epsilon) },
    );
  },
});

export const instanceNorm = defineKind({
  key: 'instance norm',
  stem: 'in',
  doc: 'Normalisation of each feature map, with a learned scale and shift for each channel.',
  fields: { epsilon },
  build(layer, { epsilon }) {
    const shape = [layer.axis(1)];
    return layer.step(
      'InstanceNormalization',
      [layer.input, layer.learned('scale', shape), layer.learned('shift', shape)],
      { epsilon: float(epsilon) },
    );
  },
});
