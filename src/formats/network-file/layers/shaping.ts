/** Layers that move values without computing with them, and dropout. */
import type { Size } from '../../../core/size.ts';
import { count, flag, or, padding, part, real, required, sizes } from '../field.ts';
import { DocumentFault, describe } from '../fault.ts';
import { inside, readCount } from '../field.ts';
import { defineKind, scalar, wholes, type Layer } from '../kind.ts';
import { spatialAxes, spread } from './window.ts';

export const dropout = defineKind({
  key: 'dropout',
  stem: 'dropout',
  doc: 'Leaves out values at random while training; nothing in a forward pass.',
  main: 'rate',
  fields: { rate: or(0.5, real('Share of the values that is left out: 0.5 unless given.')) },
  build: (layer, { rate }) => layer.step('Dropout', [layer.input, layer.tensor('rate', scalar(rate))]),
});

export const flatten = defineKind({
  key: 'flatten',
  stem: 'flatten',
  doc: 'All values of an image in one vector.',
  fields: {},
  build: (layer) => layer.step('Flatten', [layer.input]),
});

export const reshape = defineKind({
  key: 'reshape',
  stem: 'reshape',
  doc: 'The same values in another shape.',
  main: 'to',
  fields: {
    to: required(
      part(
        'The new sizes without the batch, as in [8, -1]: −1 is whatever is left, 0 keeps the size at that place.',
        'wholes',
      ),
    ),
  },
  build(layer, { to }) {
    if (!Array.isArray(to.value))
      throw new DocumentFault(`expected a list of sizes, got ${describe(to.value)}`, to.path);
    const site = { ...layer.site, path: to.path };
    const sizes = to.value.map((entry: unknown, i) => readCount(entry, inside(site, i), -1, Number.MAX_SAFE_INTEGER));
    return layer.step('Reshape', [layer.input, layer.tensor('shape', wholes([0, ...sizes]))]);
  },
});

export const transpose = defineKind({
  key: 'transpose',
  stem: 'transpose',
  doc: 'The same values with their axes in another order.',
  main: 'order',
  fields: {
    order: required(part('The axes in their new order, without the batch, from 1: [2, 1] swaps two.', 'wholes')),
  },
  build(layer, { order }) {
    if (!Array.isArray(order.value))
      throw new DocumentFault(`expected a list of axes, got ${describe(order.value)}`, order.path);
    const site = { ...layer.site, path: order.path };
    return layer.step('Transpose', [layer.input], {
      perm: [0, ...order.value.map((entry: unknown, i) => readCount(entry, inside(site, i), 1, 32))],
    });
  },
});

export const pad = defineKind({
  key: 'pad',
  stem: 'pad',
  doc: 'Zeros around the feature maps.',
  main: 'cells',
  fields: {
    cells: required(padding('A number for every side, [height, width], or [[top, bottom], [left, right]].')),
    maps: or(0, count('Feature maps of zeros put behind those that there are: 0 unless given.', 0)),
  },
  build(layer, { cells, maps }) {
    if (typeof cells === 'string') throw layer.fault(`expected numbers, got "${cells}"`, 'cells');
    const sides = typeof cells === 'number' ? spread(layer, cells, 'cells') : cells;
    if (sides.length !== spatialAxes(layer))
      throw layer.fault(
        `${sides.length} entries, and what the layer reads has ${spatialAxes(layer)} spatial axes`,
        'cells',
      );
    const pairs = sides.map((side) => (typeof side === 'number' ? [side, side] : side));
    const pads = [0, 0, ...pairs.map(([before]) => before), 0, maps, ...pairs.map(([, after]) => after)];
    return layer.step('Pad', [layer.input, layer.tensor('cells', wholes(pads))]);
  },
});

export const upsample = defineKind({
  key: 'upsample',
  stem: 'upsample',
  doc: 'Enlarges feature maps.',
  main: 'factor',
  fields: {
    factor: required(sizes('How many times larger: one number, or [height, width].')),
    smooth: flag('Interpolates linearly rather than repeating the nearest value.'),
  },
  build(layer, { factor, smooth }) {
    const scales = [1, 1, ...spread(layer, factor, 'factor')];
    const tensor = layer.tensor('scales', { type: 'float32', shape: [scales.length], values: scales });
    return layer.step('Resize', [layer.input, '', tensor], { mode: smooth ? 'linear' : 'nearest' });
  },
});

export const take = defineKind({
  key: 'take',
  stem: 'take',
  doc: 'One entry along an axis, as the class token of a sequence.',
  main: 'index',
  fields: {
    index: required(count('Which entry, from 0; negative counts from the end.', -(2 ** 31), 2 ** 31)),
    axis: or(1, count('Along which axis, from 0 for the batch: 1 unless given.', -32, 32)),
  },
  build(layer, { index, axis }) {
    return layer.step('Gather', [layer.input, layer.tensor('index', scalar(index, 'int64'))], { axis });
  },
});

/** Channels · height · width → positions · channels, as a sequence of what each position holds. */
export const sequence = defineKind({
  key: 'sequence',
  stem: 'sequence',
  doc: 'Feature maps as a sequence: one entry for each position, which holds the channels there.',
  fields: {},
  build(layer) {
    const channels: Size = layer.axis(1);
    const merged = layer.step(
      'Reshape',
      [layer.input, layer.tensor('shape', wholes([0, channelsOf(layer, channels), -1]))],
      {},
      { role: 'merge' },
    );
    return layer.step('Transpose', [merged], { perm: [0, 2, 1] });
  },
});

function channelsOf(layer: Layer, channels: Size): number {
  if (typeof channels === 'number') return channels;
  throw layer.fault('a sequence is made of feature maps whose number of channels is known');
}
