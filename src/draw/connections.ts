/** How each connection of the graph is drawn: as a pyramid, a fan, or a line. */
import { kernelText } from './captions.ts';
import { fanMarks } from './fans.ts';
import type { Mark, Point } from './figure.ts';
import type { Link } from './graph.ts';
import type { PlacedBody } from './layout.ts';
import { arcMarks, carriedMarks, crestOf, directMarks, type Ends } from './links.ts';
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
  if (from.line !== to.line || link.kind === 'back')
    return ends.flatMap((each) => carriedMarks(each, layout, [from.line, to.line]));
  if (link.kind === 'arc') return ends.flatMap((each) => arcMarks(each, ...clearance(link, each, scene)));
  if (link.kind === 'long') {
    const passes = layout.passes.get(index) ?? [];
    return ends.flatMap((each) => directMarks(each, passes.flatMap(({ column, y }) => through(layout.columns[column]!, y)))); // prettier-ignore
  }
  return besideMarks(link, scene, ends);
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

/** The highest top of what an arc passes, and over how many columns it goes. */
function clearance(link: Link, { from, to }: Ends, { layout, graph }: Scene): readonly [ceiling: number, span: number] {
  const [first, last] = [graph.columns[link.from]!, graph.columns[link.to]!];
  let ceiling = Math.min(crestOf(from), crestOf(to));
  for (const cell of graph.inColumn.slice(first + 1, last).flat()) {
    for (const body of layout.placed[cell]!.bodies) {
      if (body.tower === undefined || body.tower === to.tower) ceiling = Math.min(ceiling, crestOf(body));
    }
  }
  return [ceiling, last - first];
}
