/** Convolution and Deconvolution: base_conv_layer.cpp, conv_layer.cpp, deconv_layer.cpp. */
import { divideExactly, floorDivide, formatSize, isWhole, type Size } from '../../../core/size.ts';
import { any, axisOf, type LayerType, type Shape, type Translation } from '../translation.ts';
import { axesWritten, windowAttributes, windowOf } from './windows.ts';

export const Convolution: LayerType = { bottoms: [1, any], tops: [1, any], translate: (t) => convolve(t, 'Conv') };

/** ONNX's ConvTranspose has Caffe's weights, [channels, filters / groups, kernel …], and its size rule. */
export const Deconvolution: LayerType = {
  bottoms: [1, any],
  tops: [1, any],
  translate: (t) => convolve(t, 'ConvTranspose'),
};

/** Of MobileNet's forks: one group a channel, also where `group` is not written. */
export const DepthwiseConvolution: LayerType = {
  bottoms: [1, any],
  tops: [1, any],
  translate: (t) => convolve(t, 'Conv', true),
};

export const ConvolutionDepthwise: LayerType = { ...DepthwiseConvolution };

/** Every bottom goes through the same weights and gives the top of its number. */
function convolve(t: Translation, operator: 'Conv' | 'ConvTranspose', isDepthwise = false): void {
  const fields = t.section('convolution_param');
  if (t.inputs.length !== t.layer.tops.length) {
    throw t.fault(`expected a top for each of ${t.inputs.length} bottoms, got ${t.layer.tops.length}`);
  }
  const shape = t.shapeOf(t.x);
  const axes = shape ? shape.length - 2 : axesWritten(fields);
  if (axes < 0) throw t.fault(`expected an input with channels, got ${shape!.length} axes`);
  const axis = axisOf(t, fields, axes + 2, 1);
  const filters = fields.whole('num_output', 1);
  if (filters === undefined) throw t.fault('expected num_output in convolution_param, got none', fields);
  const hasBias = fields.flag('bias_term') ?? true;
  const window = windowOf(t, fields, axes - (axis - 1));
  if (window.kernel.length === 0 && axes > 0)
    throw t.fault('expected kernel_size in convolution_param, got none', fields);
  const channels = shape?.[axis] ?? t.open('channels');
  const group = fields.whole('group', 1) ?? (isDepthwise && typeof channels === 'number' ? channels : 1);
  checkGroups(t, { group, channels, filters });
  const inner = operator === 'Conv' ? [filters, divided(channels, group)] : [channels, filters / group];
  const parameters = [t.blob(0, 'weight', [...inner, ...window.kernel])];
  if (hasBias) parameters.push(t.blob(1, 'bias', [filters]));
  if (axis !== 1) return t.giveUnknown(parameters);
  for (const [top, input] of t.inputs.entries()) {
    const open: Shape = [t.open('batch'), filters, ...window.kernel.map((_, i) => t.open(`positions_${i}`))];
    t.give(operator, [input, ...parameters], { ...windowAttributes(window), group }, { tops: [top], shape: open });
  }
}

function checkGroups(
  t: Translation,
  { group, channels, filters }: { group: number; channels: Size; filters: number },
): void {
  const fields = t.section('convolution_param');
  const plural = `${group} groups do not divide`;
  if (filters % group !== 0) throw t.fault(`${plural} ${filters} filters`, fields, 'group');
  if (isWhole(channels) && divideExactly(channels, group) === undefined) {
    throw t.fault(`${plural} ${formatSize(channels)} input channels`, fields, 'group');
  }
}

function divided(channels: Size, group: number): Size {
  return divideExactly(channels, group) ?? floorDivide(channels, group);
}
