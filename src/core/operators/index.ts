/** The table of operators. Adding one is adding its file and its line here. */
import { UnknownError } from '../errors.ts';
import type { Node } from '../network.ts';
import type { Operator } from '../operator.ts';
import { BitCast, Cast, CastLike, Dropout, Identity } from './cast.ts';
import { Concat, Split } from './concat.ts';
import { Constant, ConstantOfShape, EyeLike, Range, ShapeOf, SizeOf } from './constant.ts';
import { Conv, ConvTranspose } from './conv.ts';
import { Clip, elementwiseOperators, Where } from './elementwise.ts';
import { GlobalAveragePool, GlobalLpPool, GlobalMaxPool } from './globalPool.ts';
import { logicOperators } from './logic.ts';
import { Gemm, MatMul } from './matrix.ts';
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
import { Flatten, Reshape, Squeeze, Transpose, Unsqueeze } from './reshape.ts';
import { softmaxOperators } from './softmax.ts';
import { unaryOperators } from './unary.ts';

export const operators: readonly Operator[] = [
  ...[Conv, ConvTranspose, Gemm, MatMul],
  ...[MaxPool, AveragePool, LpPool, GlobalMaxPool, GlobalAveragePool, GlobalLpPool],
  ...[BatchNormalization, InstanceNormalization, GroupNormalization, LayerNormalization, RMSNormalization],
  ...[LRN, LpNormalization, MeanVarianceNormalization],
  ...unaryOperators,
  ...elementwiseOperators,
  ...[Where, Clip],
  ...logicOperators,
  ...softmaxOperators,
  ...[Identity, Dropout, Cast, CastLike, BitCast],
  ...[Reshape, Flatten, Squeeze, Unsqueeze, Transpose],
  ...[Concat, Split],
  ...[Constant, ConstantOfShape, Range, EyeLike, ShapeOf, SizeOf],
];

const byKey: ReadonlyMap<string, Operator> = new Map(
  operators.map((operator) => [keyOf(operator.domain, operator.name), operator]),
);

/** The definition of a node's operator; `undefined` where layerledger has none. */
export function definitionOf({ domain, operator }: Pick<Node, 'domain' | 'operator'>): Operator | undefined {
  return byKey.get(keyOf(domain, operator));
}

/** Throws an UnknownError where layerledger has no definition. */
export function operatorOf(node: Node): Operator {
  const operator = definitionOf(node);
  if (operator) return operator;
  const domain = node.domain === '' ? 'ai.onnx' : node.domain;
  throw new UnknownError(`layerledger does not know the operator ${node.operator} of domain ${domain}`);
}

function keyOf(domain: string, name: string): string {
  return `${domain}:${name}`;
}
