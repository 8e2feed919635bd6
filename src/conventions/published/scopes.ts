/** Which layers published counts are about. */
import type { Layer, Ledger } from '../../core/ledger.ts';
import type { Scope } from './adjustment.ts';

export const scopes: readonly Scope[] = [
  { key: 'convolutions-only', slot: 'layers', words: 'of the convolutions alone', without: fullyConnected },
  { key: 'fully-connected-only', slot: 'layers', words: 'of the fully connected layers alone', without: convolutions },
  { key: 'without-classifier', slot: 'layers', words: 'without the classifier', without: classifier },
  { key: 'without-auxiliary', slot: 'heads', words: 'without auxiliary heads', without: ({ layers }) => layers.filter(isAuxiliary) },
]; // prettier-ignore

/** Layers that multiply every input by a weight of its own, and do not slide. */
function fullyConnected({ layers }: Ledger): readonly Layer[] {
  return layers.filter(({ units, operator }) => units !== 0 && !/Conv/.test(operator));
}

function convolutions({ layers }: Ledger): readonly Layer[] {
  return layers.filter(({ units, operator }) => units !== 0 && operator.includes('Conv'));
}

/** The last layer with units that is on no auxiliary head: in a classifier, one unit a class. */
function classifier({ layers }: Ledger): readonly Layer[] {
  return layers.filter((layer) => layer.units !== 0 && !isAuxiliary(layer)).slice(-1);
}

/** Heads that only training uses, by their names. */
function isAuxiliary({ path, name }: Layer): boolean {
  return [...path, name].some((word) => /(^|[._/-])aux/i.test(word));
}
