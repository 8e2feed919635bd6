/** Everything that is known of a drawing before its marks are made. */
import type { Ledger } from '../core/ledger.ts';
import { captionOf } from './captions.ts';
import type { DrawOptions } from './figure.ts';
import { graphOf, type Graph } from './graph.ts';
import { layoutOf, widthOf, type Layout } from './layout.ts';
import { measured, type Measured } from './measure.ts';
import { planOf, type Cell, type Frame, type Plan } from './plan.ts';
import { scalesFor } from './solid.ts';
import { spreadsOf, type Spreads } from './spread.ts';
import { stationsOf, type Station } from './stations.ts';
import { volumesOf, type Side, type Volume, type Volumes } from './volumes.ts';

export interface Scene {
  readonly ledger: Ledger;
  readonly stations: readonly Station[];
  readonly plan: Plan;
  readonly graph: Graph;
  readonly spreads: Spreads;
  readonly measured: readonly Measured[];
  readonly layout: Layout;
  readonly names: Names;
}

/** What a page or a text column shows without scrolling. */
const usualWidth = 1152;

/** How far boxes are made smaller before the drawing goes on in another line. */
const shrinks = [1.25, 1.1, 1, 0.9, 0.8, 0.7] as const;

export function sceneOf(ledger: Ledger, options: DrawOptions): Scene {
  const stations = stationsOf(ledger);
  const plan = planOf(stations, options);
  const graph = graphOf(plan, stations);
  const spreads = spreadsOf(ledger, stations);
  const volumes = volumesOf(stations, (station) => (spreads.of[station] === 'split' ? spreads.towers : 1));
  const width = options.width ?? usualWidth;
  const sized = sizedCells(plan, { stations, volumes, graph, width });
  const layout = layoutOf({
    measured: sized,
    graph,
    frames: plan.frames,
    spreads: plan.cells.map(({ station }) => spreads.of[station]!),
    towers: spreads.towers,
    width,
  });
  return { ledger, stations, plan, graph, spreads, measured: sized, layout, names: namesOf(plan, stations) };
}

interface Sizing {
  readonly stations: readonly Station[];
  readonly volumes: Volumes;
  readonly graph: Graph;
  readonly width: number;
}

/** The cells at the largest scale at which they fit in one line, or at the smallest that is readable. */
function sizedCells({ cells, frames }: Plan, { stations, volumes, graph, width }: Sizing): readonly Measured[] {
  const drawn = cells.map((cell) => volumeOf(cell, stations, volumes));
  const prefixes = prefixesOf(cells, frames);
  const captions = cells.map((cell, i) => captionOf(cell, stations, prefixes[i]!));
  const at = (shrink: number): readonly Measured[] => {
    const scales = scalesFor(drawn, shrink);
    return drawn.map((volume, i) => measured(volume, captions[i]!, scales));
  };
  const fitting = shrinks.find((shrink) => widthOf(at(shrink), graph) <= width);
  return at(fitting ?? shrinks.at(-1)!);
}

/** For each cell how many words of its path stand at the frames around it. */
function prefixesOf(cells: readonly Cell[], frames: readonly Frame[]): readonly number[] {
  const prefixes = cells.map(() => 0);
  for (const { fold, first, last } of frames) {
    for (let cell = first; cell <= last; cell++) prefixes[cell] = Math.max(prefixes[cell]!, fold.path.length);
  }
  return prefixes;
}

/** A sum is a disc, unless it stands for a whole block: then it is what the block gives. */
function volumeOf({ station, fold }: Cell, stations: readonly Station[], volumes: Volumes): Volume {
  const volume = volumes(station);
  if (fold) return withoutFactors(volume);
  return stations[station]!.kind === 'join' ? { ...volume, form: 'dot' } : volume;
}

/** A block has no derivation of its own that a side could count. */
function withoutFactors({ channels, height, width, ...rest }: Volume): Volume {
  const bare = (side: Side): Side => ({ ...side, factors: undefined });
  return {
    ...rest,
    channels: bare(channels),
    height: bare(height),
    width: bare(width),
    depth: rest.depth && bare(rest.depth),
  };
}

/** What the marks of each cell and of each fold say that they show. Layers keep their names; an input or a block of the same name gets a longer one. */
interface Names {
  readonly cells: readonly string[];
  readonly folds: ReadonlyMap<string, string>;
}

function namesOf({ cells, folds }: Plan, stations: readonly Station[]): Names {
  const taken = new Set(stations.filter(({ layer }) => layer !== undefined).map(({ name }) => name));
  const free = (name: string, kind: string): string => {
    let own = name === '' || taken.has(name) ? `${kind} ${name}` : name;
    while (taken.has(own)) own = `${kind} ${own}`;
    taken.add(own);
    return own;
  };
  const named = new Map(folds.map(({ key }) => [key, free(key, 'block')]));
  const inputs = new Map(stations.filter(({ layer }) => layer === undefined).map((station) => [station, free(station.name, 'input')])); // prettier-ignore
  const own = ({ station, fold }: Cell): string => {
    const each = stations[station]!;
    return fold ? named.get(fold.key)! : (inputs.get(each) ?? each.name);
  };
  return { cells: cells.map(own), folds: named };
}
