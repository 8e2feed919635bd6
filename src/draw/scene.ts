/** Everything that is known of a drawing before its marks are made. */
import type { Ledger } from '../core/ledger.ts';
import type { DrawOptions } from './figure.ts';
import { graphOf, type Graph } from './graph.ts';
import { layoutOf, widthOf, type Layout } from './layout.ts';
import { measured, type Measured } from './measure.ts';
import { planOf, type Cell, type Frame, type Plan } from './plan.ts';
import { scalesFor } from './solid.ts';
import { spreadsOf, type Spreads } from './spread.ts';
import { stationsOf, type Station } from './stations.ts';
import { volumesOf, type Volume } from './volumes.ts';

export interface Scene {
  readonly ledger: Ledger;
  readonly stations: readonly Station[];
  readonly plan: Plan;
  readonly graph: Graph;
  readonly spreads: Spreads;
  readonly measured: readonly Measured[];
  readonly layout: Layout;
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
  return { ledger, stations, plan, graph, spreads, measured: sized, layout };
}

interface Sizing {
  readonly stations: readonly Station[];
  readonly volumes: readonly Volume[];
  readonly graph: Graph;
  readonly width: number;
}

/** The cells at the largest scale at which they fit in one line, or at the smallest that is readable. */
function sizedCells({ cells, frames }: Plan, { stations, volumes, graph, width }: Sizing): readonly Measured[] {
  const drawn = cells.map((cell) => volumeOf(cell, stations, volumes));
  const prefixes = prefixesOf(cells, frames);
  const at = (shrink: number): readonly Measured[] => {
    const scales = scalesFor(drawn, shrink);
    return cells.map((cell, i) => measured(cell, drawn[i]!, { stations, scales, prefix: prefixes[i]! }));
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
function volumeOf({ station, fold }: Cell, stations: readonly Station[], volumes: readonly Volume[]): Volume {
  const volume = volumes[station]!;
  return stations[station]!.kind === 'join' && !fold ? { ...volume, form: 'dot' } : volume;
}

/** What a cell's marks say that they show: its layer, or its fold. */
export function layerOf({ stations, plan }: Pick<Scene, 'stations' | 'plan'>, cell: number): string {
  const { fold, station } = plan.cells[cell]!;
  return fold ? fold.key : stations[station]!.name;
}
