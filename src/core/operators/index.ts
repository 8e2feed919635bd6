/** The table of operators. Adding one is adding its file and its line here. */
import { UnknownError } from '../errors.ts';
import type { Node } from '../network.ts';
import type { Operator } from '../operator.ts';
import { Attention, FlexAttention, LinearAttention, RotaryEmbedding } from './attention.ts';
import { BitCast, Cast, CastLike, Dropout, Identity } from './cast.ts';
import { Concat, Split } from './concat.ts';
import { Constant, ConstantOfShape, EyeLike, Range, ShapeOf, SizeOf } from './constant.ts';
import { If, Loop, Scan } from './control.ts';
import { headOperators } from './contribAttention.ts';
import { blockedOperators } from './contribBlocked.ts';
import { contribElementwiseOperators } from './contribElementwise.ts';
import { expertOperators } from './contribExperts.ts';
import { fusedOperators } from './contribFused.ts';
import { contribNormOperators } from './contribNorm.ts';
import { packedOperators } from './contribPacked.ts';
import { projectedOperators } from './contribProjection.ts';
import { quantizedOperators } from './contribQuantized.ts';
import { Conv, ConvTranspose } from './conv.ts';
import { CausalConvWithState, DeformConv } from './deform.ts';
import { Einsum } from './einsum.ts';
import { Clip, elementwiseOperators, Where } from './elementwise.ts';
import { Expand, OneHot, Tile, Trilu } from './expand.ts';
import { Gather, GatherElements, GatherND, Scatter, ScatterElements, ScatterND, TensorScatter } from './gather.ts';
import { GlobalAveragePool, GlobalLpPool, GlobalMaxPool } from './globalPool.ts';
import { layerledgerOperators } from './layerledger.ts';
import { logicOperators } from './logic.ts';
import { NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss } from './loss.ts';
import { Gemm, MatMul } from './matrix.ts';
import { mlOperators } from './ml.ts';
import {
  BatchNormalization,
  GroupNormalization,
  InstanceNormalization,
  LayerNormalization,
  LpNormalization,
  LRN,
  MeanVarianceNormalization,
  RMSNormalization,
} from './norm.ts';
import { AveragePool, LpPool, MaxPool } from './pool.ts';
import {
  ConvInteger,
  DequantizeLinear,
  DynamicQuantizeLinear,
  MatMulInteger,
  QLinearConv,
  QLinearMatMul,
  QuantizeLinear,
} from './quantize.ts';
import { randomOperators } from './random.ts';
import { GRU, LSTM, RNN } from './recurrent.ts';
import { reduceOperators } from './reduce.ts';
import { Flatten, Reshape, Squeeze, Transpose, Unsqueeze } from './reshape.ts';
import { DepthToSpace, Resize, SpaceToDepth, Upsample } from './resize.ts';
import { Compress, NonMaxSuppression, NonZero, TopK, Unique } from './select.ts';
import { sequenceOperators } from './sequence.ts';
import { DFT, MelWeightMatrix, STFT, windowOperators } from './signal.ts';
import { CenterCropPad, Pad, Slice } from './slice.ts';
import { softmaxOperators } from './softmax.ts';
import { RegexFullMatch, StringConcat, StringNormalizer, StringSplit, TfIdfVectorizer } from './strings.ts';
import { trainingOperators } from './training.ts';
import { unaryOperators } from './unary.ts';
import { AffineGrid, Col2Im, Det, GridSample, ImageDecoder, MaxRoiPool, MaxUnpool, RoiAlign } from './vision.ts';

const families: readonly (readonly Operator[])[] = [
  [If, Loop, Scan],
  [Conv, ConvTranspose, Gemm, MatMul],
  [MaxPool, AveragePool, LpPool, GlobalMaxPool, GlobalAveragePool, GlobalLpPool],
  [BatchNormalization, InstanceNormalization, GroupNormalization, LayerNormalization, RMSNormalization],
  [LRN, LpNormalization, MeanVarianceNormalization],
  unaryOperators,
  elementwiseOperators,
  [Where, Clip],
  logicOperators,
  softmaxOperators,
  [Identity, Dropout, Cast, CastLike, BitCast],
  [Reshape, Flatten, Squeeze, Unsqueeze, Transpose],
  [Concat, Split],
  [Constant, ConstantOfShape, Range, EyeLike, ShapeOf, SizeOf],
  [Slice, Pad, CenterCropPad],
  [Gather, GatherElements, GatherND, Scatter, ScatterElements, ScatterND, TensorScatter],
  [Expand, Tile, OneHot, Trilu],
  reduceOperators,
  [NonZero, Unique, Compress, TopK, NonMaxSuppression],
  [Resize, Upsample, DepthToSpace, SpaceToDepth],
  [QuantizeLinear, DequantizeLinear, DynamicQuantizeLinear, QLinearConv, QLinearMatMul, ConvInteger, MatMulInteger],
  [Einsum, DeformConv, CausalConvWithState],
  [RNN, GRU, LSTM],
  [Attention, FlexAttention, LinearAttention, RotaryEmbedding],
  [NegativeLogLikelihoodLoss, SoftmaxCrossEntropyLoss],
  [DFT, STFT, MelWeightMatrix],
  windowOperators,
  [GridSample, AffineGrid, RoiAlign, MaxRoiPool, MaxUnpool, Col2Im, ImageDecoder, Det],
  randomOperators,
  [StringNormalizer, StringConcat, StringSplit, RegexFullMatch, TfIdfVectorizer],
  sequenceOperators,
  trainingOperators,
  mlOperators,
  layerledgerOperators,
  fusedOperators,
  quantizedOperators,
  packedOperators,
  headOperators,
  projectedOperators,
  contribNormOperators,
  expertOperators,
  contribElementwiseOperators,
  blockedOperators,
];

export const operators: readonly Operator[] = families.flat();

const byDomain: ReadonlyMap<string, ReadonlyMap<string, Operator>> = new Map(
  [...new Set(operators.map(({ domain }) => domain))].map((domain) => [
    domain,
    new Map(operators.filter((operator) => operator.domain === domain).map((operator) => [operator.name, operator])),
  ]),
);

/** The definition of a node's operator; `undefined` where layerledger has none. */
export function definitionOf({ domain, operator }: Pick<Node, 'domain' | 'operator'>): Operator | undefined {
  return byDomain.get(domain)?.get(operator);
}

/** Throws an UnknownError where layerledger has no definition. */
export function operatorOf(node: Node): Operator {
  const operator = definitionOf(node);
  if (operator) return operator;
  const domain = node.domain === '' ? 'ai.onnx' : node.domain;
  throw new UnknownError(`layerledger does not know the operator ${node.operator} of domain ${domain}`);
}
