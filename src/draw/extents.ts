/** How much room each line of the drawing takes above and below its axis. */
import type { Graph } from './graph.ts';
import type { Arrangement, Heights } from './layout.ts';
import type { ColumnSpan } from './lines.ts';
import type { Frame } from './plan.ts';
import { rowsFor } from './spread.ts';

/** Room for an arc above what it passes, for a frame's name, and from a frame to the one inside it. */
export const arcRoom = 12;
const nameRoom = 15;
const inset = 5;

/** What each line's cells take, with the arcs and the frames' names above them, and frames within frames below. */
export function extentsOf(lines: readonly ColumnSpan[], { arrangement, lanes, rows }: Heights): readonly Extent[] {
  const { measured, graph, spreads } = arrangement;
  const heads = headsOf(arrangement);
  const lineOf = lines.flatMap(({ first, end }, line) => Array.from({ length: end - first }, () => line));
  const extents = lines.map(() => ({ above: 20, below: 20 }));
  measured.forEach((cell, i) => {
    const column = graph.columns[i]!;
    const extent = extents[lineOf[column]!]!;
    const own = rowsFor(spreads[i]!, rows);
    const nested = heads.nested[i]!;
    const head = (heads.isUnderArc[column] ? 2.2 * arcRoom : 0) + nested * nameRoom;
    extent.above = Math.max(extent.above, cell.above + head - lanes[i]! - own[0]!);
    extent.below = Math.max(extent.below, cell.below + nested * inset + lanes[i]! + own.at(-1)!);
  });
  return extents;
}

export interface Extent {
  readonly above: number;
  readonly below: number;
}

/** What lies above cells: for each column whether an arc does, for each cell how many frames. */
interface Heads {
  readonly isUnderArc: readonly boolean[];
  readonly nested: readonly number[];
}

function headsOf({ graph, frames, measured }: Arrangement): Heads {
  return { isUnderArc: coveredByArcs(graph), nested: nestingOf(frames, measured.length) };
}

/** For each column whether an arc passes over it, or begins or ends there. */
export function coveredByArcs(graph: Graph): readonly boolean[] {
  return coveredBy(arcSpans(graph), graph.inColumn.length);
}

function arcSpans({ links, columns }: Graph): readonly ColumnSpan[] {
  const arcs = links.filter(({ kind }) => kind === 'arc');
  return arcs.map(({ from, to }) => ({ first: columns[from]!, end: columns[to]! + 1 }));
}

/** For each of the columns whether one of the spans covers it. */
function coveredBy(spans: readonly ColumnSpan[], count: number): readonly boolean[] {
  const changes = Array.from({ length: count + 1 }, () => 0);
  for (const span of spans) {
    changes[span.first]! += 1;
    changes[span.end]! -= 1;
  }
  let open = 0;
  return changes.map((change) => (open += change) > 0);
}

/** For each cell how many frames lie above it, one in another. */
function nestingOf(frames: readonly Frame[], cells: number): readonly number[] {
  const nesting = Array.from({ length: cells }, () => 0);
  for (const { first, last, height } of frames) {
    for (let cell = first; cell <= last; cell++) nesting[cell] = Math.max(nesting[cell]!, height + 1);
  }
  return nesting;
}
