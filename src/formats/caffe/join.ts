/**
 * Which BatchNorm and Scale layers are one normalisation. Caffe's BatchNorm has statistics only; what is learned stands in
 * the Scale layer behind it (batch_norm_layer.hpp). ONNX has both in one operator.
 */
import type { Layer } from './layer.ts';

/** Each BatchNorm with its Scale and each such Scale with its BatchNorm. */
export function joinNormalisations(layers: readonly Layer[]): ReadonlyMap<Layer, Layer> {
  const joined = new Map<Layer, Layer>();
  const readers = new Map<string, Later>();
  for (const layer of layers.toReversed()) {
    const scale = layer.type === 'BatchNorm' ? scaleBehind(layer, readers) : undefined;
    if (scale) joined.set(layer, scale).set(scale, layer);
    for (const { blob } of layer.bottoms) readers.set(blob, { next: layer, isOnly: !readers.has(blob) });
  }
  return joined;
}

/** Who reads a blob behind a place in the net. */
interface Later {
  readonly next: Layer;
  readonly isOnly: boolean;
}

/** The Scale that is the next to read the BatchNorm's top, and the only one unless it works in place. */
function scaleBehind(norm: Layer, readers: ReadonlyMap<string, Later>): Layer | undefined {
  const blob = norm.tops[0]?.blob ?? '';
  const { next, isOnly } = readers.get(blob) ?? {};
  if (next?.type !== 'Scale' || next.bottoms.length !== 1 || next.tops.length !== 1) return undefined;
  return (isOnly || next.tops[0]!.blob === blob) && isPerChannel(next) ? next : undefined;
}

function isPerChannel({ fields }: Layer): boolean {
  const scale = fields.section('scale_param');
  const [axis, axes] = [scale.whole('axis', -32) ?? 1, scale.whole('num_axes', -1) ?? 1];
  return axis === 1 && axes === 1 && (scale.flag('bias_term') ?? false);
}
