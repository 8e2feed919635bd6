/** Layers that only rearrange: flatten_layer.cpp, reshape_layer.cpp, tile_layer.cpp, SSD's permute_layer.cpp; and a learned blob by itself. */
import { axisOf, type LayerType, type Shape, type Translation } from '../translation.ts';

/** One axis of a new shape: a size, −1 for what is left, or the size of an axis of the input. */
type NewAxis = number | { readonly of: number };

export const Flatten: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('flatten_param');
    const shape = t.shapeOf(t.x);
    const axis = axisOf(t, fields, shape?.length ?? 32, 1);
    const end = fields.whole('end_axis', -32) ?? -1;
    if (axis === 1 && end === -1) return t.give('Flatten', t.inputs, { axis });
    if (!shape) return t.giveUnknown();
    const last = axisOf(t, fields, shape.length, -1, 'end_axis');
    if (last < axis) throw t.fault(`end_axis ${last} stands before axis ${axis}`, fields, 'end_axis');
    giveReshape(t, [...axesFrom(0, axis), -1, ...axesFrom(last + 1, shape.length)]);
  },
};

/** `num_axes` axes from `axis` on become `shape`, in which 0 copies an axis and −1 takes what is left. */
export const Reshape: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('reshape_param');
    const sizes = fields.section('shape').wholes('dim', -1);
    const shape = t.shapeOf(t.x);
    const said = fields.whole('axis', -32) ?? 0;
    const count = fields.whole('num_axes', -1) ?? -1;
    if (sizes.filter((size) => size === -1).length > 1) throw t.fault('at most one dim may be -1', fields, 'shape');
    if (!shape) return t.giveUnknown();
    const start = said < 0 ? shape.length + said + 1 : said;
    const end = count === -1 ? shape.length : start + count;
    if (start < 0 || start > end || end > shape.length) {
      throw t.fault(`axes ${start} to ${end} are out of range for ${shape.length} axes`, fields);
    }
    const middle = sizes.map((size, i): NewAxis => (size === 0 ? { of: start + i } : size));
    if (middle.some((axis) => typeof axis === 'object' && axis.of >= shape.length)) {
      throw t.fault(`a dim of 0 copies an axis that the input's ${shape.length} axes lack`, fields, 'shape');
    }
    giveReshape(t, [...axesFrom(0, start), ...middle, ...axesFrom(end, shape.length)]);
  },
};

function axesFrom(start: number, end: number): readonly NewAxis[] {
  return Array.from({ length: end - start }, (_, i) => ({ of: start + i }));
}

/** ONNX's 0 copies the axis of the same number; others are read off the input, or written where they are whole numbers. */
function giveReshape(t: Translation, axes: readonly NewAxis[]): void {
  const shape = t.shapeOf(t.x)!;
  const written = axes.map((axis, i) =>
    typeof axis === 'number' ? axis : axis.of === i ? 0 : wholeAt(shape, axis.of),
  );
  if (written.every((size) => size !== undefined)) {
    return t.give('Reshape', [t.x, t.wholes('shape', written)]);
  }
  const parts = axes.map((axis, i) => {
    if (typeof axis === 'number') return t.wholes(`size${i}`, [axis]);
    return t.step(`size${i}`, 'Shape', [t.x], { start: axis.of, end: axis.of + 1 });
  });
  t.give('Reshape', [t.x, t.step('shape', 'Concat', parts, { axis: 0 })]);
}

function wholeAt(shape: Shape, axis: number): number | undefined {
  const size = shape[axis];
  return typeof size === 'number' ? size : undefined;
}

/** The axes that `order` leaves out follow in their own order. */
export const Permute: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('permute_param');
    const order = fields.wholes('order');
    const rank = t.shapeOf(t.x)?.length ?? Math.max(4, order.length);
    if (new Set(order).size !== order.length || order.some((axis) => axis >= rank)) {
      throw t.fault(`order ${order.join(', ')} is no order of ${rank} axes`, fields, 'order');
    }
    const rest = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !order.includes(axis));
    t.give('Transpose', t.inputs, { perm: [...order, ...rest] });
  },
};

export const Tile: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('tile_param');
    const tiles = fields.whole('tiles', 1);
    if (tiles === undefined) throw t.fault('expected tiles in tile_param, got none', fields);
    const rank = t.shapeOf(t.x)?.length;
    if (rank === undefined) return t.giveUnknown();
    const axis = axisOf(t, fields, rank, 1);
    const repeats = Array.from({ length: rank }, (_, i) => (i === axis ? tiles : 1));
    t.give('Tile', [t.x, t.wholes('repeats', repeats)]);
  },
};

/** parameter_layer.hpp: the top is what the layer learned. */
export const Parameter: LayerType = {
  bottoms: 0,
  tops: 1,
  translate(t) {
    const fields = t.section('parameter_param');
    t.pass(0, t.blob(0, 'weight', fields.section('shape').wholes('dim', 1)));
  },
};
