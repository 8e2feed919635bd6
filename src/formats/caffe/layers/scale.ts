/** Scale and Bias: scale_layer.cpp, bias_layer.cpp. One bottom: the numbers are learned. Two: the second holds them. */
import { axisOf, type LayerType, type Shape, type Translation } from '../translation.ts';
import { normaliseBatch } from './batch.ts';

export const Scale: LayerType = {
  bottoms: [1, 2],
  tops: 1,
  translate(t) {
    if (t.joined) return completeNormalisation(t);
    const isGiven = t.inputs.length === 2;
    const factor = isGiven ? alongAxis(t, 'scale_param') : t.blob(0, 'weight', coveredShape(t, 'scale_param'));
    const hasBias = t.section('scale_param').flag('bias_term') ?? false;
    const how = { shape: t.shapeOf(t.x) };
    if (!hasBias) return t.give('Mul', [t.x, factor], {}, how);
    const shape = isGiven ? (t.shapeOf(factor) ?? [t.open('channels'), 1, 1]) : coveredShape(t, 'scale_param');
    const bias = t.blob(isGiven ? 0 : 1, 'bias', shape);
    t.give('Add', [t.step('scale', 'Mul', [t.x, factor]), bias], {}, how);
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

/** SENet's: the first bottom, a number a map, times the second, plus the third. */
export const Axpy: LayerType = {
  bottoms: 3,
  tops: 1,
  translate(t) {
    const [a, x, y] = t.inputs.map((input) => t.shapeOf(input));
    const behind = a && x ? Array.from({ length: x.length - a.length }, (_, i) => a.length + i) : [];
    const factor = behind.length === 0 ? t.x : t.step('aligned', 'Unsqueeze', [t.x, t.wholes('axes', behind)]);
    t.give('Add', [t.step('scaled', 'Mul', [factor, t.inputs[1]!]), t.inputs[2]!], {}, { shape: x ?? y });
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

/** The axes from `axis` on that a Scale's or Bias's numbers cover, and ones behind them so that they broadcast. */
function coveredShape(t: Translation, section: string): Shape {
  const fields = t.section(section);
  const shape = t.shapeOf(t.x);
  const count = fields.whole('num_axes', -1) ?? 1;
  if (count === 0) return [1];
  if (!shape) return [t.open('channels'), 1, 1];
  const axis = axisOf(t, fields, shape.length, 1);
  const end = count === -1 ? shape.length : axis + count;
  if (end > shape.length)
    throw t.fault(`axis ${axis} and ${count} axes reach past the ${shape.length} of the input`, fields);
  return [...shape.slice(axis, end), ...shape.slice(end).map(() => 1)];
}
