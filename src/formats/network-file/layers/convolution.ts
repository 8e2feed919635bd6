/** Convolutions. */
import { divideExactly, floorDivide, formatSize, isWhole, multiply, type Size } from '../../../core/size.ts';
import { choice, count, flag, or, part, required, size, sizes } from '../field.ts';
import { readSize, withWords, type Placed } from '../field.ts';
import { defineKind, type Layer } from '../kind.ts';
import { tableConvolution } from './layerledger.ts';
import {
  dilationField,
  kernelField,
  paddingField,
  roundingField,
  spread,
  strideField,
  windowAttributes,
} from './window.ts';

export const biasField = or(true, flag('Whether each output has a bias: true unless given.'));

const groupsField = part(
  'Disjoint groups of channels, each with filters of its own: a number, depthwise (one for each channel) or towers.',
  'groups',
);
const window = {
  kernel: required(kernelField),
  stride: or(1, strideField),
  dilation: dilationField,
  padding: paddingField,
  rounding: roundingField,
};

export const convolution = defineKind({
  key: 'conv',
  also: ['convolution'],
  stem: 'conv',
  doc: 'Convolution: a bank of filters slides over the input.',
  main: 'filters',
  fields: {
    filters: required(size('How many filters, and so feature maps, it has.')),
    ...window,
    groups: groupsField,
    reads: choice(
      'Over towers: own tower (each tower’s filters read its own feature maps) or all towers (the default); on one tower they are the same.',
      ['own tower', 'all towers'],
    ),
    bias: biasField,
    table: part(
      'For each filter the list of the feature maps that it reads, from 0 (LeNet-5); every filter reads all of them unless given.',
      'table',
    ),
    'bias per unit': or(
      false,
      flag('Whether every unit has a bias of its own: false unless given, one for each filter.'),
    ),
  },
  build(layer, { filters, groups, reads, bias, table, 'bias per unit': isPerUnit, ...window }) {
    if (table || isPerUnit) {
      if (groups || reads)
        throw layer.fault('a convolution with a table or a bias per unit has no groups', groups ? 'groups' : 'reads');
      return tableConvolution(layer, { filters, table, bias, 'bias per unit': isPerUnit }, window);
    }
    const channels = layer.axis(1);
    const groupCount = reads === 'own tower' ? towersOf(layer, 'reads') : groupsOf(layer, groups, channels);
    if (reads === 'own tower' && groups)
      throw layer.fault('groups and reads: own tower say the same twice; one is expected', 'groups');
    divide(layer, 'filters', filters, groupCount);
    const weight = layer.learned('weight', [
      filters,
      divide(layer, 'input channels', channels, groupCount),
      ...spread(layer, window.kernel, 'kernel'),
    ]);
    const inputs = [layer.input, weight, ...(bias ? [layer.learned('bias', [filters])] : [])];
    const group = isWhole(groupCount) && groupCount !== 1 ? groupCount : undefined;
    return layer.step('Conv', inputs, { ...windowAttributes(layer, window), group });
  },
});

export const depthwise = defineKind({
  key: 'depthwise conv',
  stem: 'conv',
  doc: 'Depthwise convolution: each channel has filters of its own.',
  main: 'kernel',
  fields: { ...window, multiplier: or(1, count('Filters for each channel: 1 unless given.')), bias: biasField },
  build(layer, { multiplier, bias, ...window }) {
    const channels = layer.axis(1);
    if (!isWhole(channels))
      throw layer.fault(`a depthwise convolution needs a known number of channels, and reads ${formatSize(channels)}`);
    const filters = multiply(channels, multiplier);
    const weight = layer.learned('weight', [filters, 1, ...spread(layer, window.kernel, 'kernel')]);
    const inputs = [layer.input, weight, ...(bias ? [layer.learned('bias', [filters])] : [])];
    return layer.step('Conv', inputs, { ...windowAttributes(layer, window), group: channels });
  },
});

export const transposed = defineKind({
  key: 'transposed conv',
  also: ['deconvolution'],
  stem: 'conv',
  doc: 'Transposed convolution: every input position spreads one window over the output.',
  main: 'filters',
  fields: {
    filters: required(size('How many feature maps it gives.')),
    kernel: required(kernelField),
    stride: or(1, strideField),
    dilation: dilationField,
    padding: paddingField,
    'output padding': sizes('Rows and columns added at the end of the output.'),
    groups: groupsField,
    bias: biasField,
  },
  build(layer, { filters, groups, bias, 'output padding': extra, ...window }) {
    const channels = layer.axis(1);
    const groupCount = groupsOf(layer, groups, channels);
    divide(layer, 'input channels', channels, groupCount);
    const weight = layer.learned('weight', [
      channels,
      divide(layer, 'filters', filters, groupCount),
      ...spread(layer, window.kernel, 'kernel'),
    ]);
    const inputs = [layer.input, weight, ...(bias ? [layer.learned('bias', [filters])] : [])];
    return layer.step('ConvTranspose', inputs, {
      ...windowAttributes(layer, window),
      output_padding: extra === undefined ? undefined : spread(layer, extra, 'output padding'),
      group: groupCount === 1 || !isWhole(groupCount) ? undefined : groupCount,
    });
  },
});

function groupsOf(layer: Layer, groups: Placed<unknown> | undefined, channels: Size): Size {
  if (groups === undefined) return 1;
  if (groups.value === 'depthwise') return channels;
  if (groups.value === 'towers') return towersOf(layer, 'groups');
  return readSize(groups.value, withWords({ ...layer.site, path: groups.path }, ['depthwise', 'towers']));
}

function towersOf(layer: Layer, field: string): number {
  if (layer.towers !== undefined) return layer.towers;
  throw layer.fault('the network is not laid over towers; "towers: 2" at the top of the file says that it is', field);
}

/** An open size is taken to divide. */
function divide(layer: Layer, what: string, whole: Size, groups: Size): Size {
  const each = divideExactly(whole, groups);
  if (each !== undefined) return each;
  if (!isWhole(whole) || !isWhole(groups)) return floorDivide(whole, groups);
  throw layer.fault(`${formatSize(groups)} groups do not divide ${formatSize(whole)} ${what}`);
}
