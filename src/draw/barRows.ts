/** Rows of the bars: the layers with weights or connections, or their blocks where there are more than a screen shows. */
import type { Layer, Ledger } from '../core/ledger.ts';
import { sumOf, type Size } from '../core/size.ts';

export interface BarRow {
  /** Name of the layer, or path of the block joined by `/`. */
  readonly name: string;
  readonly layers: readonly string[];
  readonly weights: Size;
  /** Weighted and weightless: what is multiplied and added. */
  readonly connections: Size;
}

/** Rows that a screen shows. */
const most = 40;

export function barRowsOf({ layers }: Ledger): readonly BarRow[] {
  const counted = layers.filter((layer) => layer.weights !== 0 || connectionsOf(layer) !== 0);
  if (counted.length <= most) return counted.map((layer) => rowOf(layer.name, [layer]));
  return piecesOf(byBlock(counted)).map(([name, members]) => rowOf(name, members));
}

function connectionsOf({ connections, weightlessConnections }: Layer): Size {
  return sumOf([connections, weightlessConnections]);
}

function rowOf(name: string, members: readonly Layer[]): BarRow {
  return {
    name,
    layers: members.map((layer) => layer.name),
    weights: sumOf(members.map(({ weights }) => weights)),
    connections: sumOf(members.map(connectionsOf)),
  };
}

type Named = readonly [name: string, members: readonly Layer[]];

/** By as many words of the paths as give at most a screenful of blocks, and by the first where none does. */
function byBlock(layers: readonly Layer[]): readonly Named[] {
  const deepest = Math.min(24, layers.reduce((depth, { path }) => Math.max(depth, path.length), 1)); // prettier-ignore
  let best = grouped(layers, 1);
  for (let depth = 2; depth <= deepest; depth++) {
    const finer = grouped(layers, depth);
    if (finer.length > most) break;
    best = finer;
  }
  return best;
}

function grouped(layers: readonly Layer[], depth: number): readonly Named[] {
  const groups = new Map<string, Layer[]>();
  for (const layer of layers) {
    const key = layer.path.slice(0, depth).join('/');
    const group = groups.get(key);
    if (group) group.push(layer);
    else groups.set(key, [layer]);
  }
  return [...groups];
}

/** Equal numbers of neighbouring groups, where there are still too many. */
function piecesOf(groups: readonly Named[]): readonly Named[] {
  if (groups.length <= most) return groups;
  const size = Math.ceil(groups.length / most);
  return Array.from({ length: Math.ceil(groups.length / size) }, (_, i): Named => {
    const piece = groups.slice(i * size, (i + 1) * size);
    return [`${piece[0]![0]} … ${piece.at(-1)![0]}`, piece.flatMap(([, members]) => members)];
  });
}
