/** The oracle: the original with all weights set to 0 by which removed channels are read gives what the cut network gives. */
import { bytesOf, numbersOf, readWeights, type Weights } from '../../src/formats/index.ts';
import { readersOf } from '../../src/reduce/apply/index.ts';
import type { Followed } from '../../src/reduce/axes/follow.ts';

export function maskedWeights(
  { inference, atoms, ...followed }: Followed,
  removed: ReadonlySet<number>,
  weights: Weights,
): Weights {
  const readers = new Map(readersOf({ inference, atoms, ...followed }).map((reader) => [reader.tensor, reader]));
  return {
    async *chunks(name, tensor) {
      const reader = readers.get(name);
      if (!reader) {
        yield* weights.chunks(name, tensor);
        return;
      }
      const numbers = numbersOf(await readWeights(weights, name, tensor), tensor.type);
      const shape = tensor.shape.map(Number);
      const stride = (axis: number): number => shape.slice(axis + 1).reduce((product, size) => product * size, 1);
      const [byFilter, byChannel] = [stride(reader.filters), stride(reader.channels)];
      const [filters, channels] = [shape[reader.filters]!, shape[reader.channels]!];
      for (let i = 0; i < numbers.length; i++) {
        const group = Math.floor((Math.floor(i / byFilter) % filters) / (filters / reader.groups));
        const channel = group * channels + (Math.floor(i / byChannel) % channels);
        if (removed.has(atoms.rootOf(reader.strip[channel]!))) numbers[i] = 0;
      }
      yield bytesOf(numbers, tensor.type);
    },
  };
}
