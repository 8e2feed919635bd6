/** Pooling: windows without weights. */
import { count, flag, or, required } from '../field.ts';
import { defineKind } from '../kind.ts';
import { dilationField, kernelField, paddingField, roundingField, strideField, windowAttributes } from './window.ts';

/** Windows lie side by side unless a stride is given. */
const window = {
  kernel: required(kernelField),
  stride: {
    ...strideField,
    doc: 'Step of the window; the window’s size unless given, so that windows lie side by side.',
  },
  padding: paddingField,
  rounding: roundingField,
};

export const maxPool = defineKind({
  key: 'max pool',
  stem: 'pool',
  doc: 'The largest value of each window.',
  main: 'kernel',
  fields: { ...window, dilation: dilationField },
  build: (layer, { stride, ...rest }) =>
    layer.step('MaxPool', [layer.input], windowAttributes(layer, { ...rest, stride: stride ?? rest.kernel })),
});

export const averagePool = defineKind({
  key: 'average pool',
  stem: 'pool',
  doc: 'The mean of each window.',
  main: 'kernel',
  fields: { ...window, dilation: dilationField, 'count padding': flag('Whether cells of padding count in the mean.') },
  build(layer, { stride, 'count padding': isCounted, ...rest }) {
    const attributes = windowAttributes(layer, { ...rest, stride: stride ?? rest.kernel });
    return layer.step('AveragePool', [layer.input], { ...attributes, count_include_pad: isCounted ? 1 : undefined });
  },
});

export const lpPool = defineKind({
  key: 'lp pool',
  stem: 'pool',
  doc: 'The p-norm of each window.',
  main: 'kernel',
  fields: { ...window, p: or(2, count('Which norm: 2 unless given.')) },
  build(layer, { stride, p, ...rest }) {
    return layer.step('LpPool', [layer.input], {
      ...windowAttributes(layer, { ...rest, stride: stride ?? rest.kernel }),
      p,
    });
  },
});

export const globalAveragePool = defineKind({
  key: 'global average pool',
  stem: 'pool',
  doc: 'The mean of each feature map.',
  fields: {},
  build: (layer) => layer.step('GlobalAveragePool', [layer.input]),
});

export const globalMaxPool = defineKind({
  key: 'global max pool',
  stem: 'pool',
  doc: 'The largest value of each feature map.',
  fields: {},
  build: (layer) => layer.step('GlobalMaxPool', [layer.input]),
});
