/** The graph of what is drawn: cells, and connections between them in columns from left to right. */
import type { Frame, Plan } from './plan.ts';
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
  const columns = columnsOf(sources, readers, outermost(frames));
  const links = pairs.map(([from, to]): Link => {
    const span = columns[to]! - columns[from]!;
    if (span <= 0) return { from, to, kind: 'back' };
    const isAround = readers[from]!.length > 1 && sources[to]!.length > 1;
    return { from, to, kind: span === 1 ? 'direct' : isAround || span > longest ? 'arc' : 'long' };
  });
  return { columns, links };
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

/** Frames that lie in no other. */
function outermost(frames: readonly Frame[]): readonly Frame[] {
  return frames.filter((one) => !frames.some((other) => other !== one && other.first <= one.first && other.last >= one.last && other.height > one.height)); // prettier-ignore
}

type Cells = readonly (readonly number[])[];

/**
 * By the longest way from a cell without sources. A frame begins behind all of the frames that it reads; what the first cell
 * does not reach stands just before what reads it.
 */
function columnsOf(sources: Cells, readers: Cells, frames: readonly Frame[]): readonly number[] {
  const columns = sources.map(() => 0);
  const isReached = sources.map((_, cell) => cell === 0);
  const frameAt = new Map(frames.flatMap((frame) => range(frame).map((cell) => [cell, frame] as const)));
  const endOf = (cell: number): number => {
    const frame = frameAt.get(cell);
    return frame ? Math.max(...range(frame).map((each) => columns[each]!)) : columns[cell]!;
  };
  let start = 0;
  sources.forEach((from, cell) => {
    const frame = frameAt.get(cell);
    if (frame?.first === cell) {
      const outside = range(frame).flatMap((each) => sources[each]!.filter((source) => source < frame.first));
      start = Math.max(-1, ...outside.map(endOf)) + 1;
    }
    columns[cell] = frame ? start : 0;
    for (const source of from) {
      columns[cell] = Math.max(columns[cell], columns[source]! + 1);
      if (isReached[source]) isReached[cell] = true;
    }
  });
  for (let cell = columns.length - 1; cell >= 0; cell--) {
    if (isReached[cell] || readers[cell]!.length === 0) continue;
    columns[cell] = readers[cell]!.reduce((least, reader) => Math.min(least, columns[reader]! - 1), Infinity);
  }
  return columns;
}

function range({ first, last }: Frame): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
