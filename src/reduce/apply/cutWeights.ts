/** The elements of a network whose tensors were cut: the bytes of each are sliced when they are asked for. */
import { bitsOf, type Network, type Tensor } from '../../core/network.ts';
import { readWeights, sliceAxes, type Weights } from '../../formats/index.ts';
import type { Shrunk } from './shrink.ts';

/**
 * The weights of a shrunk network from those of the original. Throws, when they are asked for, where the original's do, and a
 * UsageError for a type with several elements in a byte.
 */
export function cutWeights(original: Network, { cuts }: Pick<Shrunk, 'cuts'>, weights: Weights): Weights {
  const tensors = tensorsOf(original);
  return {
    async *chunks(name, tensor) {
      const [before, cut] = [tensors.get(name), cuts.get(name)];
      if (!before || !cut) yield* weights.chunks(name, before ?? tensor);
      else yield sliceAxes(await readWeights(weights, name, before), before.shape.map(Number), bitsOf[before.type] / 8, cut); // prettier-ignore
    },
  };
}

/** Every tensor of the main graph by the value that it gives: initializers, and what Constant nodes hold. */
export function tensorsOf({ graph }: Network): ReadonlyMap<string, Tensor> {
  const constants = graph.nodes.flatMap(({ operator, domain, outputs, attributes }): (readonly [string, Tensor])[] => {
    const value = operator === 'Constant' && domain === '' ? attributes.get('value') : undefined;
    return value?.kind === 'tensor' ? [[outputs[0]!, value.value]] : [];
  });
  return new Map([...graph.tensors, ...constants]);
}
