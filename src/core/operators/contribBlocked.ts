/**
 * com.microsoft.nchwc: what ONNX Runtime writes into an optimised model, with channels in blocks of 8 or 16. Shapes stay batch ×
 * channels × map; channels are padded to whole blocks, and so are the stored filters, which are counted as they are stored.
 */
import { int, ints } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Operator } from '../operator.ts';
import { like, shaped } from '../shape.ts';
import { divideExactly, multiply } from '../size.ts';
import { Conv } from './conv.ts';
import { GlobalAveragePool, GlobalMaxPool } from './globalPool.ts';
import { AveragePool, MaxPool } from './pool.ts';
import { relative } from './relative.ts';

const domain = 'com.microsoft.nchwc';

/** The widest block; channels that are no multiple of it may have been padded. */
const block = 16;

const ReorderInput: Operator = {
  name: 'ReorderInput',
  domain,
  doc: 'Its input with channels in blocks.',
  infer(use) {
    const x = shaped(use, 0, 'X', 4);
    const [batch, second, third, last] = x.shape;
    const isLast = int(use.node, 'channels_last', 0) !== 0;
    const channels = isLast ? last! : second!;
    const padded = divideExactly(channels, block) === undefined ? use.fresh('channels') : channels;
    return [like(x, [batch!, padded, ...(isLast ? [second!, third!] : [third!, last!])])];
  },
  free: 'only rearranges its input',
};

const ReorderOutput: Operator = {
  name: 'ReorderOutput',
  domain,
  doc: 'Its input with channels no longer in blocks, and as many as there are.',
  infer(use) {
    const x = shaped(use, 0, 'X', 4);
    const [batch, padded, ...map] = x.shape;
    const channels = int(use.node, 'channels', 0) || padded!;
    return [like(x, int(use.node, 'channels_last', 0) !== 0 ? [batch!, ...map, channels] : [batch!, channels, ...map])];
  },
  free: 'only rearranges its input',
};

const Upsample: Operator = {
  name: 'Upsample',
  domain,
  doc: 'A map enlarged by whole factors.',
  infer(use) {
    const x = shaped(use, 0, 'X', 4);
    const scales = ints(use.node, 'scales') ?? [1, 1, 1, 1];
    if (scales.length !== 4) throw new RuleError(`scales has ${scales.length} entries, where 4 are expected`);
    return [like(x, x.shape.map((size, i) => multiply(size, scales[i]!)))];
  },
  free: 'interpolates with weights that come from the data, which the textbook does not count',
}; // prettier-ignore

export const blockedOperators: readonly Operator[] = [
  ReorderInput,
  ReorderOutput,
  Upsample,
  relative({ name: 'Conv', domain, doc: 'A convolution with channels in blocks.', like: Conv, places: [0, 1, 2] }),
  relative({ name: 'MaxPool', domain, doc: MaxPool.doc, like: MaxPool, places: [0] }),
  relative({ name: 'AveragePool', domain, doc: AveragePool.doc, like: AveragePool, places: [0] }),
  relative({ name: 'GlobalMaxPool', domain, doc: GlobalMaxPool.doc, like: GlobalMaxPool, places: [0] }),
  relative({ name: 'GlobalAveragePool', domain, doc: GlobalAveragePool.doc, like: GlobalAveragePool, places: [0] }),
];
