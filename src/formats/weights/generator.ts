/**
 * Seeded random numbers: a stream of its own for each name, so that what a tensor gets does not depend on the others.
 * sfc32 by Chris Doty-Humphrey (PractRand), seeded through splitmix32; Box and Muller 1958 for the normal distribution.
 */

/** Uniform whole numbers from 0 to 2^32 − 1. */
export type Generator32 = () => number;

export function generatorOf(name: string, seed: number): Generator32 {
  const next = splitmix32(hash(`${seed} ${name}`));
  return sfc32(next(), next(), next(), next());
}

function sfc32(a: number, b: number, c: number, d: number): Generator32 {
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
}

function splitmix32(state: number): Generator32 {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** FNV-1a over the UTF-16 units. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return state >>> 0;
}

/** Fills an array with draws from a normal distribution. */
export function fillNormal(
  into: Float32Array | Float64Array,
  next: Generator32,
  mean: number,
  deviation: number,
): void {
  for (let i = 0; i < into.length; i += 2) {
    // from above 0, whose logarithm there is not, to 1
    const radius = deviation * Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    const angle = (2 * Math.PI * next()) / 2 ** 32;
    into[i] = mean + radius * Math.cos(angle);
    if (i + 1 < into.length) into[i + 1] = mean + radius * Math.sin(angle);
  }
}

/** Fills an array with draws from `low` to `high`. */
export function fillUniform(into: Float32Array | Float64Array, next: Generator32, low: number, high: number): void {
  for (let i = 0; i < into.length; i++) into[i] = low + ((high - low) * next()) / 2 ** 32;
}
