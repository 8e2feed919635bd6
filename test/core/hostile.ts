/** Networks that ask for more than there is: written by hand, as plain data, since no honest writer makes them. */
import { attributeOf, type Attribute, type ElementType, type Graph, type LocalFunction, type Network, type Node, type Tensor, type Value } from '../../src/core/network.ts'; // prettier-ignore
import { symbol } from '../../src/core/size.ts';

/** Operator, what it reads, what it gives, and attributes. */
export type Written = readonly [
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes?: Readonly<Record<string, Attribute>>,
];

interface Held {
  readonly inputs?: readonly Value[];
  readonly outputs?: readonly string[];
  readonly tensors?: Readonly<Record<string, Tensor>>;
}

/** Operators named `f.…` are calls of functions. */
export function graphOf(
  written: readonly Written[],
  { inputs = [], outputs = [written.at(-1)![2][0]!], tensors = {} }: Held = {},
): Graph {
  return {
    name: 'hostile',
    inputs,
    outputs: outputs.map((name) => ({ name, type: { kind: 'tensor' } })),
    nodes: nodesOf(written),
    tensors: new Map(Object.entries(tensors)),
    declared: new Map(),
  };
}

export function networkOf(graph: Graph, functions: readonly LocalFunction[] = []): Network {
  const opsets = new Map([['', 22], ['f', 1]]); // prettier-ignore
  return { name: 'hostile', opsets, graph, functions, notes: [] };
}

/** Each node after the one before it, `make` given its number. */
export function chain(count: number, make: (i: number) => readonly Written[], held: Held): Network {
  return networkOf(graphOf(Array.from({ length: count }, (_, i) => make(i)).flat(), held));
}

export function functionOf(name: string, written: readonly Written[]): LocalFunction {
  const opsets = new Map([['', 22], ['f', 1]]); // prettier-ignore
  return { name, domain: 'f', opsets, inputs: ['a'], outputs: ['b'], attributes: new Map(), nodes: nodesOf(written) };
}

export function input(name: string, shape: readonly (number | string)[], type: ElementType = 'float32'): Value {
  const sizes = shape.map((size) => (typeof size === 'string' ? symbol(size) : size));
  return { name, type: { kind: 'tensor', type, shape: sizes } };
}

export function wholes(...values: readonly (number | bigint)[]): Tensor {
  return { type: 'int64', shape: [values.length], values };
}

export function whole(value: number | bigint): Tensor {
  return { type: 'int64', shape: [], values: [value] };
}

export function body(graph: Graph): Attribute {
  return { kind: 'graph', value: graph };
}

/** A loop around a product of x, or around `inner`. */
export function loopOf(trips: number | bigint, inner: readonly Written[] = [['MatMul', ['state', 'w'], ['next']]]): Written {
  const graph = graphOf([['Identity', ['going'], ['on']], ...inner], {
    inputs: [input('i', [], 'int64'), input('going', [], 'bool'), input('state', [2, 4])],
    outputs: ['on', 'next'],
    tensors: { w: { type: 'float32', shape: [4, 4] }, inside: whole(trips) },
  });
  return ['Loop', ['trips', '', 'x'], ['next'], { body: body(graph) }];
} // prettier-ignore

/** Loops in loops, each of `trips` runs. */
export function nestedLoops(depth: number, trips: bigint): Network {
  let written = loopOf(trips);
  for (let i = 1; i < depth; i++) written = loopOf(trips, [['Loop', ['inside', '', 'state'], ['next'], written[3]!]]);
  return networkOf(graphOf([written], { inputs: [input('x', [2, 4])], tensors: { trips: whole(trips) } }));
}

/** Ifs in the branches of Ifs; `both` puts the same into either branch. */
export function nestedIfs(depth: number, both: boolean): Network {
  const outer: Held = { inputs: [input('x', [2, 4]), input('c', [], 'bool')] };
  let written: Written = ['MatMul', ['x', 'w'], ['y']];
  const held = { tensors: { w: { type: 'float32', shape: [4, 4] } } } as const;
  for (let i = 0; i < depth; i++) {
    const inner = graphOf([written], held);
    const other = both ? inner : graphOf([['Relu', ['x'], ['y']]]);
    written = ['If', ['c'], ['y'], { then_branch: body(inner), else_branch: body(other) }];
  }
  return networkOf(graphOf([written], outer));
}

export const axis0 = { axis: attributeOf(0) };

function nodesOf(written: readonly Written[]): readonly Node[] {
  return written.map(([operator, inputs, outputs, attributes = {}], i) => ({
    name: `${operator}_${i}`,
    operator: operator.replace(/^f\./, ''),
    domain: operator.startsWith('f.') ? 'f' : '',
    inputs,
    outputs,
    attributes: new Map(Object.entries(attributes)),
  }));
}
