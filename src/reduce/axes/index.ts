/** Which rule each operator follows. An operator that is not here freezes the axes that it reads. */
import type { Node } from '../../core/network.ts';
import { convolves, convolvesTransposed, multipliesGemm, multipliesMatrices, recurs } from './banks.ts';
import {
  normalizesAcross,
  normalizesAlong,
  normalizesGroups,
  normalizesLast,
  reducesAxes,
  scalesChannels,
  slides,
} from './channels.ts';
import { broadcasts, measures, passes, quantizes } from './elementwise.ts';
import { concatenates, gathers, passesKept, slices, splits } from './joins.ts';
import { regroups, transposes } from './regroup.ts';
import type { AxisRule } from './rule.ts';

const families: readonly (readonly [rule: AxisRule, operators: string])[] = [
  [convolves, 'Conv'],
  [convolvesTransposed, 'ConvTranspose'],
  [multipliesGemm, 'Gemm'],
  [multipliesMatrices, 'MatMul'],
  [recurs, 'RNN GRU LSTM'],
  [slides, 'MaxPool AveragePool LpPool GlobalMaxPool GlobalAveragePool GlobalLpPool Resize Upsample'],
  [scalesChannels, 'BatchNormalization InstanceNormalization'],
  [normalizesGroups, 'GroupNormalization'],
  [normalizesLast, 'LayerNormalization RMSNormalization'],
  [normalizesAcross, 'LRN MeanVarianceNormalization'],
  [normalizesAlong, 'Softmax LogSoftmax LpNormalization'],
  [
    reducesAxes,
    'ReduceMean ReduceSum ReduceMax ReduceMin ReduceL1 ReduceL2 ReduceSumSquare ReduceLogSum ReduceLogSumExp ReduceProd',
  ],
  [measures, 'Shape Size'],
  [transposes, 'Transpose'],
  [regroups, 'Reshape Flatten Squeeze Unsqueeze'],
  [concatenates, 'Concat'],
  [splits, 'Split'],
  [slices, 'Slice'],
  [gathers, 'Gather'],
  [passesKept, 'Expand Pad'],
  [quantizes, 'QuantizeLinear DequantizeLinear'],
  [
    broadcasts,
    'Add Sub Mul Div Pow Min Max Sum Mean Mod PRelu Where Equal Less Greater LessOrEqual GreaterOrEqual And Or',
  ],
  [
    passes,
    `Relu LeakyRelu Elu Selu Celu ThresholdedRelu Sigmoid HardSigmoid HardSwish Swish Tanh Softplus Softsign Mish Gelu FastGelu
     QuickGelu Erf Exp Log Sqrt Reciprocal Neg Abs Ceil Floor Round Sign Sin Cos Clip Cast Identity Dropout Not Shrink IsNaN`,
  ],
];

/** Operators of com.microsoft that follow the rule of their name. */
const contributed = new Set(['Gelu', 'FastGelu', 'QuickGelu', 'QuantizeLinear', 'DequantizeLinear']);

const rules: ReadonlyMap<string, AxisRule> = new Map(
  families.flatMap(([rule, operators]) => operators.split(/\s+/).map((operator) => [operator, rule])),
);

/** The rule of a node's operator; `undefined` where it has none. */
export function axisRuleOf({ domain, operator }: Node): AxisRule | undefined {
  if (domain === 'com.microsoft' && !contributed.has(operator)) return undefined;
  return domain === '' || domain === 'com.microsoft' ? rules.get(operator) : undefined;
}
