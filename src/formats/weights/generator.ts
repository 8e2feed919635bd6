/**
 * Seeded random numbers: a stream of its own for each name, so that what a tensor gets does not depend on the others.
 * sfc32 by Chris Doty-Humphrey (PractRand), seeded through splitmix32.
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

/**
 * Fills an array with draws from the normal distribution about 0: Marsaglia and Tsang's ziggurat (2000), which takes one
 * random number and two look-ups for 97 of 100 draws, a third of the time of Box and Muller's logarithms.
 */
export function fillNormal(into: Float32Array | Float64Array, next: Generator32, deviation: number): void {
  const { edges, widths } = ziggurat;
  for (let i = 0; i < into.length; i++) {
    const draw = next() | 0;
    const layer = draw & 127;
    const value = Math.abs(draw) < edges[layer]! ? draw * widths[layer]! : outside(draw, next);
    into[i] = deviation * value;
  }
}

/** Where the tail begins, and the area of each of the 128 layers. */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** For each layer the draws that are surely under the curve, what one step of a draw is worth, and the curve's height. */
const ziggurat = layers();

function layers(): { edges: Float64Array; widths: Float64Array; heights: Float64Array } {
  const [edges, widths, heights] = [new Float64Array(128), new Float64Array(128), new Float64Array(128)];
  const height = (x: number): number => Math.exp(-0.5 * x * x);
  const base = AREA / height(TAIL);
  edges[0] = (TAIL / base) * 2 ** 31;
  widths[0] = base / 2 ** 31;
  heights[0] = 1;
  widths[127] = TAIL / 2 ** 31;
  heights[127] = height(TAIL);
  for (let layer = 126, x = TAIL; layer >= 1; layer--) {
    const inner = Math.sqrt(-2 * Math.log(AREA / x + height(x)));
    edges[layer + 1] = (inner / x) * 2 ** 31;
    widths[layer] = inner / 2 ** 31;
    heights[layer] = height(inner);
    x = inner;
  }
  return { edges, widths, heights };
}

/** A draw that is not surely under the curve: in the tail, or beside the curve, where another one is made. */
function outside(first: number, next: Generator32): number {
  const { edges, widths, heights } = ziggurat;
  for (let draw = first; ; draw = next() | 0) {
    const layer = draw & 127;
    const value = draw * widths[layer]!;
    if (Math.abs(draw) < edges[layer]!) return value;
    if (layer === 0) return Math.sign(draw) * tail(next);
    const height = heights[layer]! + uniform(next) * (heights[layer - 1]! - heights[layer]!);
    if (height < Math.exp(-0.5 * value * value)) return value;
  }
}

function tail(next: Generator32): number {
  for (;;) {
    const beyond = -Math.log(uniform(next)) / TAIL;
    if (-2 * Math.log(uniform(next)) > beyond * beyond) return TAIL + beyond;
  }
}

/** From above 0, whose logarithm there is not, to 1. */
function uniform(next: Generator32): number {
  return (next() + 1) / 2 ** 32;
}

/** Fills an array with draws from `low` to `high`. */
export function fillUniform(into: Float32Array | Float64Array, next: Generator32, low: number, high: number): void {
  for (let i = 0; i < into.length; i++) into[i] = low + ((high - low) * next()) / 2 ** 32;
}
