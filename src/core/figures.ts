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

/** Figures of 0, save those given. */
export function figuresOf(given: Partial<Figures>): Figures {
  return { ...none, ...given };
}

export function addFigures(all: readonly Figures[]): Figures {
  const totals: Record<FigureName, Size> = { ...none };
  for (const figures of all) {
    for (const name of figureNames) if (figures[name] !== 0) totals[name] = add(totals[name], figures[name]);
  }
  return totals;
}

const none: Figures = {
  units: 0,
  weights: 0,
  embeddings: 0,
  biases: 0,
  normParameters: 0,
  otherParameters: 0,
  buffers: 0,
  connections: 0,
  connectionsOntoPadding: 0,
  biasConnections: 0,
  weightlessConnections: 0,
  windowSums: 0,
  weightBytes: 0,
  outputBytes: 0,
};
