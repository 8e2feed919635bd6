/** Builds a network node by node, inferring as it goes, so that a layer can be told only what matters of it. */
import {
  attributeOf,
  type Attribute,
  type ElementType,
  type Network,
  type Node,
  type Tensor,
  type Value,
  type ValueType,
} from './network.ts';
import type { Shape } from './operator.ts';
import { operandOfTensor, startScope } from './scope.ts';

/** An attribute as ONNX has it, or a plain value: a whole number is an `int`, others a `float`. */
export type AttributeLike = Attribute | Parameters<typeof attributeOf>[0];

export interface NodeOptions {
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, AttributeLike | undefined>>;
  /** How many outputs, or their names. */
  readonly outputs?: number | readonly string[];
  readonly path?: readonly string[] | undefined;
  readonly layer?: string | undefined;
  readonly tower?: number | undefined;
  readonly place?: string | undefined;
}

export interface OpenNodeOptions extends NodeOptions {
  /** What the format itself says of the outputs' shapes. */
  readonly shapes?: readonly (Shape | undefined)[];
}

export interface Builder {
  /** Adds an input of the network and returns its value's name. */
  input(name: string, shape: Shape | undefined, type?: ElementType): string;
  /** Adds a tensor that the network holds and returns its name; a second of the same name is the same tensor. */
  tensor(name: string, tensor: Tensor): string;
  /** Adds a node of any operator and returns its outputs' names. Throws a RuleError or an UnknownError naming the node. */
  node(operator: string, inputs: readonly string[], options?: NodeOptions): readonly string[];
  /** As `node`, where what is not known of the outputs stays open: an operator that layerledger does not know. */
  openNode(operator: string, inputs: readonly string[], options?: OpenNodeOptions): readonly string[];
  /** What is known of a value's shape; `undefined` where its rank is not known. */
  shapeOf(value: string): Shape | undefined;
  note(sentence: string): void;
  output(value: string): void;
  finish(): Network;
}

export interface BuildOptions {
  readonly source?: string | undefined;
  readonly format?: string;
  readonly towers?: number | undefined;
  /** Version of ai.onnx. */
  readonly opset?: number;
}

/** The version of ai.onnx whose rules a built network follows. */
const builtOpset = 23;

export function buildNetwork(name: string, { source, format, towers, opset = builtOpset }: BuildOptions = {}): Builder {
  const opsets = new Map([['', opset]]);
  const scope = startScope({ opsets });
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  const declared = new Map<string, ValueType>();
  const notes: string[] = [];
  const taken = new Set<string>();
  return { input, tensor, node, openNode, shapeOf, note, output, finish };

  function input(name: string, shape: Shape | undefined, type: ElementType = 'float32'): string {
    taken.add(name);
    inputs.push({ name, type: { kind: 'tensor', type, ...(shape && { shape }) } });
    scope.set({ name, type, shape, constant: false });
    return name;
  }

  function tensor(name: string, tensor: Tensor): string {
    taken.add(name);
    if (!tensors.has(name)) scope.set(operandOfTensor(name, tensor));
    if (!tensors.has(name)) tensors.set(name, tensor);
    return name;
  }

  function node(operator: string, reads: readonly string[], options: NodeOptions = {}): readonly string[] {
    const made = makeNode(operator, reads, options);
    scope.apply(made);
    return add(made);
  }

  /** Names are taken only now, so that a node that broke a rule can be tried again otherwise. */
  function add(made: Node): readonly string[] {
    for (const name of [made.name, ...made.outputs]) taken.add(name);
    nodes.push(made);
    return made.outputs;
  }

  function openNode(
    operator: string,
    reads: readonly string[],
    { shapes = [], ...options }: OpenNodeOptions = {},
  ): readonly string[] {
    const made = makeNode(operator, reads, options);
    made.outputs.forEach((name, i) => {
      const shape = shapes[i];
      scope.set({ name, type: 'float32', shape, constant: false });
      if (shape) declared.set(name, { kind: 'tensor', type: 'float32', shape });
    });
    return add(made);
  }

  function makeNode(operator: string, reads: readonly string[], options: NodeOptions): Node {
    const { domain = '', outputs: wanted = 1, path, layer, tower, place } = options;
    const name = unused(options.name ?? `${operator}_${nodes.length}`);
    const attributes = Object.entries(options.attributes ?? {}).filter(([, value]) => value !== undefined);
    return {
      name,
      operator,
      domain,
      inputs: reads,
      outputs:
        typeof wanted === 'number'
          ? Array.from({ length: wanted }, (_, i) => unused(i === 0 ? `${name}_out` : `${name}_out_${i}`))
          : wanted,
      attributes: new Map(attributes.map(([key, value]) => [key, taggedAttribute(value!)])),
      ...(path && { path }),
      ...(layer !== undefined && { layer }),
      ...(tower !== undefined && { tower }),
      ...(place !== undefined && { place }),
    };
  }

  function unused(name: string): string {
    let free = name;
    for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
    return free;
  }

  function shapeOf(value: string): Shape | undefined {
    return scope.get(value)?.shape;
  }

  function note(sentence: string): void {
    notes.push(sentence);
  }

  function output(value: string): void {
    const { type, shape } = scope.get(value) ?? {};
    outputs.push({ name: value, type: { kind: 'tensor', ...(type && { type }), ...(shape && { shape }) } });
  }

  function finish(): Network {
    const graph = { name, inputs, outputs, nodes, tensors, declared };
    return {
      name,
      ...(source !== undefined && { source }),
      ...(format !== undefined && { format }),
      opsets,
      graph,
      functions: [],
      ...(towers !== undefined && { towers }),
      notes: [...notes, ...scope.notes],
    };
  }
}

function taggedAttribute(value: AttributeLike): Attribute {
  return typeof value === 'object' && 'kind' in value ? value : attributeOf(value);
}
