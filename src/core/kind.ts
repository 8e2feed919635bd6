/** What people call a layer by its operator: a convolution, fully connected, attention, … */

/** The first that fits an operator's name says its kind; vendors' operators (`FusedConv`, `QLinearMatMul`) are of that of ONNX's. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/Conv/, 'convolution'],
  [/Gemm|MatMul|FullyConnected/, 'fully connected'],
  [/Attention/, 'attention'],
  [/Gather|Embed/, 'embedding'],
  [/RNN|GRU|LSTM/, 'recurrent'],
];

/** The kind of a layer; one that is of none is called by its operator. */
export function kindOf(operator: string): string {
  return kinds.find(([pattern]) => pattern.test(operator))?.[1] ?? operator;
}
