/** Changing the resolution of a map. */
import { floats, int, ints, text } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { like, operand, resolveAxis, shaped, type Shaped } from '../shape.ts';
import { divideExactly, floorDivide, formatSize, isWhole, multiply, type Size } from '../size.ts';

const free = 'interpolates with fixed weights, which the textbook does not count';

/** By scales or to sizes, of all axes or (version 18 on) chosen ones. The region of interest matters for tf_crop_and_resize alone. */
export const Resize: Operator = {
  name: 'Resize',
  domain: '',
  doc: 'A map resampled to another resolution.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axes = ints(use.node, 'axes')?.map((axis) => resolveAxis(axis, x.shape.length)) ?? x.shape.map((_, i) => i);
    const sizes = resized(use, x, axes);
    return [
      like(
        x,
        axes.reduce<Shape>((shape, axis, i) => shape.with(axis, sizes[i]!), x.shape),
      ),
    ];
  },
  free,
};

/** Scales are an attribute before version 9, an input since. Deprecated for Resize. */
export const Upsample: Operator = {
  name: 'Upsample',
  domain: '',
  doc: 'A map enlarged by whole or broken factors.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const scales = floats(use.node, 'scales') ?? operand(use, 1, 'scales').values;
    if (scales && scales.length !== x.shape.length)
      throw new RuleError(`scales has ${scales.length} entries, where ${x.shape.length} are expected`);
    return [like(x, x.shape.map((size, i) => (scales ? scaled(size, scales[i]!) : use.fresh('upsampled'))))]; // prettier-ignore
  },
  free,
};

export const DepthToSpace: Operator = {
  name: 'DepthToSpace',
  domain: '',
  doc: 'Channels moved into blocks of the map.',
  infer(use) {
    const x = shaped(use, 0, 'input', 4);
    const block = blockOf(use);
    const [batch, channels, height, width] = x.shape;
    const left = divided(channels!, block * block, 'channels');
    return [like(x, [batch!, left, multiply(height!, block), multiply(width!, block)])];
  },
  free: 'only rearranges its input',
};

export const SpaceToDepth: Operator = {
  name: 'SpaceToDepth',
  domain: '',
  doc: 'Blocks of the map moved into channels.',
  infer(use) {
    const x = shaped(use, 0, 'input', 4);
    const block = blockOf(use);
    const [batch, channels, height, width] = x.shape;
    const map = [divided(height!, block, 'rows'), divided(width!, block, 'columns')];
    return [like(x, [batch!, multiply(channels!, block * block), ...map])];
  },
  free: 'only rearranges its input',
};

function resized(use: Application, x: Shaped, axes: readonly number[]): Shape {
  const sources = axes.map((axis) => x.shape[axis]!);
  const [scalesAt, sizesAt] = use.version < 11 ? [1, -1] : [2, 3];
  const sizes = use.inputs[sizesAt];
  if (sizes && sizes.shape?.[0] !== 0) {
    return sizes.values ? fitted(use, sources, sizes.values) : sources.map(() => use.fresh('resized'));
  }
  const scales = operand(use, scalesAt, 'scales').values;
  if (!scales || scales.length < axes.length) return sources.map(() => use.fresh('resized'));
  const crop = text(use.node, 'coordinate_transformation_mode', 'half_pixel') === 'tf_crop_and_resize';
  if (!crop) return sources.map((size, i) => scaled(size, scales[i]!));
  const region = use.inputs[1]?.values;
  return sources.map((size, i) => {
    const [start, end] = [region?.[i], region?.[i + sources.length]];
    return typeof start === 'number' && typeof end === 'number' && typeof scales[i] === 'number'
      ? scaled(size, (end - start) * scales[i])
      : use.fresh('resized');
  });
}

/** Sizes as given; with keep_aspect_ratio_policy, all axes by the smallest or the largest of their scales. */
function fitted(use: Application, sources: Shape, sizes: Shape): Shape {
  const policy = text(use.node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return sources.map((_, i) => sizes[i] ?? use.fresh('resized'));
  const scales = sources.map((source, i) => Number(sizes[i]) / Number(source));
  if (scales.some(Number.isNaN)) return sources.map(() => use.fresh('resized'));
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
  return sources.map((source) => Math.floor(Number(source) * scale + 0.5));
}

/** ⌊size · scale⌋ in float32, as ONNX Runtime computes it. An open size is scaled by the fraction that the float is. */
function scaled(size: Size, scale: Size): Size {
  if (!isWhole(scale)) return multiply(size, scale);
  if (isWhole(size)) return Math.floor(Math.fround(Number(size) * Number(scale)));
  const [numerator, denominator] = fractionOf(Number(scale));
  return floorDivide(multiply(size, numerator), denominator);
}

/** A float is a whole number over a power of two; finer fractions than 1 / 2²⁰ (the float nearest to 1 / 3) are rounded to it. */
function fractionOf(value: number): readonly [number, number] {
  let denominator = 1;
  while (!Number.isInteger(value * denominator) && denominator < 2 ** 20) denominator *= 2;
  return [Math.round(value * denominator), denominator];
}

function blockOf({ node }: Application): number {
  const block = int(node, 'blocksize');
  if (block === undefined) throw new RuleError('attribute "blocksize" is missing');
  if (block < 1) throw new RuleError(`a block of ${block}; at least 1 is expected`);
  return block;
}

function divided(size: Size, by: number, what: string): Size {
  const exact = divideExactly(size, by);
  if (exact === undefined && isWhole(size)) throw new RuleError(`${by} does not divide ${formatSize(size)} ${what}`);
  return exact ?? floorDivide(size, by);
}
