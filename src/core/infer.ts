/** Infers what is known of every value of a network: type, shape, and the elements of the small tensors that shapes are computed from. */
import { RuleError, UnknownError, messageOf } from './errors.ts';
import type { Graph, Network, Node, Tensor, Value } from './network.ts';
import type { Application, Known, Operand, Shape } from './operator.ts';
import { operatorOf } from './operators/index.ts';
import { placed, topologicalOrder } from './order.ts';
import { formatShape } from './shape.ts';
import { formatSize, isWhole, sameSize, solve, substitute, symbol, type Size } from './size.ts';

/** Why the outputs of a node are not known: something is missing (`unknown`), or the node breaks a rule (`rule`). */
export interface Gap {
  readonly node: Node;
  readonly kind: 'unknown' | 'rule';
  readonly reason: string;
}

export interface Inference {
  readonly network: Network;
  readonly values: ReadonlyMap<string, Operand>;
  /** The nodes, each after what it reads. */
  readonly order: readonly Node[];
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

/** What inference knows so far; nodes are applied one after another. */
export interface Scope {
  get(name: string): Operand | undefined;
  set(operand: Operand): void;
  /** Infers the outputs of a node whose inputs are set, sets and returns them. Throws a RuleError or an UnknownError. */
  apply(node: Node): readonly Operand[];
  /** The application that `apply` hands to the operator, for counting. */
  use(node: Node): Application;
  readonly notes: readonly string[];
  /** All values, with every size that was found out since put in. */
  values(): ReadonlyMap<string, Operand>;
}

/** Infers a whole network. Throws a MalformedError for a graph that cannot be ordered; a node's fault is a gap. */
export function infer(network: Network, options: InferOptions = {}): Inference {
  const scope = startScope(network.opsets, options.bindings);
  setInputs(scope, network.graph, options);
  const order = topologicalOrder(network.graph);
  const gaps: Gap[] = [];
  for (const node of order) {
    try {
      scope.apply(node);
    } catch (error) {
      gaps.push(gapOf(node, error));
      setDeclared(scope, network.graph, node);
    }
  }
  return { network, values: scope.values(), order, gaps, notes: scope.notes };
}

/** A tensor as a value: constant, with its elements where the reader kept them. */
export function operandOfTensor(name: string, { type, shape, values }: Tensor): Operand {
  return { name, type, shape, values, constant: true, root: name };
}

/** The declared shape of an input; an axis that is left open becomes a size of its own name, the first one `batch`. */
export function openShape({ name, type }: Value): Shape | undefined {
  if (type.kind !== 'tensor' && type.kind !== 'sparse') return undefined;
  const { shape } = type;
  return shape?.map((size, axis) => size ?? symbol(axis === 0 && shape.length > 1 ? 'batch' : `${name}_${axis}`));
}

/** Starts with nothing known. `bindings` replace names wherever they appear. */
export function startScope(
  opsets: ReadonlyMap<string, number>,
  bindings: ReadonlyMap<string, Size> = new Map(),
): Scope {
  const known = new Map<string, Operand>();
  const replacements = new Map(bindings);
  const notes: string[] = [];
  let freshCount = 0;
  const scope: Scope = { get, set, apply, use, notes, values };
  return scope;

  function get(name: string): Operand | undefined {
    const operand = known.get(name);
    return operand && replacements.size > 0 ? resolved(operand) : operand;
  }

  function set(operand: Operand): void {
    known.set(operand.name, operand);
  }

  function values(): ReadonlyMap<string, Operand> {
    if (replacements.size > 0) for (const [name, operand] of known) known.set(name, resolved(operand));
    return known;
  }

  function resolved(operand: Operand): Operand {
    const isOpen = (sizes?: readonly Size[]): boolean => sizes?.some((size) => !isWhole(size)) ?? false;
    if (!isOpen(operand.shape) && !isOpen(operand.values)) return operand;
    const resolve = (size: Size): Size => substitute(size, replacements);
    return { ...operand, shape: operand.shape?.map(resolve), values: operand.values?.map(resolve) };
  }

  function use(node: Node): Application {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : (get(name) ?? { name, constant: false })));
    return { node, version: opsets.get(node.domain) ?? 1, inputs, unify, fresh };
  }

  function fresh(hint: string): Size {
    freshCount++;
    return symbol(`${hint}_${freshCount}`);
  }

  function unify(first: Size, second: Size, what: string): Size {
    const [a, b] = [substitute(first, replacements), substitute(second, replacements)];
    if (sameSize(a, b)) return a;
    if (isWhole(a) && isWhole(b)) throw new RuleError(`${what}: ${formatSize(a)} is not ${formatSize(b)}`);
    const solution = solve(a, b);
    if (!solution) {
      notes.push(`${what}: ${formatSize(a)} and ${formatSize(b)} are taken to be equal`);
      return isWhole(a) ? a : b;
    }
    const replacement = new Map([[solution.name, solution.value]]);
    for (const [name, value] of replacements) replacements.set(name, substitute(value, replacement));
    replacements.set(solution.name, solution.value);
    return substitute(a, replacements);
  }

  function apply(node: Node): readonly Operand[] {
    try {
      const operator = operatorOf(node);
      const application = use(node);
      const results = operator.infer(application);
      const constant = application.inputs.every((input) => input === undefined || input.constant);
      const root = constant && operator.relays ? application.inputs[0]?.root : undefined;
      const outputs = node.outputs.map((name, i) => operandOf(name, results[i] ?? {}, constant, root));
      for (const output of outputs) if (output.name !== '') set(output);
      return outputs;
    } catch (error) {
      throw inContext(node, error);
    }
  }
}

function operandOf(name: string, known: Known, constant: boolean, root: string | undefined): Operand {
  const negative = known.shape?.find((size) => isWhole(size) && size < 0);
  if (negative !== undefined)
    throw new RuleError(`output "${name}" would have shape ${formatShape(known.shape!)}; no size is below 0`);
  return { ...known, name, constant, root: root ?? name };
}

/** The same kind of error, with the node named. */
function inContext(node: Node, error: unknown): unknown {
  const sentence = `${placed(node)}: ${messageOf(error)}`;
  if (error instanceof RuleError) return new RuleError(sentence, { cause: error });
  if (error instanceof UnknownError) return new UnknownError(sentence, { cause: error });
  return error;
}

function gapOf(node: Node, error: unknown): Gap {
  if (error instanceof RuleError) return { node, kind: 'rule', reason: error.message };
  if (error instanceof UnknownError) return { node, kind: 'unknown', reason: error.message };
  throw error;
}

function setInputs(scope: Scope, graph: Graph, { inputs, bindings = new Map() }: InferOptions): void {
  for (const value of graph.inputs) {
    const shape = inputs?.get(value.name) ?? openShape(value);
    const type = value.type.kind === 'tensor' ? value.type.type : undefined;
    scope.set({ name: value.name, type, shape: shape?.map((size) => substitute(size, bindings)), constant: false });
  }
  for (const [name, tensor] of graph.tensors) scope.set(operandOfTensor(name, tensor));
}

/** For the outputs of a node that could not be inferred: what the file declares of them, or that nothing is known. */
function setDeclared(scope: Scope, graph: Graph, node: Node): void {
  for (const name of node.outputs) {
    if (name === '') continue;
    const type = graph.declared.get(name) ?? graph.outputs.find((output) => output.name === name)?.type;
    const shape = type && openShape({ name, type });
    scope.set({ name, type: type?.kind === 'tensor' ? type.type : undefined, shape, constant: false });
  }
}
