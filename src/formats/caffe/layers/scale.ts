/** Scale and Bias: scale_layer.cpp, bias_layer.cpp. One bottom: the numbers are learned. Two: the second holds them. */
import { axisOf, type LayerType, type Translation } from '../translation.ts';
import { coveredShape, normaliseBatch } from './normalisation.ts';

export const Scale: LayerType = {
  bottoms: [1, 2],
  tops: 1,
  translate(t) {
    if (t.joined) return completeNormalisation(t);
    const isGiven = t.inputs.length === 2;
    const factor = isGiven ? alongAxis(t, 'scale_param') : t.blob(0, 'weight', coveredShape(t, 'scale_param'));
    const hasBias = t.section('scale_param').flag('bias_term') ?? false;
    if (!hasBias) return t.give('Mul', [t.x, factor]);
    const shape = isGiven ? (t.shapeOf(factor) ?? [t.open('channels'), 1, 1]) : coveredShape(t, 'scale_param');
    const bias = t.blob(isGiven ? 0 : 1, 'bias', shape);
    t.give('Add', [t.step('scale', 'Mul', [t.x, factor]), bias]);
  },
};

export const Bias: LayerType = {
  bottoms: [1, 2],
  tops: 1,
  translate(t) {
    const isGiven = t.inputs.length === 2;
    t.give('Add', [t.x, isGiven ? alongAxis(t, 'bias_param') : t.blob(0, 'bias', coveredShape(t, 'bias_param'))]);
  },
};

function completeNormalisation(t: Translation): void {
  const shape = [t.shapeOf(t.x)?.[1] ?? t.open('channels')];
  normaliseBatch(t, t.joined!, [t.blob(0, 'weight', shape), t.blob(1, 'bias', shape)]);
}

/** The second bottom with ones behind its axes, so that its first axis stands under `axis` of the first. */
function alongAxis(t: Translation, section: string): string {
  const [x, y] = t.inputs.map((input) => t.shapeOf(input));
  const second = t.inputs[1]!;
  if (!x || !y || y.length === 0) return second;
  const behind = x.length - axisOf(t, t.section(section), x.length, 1) - y.length;
  if (behind < 0) throw t.fault(`the second input's ${y.length} axes reach past the ${x.length} of the first`);
  if (behind === 0) return second;
  const axes = Array.from({ length: behind }, (_, i) => y.length + i);
  return t.step('aligned', 'Unsqueeze', [second, t.wholes('axes', axes)]);
}
