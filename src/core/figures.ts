/** The figures that a ledger keeps: their names, what each means, and adding them up. */
import { add, type Size } from './size.ts';

/** Every figure with its meaning, in the order in which they are shown; contract.md fixes the names. */
export const figureWords = {
  units: 'output values of layers with weights',
  weights: 'learned multipliers, each counted once',
  embeddings: 'those of the weights that are tables read by an index',
  biases: 'learned addends',
  normParameters: 'learned scales and shifts of normalisations',
  otherParameters: 'other learned numbers: position tables, layer scales, gains',
  buffers: 'stored numbers that are not learned: running means and variances',
  connections: 'multiply-accumulates (MACs) through learned weights; a FLOP count is usually twice this',
  connectionsOntoPadding: 'those of the connections that read zero padding',
  biasConnections: 'additions of a bias, one a unit',
  weightlessConnections: 'multiply-accumulates between two computed values',
  windowSums: 'additions over pooling windows',
  weightBytes: 'bytes of the weights as the file stores them, float32 where there is no file',
  outputBytes: 'bytes of the outputs at their element type',
} as const;

export type FigureName = keyof typeof figureWords;
export type Figures = Readonly<Record<FigureName, Size>>;

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type
export const figureNames = Object.keys(figureWords) as readonly FigureName[];

/** All figures from what `sizeOf` says of each. */
export function figuresFrom(sizeOf: (name: FigureName) => Size): Figures {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries forgets the keys' type
  return Object.fromEntries(figureNames.map((name) => [name, sizeOf(name)])) as Record<FigureName, Size>;
}

export function addFigures(all: readonly Figures[]): Figures {
  return figuresFrom((name) => all.reduce<Size>((total, figures) => add(total, figures[name]), 0));
}

export function mapFigures(figures: Figures, change: (size: Size) => Size): Figures {
  return figuresFrom((name) => change(figures[name]));
}
