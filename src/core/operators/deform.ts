/** Convolutions that read elsewhere, or keep what they have read. */
import { factor } from '../derivation.ts';
import type { Application, Operator } from '../operator.ts';
import { bankCounts, countBank } from '../product.ts';
import { like, shaped, type Shaped } from '../shape.ts';
import { subtract } from '../size.ts';
import { axisWords } from '../window.ts';
import { Conv } from './conv.ts';
import { countRemapped, remapped } from './remap.ts';

/** X, W and B of a convolution; offsets and a mask are computed. Where taps fall depends on the data. */
const places = [0, 1, 3];

export const DeformConv: Operator = {
  name: 'DeformConv',
  domain: '',
  doc: 'A convolution whose taps are moved by computed offsets.',
  counts: bankCounts,
  infer: (use) => Conv.infer(remapped(use, places)),
  count(use) {
    const { connectionsOntoPadding: _, ...facts } = countRemapped(use, places, (inner) => Conv.count?.(inner) ?? {});
    return facts;
  },
};

/** Depthwise along one axis; the positions before the first come from the step before. */
export const CausalConvWithState: Operator = {
  name: 'CausalConvWithState',
  domain: '',
  doc: 'A depthwise convolution over past positions, which carries the last ones to the next step.',
  counts: bankCounts,
  infer(use) {
    const { x, w } = causalOperands(use);
    return [like(x, x.shape), like(x, [x.shape[0]!, x.shape[1]!, subtract(w.shape[2]!, 1)])];
  },
  count(use) {
    const { x, w } = causalOperands(use);
    const [axis] = axisWords(1);
    const positions = factor('positions', x.shape[2]!);
    const channels = typeof x.shape[1] === 'number' ? x.shape[1] : 1;
    return countBank(use, {
      weight: 1,
      bias: 2,
      kernel: [factor(`kernel ${axis!.name}`, w.shape[2]!, axis!.kernel)],
      channelsPerGroup: 1,
      filters: x.shape[1]!,
      groups: channels,
      positions: [positions],
      map: [positions],
      batch: factor('batch', x.shape[0]!),
    });
  },
};

function causalOperands(use: Application): { x: Shaped; w: Shaped } {
  const [x, w] = [shaped(use, 0, 'input', 3), shaped(use, 1, 'weight', 3)];
  use.unify(x.shape[1]!, w.shape[0]!, 'channels of the input and of the filters');
  return { x, w };
}
