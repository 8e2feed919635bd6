/** Why a layer's figures are what they are: each formula in words, in the textbook's symbols and in numbers. */
import {
  definition,
  equation,
  factor,
  product,
  readable,
  render,
  withSeparators,
  type Derivation,
} from '../core/derivation.ts';
import { figureNames, figureWords, type FigureName } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Reads } from '../core/operator.ts';
import { divideExactly, isWhole, sameSize, subtract, type Size } from '../core/size.ts';
import { axisWords } from '../core/window.ts';
import { titleOf } from './columns.ts';

/** One figure, with its formula where it has one. */
export interface Explained {
  readonly figure: string;
  readonly meaning: string;
  readonly value: Size;
  readonly words?: string;
  readonly symbols?: string;
  readonly numbers?: string;
}

export interface ExplainedSize {
  /** `height` */
  readonly axis: string;
  readonly words: string;
  readonly symbols?: string;
  readonly numbers: string;
  readonly textbook?: { readonly symbols: string; readonly numbers: string };
  /** Why the textbook's formula gives another number, where it does. */
  readonly difference?: string;
}

export interface LayerExplanation {
  readonly layer: Layer;
  /** What it reads of towers, as a sentence. */
  readonly reads: string | undefined;
  readonly sizes: readonly ExplainedSize[];
  readonly figures: readonly Explained[];
  /** The symbols that appear, with their words. */
  readonly symbols: readonly { readonly symbol: string; readonly words: string }[];
}

export function explainLayer(layer: Layer): LayerExplanation {
  const figures = figureNames.filter((name) => layer[name] !== 0).map((name) => explainFigure(layer, name));
  const { output = [], textbook = [], ...others } = layer.derivations;
  const derivations = [...output, ...textbook, ...Object.values(others)].filter(
    (derivation) => derivation !== undefined,
  );
  return {
    layer,
    reads: layer.reads === null ? undefined : readsMeaning[layer.reads],
    sizes: output.map((axis, i) => explainSize(axisWords(output.length)[i]!.name, axis, textbook[i])),
    figures,
    symbols: legendOf(derivations),
  };
}

const readsMeaning: Readonly<Record<Reads, string>> = {
  input: 'it reads the input of the network, which every tower has',
  'own tower': 'each of its filters reads the feature maps of its own tower only',
  'all towers': 'each of its filters reads the feature maps of all towers',
};

function explainFigure(layer: Layer, name: FigureName): Explained {
  const derivation = derivationFor(layer, name);
  const about = { figure: titleOf(name), meaning: figureWords[name], value: layer[name] };
  if (!derivation) return about;
  const isBare = /^[\d,]+$/.test(render(derivation, readable));
  return { ...about, ...formulas(derivation), ...(!isBare && { numbers: equation(derivation, readable) }) };
}

/** In words, and in symbols where there are any. */
function formulas(derivation: Derivation): { readonly words: string; readonly symbols?: string } {
  const words = render(derivation, readable, 'words');
  const symbols = render(derivation, readable, 'symbols');
  return symbols === words ? { words } : { words, symbols };
}

/** The ledger's derivation; bytes are elements times bytes each, where that comes out. */
export function derivationFor(layer: Layer, name: FigureName): Derivation | undefined {
  if (name === 'weightBytes') return bytesFrom('weights', layer.weights, layer.weightBytes);
  return name === 'outputBytes' || name === 'embeddings' ? undefined : layer.derivations[name];
}

function bytesFrom(words: string, elements: Size, bytes: Size): Derivation | undefined {
  const each = isWhole(elements) && elements === 0 ? undefined : divideExactly(bytes, elements);
  return each === undefined ? undefined : product([factor(words, elements), factor('bytes of each', each)]);
}

function explainSize(axis: string, derivation: Derivation, textbook: Derivation | undefined): ExplainedSize {
  const difference = textbook && differenceOf(derivation.value, textbook.value);
  return {
    axis,
    ...formulas(derivation),
    numbers: definition(derivation, readable),
    ...(textbook && {
      textbook: { symbols: render(textbook, readable, 'symbols'), numbers: definition(textbook, readable) },
    }),
    ...(difference !== undefined && { difference }),
  };
}

/** The textbook's formula without padding supposes an odd kernel (core/window.ts, textbookPositions). */
function differenceOf(positions: Size, textbook: Size): string | undefined {
  if (sameSize(positions, textbook)) return undefined;
  const short = withSeparators(subtract(positions, textbook));
  return (
    `the textbook's formula gives ${withSeparators(textbook)}, ${short} fewer: it takes half the kernel, rounded down, from both ` +
    `ends, which is one more than an even kernel needs; the ${withSeparators(positions)} positions that exist are counted`
  );
}

/** Symbols in order of appearance; one symbol may stand for two things in different formulas. */
function legendOf(derivations: readonly Derivation[]): LayerExplanation['symbols'] {
  const legend = new Map<string, { symbol: string; words: string }>();
  const visit = (derivation: Derivation): void => {
    if (derivation.kind === 'factor') {
      const { symbol, words } = derivation;
      if (symbol !== undefined) legend.set(`${symbol} ${words}`, { symbol, words });
    } else partsOf(derivation).forEach(visit);
  };
  derivations.forEach(visit);
  return [...legend.values()];
}

function partsOf(derivation: Exclude<Derivation, { kind: 'factor' }>): readonly Derivation[] {
  if (derivation.kind === 'product') return derivation.factors;
  if (derivation.kind === 'sum') return derivation.terms.map(({ of }) => of);
  return [derivation.numerator, derivation.denominator];
}
