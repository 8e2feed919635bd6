/** A depthwise-separable convolution: k x k on each channel by itself, then 1 x 1 over all channels (Howard et al. 2017). */
import { UnsupportedError } from '../../core/errors.ts';
import { elementCount } from '../../core/shape.ts';
import { edited, freeName, part, whole, wholes, withAttributes } from './edit.ts';
import { layerAnd } from './layerAnd.ts';
import { convolutionOf } from './site.ts';
import type { Change, Ground, Variant, VariantKind } from './variant.ts';

export const separable: VariantKind<'separable'> = {
  doc: 'A convolution as one for each channel and a 1 x 1 over the channels: space and channels are no longer weighed together, and its weights must be trained.',
  usage: 'separable=LAYER',
  parse: (text) => {
    const [layer, number] = layerAnd(text, 'separable');
    return { kind: 'separable', layer: number === undefined ? layer : text };
  },
  format: ({ layer }) => layer,
  change,
};

/** The share that is kept is that of the layer's weights: (k²C + CN) / (k²CN), 1 / N + 1 / k². */
function change(ground: Ground, { layer }: Variant<'separable'>): Change {
  const site = convolutionOf(ground, layer);
  const { node, shape, tensor, weight } = site;
  const [filters = 0, channels = 0, ...kernel] = shape;
  const taps = elementCount(kernel);
  if (site.groups > 1) throw new UnsupportedError(`${layer} is a convolution in ${site.groups} groups; an ungrouped one is expected`); // prettier-ignore
  if (taps === 1) throw new UnsupportedError(`${layer} has a kernel of 1: there is no space to separate`);
  const ones = kernel.map(() => 1);
  const own = { path: site.layer.path, ...(node.layer !== undefined && { layer: node.layer }) };
  const between = freeName(ground.network, `${node.name}.depthwise_out`);
  const names = ['depthwise', 'pointwise'].map((word) => freeName(ground.network, `${node.name}.${word}.weight`));
  const depthwise = {
    ...withAttributes(node, { group: whole(channels) }),
    ...part(own, 'depthwise'),
    name: `${node.name}.depthwise`,
    inputs: [node.inputs[0]!, names[0]!],
    outputs: [between],
  };
  const pointwise = {
    ...withAttributes({ ...node, attributes: new Map() }, { kernel_shape: wholes(ones) }),
    ...part(own, 'pointwise'),
    name: `${node.name}.pointwise`,
    inputs: [between, names[1]!, ...node.inputs.slice(2)],
  };
  return {
    network: edited(ground.network, {
      nodes: new Map([[node.name, [depthwise, pointwise]]]),
      tensors: new Map([
        [names[0]!, { type: tensor.type, shape: [channels, 1, ...kernel] }],
        [names[1]!, { type: tensor.type, shape: [filters, channels, ...ones] }],
      ]),
      without: [weight],
    }),
    share: (taps * channels + channels * filters) / (taps * channels * filters),
    says: `${layer}: ${kernel.join(' x ')} on each of ${channels} channels, then 1 x 1 into ${filters}`,
    renamed: new Map([[layer, `${layer}.pointwise`]]),
    untrained: `${layer} as a separable convolution has other weights`,
  };
}
