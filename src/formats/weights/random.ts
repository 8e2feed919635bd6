/** Weights for networks that have none: seeded random numbers, of a size that suits what each tensor is used for. */
import { UnsupportedError } from '../../core/errors.ts';
import { bitsOf, type ElementType, isFloating, type Network, type Tensor } from '../../core/network.ts';
import { bytesOfElements } from './encode.ts';
import { type Filling, fillingsOf, otherwise } from './filling.ts';
import { fillNormal, fillUniform, type Generator32, generatorOf } from './generator.ts';
import { bytesOf } from './numbers.ts';
import { CHUNK, countBytes, countElements, type Weights } from './weights.ts';

export interface RandomOptions {
  /** 0 where absent; a tensor's numbers follow from it and the tensor's name alone. */
  readonly seed?: number | undefined;
}

/**
 * Seeded random weights: normal with variance 2 / inputs of a unit for weights, normal of deviation 0.02 for embeddings, about 0 for
 * biases, about 1 for scales and variances, about 0 for shifts and means. Whole numbers of at most 8 bits are uniform, wider ones 0,
 * since they are places and sizes. Tensors that have `values` keep them; one that is the same as another gets the same.
 * Chunks throw an UnsupportedError for strings and open sizes.
 */
export function randomWeights(network: Network, { seed = 0 }: RandomOptions = {}): Weights {
  let fillings: ReadonlyMap<string, Filling> | undefined;
  return {
    *chunks(name, tensor) {
      if (tensor.values) {
        yield bytesOfElements(tensor.type, tensor.values);
        return;
      }
      fillings ??= fillingsOf(network);
      const known = tensor.sameAs ?? name;
      yield* filled(name, tensor, fillings.get(known) ?? otherwise, generatorOf(known, seed));
    },
  };
}

function* filled(
  name: string,
  tensor: Tensor,
  filling: Filling,
  next: Generator32,
): Generator<Uint8Array<ArrayBuffer>, void, void> {
  if (tensor.stored !== undefined) throw new UnsupportedError(`tensor "${name}" is sparse; it gets no random weights`);
  const { type } = tensor;
  const bits = bitsOf32(type, filling, next);
  if (bits) {
    yield* bytesFrom(bits, countBytes(name, tensor));
    return;
  }
  const parts = type.startsWith('complex') ? 2 : 1;
  const count = countElements(name, tensor) * parts;
  for (let done = 0; done < count; done += LENGTH) {
    const length = Math.min(LENGTH, count - done);
    const numbers = type === 'float64' || type === 'complex128' ? new Float64Array(length) : new Float32Array(length);
    fill(numbers, filling, next);
    yield isItself.test(type) ? new Uint8Array(numbers.buffer) : bytesOf(numbers, type);
  }
}

/** Numbers of a chunk. */
const LENGTH = CHUNK / 4;

/** Types whose numbers, or the two parts of them, are those of the arrays that are filled. */
const isItself = /^(float32|float64|complex)/;

function fill(numbers: Float32Array | Float64Array, filling: Filling, next: Generator32): void {
  if (filling.kind === 'normal') fillNormal(numbers, next, filling.deviation);
  else fillUniform(numbers, next, filling.low, filling.high);
}

/** For types that are filled bit by bit, 32 bits after another. */
function bitsOf32(type: ElementType, filling: Filling, next: Generator32): Generator32 | undefined {
  // A type of powers of two alone, for scales: 2^-10 is about what other scales of quantised numbers get.
  if (type === 'float8e8m0') return () => 0x75757575;
  if (isFloating(type) && bitsOf[type] >= 8) return undefined;
  const isQuantised = bitsOf[type] <= 8 && type !== 'bool' && filling.kind === 'normal';
  return isQuantised ? next : () => 0;
}

function* bytesFrom(bits: Generator32, length: number): Generator<Uint8Array<ArrayBuffer>, void, void> {
  for (let done = 0; done < length; done += CHUNK) {
    const size = Math.min(CHUNK, length - done);
    const words = new Uint32Array(Math.ceil(size / 4));
    for (let i = 0; i < words.length; i++) words[i] = bits();
    yield new Uint8Array(words.buffer, 0, size);
  }
}
