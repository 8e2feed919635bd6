/**
 * What inference knows so far. Nodes are applied one after another; each that was applied is a step. The bodies of control
 * flow and of local functions are entered in place, so that the steps of a network are one flat list over one space of names.
 */
import { RuleError, UnknownError, UnsupportedError, messageOf } from './errors.ts';
import { frameOfBody, nameIn, nodeIn, rootFrame, type Frame } from './frame.ts';
import { isFloating, type Graph, type LocalFunction, type Node, type Tensor } from './network.ts';
import type { Application, Body, Known, Operand } from './operator.ts';
import { definitionOf, operatorOf } from './operators/index.ts';
import { placed, topologicalOrder } from './order.ts';
import { formatShape } from './shape.ts';
import {
  formatSize,
  isWhole,
  sameSize,
  solve,
  substitute,
  symbol,
  symbolsOf,
  withoutChoice,
  type Size,
} from './size.ts';

/** One applied node: how often it runs, and on which branches it depends. */
export interface Step {
  readonly node: Node;
  /** 1 outside loops; a named size where the trip count is open. */
  readonly repeats: Size;
  /** The undecided branches that it stands in, outermost first. */
  readonly choices: readonly Choice[];
  /** Versions of the operator domains where it stands. */
  readonly opsets: ReadonlyMap<string, number>;
}

/** One branch of a node whose condition is not known. */
export interface Choice {
  readonly node: string;
  readonly branch: string;
}

/** Why the outputs of a node are not known: something is missing (`unknown`), or the node breaks a rule (`rule`). */
export interface Gap {
  readonly node: Node;
  readonly kind: 'unknown' | 'rule';
  readonly reason: string;
}

export interface Scope {
  get(name: string): Operand | undefined;
  set(operand: Operand): void;
  /** Infers the outputs of a node whose inputs are set, sets and returns them. Throws a RuleError or an UnknownError. */
  apply(node: Node): readonly Operand[];
  /** As `apply`, where what goes wrong is a gap, and `declared` says what else is known of an output. */
  tryApply(node: Node, declared?: (name: string) => Known | undefined): void;
  readonly steps: readonly Step[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
  /** All values, with every size that was found out since put in. */
  values(): ReadonlyMap<string, Operand>;
}

export interface ScopeOptions {
  readonly opsets: ReadonlyMap<string, number>;
  readonly functions?: readonly LocalFunction[];
  /** Sizes that replace names wherever they appear. */
  readonly bindings?: ReadonlyMap<string, Size> | undefined;
}

/** Bodies within bodies; a function that calls itself reaches this. */
const maxDepth = 32;

/** Nodes of bodies applied for one network; functions that call functions twice each reach this. */
const maxExpanded = 100_000;

/** Nodes of bodies applied only to learn what a loop hands on; loops in loops, each followed several times, reach this. */
const maxRehearsed = 20_000;

/** Elements of small tensors read and made for one network; a file can ask for thousands at each of its nodes. */
const maxEvaluated = 5_000_000;

/** A tensor as a value: constant, with its elements where the reader kept them. */
export function operandOfTensor(name: string, { type, shape, values, sameAs }: Tensor): Operand {
  return { name, type, shape, values, constant: true, learned: isFloating(type), root: sameAs ?? name };
}

/** Starts with nothing known. */
export function startScope({ opsets, functions = [], bindings = new Map() }: ScopeOptions): Scope {
  const known = new Map<string, Operand>();
  const replacements = new Map(bindings);
  const steps: Step[] = [];
  const gaps: Gap[] = [];
  const notes: string[] = [];
  const frames = new WeakMap<Node, Frame>();
  const orders = new WeakMap<Graph, readonly Node[]>();
  const root = rootFrame(opsets);
  const called = new Map(
    functions.map((local) => [
      functionKey(local.domain, local.name, local.overload),
      { ...local, graph: graphOf(local) },
    ]),
  );
  let freshCount = 0;
  let bodyCount = 0;
  let rehearsals = 0;
  let expanded = 0;
  let rehearsed = 0;
  let evaluated = 0;
  return { get, set, apply, tryApply, steps, gaps, notes, values };

  function get(name: string): Operand | undefined {
    const operand = known.get(name);
    if (!operand || replacements.size === 0) return operand;
    const now = resolved(operand);
    if (now !== operand) known.set(name, now);
    return now;
  }

  function set(operand: Operand): void {
    known.set(operand.name, operand);
  }

  function values(): ReadonlyMap<string, Operand> {
    if (replacements.size > 0) for (const [name, operand] of known) known.set(name, resolved(operand));
    return known;
  }

  function resolved(operand: Operand): Operand {
    const { shape, values: elements } = operand;
    if ((shape?.every(isSettled) ?? true) && (elements?.every(isSettled) ?? true)) return operand;
    return { ...operand, shape: operand.shape?.map(settled), values: operand.values?.map(settled) };
  }

  function frameOf(node: Node): Frame {
    return frames.get(node) ?? root;
  }

  function useOf(node: Node): Application {
    const frame = frameOf(node);
    const inputs = node.inputs.map((name) => (name === '' ? undefined : (get(name) ?? { name, constant: false })));
    return {
      node,
      version: frame.opsets.get(node.domain) ?? 1,
      inputs,
      unify,
      fresh,
      note: (sentence) => void (rehearsals === 0 && notes.push(`${node.name}: ${sentence}`)),
      enter: (body) => enter(node, body),
      outer: (name) => get(nameIn(frame, name)),
    };
  }

  function fresh(hint: string): Size {
    freshCount++;
    return symbol(`${hint}_${freshCount}`);
  }

  function unify(first: Size, second: Size, what: string): Size {
    if (first === second) return first;
    const [a, b] = [settled(first), settled(second)];
    if (sameSize(a, b)) return a;
    if (isWhole(a) && isWhole(b)) throw new RuleError(`${what}: ${formatSize(a)} is not ${formatSize(b)}`);
    const solution = solve(a, b);
    const chosen = solution ? undefined : withoutChoice(a, b);
    if (chosen !== undefined) return chosen;
    if (!solution) {
      notes.push(`${what}: ${formatSize(a)} and ${formatSize(b)} are taken to be equal`);
      return isWhole(a) ? a : b;
    }
    replacements.set(solution.name, solution.value);
    return settled(a);
  }

  function isSettled(size: Size): boolean {
    return isWhole(size) || !symbolsOf(size).some((name) => replacements.has(name));
  }

  /** The size with everything that is known of its names put in; a name may stand for one that was replaced since. */
  function settled(size: Size): Size {
    let current = size;
    for (let round = 0; round <= replacements.size && !isSettled(current); round++)
      current = substitute(current, replacements);
    return current;
  }

  function apply(node: Node): readonly Operand[] {
    try {
      return applyInFrame(node);
    } catch (error) {
      throw inContext(node, error);
    }
  }

  function applyInFrame(node: Node): readonly Operand[] {
    const local = called.size === 0 ? undefined : called.get(functionKey(node.domain, node.operator, node.overload));
    const use = useOf(node);
    const results = local && !definitionOf(node) ? call(node, local) : operatorOf(node).infer(use);
    const constant = use.inputs.every((input) => input === undefined || input.constant) || isPartOfTable(use);
    const root = constant && definitionOf(node)?.relays ? use.inputs[0]?.root : undefined;
    const learned = constant && (use.inputs.some((input) => input?.learned) || isSource(node));
    const outputs = node.outputs.map((name, i) => operandOf(name, results[i] ?? {}, { constant, learned, root }));
    charge(use.inputs, outputs);
    for (const output of outputs) if (output.name !== '') set(output);
    addStep(node);
    return outputs;
  }

  function charge(...operands: readonly (readonly (Operand | undefined)[])[]): void {
    for (const list of operands) for (const operand of list) evaluated += operand?.values?.length ?? 0;
    if (evaluated > maxEvaluated)
      throw new UnsupportedError(`shapes are computed from more than ${maxEvaluated} elements of small tensors`);
  }

  function addStep(node: Node): void {
    if (rehearsals > 0) return;
    const { repeats, choices, opsets } = frameOf(node);
    steps.push({ node, repeats, choices, opsets });
  }

  function tryApply(node: Node, declared?: (name: string) => Known | undefined): void {
    try {
      apply(node);
    } catch (error) {
      if (rehearsals === 0) gaps.push(gapOf(node, error));
      addStep(node);
      const { constant } = constancyOf(node);
      for (const name of node.outputs) if (name !== '') set({ ...declared?.(name), name, constant, root: name });
    }
  }

  function constancyOf(node: Node): { constant: boolean } {
    return {
      constant: node.inputs.length > 0 && node.inputs.every((name) => name === '' || get(name)?.constant === true),
    };
  }

  /** The nodes of a body, in place; returns what is known of its outputs. */
  function enter(node: Node, body: Body): readonly Operand[] {
    const outer = frameOf(node);
    if (outer.depth >= maxDepth) {
      expectRoom(100); // as dear as many nodes: what calls itself twice gets here 2^32 times
      throw new UnknownError(`bodies stand in one another more than ${maxDepth} deep, or call themselves`);
    }
    bodyCount++;
    const frame = frameOfBody(node, body, outer, bodyCount);
    for (const [formal, operand] of body.given) set({ ...operand, name: nameIn(frame, formal) });
    for (const [name, tensor] of body.graph.tensors) set(operandOfTensor(nameIn(frame, name), tensor));
    if (body.rehearsal) rehearsals++;
    try {
      const order = orders.get(body.graph) ?? topologicalOrder(body.graph, () => true);
      orders.set(body.graph, order);
      expectRoom(order.length);
      for (const inner of order) {
        const made = nodeIn(frame, inner);
        frames.set(made, frame);
        tryApply(made);
      }
    } finally {
      if (body.rehearsal) rehearsals--;
    }
    return body.graph.outputs.map(({ name }) => get(nameIn(frame, name)) ?? { name, constant: false });
  }

  /** Throws an UnknownError where following loops has taken too long, and an UnsupportedError where all bodies together have. */
  function expectRoom(nodes: number): void {
    if (rehearsals === 0) expanded += nodes;
    else rehearsed += nodes;
    if (rehearsed > maxRehearsed)
      throw new UnknownError(`its loops stand in one another; following them takes more than ${maxRehearsed} nodes`);
    if (expanded > maxExpanded)
      throw new UnsupportedError(`functions, branches and loops expand to more than ${maxExpanded} nodes`);
  }

  /** A local function's body, with the call's values and attributes in place of its own names. */
  function call(node: Node, local: LocalFunction & { readonly graph: Graph }): readonly Operand[] {
    const given = new Map<string, Operand>();
    local.inputs.forEach((formal, i) => {
      const name = node.inputs[i];
      if (name !== undefined && name !== '') given.set(formal, { ...(get(name) ?? { constant: false }), name });
    });
    const attributes = new Map(node.attributes);
    for (const [name, value] of local.attributes) if (value && !attributes.has(name)) attributes.set(name, value);
    return enter(node, { graph: local.graph, label: local.name, given, attributes, opsets: local.opsets });
  }
}

/** Operators that rearrange, cut or repeat their first input as the others say, which hold sizes and places. */
const shaping = new Set(['Slice', 'Reshape', 'Expand', 'Tile', 'Resize', 'Split', 'Squeeze', 'Unsqueeze', 'Pad']);

/** A learned table, cut or arranged by sizes that come from other values' shapes: a position table for this length. */
function isPartOfTable({ node, inputs }: Application): boolean {
  const [table, ...sizes] = inputs;
  if (node.domain !== '' || !shaping.has(node.operator) || !table?.learned) return false;
  return sizes.every((input) => input === undefined || input.constant || input.values !== undefined);
}

/** Nodes that give learned numbers though nothing that they read is learned: stored floats, and quantised weights decoded. */
function isSource({ operator, domain }: Node): boolean {
  if (operator === 'DequantizeLinear') return domain === '' || domain === 'com.microsoft';
  return operator === 'Constant' && domain === '';
}

function graphOf({ name, outputs, nodes }: LocalFunction): Graph {
  const given = outputs.map((output) => ({ name: output, type: { kind: 'opaque' } as const }));
  return { name, inputs: [], outputs: given, nodes, tensors: new Map(), declared: new Map() };
}

function functionKey(domain: string, name: string, overload = ''): string {
  return JSON.stringify([domain, name, overload]);
}

interface Origin {
  readonly constant: boolean;
  readonly learned: boolean;
  readonly root: string | undefined;
}

function operandOf(name: string, known: Known, { constant, learned, root }: Origin): Operand {
  for (const size of known.shape ?? []) {
    const isFraction = typeof size === 'number' && !Number.isInteger(size);
    if (!isWhole(size) || (size >= 0 && !isFraction)) continue;
    const rule = isFraction ? 'sizes are whole numbers' : 'no size is below 0';
    throw new RuleError(`output "${name}" would have shape ${formatShape(known.shape!)}; ${rule}`);
  }
  const isLearned = learned && known.learned !== false && isFloating(known.type ?? 'float32');
  return { ...known, name, constant, learned: isLearned, root: root ?? name };
}

/** The same kind of error, with the node named. */
function inContext(node: Node, error: unknown): unknown {
  const sentence = `${placed(node)}: ${messageOf(error)}`;
  // a RangeError is a size that is divided by 0 or is a fraction
  if (error instanceof RuleError || error instanceof RangeError) return new RuleError(sentence, { cause: error });
  if (error instanceof UnknownError) return new UnknownError(sentence, { cause: error });
  return error;
}

function gapOf(node: Node, error: unknown): Gap {
  if (error instanceof RuleError) return { node, kind: 'rule', reason: error.message };
  if (error instanceof UnknownError) return { node, kind: 'unknown', reason: error.message };
  throw error;
}
