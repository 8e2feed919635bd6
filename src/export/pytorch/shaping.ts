/** Operators that move values: reshaping, joining, cutting, repeating. */
import { int, ints } from '../../core/attributes.ts';
import { isWhole, type Size } from '../../core/size.ts';
import { isNumberText } from '../text.ts';
import {
  axesAt,
  dims,
  knownAt,
  outputShape,
  shapeAt,
  wholesAt,
  type Site,
  type Translation,
  type Translations,
} from './site.ts';

/** One size that is open is left to torch as −1, so that the text holds for every batch. */
const Reshape: Translation = (site) => {
  if (!site.inputs[1]?.values) return `${site.arg(0)}.reshape(tuple(${site.arg(1)}))`;
  const sizes = outputShape(site) ?? knownAt(site, 1);
  return `${site.arg(0)}.reshape(${sizeList(site, sizes)})`;
};

const Flatten: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const given = int(site.node, 'axis', 1);
  const axis = given < 0 ? given + rank : given;
  if (axis === 1) return `torch.flatten(${site.arg(0)}, 1)`;
  const sizes = outputShape(site);
  if (!sizes) throw site.fail('the shape of its input is not known');
  return `${site.arg(0)}.reshape(${sizeList(site, sizes)})`;
};

const Transpose: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const order = ints(site.node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const moved = order.flatMap((axis, i) => (axis === i ? [] : [i]));
  if (moved.length === 2) return `${site.arg(0)}.transpose(${moved.join(', ')})`;
  return `${site.arg(0)}.permute(${order.join(', ')})`;
};

const Squeeze: Translation = (site) => {
  const axes = axesAt(site, 1, shapeAt(site, 0).length);
  return axes ? `${site.arg(0)}.squeeze(${dims(axes)})` : `${site.arg(0)}.squeeze()`;
};

const Unsqueeze: Translation = (site) => {
  const axes = axesAt(
    site,
    1,
    shapeAt(site, 0).length + (site.inputs[1]?.values?.length ?? ints(site.node, 'axes')?.length ?? 0),
  );
  const sorted = (axes ?? []).toSorted((a, b) => a - b);
  return `${tensorText(site, 0)}${sorted.map((axis) => `.unsqueeze(${axis})`).join('')}`;
};

const Expand: Translation = (site) => {
  const sizes = outputShape(site);
  if (!sizes) return `torch.broadcast_to(${site.arg(0)}, tuple(${site.arg(1)}))`;
  return `torch.broadcast_to(${tensorText(site, 0)}, ${bracketed(sizes.map((size) => site.size(size)))})`;
};

const Tile: Translation = (site) =>
  `${site.arg(0)}.repeat(${knownAt(site, 1)
    .map((size) => site.size(size))
    .join(', ')})`;

const Concat: Translation = (site) =>
  `torch.cat((${site.inputs.map((_, i) => tensorText(site, i)).join(', ')},), dim=${int(site.node, 'axis', 1)})`;

/** Sizes that are not given are those that inference found. */
const Split: Translation = (site) => {
  const axis = int(site.node, 'axis', 0);
  const sizes = site.outputs.map(({ shape }) => shape?.at(axis));
  if (sizes.some((size) => size === undefined)) throw site.fail('the sizes of its parts are not known');
  const parts = `torch.split(${site.arg(0)}, [${sizes.map((size) => site.size(size!)).join(', ')}], dim=${axis})`;
  return site.wanted.length === 1
    ? `${parts}[${site.outputs.findIndex(({ name }) => name === site.wanted[0])}]`
    : parts;
};

/** torch cuts as Python does; it has no step backwards. */
const Slice: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const isOld = site.version < 10;
  const starts = isOld ? (ints(site.node, 'starts') ?? []) : knownAt(site, 1);
  const ends = isOld ? (ints(site.node, 'ends') ?? []) : knownAt(site, 2);
  const axes = (isOld ? ints(site.node, 'axes') : site.inputs[3] && wholesAt(site, 3)) ?? starts.map((_, i) => i);
  const steps = !isOld && site.inputs[4] ? wholesAt(site, 4) : starts.map(() => 1);
  if (steps.some((step) => step < 0)) return flipped(site, { axes, steps, rank });
  const cuts = Array.from({ length: rank }, () => ':');
  axes.forEach((axis, i) => {
    cuts[axis < 0 ? axis + rank : axis] = cut(site, starts[i]!, ends[i]!, steps[i]!);
  });
  return `${site.arg(0)}[${withoutTail(cuts).join(', ')}]`;
};

/** A whole axis read backwards is a flip; other steps backwards have no torch. */
function flipped(
  site: Site,
  { axes, steps, rank }: { readonly axes: readonly number[]; readonly steps: readonly number[]; readonly rank: number },
): string {
  const isWholeAxis = axes.every((axis) => site.inputs[0]!.shape!.at(axis) === outputShape(site)?.at(axis));
  if (!isWholeAxis || steps.some((step) => step !== -1)) throw site.fail('it cuts backwards');
  return `torch.flip(${site.arg(0)}, [${axes.map((axis) => (axis < 0 ? axis + rank : axis)).join(', ')}])`;
}

/** Exporters write the largest 64-bit number for "to the end". */
function cut(site: Site, start: Size, end: Size, step: number): string {
  const from = start === 0 ? '' : site.size(start);
  const isEnd = isWhole(end) && Number(end) >= 2 ** 31 - 1;
  return `${from}:${isEnd ? '' : site.size(end)}${step === 1 ? '' : `:${step}`}`;
}

function withoutTail(cuts: readonly string[]): readonly string[] {
  const last = cuts.findLastIndex((text) => text !== ':');
  return cuts.slice(0, Math.max(last + 1, 1));
}

/** The sizes, the only open one as −1. */
export function sizeList(site: Site, sizes: readonly Size[]): string {
  const open = sizes.filter((size) => !isWhole(size));
  const texts = sizes.map((size) => (open.length === 1 && !isWhole(size) ? '-1' : site.size(size)));
  return texts.length === 0 ? '()' : texts.join(', ');
}

export function bracketed(texts: readonly string[]): string {
  return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(', ')})`;
}

/** A number that stands for a tensor has to become one. */
export function tensorText(site: Site, index: number): string {
  const text = site.arg(index);
  return isNumberText(text) ? `torch.tensor(${text})` : text;
}

/** Depth to space in ONNX's first order has the block's cells outermost; torch's pixel shuffle is its second, CRD. */
const DepthToSpace: Translation = (site) => {
  const size = int(site.node, 'blocksize', 1);
  const mode = site.node.attributes.get('mode');
  if (mode?.kind === 'string' && mode.value === 'CRD') return `F.pixel_shuffle(${site.arg(0)}, ${size})`;
  return `${site.helper('depth_to_space')}(${site.arg(0)}, ${size})`;
};

const SpaceToDepth: Translation = (site) =>
  `${site.helper('space_to_depth')}(${site.arg(0)}, ${int(site.node, 'blocksize', 1)})`;

export const shapings: Translations = { Reshape, Flatten, Transpose, Squeeze, Unsqueeze, Expand, Tile, Concat, Split, Slice, DepthToSpace, SpaceToDepth }; // prettier-ignore
