/** Sampling of maps and regions. */
import { int, ints, text } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Operator } from '../operator.ts';
import { like, operand, shaped, valuesOf, withAxes } from '../shape.ts';
import { divideExactly, formatSize, multiply, productOf, subtract, sumOf } from '../size.ts';

const free = 'interpolates with weights that come from the data, which the textbook does not count';

/** A place for each output position; the last axis of the grid is the place. */
export const GridSample: Operator = {
  name: 'GridSample',
  domain: '',
  doc: 'A map read at the places that a grid names.',
  infer(use) {
    const [x, grid] = [withAxes(shaped(use, 0, 'X'), 3), withAxes(shaped(use, 1, 'grid'), 3)];
    return [like(x, [x.shape[0]!, x.shape[1]!, ...grid.shape.slice(1, -1)])];
  },
  free,
};

export const AffineGrid: Operator = {
  name: 'AffineGrid',
  domain: '',
  doc: 'A grid of places, from affine matrices.',
  infer(use) {
    const theta = shaped(use, 0, 'theta', 3);
    const [batch, , ...map] = operand(use, 1, 'size').values ?? [];
    const axes = subtract(theta.shape[2]!, 1);
    if (axes !== 2 && axes !== 3)
      throw new RuleError(`matrices of ${formatSize(theta.shape[2]!)} columns; 3 or 4 are expected`);
    if (batch === undefined)
      return [like(theta, [theta.shape[0]!, ...Array.from({ length: axes }, () => use.fresh('grid')), axes])];
    return [like(theta, [batch, ...map, axes])];
  },
  free: 'a grid of places has no units',
};

export const RoiAlign: Operator = {
  name: 'RoiAlign',
  domain: '',
  doc: 'Regions of a map, each resampled to one size.',
  infer(use) {
    const [x, regions] = [shaped(use, 0, 'X', 4), shaped(use, 1, 'rois', 2)];
    return [
      like(x, [regions.shape[0]!, x.shape[1]!, int(use.node, 'output_height', 1), int(use.node, 'output_width', 1)]),
    ];
  },
  free,
};

export const MaxRoiPool: Operator = {
  name: 'MaxRoiPool',
  domain: '',
  doc: 'The largest inputs of each cell of each region.',
  infer(use) {
    const [x, regions] = [shaped(use, 0, 'X', 4), shaped(use, 1, 'rois', 2)];
    const pooled = ints(use.node, 'pooled_shape');
    if (!pooled) throw new RuleError('attribute "pooled_shape" is missing');
    return [like(x, [regions.shape[0]!, x.shape[1]!, ...pooled])];
  },
  free: 'compares; adds nothing up',
};

/** The size before the pool, unless `output_shape` gives it: stride · (in − 1) + kernel − pads. */
export const MaxUnpool: Operator = {
  name: 'MaxUnpool',
  domain: '',
  doc: 'The largest inputs put back where a MaxPool found them.',
  infer(use) {
    const x = withAxes(shaped(use, 0, 'X'), 3);
    if (use.inputs[2]) return [like(x, valuesOf(use, 2, 'output_shape'))];
    const kernel = ints(use.node, 'kernel_shape');
    if (!kernel) throw new RuleError('attribute "kernel_shape" is missing');
    const rank = kernel.length;
    const strides = ints(use.node, 'strides') ?? kernel.map(() => 1);
    const pads = ints(use.node, 'pads') ?? [...kernel, ...kernel].map(() => 0);
    const map = kernel.map((size, i) => {
      const spread = multiply(subtract(x.shape[i + 2]!, 1), strides[i]!);
      return sumOf([spread, size, -pads[i]!, -pads[i + rank]!]);
    });
    return [like(x, [x.shape[0]!, x.shape[1]!, ...map])];
  },
  free: 'only moves elements',
};

/** Columns of blocks: channels × block cells along the second axis. */
export const Col2Im: Operator = {
  name: 'Col2Im',
  domain: '',
  doc: 'Columns of blocks put back together to a map.',
  infer(use) {
    const x = shaped(use, 0, 'input', 3);
    const image = valuesOf(use, 1, 'image_shape');
    const block = productOf(valuesOf(use, 2, 'block_shape'));
    const channels = divideExactly(x.shape[1]!, block);
    if (channels === undefined)
      throw new RuleError(`blocks of ${formatSize(block)} cells do not divide ${formatSize(x.shape[1]!)} rows`);
    return [like(x, [x.shape[0]!, channels, ...image])];
  },
  free: 'adds overlapping blocks without weights',
};

/** The image's size is in the bytes that it decodes. */
export const ImageDecoder: Operator = {
  name: 'ImageDecoder',
  domain: '',
  doc: 'The pixels of an encoded image; its size depends on the data.',
  infer(use) {
    const channels = text(use.node, 'pixel_format', 'RGB') === 'Grayscale' ? 1 : 3;
    return [{ type: 'uint8', shape: [use.fresh('rows'), use.fresh('columns'), channels] }];
  },
  free: 'decodes; no units',
};

export const Det: Operator = {
  name: 'Det',
  domain: '',
  doc: 'The determinant of each matrix.',
  infer(use) {
    const x = shaped(use, 0, 'X');
    if (x.shape.length < 2) throw new RuleError(`X has ${x.shape.length} axes; a determinant needs at least 2`);
    use.unify(x.shape.at(-1)!, x.shape.at(-2)!, 'rows and columns of a square matrix');
    return [like(x, x.shape.slice(0, -2))];
  },
  free: 'a function of computed values, which the textbook does not count',
};
