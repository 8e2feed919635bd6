/** The words of a figure as they may be shown: what in a name from a file would turn the text around is written as an escape. */
import { printableSentence } from '../core/printable.ts';
import type { Figure } from './figure.ts';

/** The same figure; names by which it is tied to the ledger (`layer`, `layers`, keys) are left as they are. */
export function printedFigure(figure: Figure): Figure {
  const { title, description, marks, parts, folds, legend } = figure;
  return {
    ...figure,
    title: printableSentence(title),
    description: printableSentence(description),
    marks: marks.map(printedText),
    parts: parts.map(printedText),
    folds: folds.map(printedText),
    legend: legend.map(printableSentence),
  };
}

function printedText<T extends { readonly text?: string }>(each: T): T {
  if (each.text === undefined) return each;
  const text = printableSentence(each.text);
  return text === each.text ? each : { ...each, text };
}
