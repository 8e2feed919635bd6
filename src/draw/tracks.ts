/** Where lines run between the rows of a drawing: side by side, one for each thing from which they come. */
import type { Link } from './graph.ts';

/** The place of a line among those that leave the same row, from the inside out. */
export interface Track {
  readonly place: number;
  readonly of: number;
}

type Place = { readonly line: number; readonly bodies: readonly { readonly y: number }[] };

/** For each link that goes to another row, its track; lines from one thing share one, but for what skips, which runs outside. */
export function tracksOf(links: readonly Link[], placed: readonly Place[]): ReadonlyMap<number, Track> {
  const crossing = links.flatMap(({ from, to, kind }, link) => {
    const { line, bodies } = placed[from]!;
    const order = kind === 'arc' ? 1 : 0;
    return line === placed[to]!.line ? [] : [{ link, line, order, y: bodies[0]!.y, key: 2 * from + order }];
  });
  const tracks = new Map<number, Track>();
  for (const line of new Set(crossing.map((each) => each.line))) {
    const own = crossing.filter((each) => each.line === line).toSorted((a, b) => a.order - b.order || b.y - a.y || a.key - b.key); // prettier-ignore
    const keys = [...new Set(own.map(({ key }) => key))];
    for (const { link, key } of own) tracks.set(link, { place: keys.indexOf(key), of: keys.length });
  }
  return tracks;
}
