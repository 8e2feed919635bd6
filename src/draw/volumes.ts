/** The three sides of what a station gives: which of its sizes each is, and which factors of the derivations count it. */
import { divideExactly } from '../core/division.ts';
import { formatSize, isWhole, productOf, substitute, symbolsOf, type Size } from '../core/size.ts';
import { factorsAmong, type Leaves } from './leaves.ts';
import type { Station } from './stations.ts';

/** A side of a box. */
export interface Side {
  readonly size: Size;
  /** The size as a number, an open one at `nominal`. */
  readonly drawn: number;
  readonly isOpen: boolean;
  readonly factors?: readonly string[] | undefined;
}

/**
 * `map`: feature maps, drawn as channels × height × width. `slab`: units one above another, and behind them the same for
 * each position of a sequence. `dot`: a sum, whose operands show its size.
 */
export interface Volume {
  readonly form: 'map' | 'slab' | 'dot';
  /** Channels of a map, units of a slab. */
  readonly channels: Side;
  readonly height: Side;
  /** Of a slab, its sequence. */
  readonly width: Side;
  /** The third axis of a volume that is convolved over three. */
  readonly depth?: Side | undefined;
  /** In how many equal parts the channels are cut: heads. */
  readonly parts: number;
}

/** What an open size is drawn as. */
export const nominal = 64;

export function sideOf(size: Size, factors?: readonly string[]): Side {
  const names = symbolsOf(size);
  const closed = names.length === 0 ? size : substitute(size, new Map(names.map((name) => [name, nominal])));
  const drawn = isWhole(closed) ? Math.max(1, Number(closed)) : nominal;
  return { size, drawn, isOpen: names.length > 0, factors };
}

/** Letters of a size that have room beside a box. */
const longestSize = 12;

/** As people read it; of a long polynomial only what it depends on: `f(height, width)`. */
export function sizeText(size: Size): string {
  const text = formatSize(size);
  if (text.length <= longestSize) return text;
  const names = symbolsOf(size).join(', ');
  return names === '' ? text : `f(${names.length <= longestSize ? names : '…'})`;
}

const words = {
  height: ['feature map height', 'positions along height'],
  width: ['feature map width', 'positions along width'],
  depth: ['feature map depth', 'positions along depth'],
  filters: ['filters', 'filters of one tower', 'filters that read it', 'outputs', 'maps', 'states', 'value size'],
  sequence: ['positions along axis 1', 'positions', 'steps', 'queries'],
} as const;

/** By the place of a station what it gives; made when asked for, since most stations of a large network are not drawn. */
export type Volumes = (place: number) => Volume;

/** The volumes of all stations; a sum or an activation has the form of what it reads. */
export function volumesOf(stations: readonly Station[], towersOf: (station: number) => number): Volumes {
  const forms = formsOf(stations);
  return (place) => {
    const volume = volumeOf(stations[place]!, forms[place]!);
    const towers = towersOf(place);
    return towers === 1 ? volume : { ...volume, channels: shareOf(volume.channels, towers) };
  };
}

function shareOf(side: Side, towers: number): Side {
  const share = divideExactly(side.size, towers);
  return share === undefined ? side : sideOf(share, side.factors);
}

type Form = 'map' | 'slab';

function formsOf(stations: readonly Station[]): readonly Form[] {
  const forms: (Form | undefined)[] = [];
  stations.forEach((station, place) => {
    if (station.kind !== 'input') forms[place] = formOf(station, forms);
  });
  stations.forEach(({ kind, sources }) => {
    for (const source of kind === 'map' || kind === 'pool' ? sources : []) forms[source] ??= 'map';
  });
  return stations.map(({ shape }, place) => forms[place] ?? ((shape?.length ?? 0) > 3 ? 'map' : 'slab'));
}

function formOf({ kind, operator, shape, sources }: Station, forms: readonly (Form | undefined)[]): Form {
  const rank = shape?.length ?? 0;
  if (kind === 'product') return rank > 3 || (rank === 3 && operator === 'MatMul') ? 'map' : 'slab';
  if (rank < 3 || kind === 'dense' || kind === 'recurrent' || kind === 'embedding') return 'slab';
  if (kind === 'map' || kind === 'pool' || rank > 3) return 'map';
  return sources.map((source) => forms[source]).find((form) => form !== undefined) ?? 'slab';
}

function volumeOf({ kind, shape, leaves }: Station, form: Form): Volume {
  const one = sideOf(1);
  if (!shape || shape.length === 0) return { form: 'slab', channels: one, height: one, width: one, parts: 1 };
  if (kind === 'product' && form === 'map') return productVolume(shape);
  const side = (size: Size | undefined, names: readonly string[]): Side =>
    size === undefined ? one : sideOf(size, factorsAmong(leaves, names));
  const volume = form === 'map' ? mapVolume(shape, side) : slabVolume(shape, side);
  return { ...volume, form, parts: headsOf(leaves) };
}

type MakeSide = (size: Size | undefined, names: readonly string[]) => Side;

function mapVolume(shape: readonly Size[], side: MakeSide): Omit<Volume, 'form' | 'parts'> {
  const channels = side(shape[1], words.filters);
  const spatial = shape.slice(2);
  if (spatial.length <= 1) return { channels, height: side(spatial[0], words.width), width: sideOf(1) };
  const depth = spatial.length > 2 ? side(productOf(spatial.slice(0, -2)), words.depth) : undefined;
  return { channels, height: side(spatial.at(-2), words.height), width: side(spatial.at(-1), words.width), depth };
}

function slabVolume(shape: readonly Size[], side: MakeSide): Omit<Volume, 'form' | 'parts'> {
  const units = side(shape.at(-1), words.filters);
  return { channels: units, height: units, width: side(productOf(shape.slice(0, -1)), words.sequence) };
}

/** Scores of attention and what they mix: a matrix for each head. */
function productVolume(shape: readonly Size[]): Volume {
  const heads = sideOf(productOf(shape.slice(0, -2)));
  const [height, width] = [sideOf(shape.at(-2)!), sideOf(shape.at(-1)!)];
  return { form: 'map', channels: heads, height, width, parts: heads.drawn };
}

function headsOf(leaves: Leaves): number {
  const heads = leaves.get('heads') ?? leaves.get('query heads');
  return typeof heads === 'number' ? heads : 1;
}
