/** The graph of what is drawn: cells, and connections between them in columns from left to right. */
import { columnsOf } from './columns.ts';
import type { Plan } from './plan.ts';
import type { Station } from './stations.ts';

export interface Link {
  readonly from: number;
  readonly to: number;
  /** `arc`: it passes over what stands between, as the identity around a residual block does; `back`: it goes to the left. */
  readonly kind: 'direct' | 'long' | 'arc' | 'back';
}

export interface Graph {
  /** For each cell its column, from 0. */
  readonly columns: readonly number[];
  readonly links: readonly Link[];
  /** For each cell those of the next column that read it, whose windows lie on it. */
  readonly nextReaders: readonly (readonly number[])[];
  /** The cells of each column. */
  readonly inColumn: readonly (readonly number[])[];
}

/** A connection over more columns than this is drawn as an arc whatever it is: each column that it passes costs a place. */
const longest = 8;

export function graphOf({ cells, frames, home, repeats }: Plan, stations: readonly Station[]): Graph {
  const pairs = pairsOf(stations, home, repeats);
  const sources = cells.map((): number[] => []);
  const readers = cells.map((): number[] => []);
  for (const [from, to] of pairs) {
    if (from > to) continue;
    sources[to]!.push(from);
    readers[from]!.push(to);
  }
  const columns = columnsOf(sources, readers, frames);
  const links = pairs.map(([from, to]): Link => {
    const span = columns[to]! - columns[from]!;
    if (span <= 0) return { from, to, kind: 'back' };
    const isAround = readers[from]!.length > 1 && sources[to]!.length > 1;
    return { from, to, kind: span === 1 ? 'direct' : isAround || span > longest ? 'arc' : 'long' };
  });
  const nextReaders = readers.map((own, cell) => own.filter((reader) => columns[reader] === columns[cell]! + 1));
  const inColumn: number[][] = [];
  columns.forEach((column, cell) => (inColumn[column] ??= []).push(cell));
  return { columns, links, nextReaders, inColumn: Array.from(inColumn, (own) => own ?? []) };
}

function pairsOf(
  stations: readonly Station[],
  home: readonly number[],
  repeats: ReadonlySet<number>,
): readonly (readonly [number, number])[] {
  const seen = new Set<number>();
  const pairs: (readonly [number, number])[] = [];
  stations.forEach(({ sources }, place) => {
    if (repeats.has(place)) return;
    for (const source of sources) {
      const [from, to] = [home[source]!, home[place]!];
      const key = from * stations.length + to;
      if (from === to || seen.has(key)) continue;
      seen.add(key);
      pairs.push([from, to]);
    }
  });
  return pairs;
}
