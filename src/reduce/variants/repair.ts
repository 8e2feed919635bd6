/** After a change of a network's structure: what states the old lengths is written anew, and what does not fit is refused. */
import { bindSizes } from '../../core/bindings.ts';
import type { CountOptions } from '../../core/count.ts';
import { UnsupportedError } from '../../core/errors.ts';
import { infer, type Inference } from '../../core/infer.ts';
import type { Graph, Network, Node, ValueType } from '../../core/network.ts';
import type { Shape } from '../../core/operator.ts';
import { formatShape } from '../../core/shape.ts';
import { tensorsOf } from '../apply/cutWeights.ts';
import { edited } from './edit.ts';
import { regrouped } from './regrouped.ts';
import { axesOf, siteAt } from './site.ts';
import type { Ground, Restated } from './variant.ts';

export interface Repaired {
  readonly network: Network;
  /** Layers that read another number of inputs now. */
  readonly restated: readonly Restated[];
}

/**
 * Follows the shapes through a changed network. A Gemm or MatMul behind a flattening that became shorter gets weights of the new
 * length, a Reshape the new lengths. Throws an UnsupportedError naming the first node that cannot be made to fit.
 */
export function repaired(changed: Network, ground: Ground, count: CountOptions): Repaired {
  const done = new Set<string>();
  const restated: Restated[] = [];
  let network = changed;
  for (;;) {
    const inference = infer(network, bindSizes(network, count));
    const misfit = misfitOf(inference, ground.ledger.inference);
    if (!misfit) return { network: declaredAnew(network, inference, ground.ledger.inference), restated };
    const { node, reason } = misfit;
    const mend = done.has(node.name) ? undefined : mendOf({ network, node, inference, ground });
    const placed = `${node.name} (${node.operator})`;
    if (!mend) throw new UnsupportedError(`${placed} does not fit any more: ${reason.replace(`${placed}: `, '')}`);
    done.add(node.name);
    network = mend.network;
    if (mend.restated) restated.push(mend.restated);
  }
}

interface Misfit {
  readonly node: Node;
  readonly reason: string;
}

/** The first node that breaks a rule which it did not break before, or would deal a batch anew among other axes. */
function misfitOf(now: Inference, before: Inference): Misfit | undefined {
  const known = new Set(before.gaps.map(({ node }) => node.name));
  const gaps = new Map(now.gaps.map(({ node, reason }) => [node.name, reason]));
  for (const { node } of now.steps) {
    const gap = gaps.get(node.name);
    if (gap !== undefined && !known.has(node.name)) return { node, reason: gap };
    if (gap !== undefined && node.inputs.some((name) => hasMoved(name, now, before)))
      return { node, reason: `what it gives for another shape is not known (${gap})` };
    if (node.operator === 'Reshape' && movesBatch(node, now, before))
      return { node, reason: `its stated shape would make a batch of ${formatShape(shapeIn(now, node.outputs[0]!))}` };
  }
  return undefined;
}

function shapeIn({ values }: Inference, name: string): Shape {
  return values.get(name)?.shape ?? [];
}

function hasMoved(name: string, now: Inference, before: Inference): boolean {
  const [is, was] = [now.values.get(name)?.shape, before.values.get(name)?.shape];
  return is !== undefined && (was === undefined || formatShape(is) !== formatShape(was));
}

/** A Reshape to [−1, 9216] would turn fewer or more inputs into another batch, without breaking a rule. */
function movesBatch(node: Node, now: Inference, before: Inference): boolean {
  const old = asBefore(node, before);
  const [from, to] = [shapeIn(before, old.inputs[0]!)[0], shapeIn(before, old.outputs[0]!)[0]];
  const isSame = from !== undefined && from === to && from === shapeIn(now, node.inputs[0]!)[0];
  return isSame && shapeIn(now, node.outputs[0]!)[0] !== from;
}

/** The node of that name as it was: what it reads may have another name now. */
function asBefore(node: Node, { network }: Inference): Node {
  return network.graph.nodes.find(({ name }) => name === node.name) ?? node;
}

interface Mending {
  readonly network: Network;
  readonly node: Node;
  readonly inference: Inference;
  readonly ground: Ground;
}

function mendOf(mending: Mending): { network: Network; restated?: Restated } | undefined {
  const { node } = mending;
  if (!mending.network.graph.nodes.includes(node)) return undefined;
  if (node.domain === '' && node.operator === 'Reshape') return reshaped(mending);
  return axesOf(node) && node.operator !== 'Conv' ? reread(mending) : undefined;
}

function reshaped({ network, node, inference, ground }: Mending): { network: Network } | undefined {
  const before = ground.ledger.inference;
  const old = asBefore(node, before);
  const mended = regrouped(network, node, {
    from: shapeIn(before, old.inputs[0]!).map(Number),
    to: shapeIn(before, old.outputs[0]!).map(Number),
    now: shapeIn(inference, node.inputs[0]!).map(Number),
  });
  return mended && { network: mended };
}

/** Weights for as many inputs as come. */
function reread({ network, node, inference, ground }: Mending): { network: Network; restated: Restated } | undefined {
  const layer = ground.ledger.layers.find(({ nodes }) => nodes.includes(node.name)) ?? ground.ledger.layers[0]!;
  const { weight, tensor, shape, inputs } = siteAt({ network, ledger: { ...ground.ledger, inference } }, node, layer);
  const length = shapeIn(inference, node.inputs[0]!).at(-1);
  if (typeof length !== 'number' || length === shape[inputs]) return undefined;
  const after = shape.with(inputs, length);
  const restated = { node: node.name, tensor: weight, before: shape, after, axis: inputs };
  const { storage: _, values: __, ...rest } = tensorsOf(network).get(weight) ?? tensor;
  return { network: edited(network, { tensors: new Map([[weight, { ...rest, shape: after }]]) }), restated };
}

/** What the file says of values, for their new shapes; axes that stay are said as before. */
function declaredAnew(network: Network, now: Inference, before: Inference): Network {
  const anew = (name: string, type: ValueType): ValueType => {
    const [is, was] = [now.values.get(name)?.shape, before.values.get(name)?.shape];
    if (type.kind !== 'tensor' || !type.shape || !is || is.length !== type.shape.length) return type;
    return { ...type, shape: type.shape.map((size, axis) => (is[axis] === was?.[axis] ? size : is[axis]!)) };
  };
  const { graph } = network;
  const declared = [...graph.declared].filter(([name]) => now.values.has(name));
  const changed: Graph = {
    ...graph,
    outputs: graph.outputs.map(({ name, type }) => ({ name, type: anew(name, type) })),
    declared: new Map(declared.map(([name, type]) => [name, anew(name, type)])),
  };
  return { ...network, graph: changed };
}
