/** A convolution in groups: each filter reads one of G parts of the channels. */
import { UsageError } from '../../core/errors.ts';
import { bitsOf } from '../../core/network.ts';
import { elementCount } from '../../core/shape.ts';
import { bytesOf } from '../../formats/index.ts';
import { edited, whole, withAttributes } from './edit.ts';
import { layerAnd, wholeOf } from './layerAnd.ts';
import { convolutionOf, type Site } from './site.ts';
import type { Change, Ground, Made, Variant, VariantKind } from './variant.ts';

export const groups: VariantKind<'groups'> = {
  doc: 'A convolution in groups: each filter reads one part of the channels, and what the parts could tell each other is lost.',
  usage: 'groups=LAYER:GROUPS',
  parse: (text) => {
    const [layer, number] = layerAnd(text, 'groups');
    return { kind: 'groups', layer, groups: wholeOf(number, `groups=${text}`, 2) };
  },
  format: ({ layer, groups: count }) => `${layer}:${count}`,
  change,
};

/** The share that is kept is that of the layer's weights: 1 / G of an ungrouped convolution. */
function change(ground: Ground, { layer, groups: count }: Variant<'groups'>): Change {
  const site = convolutionOf(ground, layer);
  const { node, shape, tensor, weight } = site;
  const [filters, channels] = [shape[0]!, shape[1]! * site.groups];
  for (const [what, size] of [
    ['channels', channels],
    ['filters', filters],
  ] as const)
    // prettier-ignore
    if (size % count !== 0) throw new UsageError(`${layer}: ${count} groups do not divide ${size} ${what}`);
  if (count <= site.groups || count % site.groups !== 0)
    throw new UsageError(`${layer} has ${site.groups} groups; a larger multiple of them is expected, not ${count}`);
  const after = shape.with(1, channels / count);
  const { storage: _, values: __, ...rest } = tensor;
  return {
    network: edited(ground.network, {
      nodes: new Map([[node.name, [withAttributes(node, { group: whole(count) })]]]),
      tensors: new Map([[weight, { ...rest, shape: after }]]),
    }),
    share: site.groups / count,
    says: `${layer}: each filter reads ${channels / count} of ${channels} channels, in ${count} groups`,
    made: [blocksOf(site, count)],
  };
}

/** The blocks on the diagonal: of each filter's weights those for the channels of its group. */
function blocksOf({ shape, weight, tensor, groups: before }: Site & { readonly groups: number }, count: number): Made {
  const [filters = 0, perGroup = 0] = shape;
  const kernel = elementCount(shape.slice(2));
  const kept = (perGroup * before) / count;
  return {
    tensors: [weight],
    bytes: async ({ numbersOf }) => {
      const numbers = await numbersOf(weight);
      const blocks = bitsOf[tensor.type] > 32 ? new Float64Array(filters * kept * kernel) : new Float32Array(filters * kept * kernel); // prettier-ignore
      for (let filter = 0; filter < filters; filter++) {
        const group = Math.floor(filter / (filters / count));
        const first = (group * kept) % perGroup;
        const from = (filter * perGroup + first) * kernel;
        blocks.set(numbers.subarray(from, from + kept * kernel), filter * kept * kernel);
      }
      return [bytesOf(blocks, tensor.type)];
    },
  };
}
