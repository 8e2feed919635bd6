/** Infers what is known of every value of a network: type, shape, and the elements of the small tensors that shapes are computed from. */
import { MalformedError, UnsupportedError, messageOf } from './errors.ts';
import type { Graph, Network, Node, Value } from './network.ts';
import type { Known, Operand, Shape } from './operator.ts';
import { topologicalOrder } from './order.ts';
import { operandOfTensor, startScope, type Gap, type Scope, type Step } from './scope.ts';
import { substitute, symbol, type Size } from './size.ts';

export interface Inference {
  readonly network: Network;
  readonly values: ReadonlyMap<string, Operand>;
  /** The nodes as they run, each after what it reads; those of bodies that were entered stand before the node that entered them. */
  readonly steps: readonly Step[];
  readonly gaps: readonly Gap[];
  /** What was assumed on the way, a sentence each. */
  readonly notes: readonly string[];
}

export interface InferOptions {
  /** Shapes that replace the declared ones, by the input's name. */
  readonly inputs?: ReadonlyMap<string, Shape>;
  /** Sizes for names. */
  readonly bindings?: ReadonlyMap<string, Size>;
}

/** Infers a whole network. Throws a MalformedError for a graph that cannot be ordered; a node's fault is a gap. */
export function infer(network: Network, options: InferOptions = {}): Inference {
  try {
    return inferGraph(network, options);
  } catch (error) {
    const sentence = `${network.source ?? network.name}: ${messageOf(error)}`;
    if (error instanceof MalformedError) throw new MalformedError(sentence, { cause: error });
    if (error instanceof UnsupportedError) throw new UnsupportedError(sentence, { cause: error });
    throw error;
  }
}

function inferGraph(network: Network, options: InferOptions): Inference {
  const { graph, opsets, functions } = network;
  const order = topologicalOrder(graph);
  const scope = startScope({ opsets, functions, bindings: options.bindings });
  setInputs(scope, graph, options);
  const declared = (name: string): Known | undefined => declaredOf(graph, name);
  for (const node of order) scope.tryApply(node, declared);
  return {
    network,
    values: scope.values(),
    steps: scope.steps,
    gaps: scope.gaps,
    notes: [...versionNotes(opsets), ...scope.notes],
  };
}

/** The newest version of ai.onnx whose rules are known (onnx 1.23). */
const newestVersion = 28;

function versionNotes(opsets: ReadonlyMap<string, number>): readonly string[] {
  const version = opsets.get('') ?? 0;
  if (version <= newestVersion) return [];
  return [`operators of opset ${version} are read by the rules of opset ${newestVersion}, the newest that is known`];
}

/** The declared shape of an input; an axis that is left open becomes a size of its own name, the first one `batch`. */
export function openShape({ name, type }: Value): Shape | undefined {
  if (type.kind !== 'tensor' && type.kind !== 'sparse') return undefined;
  const { shape } = type;
  return shape?.map((size, axis) => size ?? symbol(axis === 0 && shape.length > 1 ? 'batch' : `${name}_${axis}`));
}

function setInputs(scope: Scope, graph: Graph, { inputs, bindings = new Map() }: InferOptions): void {
  for (const value of graph.inputs) {
    const { shape: declared, ...known } = knownOf(value);
    const shape = inputs?.get(value.name) ?? declared;
    scope.set({ ...known, name: value.name, shape: shape?.map((size) => substitute(size, bindings)), constant: false });
  }
  for (const [name, tensor] of graph.tensors) scope.set(operandOfTensor(name, tensor));
}

/** What the declared type of an input says; how many elements a sequence has, and whether an optional holds one, it leaves open. */
function knownOf({ name, type }: Value): Known {
  if (type.kind === 'tensor' || type.kind === 'sparse') return { type: type.type, shape: openShape({ name, type }) };
  const of = type.kind === 'sequence' || type.kind === 'optional' ? type.of : undefined;
  const inner = of && knownOf({ name, type: of });
  if (type.kind === 'sequence') return { sequence: inner ? { each: inner } : {} };
  return type.kind === 'optional' ? { optional: inner ? { of: inner } : {} } : {};
}

/** For an output that could not be inferred: what the file declares of it. */
function declaredOf(graph: Graph, name: string): Known | undefined {
  const type = graph.declared.get(name) ?? graph.outputs.find((output) => output.name === name)?.type;
  if (type?.kind !== 'tensor') return undefined;
  return { type: type.type, shape: openShape({ name, type }) };
}

/** What a step's node reads that is not constant. */
export function activationsOf(node: Node, { values }: Pick<Inference, 'values'>): readonly string[] {
  return node.inputs.filter((name) => name !== '' && !values.get(name)?.constant);
}
