/** Joining along an axis, taking apart, taking a part, repeating. */
import { int, ints } from '../../core/attributes.ts';
import type { Size } from '../../core/size.ts';
import type { Strip } from './atoms.ts';
import type { AxisRule, Links, Use } from './rule.ts';

export const concatenates: AxisRule = ({ node, inputs }, links) => {
  const to = links.outputSizes(0);
  const along = placeOf(int(node, 'axis', 1), to.length);
  const all = inputs.map((_, input) => links.of(input));
  const made = to.map((_, axis) => {
    const strips = all.map((each) => each[axis] ?? null);
    if (axis !== along) return strips.reduce((first, strip) => links.same(first, strip));
    return joined(links, strips, inputs.map((_, input) => links.sizes(input)[axis] ?? 0)); // prettier-ignore
  });
  return [made];
};

/** Where every part has ids, or is one index wide, the whole has; a fixed part beside free ones fixes nothing. */
function joined(links: Links, strips: readonly Strip[], lengths: readonly number[]): Strip {
  if (strips.every((strip) => strip === null)) return null;
  const parts = strips.map((strip, i) => strip ?? links.fixed(lengths[i]!));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const splits: AxisRule = ({ node, outputs }, links) => {
  const strips = links.of(0);
  const along = placeOf(int(node, 'axis', 0), strips.length);
  let start = 0;
  return outputs.map((_, output) => {
    const length = links.outputSizes(output)[along] ?? 0;
    start += length;
    return strips.with(along, strips[along]?.slice(start - length, start) ?? null);
  });
};

/** A part from a start to an end; with a step or from an unknown place the axis stays whole. */
export const slices: AxisRule = (use, links) => {
  const strips = links.of(0);
  const [from, to] = [links.sizes(0), links.outputSizes(0)];
  const places = slicePlaces(use, from);
  const made = strips.map((strip, axis) => {
    if (!strip || from[axis] === to[axis]) return strip;
    const place = places?.get(axis);
    if (place) return strip.slice(place.start, place.end);
    links.freeze(strip, 'is cut at places that are not plain');
    return null;
  });
  return [made];
};

/** Start and end of each sliced axis, counted from 0; `undefined` where they are not known or not in steps of 1. */
export function slicePlaces(
  { node, inputs }: Pick<Use, 'node' | 'inputs'>,
  sizes: readonly number[],
): ReadonlyMap<number, { readonly start: number; readonly end: number }> | undefined {
  const given = (name: string, input: number): readonly Size[] | undefined => ints(node, name) ?? inputs[input]?.values;
  const [starts, ends] = [given('starts', 1), given('ends', 2)];
  const axes = given('axes', 3) ?? starts?.map((_, i) => i);
  const steps = given('steps', 4);
  if (!starts || !ends || !axes || steps?.some((step) => step !== 1)) return undefined;
  return new Map(
    axes.map((axis, i) => {
      const at = placeOf(Number(axis), sizes.length);
      const clamp = (place: Size): number => {
        const value = Number(place);
        return Math.min(Math.max(value < 0 ? value + sizes[at]! : value, 0), sizes[at]!);
      };
      return [at, { start: clamp(starts[i]!), end: clamp(ends[i]!) }];
    }),
  );
}

/** Rows of a table: the axes of the table after and before the indexed one stay; the indexed one cannot change. */
export const gathers: AxisRule = ({ node }, links) => {
  const strips = links.of(0);
  const along = placeOf(int(node, 'axis', 0), strips.length);
  links.freeze(strips[along] ?? null, 'is read by an index');
  const indices = links.sizes(1).map(() => null);
  if (links.isLearned(0)) strips.forEach((strip, axis) => axis !== along && links.mark(strip, 'creates'));
  return [[...strips.slice(0, along), ...indices, ...strips.slice(along + 1)]];
};

/** Axes that keep their size pass; those that are repeated or padded cannot change. */
export const passesKept: AxisRule = (_, links) => {
  const [from, to, strips] = [links.sizes(0), links.outputSizes(0), links.of(0)];
  return [
    to.map((size, axis) => {
      const at = axis - to.length + from.length;
      const strip = at < 0 ? null : (strips[at] ?? null);
      if (from[at] === size) return strip;
      links.freeze(strip, 'is repeated or padded');
      return null;
    }),
  ];
};

/** An axis counted from the end where it is negative; inference has found that there is one. */
export function placeOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
