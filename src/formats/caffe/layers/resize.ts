/** Layers of Caffe's forks that enlarge maps: Interp (DeepLab, PSPNet) and Upsample (SegNet, YOLO). */
import type { LayerType, Translation } from '../translation.ts';

/** Bilinear, corners aligned: to a size, or to 1 + (size − 1) · zoom, or 1 + (size − 1) / shrink. */
export const Interp: LayerType = {
  bottoms: [1, 2],
  tops: 1,
  translate(t) {
    const fields = t.section('interp_param');
    const [zoom, shrink] = [fields.whole('zoom_factor', 1) ?? 1, fields.whole('shrink_factor', 1) ?? 1];
    const sizes = [fields.whole('height', 1), fields.whole('width', 1)];
    const isPadded =
      (fields.whole('pad_beg', -(2 ** 20)) ?? 0) !== 0 || (fields.whole('pad_end', -(2 ** 20)) ?? 0) !== 0;
    const reference = t.inputs[1] === undefined ? undefined : (t.shapeOf(t.inputs[1])?.slice(2) ?? []);
    const own = t.shapeOf(t.x)?.slice(2) ?? [];
    const scaled = own.map((size) =>
      typeof size === 'number' ? Math.floor((size - 1) / shrink) * zoom + 1 : undefined,
    );
    const target = reference ?? (sizes[0] === undefined ? scaled : sizes);
    if (isPadded || !isPair(target)) return giveOpen(t);
    resize(t, target, 'linear');
  },
};

/** With a pool's mask each value returns to where it came from; without, it is repeated. SegNet's pad_out takes one off the size. */
export const Upsample: LayerType = {
  bottoms: [1, 2],
  tops: 1,
  translate(t) {
    const fields = t.section('upsample_param');
    const one = fields.whole('scale', 1) ?? fields.whole('stride', 1) ?? 2;
    const scale = [fields.whole('scale_h', 1) ?? one, fields.whole('scale_w', 1) ?? one];
    const short = [fields.flag('pad_out_h'), fields.flag('pad_out_w')].map((isShort) => (isShort ? 1 : 0));
    const said = [fields.whole('upsample_h', 1), fields.whole('upsample_w', 1)];
    const own = (t.shapeOf(t.x) ?? []).slice(2);
    const scaled = own.map((size, i) => (typeof size === 'number' ? size * scale[i]! - short[i]! : undefined));
    const target = isPair(said) ? said : scaled;
    if (t.inputs.length === 1) return isPair(target) ? resize(t, target, 'nearest') : giveOpen(t);
    const window = { kernel_shape: scale, strides: scale };
    if (!isPair(said) && !short.includes(1)) return t.give('MaxUnpool', t.inputs, window);
    if (!isPair(target)) return giveOpen(t);
    const sizes = t.step('size', 'Concat', [kept(t), t.wholes('maps', target)], { axis: 0 });
    t.give('MaxUnpool', [...t.inputs, sizes], window);
  },
};

function isPair(sizes: readonly unknown[]): sizes is readonly number[] {
  return sizes.length === 2 && sizes.every((size) => typeof size === 'number');
}

/** Maps of an unknown size, as many as the input has. */
function giveOpen(t: Translation): void {
  const kept = t.shapeOf(t.x)?.slice(0, 2);
  t.giveUnknown([], kept && [...kept, t.open('height'), t.open('width')]);
}

/** The batch and the channels of the input, as a list. */
function kept(t: Translation): string {
  return t.step('kept', 'Shape', [t.x], { start: 0, end: 2 });
}

function resize(t: Translation, target: readonly number[], mode: 'linear' | 'nearest'): void {
  const sizes = t.step('size', 'Concat', [kept(t), t.wholes('maps', target)], { axis: 0 });
  const corners = mode === 'linear' ? { coordinate_transformation_mode: 'align_corners' } : {};
  t.give('Resize', [t.x, '', '', sizes], { mode, ...corners });
}
