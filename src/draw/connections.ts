/** How each connection of the graph is drawn: as a pyramid, a fan, or a line. */
import { kernelText } from './captions.ts';
import { fanMarks } from './fans.ts';
import type { Mark, Point } from './figure.ts';
import type { Link } from './graph.ts';
import type { Layout, PlacedBody } from './layout.ts';
import { backMarks, carriedMarks, type Carried } from './carried.ts';
import { arcRoom } from './extents.ts';
import { arcMarks, crestOf, directMarks, type Ends, type Foot } from './links.ts';
import type { Scene } from './scene.ts';
import type { Station } from './stations.ts';
import { pyramidMarks, windowMarks, type Windowed } from './windows.ts';

/** Kernels are labelled on the drawing itself where there are no more things than this; the captions say them too. */
const mostLabelled = 14;

/** The marks of one connection, all of the layer that reads. */
export function linkMarks(link: Link, index: number, scene: Scene): readonly Mark[] {
  const { layout, stations, plan } = scene;
  const [from, to] = [layout.placed[link.from]!, layout.placed[link.to]!];
  const target = stations[plan.cells[link.to]!.station]!;
  const pairs = pairsOf(from.bodies, to.bodies, target);
  const layer = scene.names.cells[link.to]!;
  const ends = pairs.map(([from, to]): Ends => ({ layer, from, to }));
  if (from.line !== to.line) return ends.flatMap((each) => carriedMarks(each, wayOf(link, index, each, scene)));
  if (link.kind === 'back') return ends.flatMap((each) => backMarks(each, layout.lines[from.line]!));
  if (link.kind === 'arc')
    return ends.flatMap((each) => arcMarks(each, clearance(link, each, scene), feetOf(link, scene)));
  if (link.kind === 'long') {
    const passes = layout.passes.get(index) ?? [];
    return ends.flatMap((each) => directMarks(each, passes.flatMap(({ column, y }) => through(layout.columns[column]!, y)))); // prettier-ignore
  }
  return besideMarks(link, scene, ends);
}

/** How a connection goes to another row: by the places kept for it, at the side of what stands at its row's end, else over the tops. */
function wayOf(link: Link, index: number, { from, to }: Ends, scene: Scene): Carried {
  const { layout, graph } = scene;
  const [leave, enter] = feetOf(link, scene);
  const lines = [layout.lines[layout.placed[link.from]!.line]!, layout.lines[layout.placed[link.to]!.line]!] as const;
  const [first, last] = [graph.columns[link.from]!, graph.columns[link.to]!];
  const passes = layout.passes.get(index) ?? [];
  const kept = ({ first, end }: Layout['lines'][number]): readonly Point[] =>
    passes.filter(({ column }) => column >= first && column < end).flatMap(({ column, y }) => through(layout.columns[column]!, y)); // prettier-ignore
  const over = (start: number, end: number, body: PlacedBody): number | undefined => {
    if (link.kind === 'long' || start >= end) return undefined;
    return crestAbove(Math.min(ceilingOf(start, end, body, scene), crestOf(body)), end - start);
  };
  return {
    leave: { ...leave, crest: over(first + 1, lines[0].end, from), through: kept(lines[0]) },
    enter: { ...enter, crest: over(lines[1].first, last, to), through: kept(lines[1]) },
    role: link.kind === 'arc' ? 'skip' : 'carried',
    track: layout.tracks.get(index)!,
    lines,
  };
}

/** A long connection is level where it passes a column. */
function through({ x, width }: { readonly x: number; readonly width: number }, y: number): readonly Point[] {
  return [[x + 4, y], [x + width - 4, y]]; // prettier-ignore
}

/** Between neighbouring columns, where a window or a fan can be shown. */
function besideMarks(link: Link, scene: Scene, ends: readonly Ends[]): readonly Mark[] {
  const { plan, stations, measured } = scene;
  const cell = plan.cells[link.to]!;
  const target = stations[cell.station]!;
  const { volume } = measured[link.from]!;
  if (cell.fold || target.sources.length !== 1) return ends.flatMap((each) => directMarks(each));
  const { layer } = ends[0]!;
  if (target.kind === 'dense' || target.kind === 'recurrent') {
    return ends.flatMap(({ from, to }) => fanMarks(from, to, { layer, leaves: target.leaves }));
  }
  if (volume.form !== 'map' || (target.kind !== 'map' && target.kind !== 'pool')) return ends.flatMap((each) => directMarks(each)); // prettier-ignore
  const kind = target.kind === 'pool' ? 'window' : 'kernel';
  const text = plan.cells.length <= mostLabelled ? kernelText(target) : '';
  const windowed: Windowed = { layer, leaves: target.leaves, kind, volume, place: placeAmong(link, scene), text };
  const sources = [...new Set(ends.map(({ from }) => from))];
  return [
    ...sources.flatMap((from) => windowMarks(from, windowed)),
    ...ends.flatMap(({ from, to }) => pyramidMarks(from, to, windowed)),
  ];
}

/** Several readers of one map have their windows one below another. */
function placeAmong({ from, to }: Link, { graph }: Scene): number {
  const readers = graph.nextReaders[from]!;
  return readers.length === 1 ? 0.36 : (readers.indexOf(to) + 0.5) / readers.length;
}

/** On towers, a layer reads its own or all of them; what lies on none is read by all. */
function pairsOf(
  from: readonly PlacedBody[],
  to: readonly PlacedBody[],
  { layer }: Station,
): readonly (readonly [PlacedBody, PlacedBody])[] {
  // prettier-ignore
  const isOwn = from.length === to.length && from.length > 1 && layer?.reads !== 'all towers';
  if (isOwn) return from.map((body, i) => [body, to[i]!]);
  return from.flatMap((source) => to.map((target) => [source, target] as const));
}

/** The height at which an arc passes over what stands between. */
function clearance(link: Link, { from, to }: Ends, scene: Scene): number {
  const [first, last] = [scene.graph.columns[link.from]!, scene.graph.columns[link.to]!];
  const ceiling = Math.min(crestOf(from), crestOf(to), ceilingOf(first, last + 1, to, scene));
  return crestAbove(ceiling, last - first);
}

/** Longer arcs run a little higher than those that they pass. */
function crestAbove(ceiling: number, span: number): number {
  return ceiling - arcRoom - Math.min(span, 8);
}

/** From a column's sides to a line that goes up or down there; frames begin further inside. */
const inside = 2;

/** What has something above it in its column is left and reached at the side. */
function feetOf({ from, to }: Link, { layout, graph }: Scene): readonly [Foot, Foot] {
  const isTop = (cell: number): boolean =>
    graph.inColumn[graph.columns[cell]!]!.every((other) => layout.placed[other]!.bodies[0]!.y >= layout.placed[cell]!.bodies[0]!.y); // prettier-ignore
  const [first, last] = [layout.columns[graph.columns[from]!]!, layout.columns[graph.columns[to]!]!];
  return [isTop(from) ? {} : { aside: first.x + first.width - inside }, isTop(to) ? {} : { aside: last.x + inside }];
}

/** The highest top of what stands in columns, on the tower of a body where it has one. */
function ceilingOf(
  first: number,
  end: number,
  own: PlacedBody,
  { layout, graph }: Pick<Scene, 'layout' | 'graph'>,
): number {
  let ceiling = Infinity;
  for (const cell of graph.inColumn.slice(first, end).flat()) {
    for (const body of layout.placed[cell]!.bodies) {
      if (body.tower === undefined || body.tower === own.tower) ceiling = Math.min(ceiling, crestOf(body));
    }
  }
  return ceiling;
}
