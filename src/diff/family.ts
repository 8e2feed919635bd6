/** Families of operators: layers of one family may stand for each other, layers of two do not. */

/** Of ONNX's operators and the vendors'; what is in no family is one of its own, by the operator's name. */
export type Family = string;

const families: Readonly<Record<string, readonly string[]>> = {
  pool: ['MaxPool', 'AveragePool', 'LpPool', 'GlobalMaxPool', 'GlobalAveragePool', 'GlobalLpPool', 'ReduceMean'],
  normalisation: [
    'BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'GroupNorm', 'LayerNormalization', 'RMSNormalization',
    'SimplifiedLayerNormalization', 'SkipLayerNormalization', 'SkipSimplifiedLayerNormalization', 'LRN', 'LpNormalization',
    'MeanVarianceNormalization',
  ],
  activation: [
    'Relu', 'LeakyRelu', 'PRelu', 'ThresholdedRelu', 'Elu', 'Selu', 'Celu', 'Sigmoid', 'HardSigmoid', 'Tanh', 'Softplus',
    'Softsign', 'Gelu', 'FastGelu', 'QuickGelu', 'BiasGelu', 'Erf', 'Clip', 'HardSwish', 'Mish', 'Swish',
  ],
  recurrent: ['RNN', 'LSTM', 'GRU'],
  softmax: ['Softmax', 'LogSoftmax', 'Hardmax'],
  attention: ['Attention', 'MultiHeadAttention', 'GroupQueryAttention', 'FlexAttention', 'LinearAttention'],
  join: ['Add', 'Sum', 'Concat', 'Mul', 'Sub', 'Mean', 'Max', 'Min', 'Div'],
  layout: ['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose', 'Identity'],
  resize: ['Resize', 'Upsample'],
}; // prettier-ignore

const byOperator = new Map(Object.entries(families).flatMap(([family, names]) => names.map((name) => [name, family])));

/** Products with weights are a convolution or a matrix, however they are stored; the same operators without weights are not. */
export function familyOf(operator: string, isWeighted: boolean): Family {
  if (isWeighted && /ConvTranspose/.test(operator)) return 'transposed convolution';
  if (isWeighted && /Conv/.test(operator)) return 'convolution';
  if (isWeighted && /Gemm|MatMul|Einsum/.test(operator)) return 'matrix';
  return byOperator.get(operator) ?? operator;
}

/** A fully connected layer is a convolution of its whole input (OverFeat, arXiv 1312.6229, section 3.2): a person would match them. */
export function areKin(a: Family, b: Family): boolean {
  return a === b || (products.has(a) && products.has(b));
}

const products: ReadonlySet<Family> = new Set(['convolution', 'matrix']);
