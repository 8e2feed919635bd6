/** Follows the ids of every stored tensor's axes through a network, node by node. */
import { infer, type Inference, type InferOptions } from '../../core/infer.ts';
import { isFloating, type Network, type Node } from '../../core/network.ts';
import type { Operand } from '../../core/operator.ts';
import type { Step } from '../../core/scope.ts';
import { startAtoms, type Atoms, type Strip } from './atoms.ts';
import { axisRuleOf } from './index.ts';
import { freezeAll, type Links, type Use } from './rule.ts';

export interface Followed {
  readonly inference: Inference;
  readonly atoms: Atoms;
  /** The strips of a value's axes, where a rule reached it. */
  stripsOf(value: string): readonly Strip[];
  /** Nodes that compute over an axis that may be shortened: what they give changes with it. */
  readonly mixing: readonly { readonly node: Node; readonly strip: Int32Array }[];
}

/** Follows every axis of a network with whole sizes; open ones, and what a node without a rule reads, cannot change. */
export function followAxes(network: Network, options: InferOptions = {}): Followed {
  const inference = infer(network, options);
  const atoms = startAtoms();
  const strips = new Map<string, readonly Strip[]>();
  const mixing: { node: Node; strip: Int32Array }[] = [];
  const main = new Set<Node>(network.graph.nodes);
  for (const step of inference.steps) follow(step);
  for (const { name } of network.graph.outputs)
    stripsOf(name).forEach((strip) => atoms.freeze(strip, `is an output of the network ("${name}")`));
  tieTwins(network, stripsOf, atoms);
  return { inference, atoms, stripsOf, mixing };

  function stripsOf(value: string): readonly Strip[] {
    const known = strips.get(value);
    if (known) return known;
    const operand = inference.values.get(value);
    const made = operand ? ownStrips(operand) : [];
    strips.set(value, made);
    return made;
  }

  /** A stored tensor's axes get ids of their own; those of the network's inputs cannot change. */
  function ownStrips({ name, shape, values, type, constant }: Operand): readonly Strip[] {
    const isSizes = values !== undefined && type !== undefined && !isFloating(type);
    const isStored = constant && !isSizes && shape !== undefined && isTensor(name);
    return (shape ?? []).map((size, axis) => (isStored ? atoms.fresh(name, axis, wholeOr0(size)) : null));
  }

  function isTensor(name: string): boolean {
    return network.graph.tensors.has(name);
  }

  function follow({ node, repeats, choices, opsets }: Step): void {
    const operand = (name: string): Operand => inference.values.get(name) ?? { name, constant: false };
    const use: Use = {
      node,
      version: opsets.get(node.domain) ?? 1,
      inputs: node.inputs.map((name) => (name === '' ? undefined : operand(name))),
      outputs: node.outputs.map(operand),
    };
    if (node.operator === 'Constant' && node.domain === '') return setConstant(use);
    const links = linksOf(use);
    const isPlain = main.has(node) && repeats === 1 && choices.length === 0;
    const isKnown = [...use.inputs, ...use.outputs].every((value) => !value || value.name === '' || value.shape);
    const rule = isPlain && isKnown ? axisRuleOf(node) : undefined;
    const made = rule ? rule(use, links) : freezeAll(use, links, freezingReason(node, isPlain, isKnown));
    use.outputs.forEach(({ name, shape }, i) => {
      strips.set(name, made[i] ?? (shape ?? []).map(() => null));
    });
  }

  /** A constant is a tensor that a node holds: its axes have ids like those of any other. */
  function setConstant({ outputs: [value] }: Use): void {
    if (!value) return;
    const isSizes = value.values !== undefined && !isFloating(value.type ?? 'int64');
    const made = (value.shape ?? []).map((size, axis) =>
      isSizes ? null : atoms.fresh(value.name, axis, wholeOr0(size)),
    );
    strips.set(value.name, made);
  }

  function linksOf({ node, inputs, outputs }: Use): Links {
    const place = `${node.name} (${node.operator})`;
    return {
      of: (input) => (inputs[input] ? stripsOf(inputs[input].name) : []),
      sizes: (input) => (inputs[input]?.shape ?? []).map(wholeOr0),
      outputSizes: (output) => (outputs[output]?.shape ?? []).map(wholeOr0),
      same: (a, b) => atoms.same(a, b, `meets an axis that cannot change at ${place}`),
      isSame: (a, b) => atoms.rootOf(a) === atoms.rootOf(b),
      fixed: (length) => fixed(length, place),
      freeze: (strip, reason) => atoms.freeze(strip, `${reason} by ${place}`),
      mark: atoms.mark,
      isLearned: (input) => inputs[input]?.learned === true,
      mixes: (strip) => void (strip && mixing.push({ node, strip })),
    };
  }

  function fixed(length: number, place: string): Int32Array {
    const ids = atoms.freshFixed(length);
    atoms.freeze(ids, `stands beside an axis that cannot change at ${place}`);
    return ids;
  }
}

function freezingReason(node: Node, isPlain: boolean, isKnown: boolean): string {
  if (!isPlain) return 'is read in a branch, a loop or a function';
  if (!isKnown) return 'is read where a shape is not known';
  return axisRuleOf(node) ? 'is read' : 'is read in a way that is not followed';
}

/** Tensors that the file writes twice stay equal. */
function tieTwins({ graph }: Network, stripsOf: Followed['stripsOf'], atoms: Atoms): void {
  for (const [name, { sameAs }] of graph.tensors) {
    if (sameAs === undefined) continue;
    const [own, other] = [stripsOf(name), stripsOf(sameAs)];
    own.forEach((strip, axis) => atoms.same(strip, other[axis] ?? null, `is one of two copies of "${sameAs}"`));
  }
}

function wholeOr0(size: unknown): number {
  return typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : 0;
}
