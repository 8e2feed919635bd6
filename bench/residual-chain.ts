import type { Network, Node, Tensor } from '../src/core/network.ts';

/** Residual blocks of convolution, activation, convolution, addition, until there are `count` nodes. */
export function residualChain(count: number): Network {
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  const node = (operator: string, inputs: readonly string[]): string => {
    const name = `${operator}_${nodes.length}`;
    nodes.push({
      name,
      operator,
      domain: '',
      inputs,
      outputs: [name],
      attributes: new Map(),
      path: [`block${nodes.length >> 2}`, name],
    });
    return name;
  };
  const convolution = (x: string): string => {
    const weight = `weight_${nodes.length}`;
    tensors.set(weight, { type: 'float32', shape: [64, 64, 1, 1] });
    return node('Conv', [x, weight]);
  };
  let x = 'image';
  while (nodes.length < count) x = node('Add', [convolution(node('Relu', [convolution(x)])), x]);
  return {
    name: 'residual blocks',
    opsets: new Map([['', 21]]),
    graph: {
      name: 'residual blocks',
      inputs: [{ name: 'image', type: { kind: 'tensor', type: 'float32', shape: [1, 64, 14, 14] } }],
      outputs: [{ name: x, type: { kind: 'tensor' } }],
      nodes,
      tensors,
      declared: new Map(),
    },
    functions: [],
    notes: [],
  };
}
