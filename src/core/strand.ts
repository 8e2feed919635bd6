/**
 * Strands: the nodes that do one thing together. Usually a node is a strand of its own; in a network laid over T towers,
 * T nodes of equal structure, one on each tower, are one strand.
 */
import { int } from './attributes.ts';
import { RuleError, UnknownError } from './errors.ts';
import { activationsOf, type Inference } from './infer.ts';
import type { Attribute, Node } from './network.ts';
import type { Counted, Facts, Laid, Operand, Reads } from './operator.ts';
import { definitionOf, operatorOf } from './operators/index.ts';
import { inLockstep } from './lockstep.ts';
import type { Step } from './scope.ts';
import { formatShape } from './shape.ts';
import { divideExactly, formatSize, type Size } from './size.ts';

export interface Strand {
  /** The step of its first node. */
  readonly step: Step;
  /** One node, or one on each tower in the towers' order. */
  readonly nodes: readonly Node[];
  readonly laid: Laid;
  /** The tower on which the whole strand sits; absent where it is laid over all of them. */
  readonly tower?: number;
}

/** Where a value lies: on every tower, split evenly over the towers, or on one tower (from 1). */
export type Layout = 'everywhere' | 'split' | number;

export interface Strands {
  readonly strands: readonly Strand[];
  layoutOf(value: string): Layout;
  /** What was assumed, a sentence each. */
  readonly notes: readonly string[];
}

/** A node that stands for itself, over no towers. */
const alone: Laid = { towers: 1, reads: null, siblings: 1 };

/** The strands of an inferred network that is laid over `towers` towers. */
export function strandsOf(inference: Inference, towers: number): Strands {
  if (towers === 1) {
    const strands = inference.steps.map((step) => ({ step, nodes: [step.node], laid: alone }));
    return { strands, layoutOf: () => 'everywhere', notes: [] };
  }
  return layOver(inference, towers);
}

/** What a node alone states; nothing where it cannot be counted, which the ledger lists. */
export function factsAlone(inference: Inference, step: Step): Facts {
  try {
    return factsOf(inference, step, alone);
  } catch {
    return {};
  }
}

/** What the strand's operator states about it. Throws an UnknownError or a RuleError where it cannot be counted. */
export function factsOf(inference: Inference, { node, opsets }: Step, laid: Laid): Facts {
  if (!definitionOf(node) && isLocal(inference, node)) return {}; // its body was counted in its place
  const operator = operatorOf(node);
  if (!operator.count) return {};
  return operator.count(countedUse(inference, node, opsets, laid));
}

function isLocal({ network }: Inference, { domain, operator }: Node): boolean {
  return network.functions.some((local) => local.domain === domain && local.name === operator);
}

function countedUse({ values }: Inference, node: Node, opsets: Step['opsets'], laid: Laid): Counted {
  const operand = (name: string): Operand => values.get(name) ?? { name, constant: false };
  return {
    node,
    laid,
    version: opsets.get(node.domain) ?? 1,
    inputs: node.inputs.map((name) => (name === '' ? undefined : operand(name))),
    outputs: node.outputs.map(operand),
    unify: (a) => a, // sizes were unified when they were inferred
    fresh: notWhileCounting,
    note: () => undefined, // noted when it was inferred
    enter: notWhileCounting,
    outer: notWhileCounting,
  };
}

function notWhileCounting(): never {
  throw new UnknownError('a size depends on data');
}

/** Follows the values through the network and says for each node on which towers it works and what it reads. */
function layOver(inference: Inference, towers: number): Strands {
  const layouts = new Map<string, Layout>();
  const layoutOf = (value: string): Layout => layouts.get(value) ?? 'everywhere';
  const families = familiesOf(inference, towers);
  const strands: Strand[] = [];
  const notes: string[] = [];
  for (const group of inLockstep(inference.steps, families)) {
    const family = group.map(({ node }) => node);
    const ordered = family.length > 1 ? onTowers(family, inference, layoutOf) : undefined;
    if (ordered) {
      const reads = readsOfFamily(ordered, inference, layoutOf);
      strands.push({ step: group[0]!, nodes: ordered, laid: { towers, reads, siblings: towers } });
      ordered.forEach((member, i) => member.outputs.forEach((value) => layouts.set(value, i + 1)));
    } else {
      for (const step of group) {
        const strand = layOne(step);
        strands.push(strand);
        setLayouts(step, strand.tower);
      }
    }
  }
  return { strands, layoutOf, notes };

  function layOne(step: Step): Strand {
    const { node } = step;
    const reads = readsOfOne(node);
    if (node.tower !== undefined)
      return { step, nodes: [node], laid: { towers, reads, siblings: 1 }, tower: node.tower };
    if (!isWeighted(inference, step)) return { step, nodes: [node], laid: { ...alone, towers } };
    const filters = filtersOf(inference, node);
    if (filters === undefined || divideExactly(filters, towers) !== undefined)
      return { step, nodes: [node], laid: { towers, reads, siblings: 1 } };
    notes.push(
      `${node.name}: ${towers} towers do not divide its ${formatSize(filters)} outputs; it is taken to sit on tower 1`,
    );
    return { step, nodes: [node], laid: { towers, reads, siblings: 1 }, tower: 1 };
  }

  function readsOfOne(node: Node): Reads {
    const layout = joined(activationsOf(node, inference).map(layoutOf));
    if (layout === 'everywhere') return 'input';
    if (layout === node.tower) return 'own tower';
    const groups = node.attributes.has('group') ? int(node, 'group', 1) : 1;
    return layout === 'split' && node.tower === undefined && groups % towers === 0 ? 'own tower' : 'all towers';
  }

  function setLayouts(step: Step, tower: number | undefined): void {
    const { node } = step;
    const read = activationsOf(node, inference).map(layoutOf);
    const isDealt = node.operator === 'Split' && node.outputs.length === towers && joined(read) === 'split';
    node.outputs.forEach((value, i) => {
      if (tower !== undefined) layouts.set(value, tower);
      else if (isDealt) layouts.set(value, i + 1);
      else layouts.set(value, isWeighted(inference, step) ? 'split' : joined(read));
    });
  }
}

/** Where the result of combining values lies: values of several towers together are split over them. */
function joined(layouts: readonly Layout[]): Layout {
  const placed = [...new Set(layouts.filter((layout) => layout !== 'everywhere'))];
  return placed.length === 0 ? 'everywhere' : placed.length === 1 ? placed[0]! : 'split';
}

function isWeighted(inference: Inference, step: Step): boolean {
  try {
    return factsOf(inference, step, alone).units !== undefined;
  } catch (error) {
    if (error instanceof UnknownError || error instanceof RuleError) return false;
    throw error;
  }
}

/** How many filters or outputs a weighted node has: its channels, or its last axis where it does not slide; if that is known. */
function filtersOf({ values }: Inference, node: Node): Size | undefined {
  const shape = values.get(node.outputs[0]!)?.shape;
  return isSliding(node) ? shape?.[1] : shape?.at(-1);
}

/** Whether a weighted node's filters are its second axis (a convolution) and not its last. */
export function isSliding(node: Node): boolean {
  return /Conv/.test(node.operator);
}

/**
 * Nodes of equal structure: the same operator and attributes, on inputs of equal structure, with tensors of equal shapes.
 * Only families of exactly one node for each tower are kept, since only those can be one layer laid over the towers.
 */
function familiesOf(inference: Inference, towers: number): ReadonlyMap<Node, readonly Node[]> {
  const structure = new Map<string, string>();
  const ids = new Map<string, number>();
  const members = new Map<string, Node[]>();
  for (const { node } of inference.steps) {
    const inputs = node.inputs.map((name) => structure.get(name) ?? structureOfSource(name, inference));
    const key = JSON.stringify([node.domain, node.operator, [...node.attributes].map(attributeKey), inputs]);
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    members.set(key, [...(members.get(key) ?? []), node]);
    const isDealt = node.operator === 'Split'; // its outputs are the towers' equal shares
    node.outputs.forEach((name, i) => structure.set(name, `node ${id}, output ${isDealt ? 'of each' : i}`));
  }
  const families = [...members.values()].filter((nodes) => nodes.length === towers);
  return new Map(families.flatMap((nodes) => nodes.map((node) => [node, nodes])));
}

function structureOfSource(name: string, { values }: Inference): string {
  const { constant, shape, values: elements } = values.get(name) ?? { constant: false };
  if (!constant) return `input ${name}`;
  return `tensor ${formatShape(shape ?? [])}: ${formatShape(elements ?? [])}`;
}

function attributeKey([name, attribute]: readonly [string, Attribute]): string {
  const content = JSON.stringify(attribute, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return `${name}=${content}`;
}

/** The members in the order of their towers; `undefined` where they are not one on each tower. */
function onTowers(
  family: readonly Node[],
  inference: Inference,
  layoutOf: (value: string) => Layout,
): readonly Node[] | undefined {
  const towerOf = (node: Node): Layout => node.tower ?? joined(activationsOf(node, inference).map(layoutOf));
  const towers = family.map(towerOf);
  const isOnePerTower = new Set(towers).size === family.length && towers.every((tower) => typeof tower === 'number');
  if (isOnePerTower) return family.toSorted((a, b) => Number(towerOf(a)) - Number(towerOf(b)));
  const readTheSame = new Set(towers).size === 1 && typeof towers[0] !== 'number';
  return readTheSame && haveOwnWeights(family, inference) ? family : undefined;
}

function haveOwnWeights(family: readonly Node[], { values }: Inference): boolean {
  const roots = family.flatMap(({ inputs }) =>
    inputs.map((name) => values.get(name)).filter((value) => value?.constant && (value.shape?.length ?? 0) > 1),
  );
  return roots.length >= family.length && new Set(roots.map((value) => value!.root)).size === roots.length;
}

function readsOfFamily(family: readonly Node[], inference: Inference, layoutOf: (value: string) => Layout): Reads {
  const layout = joined(activationsOf(family[0]!, inference).map(layoutOf));
  return layout === 'everywhere' ? 'input' : layout === 'split' ? 'all towers' : 'own tower';
}
