/** The elements of a variant: those that it makes anew when they are asked for, and the original's for everything else. */
import { UnsupportedError } from '../../core/errors.ts';
import { bitsOf, isFloating, type Network } from '../../core/network.ts';
import { numbersOf, readWeights, type Weights } from '../../formats/index.ts';
import { tensorsOf } from '../apply/cutWeights.ts';
import { multiply as plainMultiply } from './matrix/matrix.ts';
import type { Made, MadeOf, WeightOptions } from './variant.ts';

/** What is made together is made once and kept until the last of it was asked for. */
export function madeWeights(
  network: Network,
  made: readonly Made[],
  original: Weights,
  options: WeightOptions = {},
): Weights {
  const tensors = tensorsOf(network);
  const makers = new Map(made.flatMap((each) => each.tensors.map((name) => [name, each] as const)));
  const begun = new Map<Made, { readonly all: Promise<readonly Uint8Array[]>; readonly left: Set<string> }>();
  const { multiply = plainMultiply, seed = 0, cuts = new Map(), onFactors = () => {} } = options;
  const source: MadeOf = { multiply, seed, cuts, onFactors, numbersOf: floatsOf };
  return {
    async *chunks(name, tensor) {
      const maker = makers.get(name);
      if (maker) yield await madeBytes(maker, name);
      else yield* original.chunks(name, tensors.get(name) ?? tensor);
    },
  };

  async function madeBytes(maker: Made, name: string): Promise<Uint8Array> {
    const work = begun.get(maker) ?? { all: maker.bytes(source), left: new Set(maker.tensors) };
    begun.set(maker, work);
    const all = await work.all;
    work.left.delete(name);
    if (work.left.size === 0) begun.delete(maker);
    return all[maker.tensors.indexOf(name)]!;
  }

  async function floatsOf(name: string): Promise<Float32Array | Float64Array> {
    const tensor = tensors.get(name)!;
    if (!isFloating(tensor.type) || bitsOf[tensor.type] < 16)
      throw new UnsupportedError(`tensor "${name}" is of type ${tensor.type}; other weights are made of floats of 16 bits or more`); // prettier-ignore
    const numbers = numbersOf(await readWeights(original, name, tensor), tensor.type);
    if (numbers instanceof Float32Array || numbers instanceof Float64Array) return numbers;
    throw new UnsupportedError(`tensor "${name}" is of type ${tensor.type}, which is not computed with`);
  }
}
