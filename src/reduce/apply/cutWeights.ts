/** The elements of a network whose tensors were cut: the bytes of each are sliced when they are asked for. */
import { bitsOf, type Network, type Tensor } from '../../core/network.ts';
import { readWeights, sliceAxes, type Weights } from '../../formats/index.ts';
import type { Cut, Shrunk } from './shrink.ts';

/** By the tensor's name, elements that stand in place of its own: bytes of the whole tensor before the cut. */
export type Adjusted = ReadonlyMap<string, Uint8Array>;

/**
 * The weights of a shrunk network from those of the original. Throws, when they are asked for, where the original's do, and a
 * UsageError for a type with several elements in a byte.
 */
export function cutWeights(
  original: Network,
  { cuts }: Shrunk,
  weights: Weights,
  adjusted: Adjusted = new Map(),
): Weights {
  const tensors = tensorsOf(original);
  return {
    async *chunks(name, tensor) {
      const before = tensors.get(name);
      const [cut, given] = [cuts.get(name), adjusted.get(name)];
      if (!before || (cut === undefined && given === undefined)) yield* weights.chunks(name, before ?? tensor);
      else {
        const bytes = given ?? (await readWeights(weights, name, before));
        yield cut === undefined ? bytes : sliced(bytes, before, cut);
      }
    },
  };
}

function sliced(bytes: Uint8Array, { type, shape }: Tensor, cut: Cut): Uint8Array {
  return sliceAxes(bytes, shape.map(Number), bitsOf[type] / 8, cut);
}

/** Every tensor of the main graph by the value that it gives: initializers, and what Constant nodes hold. */
export function tensorsOf({ graph }: Network): ReadonlyMap<string, Tensor> {
  const constants = graph.nodes.flatMap(({ operator, domain, outputs, attributes }): (readonly [string, Tensor])[] => {
    const value = operator === 'Constant' && domain === '' ? attributes.get('value') : undefined;
    return value?.kind === 'tensor' ? [[outputs[0]!, value.value]] : [];
  });
  return new Map([...graph.tensors, ...constants]);
}
