/** InnerProduct (inner_product_layer.cpp) and Embed (embed_layer.cpp): a matrix, and a table read by index. */
import { productOf, type Size } from '../../../core/size.ts';
import { axisOf, type LayerType, type Shape, type Translation } from '../translation.ts';

/** The axes from `axis` on are flattened into one of K inputs; those before it are kept. Caffe's weight is [N, K], or [K, N] transposed. */
export const InnerProduct: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('inner_product_param');
    const units = fields.whole('num_output', 1);
    if (units === undefined) throw t.fault('expected num_output in inner_product_param, got none', fields);
    const hasBias = fields.flag('bias_term') ?? true;
    const isTransposed = fields.flag('transpose') ?? false;
    const shape = t.shapeOf(t.x);
    const axis = axisOf(t, fields, shape?.length ?? 32, 1);
    const inputs = shape ? productOf(shape.slice(axis)) : t.open('inputs');
    const matrix: Matrix = { units, inputs, hasBias, isTransposed };
    if (axis > 1) return keepLeadingAxes(t, matrix, shape, axis);
    const flat = rowsOf(t, shape, axis);
    const reads = [flat, weightOf(t, matrix), ...biasOf(t, matrix)];
    const attributes = { transB: isTransposed ? 0 : 1 };
    if (axis === 1) return t.give('Gemm', reads, attributes, { shape: [shape?.[0] ?? t.open('batch'), units] });
    t.give('Reshape', [t.step('gemm', 'Gemm', reads, attributes), t.wholes('shape', [-1])]);
  },
};

/** The input as a matrix of one row an image, or of one row where `axis` is 0. */
function rowsOf(t: Translation, shape: Shape | undefined, axis: number): string {
  if (axis === 0) return t.step('flatten', 'Flatten', [t.x], { axis });
  return shape?.length === 2 ? t.x : t.flat();
}

interface Matrix {
  readonly units: number;
  readonly inputs: Size;
  readonly hasBias: boolean;
  readonly isTransposed: boolean;
}

function weightOf(t: Translation, { units, inputs, isTransposed }: Matrix): string {
  return t.blob(0, 'weight', isTransposed ? [inputs, units] : [units, inputs]);
}

function biasOf(t: Translation, { units, hasBias }: Matrix): readonly string[] {
  return hasBias ? [t.blob(1, 'bias', [units])] : [];
}

/** Two or more leading axes: MatMul over the last, which takes the weight as [K, N]. */
function keepLeadingAxes(t: Translation, matrix: Matrix, shape: Shape | undefined, axis: number): void {
  const isLast = shape && axis === shape.length - 1;
  const kept = Array.from({ length: axis }, () => 0);
  const rows = isLast ? t.x : t.step('flatten', 'Reshape', [t.x, t.wholes('shape', [...kept, -1])]);
  const weight = weightOf(t, matrix);
  const right = matrix.isTransposed ? weight : t.step('transpose', 'Transpose', [weight], { perm: [1, 0] });
  const open: Shape = [...(shape?.slice(0, axis) ?? kept.map((_, i) => t.open(`axis_${i}`))), matrix.units];
  if (!matrix.hasBias) return t.give('MatMul', [rows, right], {}, { shape: open });
  t.give('Add', [t.step('matmul', 'MatMul', [rows, right]), ...biasOf(t, matrix)], {}, { shape: open });
}

/** The output has the indices' shape and one more axis of `num_output`. The table is [input_dim, num_output]. */
export const Embed: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('embed_param');
    const [units, entries] = [fields.whole('num_output', 1), fields.whole('input_dim', 1)];
    if (units === undefined || entries === undefined)
      throw t.fault('expected num_output and input_dim in embed_param', fields);
    const hasBias = fields.flag('bias_term') ?? true;
    const table = t.blob(0, 'weight', [entries, units]);
    const indices = t.step('indices', 'Cast', t.inputs, { to: 7 }); // TensorProto.INT64; Caffe's indices are floats
    if (!hasBias) return t.give('Gather', [table, indices], { axis: 0 });
    t.give('Add', [t.step('rows', 'Gather', [table, indices], { axis: 0 }), t.blob(1, 'bias', [units])]);
  },
};
