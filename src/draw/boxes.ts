/** The marks of a box: its three visible sides, the sizes at its edges, and what divides it. */
import type { Mark, Point, Role } from './figure.ts';
import { factorsAmong } from './leaves.ts';
import type { PlacedBody } from './layout.ts';
import type { Measured } from './measure.ts';
import { dotRadius, pointOf } from './solid.ts';
import type { Station, StationKind } from './stations.ts';
import { sizeText, type Side } from './volumes.ts';

export interface BoxStyle {
  readonly layer: string;
  readonly role: Role;
  /** Where the front is divided, as shares of its channels. */
  readonly cuts: readonly number[];
  /** It stands for several equal blocks. */
  readonly isRepeated: boolean;
}

export const roleOf: Readonly<Record<StationKind, Role>> = {
  input: 'input',
  map: 'feature map',
  dense: 'dense',
  recurrent: 'dense',
  product: 'product',
  embedding: 'embedding',
  pool: 'pooling',
  concat: 'feature map',
  join: 'join',
};

export function boxMarks(body: PlacedBody, { volume }: Measured, style: BoxStyle): readonly Mark[] {
  const { thick, tall, deep } = body.solid;
  const at = (across: number, down: number, back: number): Point => pointOf(body, across, down, back);
  const common = { layer: style.layer, role: style.role, ...towerOf(body) };
  const faces = {
    side: [at(thick, 0, 0), at(thick, 0, deep), at(thick, tall, deep), at(thick, tall, 0)],
    top: [at(0, 0, 0), at(0, 0, deep), at(thick, 0, deep), at(thick, 0, 0)],
    front: [at(0, 0, 0), at(thick, 0, 0), at(thick, tall, 0), at(0, tall, 0)],
  } as const;
  const box = (['side', 'top', 'front'] as const).map((face): Mark => ({ kind: 'box', shape: 'polygon', ...common, face, points: faces[face] })); // prettier-ignore
  const cuts = style.cuts.map((share): Mark => ({
    kind: 'rule',
    shape: 'line',
    ...common,
    role: 'division',
    points: volume.form === 'slab'
      ? [at(0, tall * share, 0), at(thick, tall * share, 0), at(thick, tall * share, deep)]
      : [at(thick * share, tall, 0), at(thick * share, 0, 0), at(thick * share, 0, deep)],
  })); // prettier-ignore
  const shadows = style.isRepeated ? [2, 1].map((step) => shadow(faces.front, step, common)) : [];
  return [...shadows, ...box, ...cuts, ...edgeMarks(body, volume, common)];
}

/** An outline behind a box, for the others of its kind. */
function shadow(front: readonly Point[], step: number, common: Pick<Mark, 'layer' | 'role' | 'tower'>): Mark {
  const points = front.map(([x, y]): Point => [x - 3.5 * step, y + 3.5 * step]);
  return { ...common, kind: 'box', shape: 'polygon', role: 'repeat', points };
}

type Common = Pick<Mark, 'layer' | 'role' | 'tower'>;

interface Edge {
  readonly role: Role;
  readonly side: Side;
  readonly points: readonly [Point, Point];
  readonly text: Point;
  readonly align: NonNullable<Mark['align']>;
}

/** The edges whose lengths are sizes, each with its number; a size of 1 needs none. */
function edgeMarks(body: PlacedBody, volume: Measured['volume'], common: Common): readonly Mark[] {
  return edgesOf(body, volume)
    .filter(({ side, role }) => role === 'channels' || side.isOpen || side.drawn > 1)
    .flatMap(({ role, side, points, text, align }) => {
      const factors = side.factors && { factors: side.factors };
      const label: Mark = { ...common, kind: 'label', shape: 'text', role, points: [text], text: sizeText(side.size), align, ...factors }; // prettier-ignore
      return [{ ...common, kind: 'rule', shape: 'line', role, points, ...factors }, label];
    });
}

function edgesOf(body: PlacedBody, { form, channels, height, width, depth }: Measured['volume']): readonly Edge[] {
  const { thick, tall, deep } = body.solid;
  const at = (across: number, down: number, back: number): Point => pointOf(body, across, down, back);
  const shifted = ([x, y]: Point, right: number, down: number): Point => [x + right, y + down];
  const below = shifted(at(thick / 2, tall, 0), 0, 10);
  const behind: Edge = { role: 'width', side: width, points: [at(0, 0, 0), at(0, 0, deep)], text: shifted(at(0, 0, deep / 2), -3, -2), align: 'end' }; // prettier-ignore
  if (form === 'slab')
    return [{ role: 'channels', side: channels, points: [at(0, 0, 0), at(0, tall, 0)], text: below, align: 'middle' }, behind]; // prettier-ignore
  const edges: readonly Edge[] = [
    { role: 'channels', side: channels, points: [at(0, tall, 0), at(thick, tall, 0)], text: below, align: 'middle' },
    { role: 'height', side: height, points: [at(0, 0, 0), at(0, tall, 0)], text: shifted(at(0, Math.min(tall, tall / 2 + 11), 0), -3, 3), align: 'end' }, // prettier-ignore
    behind,
  ];
  if (!depth) return edges;
  const above = shifted(at(thick / 2, 0, deep), 0, -3);
  return [...edges, { role: 'depth', side: depth, points: [at(0, 0, deep), at(thick, 0, deep)], text: above, align: 'middle' }]; // prettier-ignore
}

export function towerOf({ tower }: PlacedBody): { readonly tower?: number } {
  return tower === undefined ? {} : { tower };
}

const signs: Readonly<Record<string, string>> = { Add: '+', Sum: '+', Mul: '×', Sub: '−', Div: '÷' };

/** A sum of several values: a disc with its sign. */
export function dotMarks(body: PlacedBody, layer: string, { operator }: Station): readonly Mark[] {
  const centre: Point = [body.x + dotRadius, body.y];
  const common = { layer, role: 'join', ...towerOf(body) } as const;
  const text = signs[operator] ?? '•';
  return [
    { ...common, kind: 'join', shape: 'disc', points: [centre, [centre[0] + dotRadius, centre[1]]] },
    { ...common, kind: 'label', shape: 'text', points: [[centre[0], centre[1] + 4]], text, align: 'middle' },
  ];
}

/** A recurrent layer reads what it gave a step before: a loop over its bar. */
export function loopMarks(body: PlacedBody, layer: string, { leaves }: Station): readonly Mark[] {
  const { thick, deep } = body.solid;
  const [left, top] = pointOf(body, 0, 0, deep / 2);
  const right = left + thick;
  const factors = factorsAmong(leaves, ['steps', 'states before']);
  const common = { kind: 'edge', layer, role: 'loop', ...towerOf(body), ...(factors && { factors }) } as const;
  const tip: readonly Point[] = [[left, top], [left - 2, top - 4.5], [left + 2.4, top - 4]]; // prettier-ignore
  return [
    { ...common, shape: 'curve', points: [[right, top], [right + 12, top - 22], [left - 12, top - 22], [left, top]] },
    { ...common, shape: 'polygon', points: tip },
  ]; // prettier-ignore
}
