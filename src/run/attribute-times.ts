/** The runtime's nodes → the network's layers: it fuses nodes, renames them and adds its own. */
import type { Inference } from '../core/infer.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import { median } from './median.ts';
import type { NodeTime } from './profile.ts';

export interface Attributed {
  /** By the layer's name, of those that took time by themselves: the median over the runs of the sum over its nodes. */
  readonly layers: ReadonlyMap<string, number>;
  /** Milliseconds of nodes that the runtime added: changes of memory layout, mostly. */
  readonly added: ReadonlyMap<string, number>;
}

export function attribute(ledger: Ledger, runs: readonly (readonly NodeTime[])[]): Attributed {
  const find = finder(ledger);
  const layers = new Map<string, number[]>();
  const added = new Map<string, number[]>();
  runs.forEach((run, i) => {
    for (const time of run) {
      const layer = find(time);
      const times = layer === undefined ? added : layers;
      const key = layer ?? time.operator;
      const list = times.get(key) ?? runs.map(() => 0);
      list[i]! += time.milliseconds;
      times.set(key, list);
    }
  });
  const medians = (times: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, number> =>
    new Map([...times].map(([key, list]) => [key, median(list)]));
  return { layers: medians(layers), added: medians(added) };
}

function finder({ layers, inference }: Ledger): (time: NodeTime) => string | undefined {
  const layerOf = new Map(layers.flatMap((layer) => layer.nodes.map((node) => [node, layer.name])));
  const nodeOf = nodeFinder(inference);
  return (time) => {
    const node = nodeOf(time);
    return node && layerOf.get(node.name);
  };
}

/** Endings and beginnings that the runtime's fusions give to the names of nodes and values (onnxruntime/core/optimizer). */
const dressing = /^fused[ _]|_nchwc$|_nhwc$|_transformed$|\/\w*(?:Fusion|Fused)\w*\/?$|_token_\d+$/g;

/** Operators that are inserted between two nodes, whose names are made of the values' names. */
const inserted = new Set(['ReorderInput', 'ReorderOutput', 'MemcpyToHost', 'MemcpyFromHost']);

function nodeFinder({ network, steps }: Inference): (time: NodeTime) => Node | undefined {
  const stored = network.graph.nodes.filter(({ operator }) => operator !== 'Constant'); // the runtime has no nodes for them
  const byName = new Map(steps.map(({ node }) => [node.name, node]));
  const byValue = new Map(steps.flatMap(({ node }) => node.outputs.map((name) => [name, node])));
  return ({ name, operator, index }) => {
    if (inserted.has(operator)) return undefined;
    const bare = name.replaceAll(dressing, '');
    const named = byName.get(name) ?? byName.get(bare) ?? byValue.get(name) ?? byValue.get(bare);
    const placed = stored[index]?.operator === operator ? stored[index] : undefined;
    const found = named ?? (name === '' ? placed : undefined);
    return found && leading(found, operator, byValue);
  };
}

/** A fused node is called after its last part; the layer is the part whose operator it still has, before the others. */
function leading(last: Node, operator: string, byValue: ReadonlyMap<string, Node>): Node {
  const family = operator.replace(/^Fused|^Nhwc|^QLinear/, '');
  let layer = [last];
  for (let depth = 0; depth < 5 && layer.length > 0; depth++) {
    const found = layer.find((node) => isOfFamily(node.operator, family));
    if (found) return found;
    layer = layer.flatMap(({ inputs }) => inputs.flatMap((name) => byValue.get(name) ?? []));
  }
  return last;
}

function isOfFamily(operator: string, family: string): boolean {
  return operator === family || (family === 'Gemm' && operator === 'MatMul') || (family === 'MatMul' && operator === 'Gemm'); // prettier-ignore
}
