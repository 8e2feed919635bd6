/** com.microsoft's activations, additions of a bias, and small operators that are older or other names of ONNX's. */
import { RuleError } from '../errors.ts';
import type { Known, Operator } from '../operator.ts';
import { broadcastOperands, like, operand, resolveAxis, shaped, valuesOf } from '../shape.ts';
import { RotaryEmbedding } from './attention.ts';
import { divided } from './contribAttention.ts';
import { withAddedBias } from './contribNorm.ts';
import { Range } from './constant.ts';
import { Trilu } from './expand.ts';
import { Gather, GatherND } from './gather.ts';
import { keepsShape } from './keep.ts';
import { operandCounts, countOperands } from './parameters.ts';
import { relative } from './relative.ts';
import { Unique } from './select.ts';
import { Pad } from './slice.ts';
import { GridSample } from './vision.ts';

const domain = 'com.microsoft';

const free = 'elementwise: no multiply-accumulate';

/** Adds a vector along the last axis, and keeps the shape. */
function biased(name: string, doc: string): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const x = shaped(use, 0, 'X');
      if (use.inputs[1]) use.unify(x.shape.at(-1) ?? 1, shaped(use, 1, 'bias', 1).shape[0]!, `last axis of "${x.name}" and elements of its bias`); // prettier-ignore
      return [like(x, x.shape)];
    },
    count: (use) => withAddedBias(use, 1),
    counts: 'biases',
  };
}

/** A diffusion model's gated layer: one half times the activation of the other. */
const BiasSplitGelu: Operator = {
  ...biased('BiasSplitGelu', 'A bias added, and one half of the last axis times the GELU of the other.'),
  infer(use) {
    const x = shaped(use, 0, 'X', 3);
    return [like(x, x.shape.with(2, divided(x.shape[2]!, 2, 'halves')))];
  },
};

const BiasSoftmax: Operator = {
  name: 'BiasSoftmax',
  domain,
  doc: 'Softmax of scores to which a mask is added.',
  infer(use) {
    const x = shaped(use, 0, 'data');
    return [like(x, x.shape)];
  },
  count: countOperands,
  counts: operandCounts,
};

const Inverse: Operator = {
  name: 'Inverse',
  domain,
  doc: 'The inverse of each matrix.',
  infer(use) {
    const x = shaped(use, 0, 'X');
    if (x.shape.length < 2) throw new RuleError(`X has ${x.shape.length} axes; an inverse needs at least 2`);
    use.unify(x.shape.at(-1)!, x.shape.at(-2)!, 'rows and columns of a square matrix');
    return [like(x, x.shape)];
  },
  free: 'a function of computed values, which the textbook does not count',
};

/** The axis is an input: a scalar, or a vector of one. */
const ExpandDims: Operator = {
  name: 'ExpandDims',
  domain,
  doc: 'The same elements with a new axis of size 1.',
  infer(use) {
    const x = shaped(use, 0, 'X');
    const axis = valuesOf(use, 1, 'axis')[0];
    if (typeof axis !== 'number') throw new RuleError('the axis to add is not a whole number');
    return [like(x, x.shape.toSpliced(resolveAxis(axis, x.shape.length + 1), 0, 1), x.values)];
  },
  free: 'only rearranges its input',
  relays: true,
};

/** Elements, where each stands among them, and how often it appears. */
const ContribUnique: Operator = {
  ...Unique,
  domain,
  infer(use): readonly Known[] {
    const [found, , places, counts] = Unique.infer(use);
    return [found!, places!, counts!];
  },
};

const CropAndResize: Operator = {
  name: 'CropAndResize',
  domain,
  doc: 'Boxes cut out of a map, each resampled to one size.',
  infer(use) {
    const [x, boxes] = [shaped(use, 0, 'X', 4), shaped(use, 1, 'rois', 2)];
    const size = operand(use, 3, 'crop_size').values ?? [use.fresh('crop_height'), use.fresh('crop_width')];
    if (size.length !== 2) throw new RuleError(`crop_size has ${size.length} entries, where 2 are expected`);
    return [like(x, [boxes.shape[0]!, x.shape[1]!, ...size])];
  },
  free: 'interpolates with weights that come from the data, which the textbook does not count',
};

/** Pairs are real and imaginary parts along the last axis. */
function complexProduct(name: string, doc: string): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const [a, b] = [shaped(use, 0, 'A'), shaped(use, 1, 'B')];
      return [like(a, broadcastOperands(use, [a, b]))];
    },
    count: countOperands,
    counts: operandCounts,
  };
}

const GatedAdd = keepsShape('GatedAdd', { domain, doc: 'One value plus another times a gate for each row.', free });

export const contribElementwiseOperators: readonly Operator[] = [
  biased('BiasGelu', 'GELU of its input with a bias added.'),
  biased('FastGelu', 'The tanh form of GELU, of its input with a bias added where one is given.'),
  biased('BiasAdd', 'A bias and another value added to its input.'),
  BiasSplitGelu,
  BiasSoftmax,
  keepsShape('Gelu', { domain, doc: 'The Gaussian error linear unit.', free }),
  keepsShape('QuickGelu', { domain, doc: 'x · sigmoid(alpha · x).', free }),
  GatedAdd,
  complexProduct('ComplexMul', 'Products of complex numbers.'),
  complexProduct('ComplexMulConj', 'Products of complex numbers with conjugates.'),
  Inverse,
  ExpandDims,
  ContribUnique,
  CropAndResize,
  { ...RotaryEmbedding, domain },
  { ...RotaryEmbedding, domain, name: 'MRotaryEmbedding', doc: 'Three kinds of position written into queries and keys by rotation.' },
  relative({ name: 'Trilu', domain, doc: Trilu.doc, like: Trilu, places: [0, 1] }),
  relative({ name: 'Pad', domain, doc: Pad.doc, like: Pad, places: [0, 1] }),
  relative({ name: 'Range', domain, doc: Range.doc, like: Range, places: [0, 1, 2] }),
  relative({ name: 'GatherND', domain, doc: GatherND.doc, like: GatherND, places: [0, 1] }),
  relative({ name: 'GridSample', domain, doc: GridSample.doc, like: GridSample, places: [0, 1] }),
  relative({ name: 'TorchEmbedding', domain, doc: 'Rows of a table, chosen by index.', like: Gather, places: [0, 1] }),
]; // prettier-ignore
