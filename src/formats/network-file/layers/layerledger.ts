/** Layers that ONNX has no operator for: those of the domain `layerledger` (src/core/operators/layerledger.ts). */
import type { Shape } from '../../../core/operator.ts';
import { formatSize, isWhole, multiply, type Size } from '../../../core/size.ts';
import { DocumentFault, describe } from '../fault.ts';
import { flag, inside, or, readCount, required, size, type Placed } from '../field.ts';
import { defineKind, type Layer } from '../kind.ts';
import {
  dilationField,
  kernelField,
  paddingField,
  positionsAlong,
  roundingField,
  spread,
  strideField,
  windowAttributes,
  type WindowValues,
} from './window.ts';

const domain = 'layerledger';

/** What a convolution says that ONNX's cannot: which maps its filters read, and whether every unit has a bias. */
export interface Unshared {
  readonly filters: Size;
  /** For each filter the feature maps that it reads, from 0; all of them where absent. */
  readonly table: Placed<unknown> | undefined;
  readonly bias: boolean;
  readonly 'bias per unit': boolean;
}

/** A convolution with a table of which maps feed which, or with a bias for every unit. */
export function tableConvolution(
  layer: Layer,
  { filters, table, ...unshared }: Unshared,
  window: WindowValues,
): string {
  const lists = table && readTable(layer, table, filters);
  const pairs = lists ? lists.flat().length : multiply(layer.axis(1), filters);
  const inputs = [
    layer.input,
    layer.learned('weight', [pairs, ...spread(layer, window.kernel, 'kernel')]),
    ...biasOf(layer, { filters, ...unshared }, window),
  ];
  const told = lists && { maps: lists.flat(), fan_in: lists.map((list) => list.length) };
  return layer.step('TableConv', inputs, { ...windowAttributes(layer, window), ...told }, { domain });
}

export const localConvolution = defineKind({
  key: 'local conv',
  also: ['locally connected'],
  stem: 'local',
  doc: 'Locally connected: as a convolution, but every position of the window has filters of its own, and every unit a bias.',
  main: 'filters',
  fields: {
    filters: required(size('How many feature maps it gives.')),
    kernel: required(kernelField),
    stride: or(1, strideField),
    dilation: dilationField,
    padding: paddingField,
    rounding: roundingField,
    bias: or(true, flag('Whether each unit has a bias: true unless given.')),
  },
  build(layer, { filters, bias, ...window }) {
    const positions = positionsAlong(layer, window);
    const kernel = spread(layer, window.kernel, 'kernel');
    const weight = layer.learned('weight', [filters, layer.axis(1), ...kernel, ...positions]);
    const biases = biasOf(layer, { filters, bias, 'bias per unit': true }, window);
    return layer.step('LocalConv', [layer.input, weight, ...biases], windowAttributes(layer, window), { domain });
  },
});

/** LeCun 1998, section II.B, layers S2 and S4. */
export const subsample = defineKind({
  key: 'subsample',
  stem: 'subsample',
  doc: 'Trainable subsampling: the sum over each window, times a learned coefficient of its map, plus a bias of its map.',
  main: 'kernel',
  fields: {
    kernel: required(kernelField),
    stride: {
      ...strideField,
      doc: 'Step of the window; the window’s size unless given, so that windows lie side by side.',
    },
    padding: paddingField,
    rounding: roundingField,
    bias: or(true, flag('Whether each map has a bias: true unless given.')),
  },
  build(layer, { bias, stride, ...rest }) {
    const maps = layer.axis(1);
    const inputs = [layer.input, layer.learned('weight', [maps]), ...(bias ? [layer.learned('bias', [maps])] : [])];
    return layer.step('Subsample', inputs, windowAttributes(layer, { ...rest, stride: stride ?? rest.kernel }), {
      domain,
    });
  },
});

/** LeCun 1998, section II.C: the output layer of LeNet-5, whose centres are drawn by hand. */
export const radialBasis = defineKind({
  key: 'radial basis',
  stem: 'rbf',
  doc: 'Units that measure how far their input is from a centre each.',
  main: 'units',
  fields: {
    units: required(size('How many units it has.')),
    learned: or(false, flag('Whether the centres are learned: false unless given, so that they are no weights.')),
  },
  build(layer, { units, learned }) {
    const shape: Shape = [units, layer.axis(1)];
    const centres = learned ? layer.learned('centres', shape) : layer.tensor('centres', { type: 'int8', shape });
    return layer.step('RadialBasis', [layer.input, centres], {}, { domain });
  },
});

function biasOf(
  layer: Layer,
  { filters, bias, 'bias per unit': isPerUnit }: Omit<Unshared, 'table'>,
  window: WindowValues,
): readonly string[] {
  if (!bias) return [];
  return [layer.learned('bias', isPerUnit ? [filters, ...positionsAlong(layer, window)] : [filters])];
}

function readTable(layer: Layer, { value, path }: Placed<unknown>, filters: Size): readonly (readonly number[])[] {
  const channels = layer.axis(1);
  const most = (isWhole(channels) ? Number(channels) : Number.MAX_SAFE_INTEGER) - 1;
  const site = { ...layer.site, path };
  if (!Array.isArray(value)) throw new DocumentFault(`expected a list for each filter, got ${describe(value)}`, path);
  if (value.length !== filters)
    throw layer.fault(`the table has ${value.length} lists for its ${formatSize(filters)} filters`, 'table');
  return value.map((list: unknown, i) => {
    const at = inside(site, i);
    if (!Array.isArray(list) || list.length === 0)
      throw new DocumentFault(`expected a list of feature maps, from 0, got ${describe(list)}`, at.path);
    const maps = list.map((map: unknown, j) => readCount(map, inside(at, j), 0, most));
    if (new Set(maps).size === maps.length) return maps;
    throw new DocumentFault('a feature map stands in a list twice', at.path);
  });
}
