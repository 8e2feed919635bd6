/** A kernel on the map that it reads, and the pyramid from there to the unit in which its products are added up. */
import type { Mark, Point } from './figure.ts';
import { factorsAmong, type Leaves } from './leaves.ts';
import type { PlacedBody } from './layout.ts';
import { pointOf } from './solid.ts';
import { towerOf } from './boxes.ts';
import { sideOf, type Volume } from './volumes.ts';

export interface Windowed {
  readonly layer: string;
  readonly leaves: Leaves;
  /** `window`: it takes the largest or the mean, and has no weights. */
  readonly kind: 'kernel' | 'window';
  /** The volume on which the window lies. */
  readonly volume: Volume;
  /** Where among several readers of one map: 0 to 1 of its height. */
  readonly place: number;
  /** What is written beside it: `5 × 5`; nothing where there is no room. */
  readonly text: string;
}

/** Edges shorter than this are drawn so long, so that a kernel of 1 × 1 is seen. */
const least = 3.5;

/** A block of a body: from, to across its channels, down and back. */
interface Cuboid {
  readonly across: number;
  readonly down: readonly [number, number];
  readonly back: readonly [number, number];
}

/** The window of a layer on the body that it reads: in proportion to that map, not on the scale of the drawing. */
export function cuboidOf({ solid }: PlacedBody, { leaves, volume, place }: Windowed): Cuboid {
  const isFlat = volume.width.drawn === 1;
  const kernelDown = lengthOf(leaves, isFlat ? ['kernel width'] : ['kernel height'], volume.height.drawn);
  const kernelBack = isFlat ? 1 : lengthOf(leaves, ['kernel width'], volume.width.drawn);
  const tall = Math.min(solid.tall, Math.max(least, solid.tall * kernelDown));
  const deep = Math.min(solid.deep, Math.max(least, solid.deep * kernelBack));
  const down = (solid.tall - tall) * place;
  const back = (solid.deep - deep) / 2;
  return { across: solid.thick * shareOfChannels(leaves), down: [down, down + tall], back: [back, back + deep] };
}

function lengthOf(leaves: Leaves, words: readonly string[], whole: number): number {
  const word = words.find((each) => leaves.has(each));
  return word === undefined ? 1 : Math.min(1, sideOf(leaves.get(word)!).drawn / whole);
}

function shareOfChannels(leaves: Leaves): number {
  const groups = leaves.get('groups');
  return typeof groups === 'number' ? 1 / groups : 1;
}

const channelWords = [
  'input channels',
  'input channels of one tower',
  'input channels of one group',
  'input channels per group',
] as const;

/** The window: its plane on the map's right side, and for a kernel how far it reaches through the channels. */
export function windowMarks(body: PlacedBody, windowed: Windowed): readonly Mark[] {
  const { layer, leaves, kind } = windowed;
  const { thick } = body.solid;
  const { across, down, back } = cuboidOf(body, windowed);
  const at = (x: number, y: number, z: number): Point => pointOf(body, x, y, z);
  const common = { layer, role: 'kernel', shape: 'polygon', ...towerOf(body) } as const;
  const plane = factorsAmong(leaves, ['kernel height', 'kernel width']);
  const face: Mark = { ...common, kind, face: 'side', points: planeOf(body, thick, { down, back }), ...(plane && { factors: plane }) }; // prettier-ignore
  const label: Mark = { ...common, kind: 'label', shape: 'text', points: [labelPlace(body, down[0], back[1])], text: windowed.text, align: 'middle', ...(plane && { factors: plane }) }; // prettier-ignore
  const labels = windowed.text === '' ? [] : [label];
  if (kind === 'window') return [face];
  const channels = factorsAmong(leaves, channelWords);
  const start = thick - across;
  const reach = { ...common, kind, ...(channels && { factors: channels }) };
  return [
    { ...reach, face: 'top', points: [at(start, down[0], back[0]), at(start, down[0], back[1]), at(thick, down[0], back[1]), at(thick, down[0], back[0])] },
    { ...reach, face: 'front', points: [at(start, down[0], back[0]), at(thick, down[0], back[0]), at(thick, down[1], back[0]), at(start, down[1], back[0])] },
    face,
    ...labels,
  ]; // prettier-ignore
}

/** Lower maps have their window's size written above them. */
const lowest = 64;

function labelPlace(body: PlacedBody, down: number, back: number): Point {
  const { thick, tall, deep } = body.solid;
  const [x, y] = tall < lowest ? pointOf(body, thick, 0, deep) : pointOf(body, thick, down, back);
  return [x, y - 2.5];
}

function planeOf(body: PlacedBody, across: number, { down, back }: Pick<Cuboid, 'down' | 'back'>): readonly Point[] {
  return [
    pointOf(body, across, down[0], back[0]),
    pointOf(body, across, down[0], back[1]),
    pointOf(body, across, down[1], back[1]),
    pointOf(body, across, down[1], back[0]),
  ];
}

/** From the corners of a window on one body to a unit on the front of the other. */
export function pyramidMarks(from: PlacedBody, to: PlacedBody, windowed: Windowed): readonly Mark[] {
  const { layer, leaves, kind, place } = windowed;
  const { down, back } = cuboidOf(from, windowed);
  const [frontTop, backTop, backBottom, frontBottom] = planeOf(from, from.solid.thick, { down, back });
  const { thick, tall } = to.solid;
  const apex = pointOf(to, Math.min(thick * 0.3, 5), tall * (0.3 + 0.4 * place), 0);
  const factors = factorsAmong(leaves, ['towers', 'filters of one tower', 'filters that read it']);
  const common = { kind: 'pyramid', layer, role: kind === 'window' ? 'pooling' : 'kernel', ...towerOf(to) } as const;
  return [
    { ...common, shape: 'polygon', points: [frontTop!, backTop!, apex, frontBottom!], ...(factors && { factors }) },
    { ...common, shape: 'line', points: [backBottom!, apex] },
    { ...common, shape: 'line', points: [frontTop!, apex] },
    { ...common, shape: 'disc', role: 'unit', points: [apex, [apex[0] + 1.4, apex[1]]] },
  ];
}
