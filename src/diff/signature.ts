/** What a layer does, as one text, without its name and what it reads: layers of equal signature do the same. */
import { formatSize, type Size } from '../core/size.ts';
import { formatShape } from '../core/shape.ts';
import type { Shape } from '../core/operator.ts';
import type { Traits } from './traits.ts';

export function signatureOf(traits: Omit<Traits, 'signature'>): string {
  const { operator, kernel, stride, dilation, padding, groups, inputChannels, channels, map, layer } = traits;
  return [
    operator,
    ...[kernel, stride, dilation, map].map(shapeText),
    padding ?? '',
    ...[groups, inputChannels, channels].map(sizeText),
    ...[layer.weights, layer.biases, layer.connections].map(sizeText),
  ].join(';');
}

function shapeText(shape: Shape | undefined): string {
  return shape ? formatShape(shape) : '';
}

function sizeText(size: Size | undefined): string {
  return size === undefined ? '' : formatSize(size);
}
