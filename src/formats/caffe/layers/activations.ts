/** Layers of one bottom that act on each element alone (neuron_layer.hpp), with the numbers that their parameters fix. */
import { axisOf, type LayerType, type Translation } from '../translation.ts';
import { giveChain, type Link } from './chain.ts';

/** x ↦ scale · x + shift, without what changes nothing. */
function affine(t: Translation, scale: number, shift: number): readonly Link[] {
  return [
    ...(scale === 1 ? [] : [{ operator: 'Mul', inputs: [t.number('scale', scale)] }]),
    ...(shift === 0 ? [] : [{ operator: 'Add', inputs: [t.number('shift', shift)] }]),
  ];
}

const neuron = (links: (t: Translation) => readonly Link[]): LayerType => ({
  bottoms: 1,
  tops: 1,
  translate: (t) => giveChain(t, t.x, links(t)),
});

const plain = (operator: string): LayerType => neuron(() => [{ operator }]);

const float = (value: number): { readonly kind: 'float'; readonly value: number } => ({ kind: 'float', value });

export const AbsVal = plain('Abs');
export const Sigmoid = plain('Sigmoid');
export const TanH = plain('Tanh');
/** log(1 + exp x): bnll_layer.cpp. */
export const BNLL = plain('Softplus');
/** At test it passes its input on. */
export const Dropout = plain('Dropout');

export const ReLU = neuron((t) => {
  const slope = t.section('relu_param').decimal('negative_slope') ?? 0;
  return [slope === 0 ? { operator: 'Relu' } : { operator: 'LeakyRelu', attributes: { alpha: float(slope) } }];
});

/** Of MobileNet's forks. */
export const ReLU6 = neuron((t) => [{ operator: 'Clip', inputs: [t.number('min', 0), t.number('max', 6)] }]);

export const ELU = neuron((t) => [
  { operator: 'Elu', attributes: { alpha: float(t.section('elu_param').decimal('alpha') ?? 1) } },
]);

export const Clip = neuron((t) => {
  const fields = t.section('clip_param');
  const [min, max] = [fields.decimal('min'), fields.decimal('max')];
  if (min === undefined || max === undefined) throw t.fault('expected min and max in clip_param', fields);
  return [{ operator: 'Clip', inputs: [t.number('min', min), t.number('max', max)] }];
});

/** (shift + scale · x) ^ power. */
export const Power = neuron((t) => {
  const fields = t.section('power_param');
  const power = fields.decimal('power') ?? 1;
  const inner = affine(t, fields.decimal('scale') ?? 1, fields.decimal('shift') ?? 0);
  return power === 1 ? inner : [...inner, { operator: 'Pow', inputs: [t.number('power', power)] }];
});

/** base ^ (shift + scale · x); base −1 is e. */
export const Exp = neuron((t) => {
  const fields = t.section('exp_param');
  const rate = logarithmOf(t, 'exp_param');
  return [
    ...affine(t, (fields.decimal('scale') ?? 1) * rate, (fields.decimal('shift') ?? 0) * rate),
    { operator: 'Exp' },
  ];
});

/** log_base (shift + scale · x); base −1 is e. */
export const Log = neuron((t) => {
  const fields = t.section('log_param');
  const rate = logarithmOf(t, 'log_param');
  const inner = affine(t, fields.decimal('scale') ?? 1, fields.decimal('shift') ?? 0);
  const outer = rate === 1 ? [] : [{ operator: 'Div', inputs: [t.number('base', rate)] }];
  return [...inner, { operator: 'Log' }, ...outer];
});

function logarithmOf(t: Translation, section: string): number {
  const fields = t.section(section);
  const base = fields.decimal('base') ?? -1;
  if (base === -1) return 1;
  if (base > 0 && base !== 1) return Math.log(base);
  throw t.fault(`expected a base above 0 other than 1, or -1 for e, got ${base}`, fields, 'base');
}

export const Threshold = neuron((t) => [
  { operator: 'Greater', inputs: [t.number('threshold', t.section('threshold_param').decimal('threshold') ?? 0)] },
  { operator: 'Cast', attributes: { to: 1 } }, // TensorProto.FLOAT
]);

/** x · sigmoid(beta · x). */
export const Swish: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const beta = t.section('swish_param').decimal('beta') ?? 1;
    const scaled = beta === 1 ? t.x : t.step('scale', 'Mul', [t.x, t.number('beta', beta)]);
    t.give('Mul', [t.x, t.step('sigmoid', 'Sigmoid', [scaled])]);
  },
};

/** One learned slope a channel, or one for all (prelu_layer.cpp). */
export const PReLU: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const isShared = t.section('prelu_param').flag('channel_shared') ?? false;
    const shape = t.shapeOf(t.x);
    if (shape && shape.length < 2) throw t.fault(`expected an input of at least 2 axes, got ${shape.length}`);
    const trailing = Array.from({ length: (shape?.length ?? 4) - 2 }, () => 1);
    const slope = t.blob(0, 'slope', isShared ? [1] : [shape?.[1] ?? t.open('channels'), ...trailing]);
    t.give('PRelu', [t.x, slope], {}, { shape });
  },
};

/** Over one axis, 1 unless the file says otherwise; the extra top of a SoftmaxWithLoss is the same. */
export const Softmax: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const rank = t.shapeOf(t.x)?.length ?? 32;
    t.give('Softmax', t.inputs, { axis: axisOf(t, t.section('softmax_param'), rank, 1) });
  },
};
