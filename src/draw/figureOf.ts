/** Ledger → figure: the layers drawn to scale from left to right, as Figure 2 of Krizhevsky, Sutskever, Hinton 2012. */
import type { Ledger } from '../core/ledger.ts';
import { partOf } from './alternative.ts';
import { boxMarks, dotMarks, loopMarks, roleOf } from './boxes.ts';
import { captionMarks } from './captionMarks.ts';
import { linkMarks } from './connections.ts';
import type { DrawOptions, Figure, Mark, Part } from './figure.ts';
import { frameMarks, towerMarks } from './frames.ts';
import { headingMarks, legendMarks, legendOf, titleOf } from './legend.ts';
import { withFreeLabels } from './places.ts';
import { printedFigure } from './printed.ts';
import { sceneOf, type Scene } from './scene.ts';
import { viewBoxOf } from './viewBox.ts';

/** Draws a ledger. Open sizes are drawn at a nominal length, which the legend says. */
export function figureOf(ledger: Ledger, options: DrawOptions = {}): Figure {
  const scene = sceneOf(ledger, options);
  const { plan, layout } = scene;
  const frames = plan.frames.toSorted((a, b) => b.height - a.height);
  const frameParts = frames.map(({ fold }): Part => {
    const { text, layers } = plan.folds.find(({ key }) => key === fold.key)!;
    return { layer: scene.names.folds.get(fold.key)!, fold: fold.key, text, layers };
  });
  const links = linksByTarget(scene);
  const body = [
    ...towerMarks(scene),
    ...frames.flatMap((frame) => frameMarks(frame, scene)),
    ...plan.cells.flatMap((_, cell) => [...cellMarks(cell, scene), ...links[cell]!]),
  ];
  const legend = legendOf(scene);
  const marks = withFreeLabels([...body, ...headingMarks(ledger), ...legendMarks(legend, layout)]);
  const parts = [...frameParts, ...plan.cells.map((_, cell) => partOf(cell, scene))];
  const { title, description } = titleOf(ledger);
  return printedFigure({ viewBox: viewBoxOf(marks), title, description, parts, marks, folds: plan.folds, legend });
}

function linksByTarget(scene: Scene): readonly (readonly Mark[])[] {
  const byTarget = scene.plan.cells.map((): Mark[] => []);
  scene.graph.links.forEach((link, i) => byTarget[link.to]!.push(...linkMarks(link, i, scene)));
  return byTarget;
}

function cellMarks(cell: number, scene: Scene): readonly Mark[] {
  const { plan, stations, measured, layout } = scene;
  const { fold, station } = plan.cells[cell]!;
  const layer = scene.names.cells[cell]!;
  const size = measured[cell]!;
  const { bodies } = layout.placed[cell]!;
  const drawn = stations[station]!;
  const caption = captionMarks(layer, size.caption, layout.placed[cell]!);
  if (size.volume.form === 'dot') return [...bodies.flatMap((body) => dotMarks(body, layer, drawn)), ...caption];
  const isRepeated = fold?.kind === 'run';
  const role = fold ? 'block' : roleOf[drawn.kind];
  const style = { layer, role, cuts: cutsOf(cell, scene), isRepeated } as const;
  const loops = drawn.kind === 'recurrent' && !fold ? bodies.flatMap((body) => loopMarks(body, layer, drawn)) : [];
  return [...bodies.flatMap((body) => boxMarks(body, size, style)), ...loops, ...caption];
}

/** Parts narrower than this would be a grey face. */
const narrowest = 2.6;

/** Heads, or what a concatenation is made of, as shares of the channels. */
function cutsOf(cell: number, { plan, stations, measured }: Scene): readonly number[] {
  const { fold, station } = plan.cells[cell]!;
  const { volume, solid } = measured[cell]!;
  const { parts } = volume;
  const most = (volume.form === 'slab' ? solid.tall : solid.thick) / narrowest;
  if (parts > 1 && parts <= most) return Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts);
  const { kind, sources, shape } = stations[station]!;
  const whole = Number(shape?.[1]);
  if (kind !== 'concat' || fold || sources.length > most || !(whole > 0)) return [];
  let sum = 0;
  const shares = sources.map((source) => (sum += Number(stations[source]!.shape?.[1]) / whole));
  return shares.slice(0, -1).filter((share) => share > 0 && share < 1);
}
