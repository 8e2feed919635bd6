/** Normalisation by stored statistics: ONNX's BatchNormalization, for the layers that are or hold one. */
import type { Layer } from '../layer.ts';
import type { Shape, Translation } from '../translation.ts';

const float = (value: number): { readonly kind: 'float'; readonly value: number } => ({ kind: 'float', value });

/** Adds the node for a BatchNorm layer, which may be another than the one that is being translated. */
export function normaliseBatch(t: Translation, norm: Layer, learned: readonly string[], firstStatistic = 0): void {
  const shape: Shape = [t.shapeOf(t.x)?.[1] ?? t.open('channels')];
  const epsilon = float(norm.fields.section('batch_norm_param').decimal('eps') ?? 1e-5);
  t.give(
    'BatchNormalization',
    [t.x, ...learned, ...statisticsOf(t, shape, norm, firstStatistic)],
    { epsilon },
    { shape: t.shapeOf(t.x) },
  );
}

/** The running mean and variance of a layer, stored from blob number `first` on. */
export function statisticsOf(t: Translation, shape: Shape, norm: Layer, first = 0): readonly string[] {
  return [t.blob(first, 'running_mean', shape, norm), t.blob(first + 1, 'running_var', shape, norm)];
}
