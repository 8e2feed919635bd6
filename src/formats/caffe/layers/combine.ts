/** Layers that join and part blobs: eltwise_layer.cpp, concat_layer.cpp, slice_layer.cpp, split_layer.cpp, crop_layer.cpp. */
import { divideExactly, formatSize, isWhole, type Size } from '../../../core/size.ts';
import { any, axisOf, type LayerType, type Translation } from '../translation.ts';
import { giveChain } from './chain.ts';

export const Eltwise: LayerType = {
  bottoms: [2, any],
  tops: 1,
  translate(t) {
    const fields = t.section('eltwise_param');
    const operation = fields.choice('operation', ['PROD', 'SUM', 'MAX'], 'SUM');
    const coefficients = fields.decimals('coeff');
    if (coefficients.length > 0 && coefficients.length !== t.inputs.length) {
      throw t.fault(
        `expected ${t.inputs.length} coefficients, one a bottom, got ${coefficients.length}`,
        fields,
        'coeff',
      );
    }
    if (operation === 'MAX') return t.give('Max', t.inputs);
    if (operation === 'PROD') return multiplyAll(t);
    if (t.inputs.length === 2 && coefficients[0] === 1 && coefficients[1] === -1) return t.give('Sub', t.inputs);
    const terms = t.inputs.map((input, i) => {
      const coefficient = coefficients[i] ?? 1;
      return coefficient === 1 ? input : t.step(`term${i}`, 'Mul', [input, t.number(`coefficient${i}`, coefficient)]);
    });
    t.give(terms.length === 2 ? 'Add' : 'Sum', terms);
  },
};

function multiplyAll(t: Translation): void {
  giveChain(t, t.x, t.inputs.slice(1).map((input) => ({ operator: 'Mul', inputs: [input] }))); // prettier-ignore
}

export const Concat: LayerType = {
  bottoms: [1, any],
  tops: 1,
  translate(t) {
    const fields = t.section('concat_param');
    const name = fields.has('concat_dim') ? 'concat_dim' : 'axis';
    const rank = t.inputs.map((input) => t.shapeOf(input)?.length).find((known) => known !== undefined) ?? 32;
    t.give('Concat', t.inputs, { axis: axisOf(t, fields, rank, 1, name) });
  },
};

/** Between the slice points, or in equal parts where there are none. */
export const Slice: LayerType = {
  bottoms: 1,
  tops: [1, any],
  translate(t) {
    const fields = t.section('slice_param');
    const shape = t.shapeOf(t.x);
    const axis = axisOf(t, fields, shape?.length ?? 32, 1, fields.has('slice_dim') ? 'slice_dim' : 'axis');
    const points = fields.wholes('slice_point', 1);
    const parts = t.layer.tops.length;
    if (points.length > 0 && points.length !== parts - 1) {
      throw t.fault(
        `expected ${parts - 1} slice points for ${parts} tops, got ${points.length}`,
        fields,
        'slice_point',
      );
    }
    if (parts === 1) return t.give('Identity', t.inputs);
    if (points.length > 0) return cut(t, axis, points, shape?.[axis]);
    const size = shape?.[axis];
    if (size !== undefined && isWhole(size) && divideExactly(size, parts) === undefined) {
      throw t.fault(`${parts} tops do not divide axis ${axis} of ${formatSize(size)}`);
    }
    t.give('Split', t.inputs, { axis, num_outputs: parts });
  },
};

/** One ONNX Slice for each top: the last reaches to the end of an axis that may be open. */
function cut(t: Translation, axis: number, points: readonly number[], size: Size | undefined): void {
  const edges = [0, ...points];
  const end = size !== undefined && isWhole(size) ? Number(size) : undefined;
  for (const [i, start] of edges.entries()) {
    const stop = edges[i + 1] ?? end;
    if (stop !== undefined && stop <= start)
      throw t.fault(`slice points must rise and stay below ${end ?? 'the size'}: ${points.join(', ')}`);
  }
  if (end !== undefined) {
    const sizes = edges.map((start, i) => (edges[i + 1] ?? end) - start);
    return t.give('Split', [t.x, t.wholes('sizes', sizes)], { axis });
  }
  for (const [i, start] of edges.entries()) {
    const bounds = [t.wholes(`start${i}`, [start]), t.wholes(`end${i}`, [edges[i + 1] ?? Number.MAX_SAFE_INTEGER])];
    t.give('Slice', [t.x, ...bounds, t.wholes(`axes${i}`, [axis])], {}, { tops: [i] });
  }
}

/** Every top is the bottom. */
export const Split: LayerType = {
  bottoms: 1,
  tops: [1, any],
  translate: (t) => t.layer.tops.forEach((_, top) => t.pass(top, t.x)),
};

/** Cuts the first bottom, from `axis` on, to the size of the second, `offset` in. */
export const Crop: LayerType = {
  bottoms: 2,
  tops: 1,
  translate(t) {
    const fields = t.section('crop_param');
    const [x, reference] = t.inputs.map((input) => t.shapeOf(input));
    if (!x || !reference) return t.giveUnknown();
    const axis = axisOf(t, fields, x.length, 2);
    const axes = Array.from({ length: x.length - axis }, (_, i) => axis + i);
    const given = fields.wholes('offset');
    if (given.length > 1 && given.length !== axes.length) {
      throw t.fault(`expected 1 offset or ${axes.length}, one an axis, got ${given.length}`, fields, 'offset');
    }
    const offsets = axes.map((_, i) => given[i] ?? given[0] ?? 0);
    if (reference.length !== x.length)
      throw t.fault(`the reference has ${reference.length} axes, the input ${x.length}`);
    for (const [i, a] of axes.entries())
      checkFit(t, { size: x[a]!, wanted: reference[a]!, offset: offsets[i]!, axis: a });
    const starts = t.wholes('starts', offsets);
    const size = t.step('size', 'Shape', [t.inputs[1]!], { start: axis });
    const ends = offsets.every((offset) => offset === 0) ? size : t.step('ends', 'Add', [size, starts]);
    t.give('Slice', [t.x, starts, ends, t.wholes('axes', axes)]);
  },
};

function checkFit(t: Translation, fit: { size: Size; wanted: Size; offset: number; axis: number }): void {
  const { size, wanted, offset, axis } = fit;
  if (!isWhole(size) || !isWhole(wanted) || Number(size) - offset >= Number(wanted)) return;
  throw t.fault(
    `axis ${axis} of ${size} cannot be cropped to ${wanted} at offset ${offset}`,
    t.section('crop_param'),
    'offset',
  );
}
