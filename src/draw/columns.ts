/** In which column each cell stands: behind all that it reads, blocks behind the blocks that they read. */
import type { Frame } from './plan.ts';

type Cells = readonly (readonly number[])[];

/**
 * By the longest way from a cell without sources. A frame begins behind the frames that it reads, so that the frames of an
 * encoder and a decoder lie side by side; what the first cell does not reach stands just before what reads it.
 */
export function columnsOf(sources: Cells, readers: Cells, frames: readonly Frame[]): readonly number[] {
  const columns = sources.map(() => 0);
  const isReached = reachedOf(sources);
  const around = framesAround(frames, sources.length);
  const starts = new Map<Frame, number>();
  sources.forEach((from, cell) => {
    for (const frame of around[cell]!) {
      if (frame.first === cell) starts.set(frame, startOf(frame, { sources, columns, isReached, around }));
      columns[cell] = Math.max(columns[cell]!, starts.get(frame)!);
    }
    for (const source of from) columns[cell] = Math.max(columns[cell]!, columns[source]! + 1);
  });
  for (let cell = columns.length - 1; cell >= 0; cell--) {
    if (isReached[cell] || around[cell]!.length > 0 || readers[cell]!.length === 0) continue;
    columns[cell] = readers[cell]!.reduce((least, reader) => Math.min(least, columns[reader]! - 1), Infinity);
  }
  return columns;
}

/** Whether the first cell, the network's first input, leads to a cell. */
function reachedOf(sources: Cells): readonly boolean[] {
  const isReached: boolean[] = [];
  sources.forEach((from, cell) => isReached.push(cell === 0 || from.some((source) => isReached[source])));
  return isReached;
}

/** For each cell the frames that it lies in, outermost first. */
function framesAround(frames: readonly Frame[], cells: number): readonly (readonly Frame[])[] {
  const around = Array.from({ length: cells }, (): Frame[] => []);
  for (const frame of frames.toSorted((a, b) => b.height - a.height)) {
    for (let cell = frame.first; cell <= frame.last; cell++) around[cell]!.push(frame);
  }
  return around;
}

interface Known {
  readonly sources: Cells;
  readonly columns: readonly number[];
  readonly isReached: readonly boolean[];
  readonly around: readonly (readonly Frame[])[];
}

/** Behind what it reads, with room for what leads to it alone. */
function startOf(frame: Frame, { sources, columns, isReached, around }: Known): number {
  let [end, lead] = [-1, 0];
  const ends = new Map<Frame, number>();
  for (let cell = frame.first; cell <= frame.last; cell++) {
    for (const source of sources[cell]!) {
      if (source >= frame.first) continue;
      if (!isReached[source]) lead = Math.max(lead, columns[source]! + 1);
      else end = Math.max(end, endOf(source));
    }
  }
  return end + 1 + lead;

  /** The last column of the outermost frame around a source that is not around this frame too. */
  function endOf(source: number): number {
    const other = around[source]!.find(({ last }) => last < frame.first);
    if (!other) return columns[source]!;
    const known = ends.get(other);
    if (known !== undefined) return known;
    let most = 0;
    for (let cell = other.first; cell <= other.last; cell++) most = Math.max(most, columns[cell]!);
    ends.set(other, most);
    return most;
  }
}
