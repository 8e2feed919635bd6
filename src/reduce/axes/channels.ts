/** Pools, normalisations and reductions: what stays along the channels, and what is computed over them. */
import { int, ints } from '../../core/attributes.ts';
import type { Strip } from './atoms.ts';
import type { AxisRule, Links, Use } from './rule.ts';

/** Pools and resizing: batch and channels pass; heights and widths have no ids. */
export const slides: AxisRule = ({ outputs }, links) => {
  const [batch = null, channels = null, ...places] = links.of(0);
  places.forEach((strip) => links.freeze(strip, 'is slid over'));
  return outputs.map((_, output) => [
    batch,
    channels,
    ...links
      .outputSizes(output)
      .slice(2)
      .map(() => null),
  ]);
};

/** One scale, shift, mean or variance for each channel. */
export const scalesChannels: AxisRule = ({ inputs, outputs }, links) => {
  const strips = links.of(0);
  const channels = inputs.slice(1).reduce<Strip>((all, _, i) => {
    const [own = null] = links.of(i + 1);
    return links.sizes(i + 1)[0] === 1 ? all : links.same(all, own);
  }, strips[1] ?? null);
  // in training the running mean and variance are outputs too
  return outputs.map((_, output) => (output === 0 ? strips.with(1, channels) : [channels]));
};

/** Scales and shifts over the last axes, which the normalisation mixes. */
export const normalizesLast: AxisRule = ({ node, inputs }, links) => {
  const strips = links.of(0);
  const first = (int(node, 'axis', -1) + strips.length) % strips.length;
  inputs.slice(1).forEach((_, i) => alignLast(links, strips, i + 1));
  strips.slice(first).forEach((strip) => links.mixes(strip));
  return [strips];
};

function alignLast(links: Links, strips: readonly Strip[], input: number): void {
  const own = links.of(input);
  own.forEach((strip, i) => {
    if (links.sizes(input)[i] !== 1) links.same(strips[strips.length - own.length + i] ?? null, strip);
  });
}

/** Groups of channels are normalised together: the groups keep equally many. */
export const normalizesGroups: AxisRule = (use, links) => {
  const strips = links.of(0);
  const channels = strips[1] ?? null;
  if (channels) tieGroups(links, channels, int(use.node, 'num_groups', 1));
  links.mixes(channels);
  for (const input of [1, 2]) {
    const [own = null] = links.of(input);
    // one scale for each channel since version 21, for each group before
    if (links.sizes(input)[0] === links.sizes(0)[1]) links.same(channels, own);
    else links.freeze(own, 'has one number for each group');
  }
  return [strips];
};

function tieGroups(links: Links, channels: Int32Array, groups: number): void {
  const each = channels.length / groups;
  for (let group = 1; group < groups; group++)
    links.same(channels.slice(0, each), channels.slice(group * each, (group + 1) * each));
}

/** Local response normalisation sums over neighbouring channels. */
export const normalizesAcross: AxisRule = (_, links) => {
  links.mixes(links.of(0)[1] ?? null);
  return [links.of(0)];
};

/** Softmax and its relatives are computed along an axis; before version 13 along all from that one on. */
export const normalizesAlong: AxisRule = ({ node, version }, links) => {
  const strips = links.of(0);
  const axis = (int(node, 'axis', version < 13 ? 1 : -1) + strips.length) % strips.length;
  (version < 13 ? strips.slice(axis) : [strips[axis] ?? null]).forEach((strip) => links.mixes(strip));
  return [strips];
};

/** Means, sums and maxima over some axes. */
export const reducesAxes: AxisRule = (use, links) => {
  const [strips, rank] = [links.of(0), links.outputSizes(0).length];
  const axes = reducedAxes(use, strips.length);
  strips.forEach((strip, axis) => axes.includes(axis) && links.mixes(strip));
  const kept = strips.map((strip, axis) => (axes.includes(axis) ? null : strip));
  return [rank === strips.length ? kept : kept.filter((_, axis) => !axes.includes(axis))];
};

function reducedAxes({ node, inputs }: Use, rank: number): readonly number[] {
  const given = ints(node, 'axes') ?? inputs[1]?.values?.map(Number);
  const isNone = given === undefined || given.length === 0;
  if (isNone) return int(node, 'noop_with_empty_axes', 0) === 0 ? Array.from({ length: rank }, (_, i) => i) : [];
  return given.map((axis) => (axis + rank) % rank);
}
