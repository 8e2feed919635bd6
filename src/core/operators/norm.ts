/** Normalisations: scales and shifts are learned, running statistics are stored. */
import { int } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Application, Known, Operator, Role, Shape } from '../operator.ts';
import { like, resolveAxis, shaped } from '../shape.ts';
import { multiply, type Size } from '../size.ts';
import { parametersOf } from './parameters.ts';

/** For the documentation. */
export const normCounts = 'parameters of a normalisation: its learned scale and shift';

/** Keeps its input's shape, and counts the inputs that hold parameters. */
function normalised(
  name: string,
  doc: string,
  roles: Readonly<Record<number, Role>>,
  check: (use: Application, shape: Shape) => void,
): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      check(use, x.shape);
      return [like(x, x.shape)];
    },
    count: (use) => ({ parameters: parametersOf(use, roles) }),
    counts: normCounts,
  };
}

function weightless(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      return [like(x, x.shape)];
    },
    free: 'normalises without weights',
  };
}

/** Running statistics come out too where it trains (version 14 on; up to four more outputs before). */
export const BatchNormalization: Operator = {
  name: 'BatchNormalization',
  domain: '',
  doc: 'Every channel normalised by stored statistics, scaled and shifted.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const channels = channelsOf(x.shape);
    const statistic = (index: number): Known => ({ type: use.inputs[index]?.type ?? x.type, shape: [channels] });
    for (const index of [1, 2, 3, 4]) expectVector(use, index, channels, 'channels');
    return [like(x, x.shape), statistic(3), statistic(4), statistic(3), statistic(4)];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'norm', 2: 'norm', 3: 'buffer', 4: 'buffer' }) }),
  counts: `${normCounts}; buffers: the running statistics`,
};

export const InstanceNormalization: Operator = normalised(
  'InstanceNormalization',
  'Every channel of every image normalised by its own statistics, scaled and shifted.',
  { 1: 'norm', 2: 'norm' },
  (use, shape) => [1, 2].forEach((index) => expectVector(use, index, channelsOf(shape), 'channels')),
);

/** Before version 21 scale and shift are one a group, since then one a channel. */
export const GroupNormalization: Operator = normalised(
  'GroupNormalization',
  'Every group of channels normalised by its own statistics, scaled and shifted.',
  { 1: 'norm', 2: 'norm' },
  (use, shape) => {
    const groups = int(use.node, 'num_groups');
    if (groups === undefined) throw new RuleError('attribute "num_groups" is missing');
    if (groups < 1) throw new RuleError(`${groups} groups; at least 1 is expected`);
    for (const index of [1, 2])
      expectVector(use, index, use.version < 21 ? groups : channelsOf(shape), use.version < 21 ? 'groups' : 'channels');
  },
);

/** Mean and inverse standard deviation come out too, their normalised axes of size 1. */
export const LayerNormalization: Operator = {
  name: 'LayerNormalization',
  domain: '',
  doc: 'Each position normalised over the last axes, scaled and shifted.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axis = resolveAxis(int(use.node, 'axis', -1), x.shape.length);
    const type = int(use.node, 'stash_type', 1) === 1 ? 'float32' : x.type;
    const statistic: Known = { type, shape: x.shape.map((size, i) => (i < axis ? size : 1)) };
    return [like(x, x.shape), statistic, statistic];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'norm', 2: 'norm' }) }),
  counts: normCounts,
};

/** The result takes the type of its scale. */
export const RMSNormalization: Operator = {
  name: 'RMSNormalization',
  domain: '',
  doc: 'Each position divided by its root mean square over the last axes, and scaled.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    resolveAxis(int(use.node, 'axis', -1), x.shape.length);
    return [{ type: use.inputs[1]?.type ?? x.type, shape: x.shape }];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'norm' }) }),
  counts: normCounts,
};

export const LRN: Operator = weightless(
  'LRN',
  'Each unit divided by a norm over neighbouring channels (local response normalisation).',
);
export const LpNormalization: Operator = weightless('LpNormalization', 'Divided by the p-norm along an axis.');

export const MeanVarianceNormalization: Operator = weightless(
  'MeanVarianceNormalization',
  'The mean taken away and divided by the standard deviation over some axes.',
);

function channelsOf(shape: Shape): Size {
  return shape[1] ?? 1;
}

/** A vector of one number a channel. An open size is unified with the channels. */
function expectVector(use: Application, index: number, size: Size, what: string): void {
  const { shape, name } = use.inputs[index] ?? {};
  if (!shape) return;
  const elements = shape.reduce<Size>(multiply, 1);
  use.unify(elements, size, `elements of "${name}" and ${what}`);
}
