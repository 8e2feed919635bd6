/** Softmax and its relatives: https://onnx.ai/onnx/operators/onnx__Softmax.html */
import { int } from '../attributes.ts';
import type { Operator } from '../operator.ts';
import { like, resolveAxis, shaped } from '../shape.ts';

/** Before version 13 the default axis was 1 and the input was seen as a matrix; the shape of the result is the same. */
function alongAxis(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      if (x.shape.length > 0)
        resolveAxis(int(use.node, 'axis', use.version < 13 ? Math.min(1, x.shape.length - 1) : -1), x.shape.length);
      return [like(x, x.shape)];
    },
    free: 'normalises along an axis without weights',
  };
}

export const softmaxOperators: readonly Operator[] = [
  alongAxis('Softmax', 'Exponentials along an axis, over their sum.'),
  alongAxis('LogSoftmax', 'The logarithm of Softmax.'),
  alongAxis('Hardmax', '1 for the first largest element along an axis, 0 for the others.'),
];
