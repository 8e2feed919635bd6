/** What each tower holds, computes and must receive. */
import { elementsOf } from './shape.ts';
import { activationsOf, type Inference } from './infer.ts';
import type { NamedLayer } from './layers.ts';
import type { Layer } from './ledger.ts';
import { add, divideExactly, floorDivide, multiply, subtract, type Size } from './size.ts';
import type { Layout, Strand } from './strand.ts';

export interface TowerShare {
  readonly units: Size;
  readonly weights: Size;
  readonly connections: Size;
  readonly weightBytes: Size;
  /** Values that other towers compute and this one needs, each counted once. */
  readonly receives: Size;
}

export interface TowerShares {
  readonly each: readonly TowerShare[];
  /** Connections whose input value lies on another tower than the unit. */
  readonly crossing: Size;
}

const shared = ['units', 'weights', 'connections', 'weightBytes'] as const;

/** `undefined` where the network is not laid over towers. */
export function shareOverTowers(
  named: readonly NamedLayer[],
  layers: readonly Layer[],
  inference: Inference,
  layoutOf: (value: string) => Layout,
): TowerShares | undefined {
  const count = named[0]?.main.laid.towers ?? 1;
  if (count === 1) return undefined;
  const towers = Array.from({ length: count }, (_, i) => i + 1);
  const receipts = receiptsOf(named, inference, layoutOf, count);
  const crossing = layers.reduce<Size>(
    (total, layer, i) => add(total, crossingOf(layer, named[i]!, inference, layoutOf, count)),
    0,
  );
  return {
    each: towers.map((tower) => ({ ...sharesOf(layers, tower, count), receives: receipts.get(tower) ?? 0 })),
    crossing,
  };
}

function sharesOf(layers: readonly Layer[], tower: number, count: number): Omit<TowerShare, 'receives'> {
  const share = (figure: (typeof shared)[number]): Size =>
    layers.reduce<Size>((total, layer) => add(total, shareOf(layer[figure], layer.tower, tower, count)), 0);
  return {
    units: share('units'),
    weights: share('weights'),
    connections: share('connections'),
    weightBytes: share('weightBytes'),
  };
}

function shareOf(figure: Size, placed: number | undefined, tower: number, count: number): Size {
  if (placed !== undefined) return placed === tower ? figure : 0;
  return divideExactly(figure, count) ?? floorDivide(figure, count);
}

/** How many values each tower must be sent: of each value that it reads, the part that it does not hold. */
function receiptsOf(
  named: readonly NamedLayer[],
  inference: Inference,
  layoutOf: (value: string) => Layout,
  count: number,
): ReadonlyMap<number, Size> {
  const sent = new Set<string>();
  const receipts = new Map<number, Size>();
  for (const strand of named.flatMap(({ strands }) => strands)) {
    if (strand.laid.reads === null && strand.tower === undefined) continue;
    for (const node of strand.nodes) {
      for (const value of activationsOf(node, inference)) {
        for (const tower of towersOf(strand, node, count)) {
          const key = `${tower} ${value}`;
          if (sent.has(key)) continue;
          sent.add(key);
          const size = elementsOf(inference.values.get(value)?.shape ?? [0]);
          receipts.set(tower, add(receipts.get(tower) ?? 0, missingOf(size, strand, layoutOf(value), tower, count)));
        }
      }
    }
  }
  return receipts;
}

/** The towers on which one of a strand's nodes works. */
function towersOf(strand: Strand, node: Strand['nodes'][number], count: number): readonly number[] {
  if (strand.tower !== undefined) return [strand.tower];
  if (strand.nodes.length > 1) return [strand.nodes.indexOf(node) + 1];
  return Array.from({ length: count }, (_, i) => i + 1);
}

function missingOf(size: Size, { laid }: Strand, layout: Layout, tower: number, count: number): Size {
  if (layout === 'everywhere' || layout === tower) return 0;
  if (typeof layout === 'number') return size;
  return laid.reads === 'own tower' ? 0 : subtract(size, divideExactly(size, count) ?? floorDivide(size, count));
}

function crossingOf(
  layer: Layer,
  { main }: NamedLayer,
  inference: Inference,
  layoutOf: (value: string) => Layout,
  count: number,
): Size {
  if (layer.reads !== 'all towers') return 0;
  const layouts = activationsOf(main.nodes[0]!, inference).map(layoutOf);
  if (typeof layouts[0] === 'number') return layouts[0] === layer.tower ? 0 : layer.connections;
  const share = divideExactly(layer.connections, count);
  return share === undefined
    ? floorDivide(multiply(layer.connections, count - 1), count)
    : subtract(layer.connections, share);
}
