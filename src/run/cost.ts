/** Layers' times beside their connections and bytes, and what bounds each. */
import type { Layer, Ledger } from '../core/ledger.ts';
import { valueBytes } from '../core/ledger.ts';
import { isWhole, sumOf, type Size } from '../core/size.ts';
import type { Roofline } from './roofline.ts';

/**
 * `compute`, `memory`: its time is near what the machine's multiply-accumulates, or its bytes, take at least. `neither`: it takes
 * several times as long as both, so that its time is other work or overhead.
 */
export type Bound = 'compute' | 'memory' | 'neither';

export interface LayerCost {
  readonly name: string;
  readonly operator: string;
  readonly milliseconds: number;
  /** Of the sum over layers. */
  readonly share: number;
  readonly weights: number;
  /** Weighted and weightless multiply-accumulates. */
  readonly connections: number;
  /** Weights and biases, what the layer reads and what it gives, each once. */
  readonly bytes: number;
  /** Multiply-accumulates a second. */
  readonly achieved: number;
  /** Multiply-accumulates a byte. */
  readonly intensity: number;
  readonly bound: Bound;
  /** How many times as long as the roofline's least. */
  readonly slowdown: number;
}

/** Beyond this many times the least time, neither arithmetic nor bytes explain it. */
const explained = 5;

/** The rows of layers that took time, in the ledger's order. */
export function costsOf(ledger: Ledger, times: ReadonlyMap<string, number>, roofline: Roofline): readonly LayerCost[] {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return ledger.layers.flatMap((layer) => {
    const milliseconds = times.get(layer.name);
    if (milliseconds === undefined) return [];
    const connections = wholeOf(layer.connections) + wholeOf(layer.weightlessConnections);
    const bytes = bytesOf(layer, ledger);
    const least = leastTimes(connections, bytes, roofline);
    const slowdown = milliseconds / Math.max(least.compute, least.memory, Number.MIN_VALUE);
    return [
      {
        name: layer.name,
        operator: layer.operator,
        milliseconds,
        share: total > 0 ? milliseconds / total : 0,
        weights: wholeOf(layer.weights),
        connections,
        bytes,
        achieved: milliseconds > 0 ? (1000 * connections) / milliseconds : 0,
        intensity: bytes > 0 ? connections / bytes : 0,
        bound: slowdown > explained ? 'neither' : least.compute >= least.memory ? 'compute' : 'memory',
        slowdown,
      } as const,
    ];
  });
}

/** Milliseconds. */
function leastTimes(connections: number, bytes: number, roofline: Roofline): { compute: number; memory: number } {
  return { compute: (1000 * connections) / roofline.macsPerSecond, memory: (1000 * bytes) / roofline.bytesPerSecond };
}

/** What lies outside the layer's own nodes: the values that it reads, and those of its own that others read. */
export function bytesOf(layer: Layer, { inference }: Ledger): number {
  const own = new Set(layer.nodes);
  const nodes = inference.steps.map(({ node }) => node).filter(({ name }) => own.has(name));
  const given = new Set(nodes.flatMap(({ outputs }) => outputs));
  const read = new Set(nodes.flatMap(({ inputs }) => inputs).filter((name) => name !== ''));
  const outer = [...given].filter((name) => !read.has(name));
  const tables = new Map(nodes.filter(({ operator }) => operator === 'Gather').map((node) => [node.inputs[0]!, node]));
  const moved = [...read].filter((name) => !given.has(name)).map((name) => tables.get(name)?.outputs[0] ?? name);
  return wholeOf(sumOf([...moved, ...outer].map((name) => valueBytes(name, inference)))); // of a table, the rows that are picked
}

/** 0 of a size that is still open: it belongs to a layer whose shape depends on data. */
export function wholeOf(size: Size): number {
  return isWhole(size) ? Number(size) : 0;
}

/** When fewer connections would not be less time, a sentence each. */
export function sentencesOf(costs: readonly LayerCost[]): readonly string[] {
  const share = (bound: Bound): readonly LayerCost[] => costs.filter((cost) => cost.bound === bound && cost.share >= 0.01); // prettier-ignore
  const weighted = share('memory').filter(({ weights }) => weights > 0);
  const others = share('neither');
  const said = (list: readonly LayerCost[]): string => `${list.map(({ name }) => name).join(', ')} (${percent(list)} of the time)`; // prettier-ignore
  return [
    ...(weighted.length === 0
      ? []
      : [
          `${said(weighted)}: memory-bound; the time goes to reading ${weighted.length === 1 ? 'its' : 'their'} bytes, so fewer connections through the same weights would not be faster, and fewer or smaller weights would`,
        ]),
    ...(others.length === 0
      ? []
      : [`${said(others)}: neither connections nor bytes explain the time, and fewer of them need not shorten it`]),
  ];
}

function percent(list: readonly LayerCost[]): string {
  return `${(100 * list.reduce((sum, { share }) => sum + share, 0)).toFixed(1)} %`;
}
