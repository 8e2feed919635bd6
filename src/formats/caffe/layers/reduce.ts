/** Reduction and ArgMax: reduction_layer.cpp, argmax_layer.cpp. */
import { axisOf, type LayerType, type Translation } from '../translation.ts';

/** By the number of each in ReductionParameter.ReductionOp, which begins at 1. */
const operations = ['', 'SUM', 'ASUM', 'SUMSQ', 'MEAN'] as const;

const operatorOf = { SUM: 'ReduceSum', ASUM: 'ReduceL1', SUMSQ: 'ReduceSumSquare', MEAN: 'ReduceMean' } as const;

/** Every axis from `axis` on is reduced and dropped. */
export const Reduction: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('reduction_param');
    const operation = fields.choice('operation', operations, 'SUM');
    const coefficient = fields.decimal('coeff') ?? 1;
    const rank = t.shapeOf(t.x)?.length;
    if (rank === undefined || operation === '') return t.giveUnknown();
    const axis = axisOf(t, fields, rank, 0);
    const axes = Array.from({ length: rank - axis }, (_, i) => axis + i);
    const reads = [t.x, t.wholes('axes', axes)];
    if (coefficient === 1) return t.give(operatorOf[operation], reads, { keepdims: 0 });
    t.give('Mul', [t.step('sum', operatorOf[operation], reads, { keepdims: 0 }), t.number('coefficient', coefficient)]);
  },
};

/** The `top_k` largest along an axis, or of each image as a whole: [batch, 1 or 2, top_k, 1 …]. */
export const ArgMax: LayerType = {
  bottoms: 1,
  tops: 1,
  translate(t) {
    const fields = t.section('argmax_param');
    const wanted = fields.whole('top_k', 1) ?? 1;
    const givesValue = fields.flag('out_max_val') ?? false;
    const rank = t.shapeOf(t.x)?.length;
    if (rank === undefined || (givesValue && !fields.has('axis'))) return t.giveUnknown();
    if (fields.has('axis')) return largest(t, axisOf(t, fields, rank, 1), wanted, givesValue);
    const flat = t.flat();
    const sorted = t.steps('sorted', 'TopK', [flat, t.wholes('k', [wanted])], { axis: 1 }, 2)[1]!;
    const trailing = Array.from({ length: Math.max(rank - 3, 0) }, (_, i) => 3 + i);
    t.give('Unsqueeze', [sorted, t.wholes('axes', [1, ...trailing])]);
  },
};

function largest(t: Translation, axis: number, wanted: number, givesValue: boolean): void {
  const [values, indices] = t.steps('sorted', 'TopK', [t.x, t.wholes('k', [wanted])], { axis }, 2);
  t.give('Identity', [givesValue ? values! : indices!]);
}
