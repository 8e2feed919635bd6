/** A larger stride of a convolution: fewer positions, of it and of everything behind it. */
import { ints } from '../../core/attributes.ts';
import { bindSizes } from '../../core/bindings.ts';
import { infer } from '../../core/infer.ts';
import { UsageError } from '../../core/errors.ts';
import { elementCount } from '../../core/shape.ts';
import { edited, wholes, withAttributes } from './edit.ts';
import { layerAnd, wholeOf } from './layerAnd.ts';
import { convolutionOf, shapeOf } from './site.ts';
import type { Change, Ground, Variant, VariantKind } from './variant.ts';

export const stride: VariantKind<'stride'> = {
  doc: 'A larger stride of a convolution: it looks at fewer places, and so does everything behind it.',
  usage: 'stride=LAYER:STRIDE',
  parse: (text) => {
    const [layer, number] = layerAnd(text, 'stride');
    return { kind: 'stride', layer, stride: wholeOf(number, `stride=${text}`, 2) };
  },
  format: ({ layer, stride: step }) => `${layer}:${step}`,
  change,
};

/**
 * The share that is kept is that of the positions of this layer, as a width's is that of its channels: what layers behind it save
 * by it is the budgets' business.
 */
function change(ground: Ground, { layer, stride: step }: Variant<'stride'>): Change {
  const { node, shape } = convolutionOf(ground, layer);
  const spatial = shape.length - 2;
  const now = ints(node, 'strides') ?? Array.from({ length: spatial }, () => 1);
  if (now.some((each) => each >= step)) throw new UsageError(`${layer} has a stride of ${now.join(' x ')}; a larger one is expected, not ${step}`); // prettier-ignore
  const strides = wholes(Array.from({ length: spatial }, () => step));
  const network = edited(ground.network, { nodes: new Map([[node.name, [withAttributes(node, { strides })]]]) });
  const output = node.outputs[0]!;
  const before = shapeOf(ground, output).slice(2);
  const inference = infer(network, bindSizes(network, ground.count));
  const after = shapeOf({ ledger: { inference } }, output).slice(2);
  return {
    network,
    share: elementCount(after) / elementCount(before),
    says: `${layer}: ${after.join(' x ')} positions instead of ${before.join(' x ')}, at a stride of ${step}`,
  };
}
