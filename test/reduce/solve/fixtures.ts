/** Budget problems of real networks, built by hand from their shapes, for tests and benches. */
import type { Length, Problem, Term, Variable } from '../../../src/reduce/solve/problem.ts';

/** A variable before it has prices: an original width, and the values that it may have. */
export interface Width {
  readonly name: string;
  readonly values: readonly number[];
  /** How many layers produce it. */
  readonly producers?: number;
}

export type Price = (original: number, value: number, weight: number) => number;

export const log: Price = (original, value, weight) => weight * Math.log(original / value);
export const square: Price = (original, value, weight) => weight * (1 - value / original) ** 2;
export const linear: Price = (original, value, weight) => weight * (1 - value / original);

/** A network's widths and terms: weights and connections a cell. */
export interface Shape {
  readonly widths: readonly Width[];
  readonly terms: readonly Term[];
}

/** Half of every total may be used, rounded down. */
export function halved(shape: Shape, price: Price, { share = 0.5, areProducersCounted = false } = {}): Problem {
  const totals = totalsOf(shape);
  return {
    resources: ['weights', 'connections'],
    budgets: totals.map((total) => Math.floor(total * share)),
    variables: shape.widths.map((width) => priced(width, price, areProducersCounted ? (width.producers ?? 1) : 1)),
    terms: shape.terms,
  };
}

export function priced({ name, values }: Width, price: Price, weight = 1): Variable {
  return { name, values, prices: values.map((value) => price(values.at(-1)!, value, weight)) };
}

export function totalsOf({ widths, terms }: Shape): readonly number[] {
  const original = (length: Length): number =>
    length.parts.reduce((sum, { variable, times }) => sum + times * widths[variable]!.values.at(-1)!, length.constant);
  return [0, 1].map((r) =>
    terms.reduce(
      (sum, { perCell, lengths }) => sum + lengths.reduce((cells, length) => cells * original(length), perCell[r]!),
      0,
    ),
  );
}

/** Multiples of the step from the least to the original. */
export function multiples(name: string, original: number, step: number, least = step, producers = 1): Width {
  const from = Math.ceil(least / step) * step;
  return {
    name,
    values: Array.from({ length: Math.floor((original - from) / step) + 1 }, (_, i) => from + i * step),
    producers,
  };
}

export function of(variable: number, times = 1): Length {
  return { constant: 0, parts: [{ variable, times }] };
}

/** A layer of so many weights a cell, applied at so many positions. */
export function layer(weights: number, positions: number, ...lengths: readonly Length[]): Term {
  return { perCell: [weights, weights * positions], lengths };
}

/**
 * AlexNet in two towers. The widths of conv1, conv3 and conv4 are those of one tower, so that every coefficient is whole.
 */
export function alexnet(filters: number, fullyConnected: number): Shape {
  const widths = [
    multiples('conv1', 48, filters / 2),
    multiples('conv2', 256, filters),
    multiples('conv3', 192, filters / 2),
    multiples('conv4', 192, filters / 2),
    multiples('conv5', 256, filters),
    multiples('fc1', 4096, fullyConnected),
    multiples('fc2', 4096, fullyConnected),
  ];
  const terms = [
    layer(11 * 11 * 3, 55 * 55, of(0, 2)),
    layer(5 * 5, 27 * 27, of(0), of(1)),
    layer(3 * 3, 13 * 13, of(1), of(2, 2)),
    layer(3 * 3, 13 * 13, of(2), of(3, 2)),
    layer(3 * 3, 13 * 13, of(3), of(4)),
    layer(6 * 6, 1, of(4), of(5)),
    layer(1, 1, of(5), of(6)),
    layer(1000, 1, of(6)),
  ];
  return { widths, terms };
}

/** What a ResNet-50 stage is: inner width, width of the stream, blocks, positions before and after its first stride. */
const stages = [
  [64, 256, 3, 56 * 56, 56 * 56],
  [128, 512, 4, 56 * 56, 28 * 28],
  [256, 1024, 6, 28 * 28, 14 * 14],
  [512, 2048, 3, 14 * 14, 7 * 7],
] as const;

/**
 * ResNet-50 as torchvision builds it, the stride on the 3×3. Tied, the blocks of a stage but the first share their two inner
 * widths (21 widths); untied, every block has its own (37).
 */
export function resnet50({ isTied, step = 8 }: { readonly isTied: boolean; readonly step?: number }): Shape {
  const widths: Width[] = [];
  const terms: Term[] = [];
  const width = (name: string, original: number, producers: number): number =>
    widths.push(multiples(name, original, step, original / 8, producers)) - 1;
  let stream = width('stem', 64, 1);
  terms.push(layer(7 * 7 * 3, 112 * 112, of(stream)));
  stages.forEach(([inner, outer, blocks, before, after], s) => {
    const out = width(`stage ${s + 1}`, outer, blocks + 1);
    let pair: readonly [number, number] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      const isShared = isTied && block > 0;
      const producers = isShared ? blocks - 1 : 1;
      if (!isShared || block === 1) {
        const name = `stage ${s + 1} block ${block + 1}`;
        pair = [width(`${name} reduce`, inner, producers), width(`${name} 3x3`, inner, producers)];
      }
      const input = block === 0 ? stream : out;
      terms.push(layer(1, block === 0 ? before : after, of(input), of(pair[0])));
      terms.push(layer(9, after, of(pair[0]), of(pair[1])));
      terms.push(layer(1, after, of(pair[1]), of(out)));
      if (block === 0) terms.push(layer(1, after, of(input), of(out)));
    }
    stream = out;
  });
  terms.push(layer(1000, 1, of(stream)));
  return { widths, terms };
}

/** A pre-norm vision transformer: one stream that every layer meets, and in each layer heads of 64 and a hidden width. */
export function visionTransformer({ layers = 12, stream = 768, step = 64 } = {}): Shape {
  const tokens = 197;
  const widths: Width[] = [multiples('stream', stream, step, step, 2 * layers + 1)];
  const terms: Term[] = [layer(16 * 16 * 3, tokens - 1, of(0))];
  for (let i = 0; i < layers; i++) {
    const attention = widths.push(multiples(`layer ${i + 1} attention`, stream, 64)) - 1;
    const hidden = widths.push(multiples(`layer ${i + 1} hidden`, 4 * stream, step)) - 1;
    terms.push(layer(4, tokens, of(0), of(attention)));
    terms.push({ perCell: [0, 2 * tokens * tokens], lengths: [of(attention)] });
    terms.push(layer(2, tokens, of(0), of(hidden)));
  }
  terms.push(layer(1000, 1, of(0)));
  return { widths, terms };
}

/** DenseNet-121: in a block, every layer reads the concatenation of all that came before it. */
export function densenet121(step = 8): Shape {
  const widths: Width[] = [multiples('stem', 64, step)];
  const terms: Term[] = [layer(7 * 7 * 3, 112 * 112, of(0))];
  let seen = [0];
  const all = (): Length => ({ constant: 0, parts: seen.map((variable) => ({ variable, times: 1 })) });
  const blocks = [6, 12, 24, 16];
  blocks.forEach((layers, block) => {
    const positions = (56 / 2 ** block) ** 2;
    for (let i = 0; i < layers; i++) {
      const inner = widths.push(multiples(`block ${block + 1} layer ${i + 1} reduce`, 128, step)) - 1;
      const growth = widths.push(multiples(`block ${block + 1} layer ${i + 1}`, 32, step)) - 1;
      terms.push(layer(1, positions, all(), of(inner)), layer(9, positions, of(inner), of(growth)));
      seen.push(growth);
    }
    if (block + 1 === blocks.length) return;
    const original = all().parts.reduce((sum, { variable }) => sum + widths[variable]!.values.at(-1)!, 0) / 2;
    const transition = widths.push(multiples(`transition ${block + 1}`, original, step)) - 1;
    terms.push(layer(1, positions, all(), of(transition)));
    seen = [transition];
  });
  terms.push(layer(1000, 1, all()));
  return { widths, terms };
}

/** GoogLeNet's nine modules: 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool projection, and the positions. */
const inception = [
  [64, 96, 128, 16, 32, 32, 28], [128, 128, 192, 32, 96, 64, 28],
  [192, 96, 208, 16, 48, 64, 14], [160, 112, 224, 24, 64, 64, 14], [128, 128, 256, 24, 64, 64, 14],
  [112, 144, 288, 32, 64, 64, 14], [256, 160, 320, 32, 128, 128, 14],
  [256, 160, 320, 32, 128, 128, 7], [384, 192, 384, 48, 128, 128, 7],
] as const; // prettier-ignore

/** GoogLeNet: every module concatenates four branches, and four branches of the next one read all of it. */
export function googlenet(step = 16): Shape {
  const widths: Width[] = [
    multiples('conv1', 64, step),
    multiples('conv2 reduce', 64, step),
    multiples('conv2', 192, step),
  ];
  const terms: Term[] = [
    layer(7 * 7 * 3, 112 * 112, of(0)),
    layer(1, 56 * 56, of(0), of(1)),
    layer(9, 56 * 56, of(1), of(2)),
  ];
  let input = of(2);
  inception.forEach(([one, reduce3, three, reduce5, five, pool, side], m) => {
    const [a, b, c, d, e, f] = [one, reduce3, three, reduce5, five, pool].map(
      (original, i) =>
        widths.push(multiples(`module ${m + 1} branch ${i + 1}`, original, original % step === 0 ? step : 8)) - 1,
    );
    const at = (weights: number, ...lengths: Length[]): number => terms.push(layer(weights, side * side, ...lengths));
    for (const v of [a!, b!, d!, f!]) at(1, input, of(v));
    at(9, of(b!), of(c!));
    at(25, of(d!), of(e!));
    input = { constant: 0, parts: [a!, c!, e!, f!].map((variable) => ({ variable, times: 1 })) };
  });
  terms.push(layer(1000, 1, input));
  return { widths, terms };
}
