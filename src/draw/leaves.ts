/** The named factors of a layer's derivations: what a mark may say that it counts. */
import type { Derivation, Factor } from '../core/derivation.ts';
import type { FigureName } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Size } from '../core/size.ts';

/** The size of each factor by its words; where several derivations name one, that of the first (figures, then output). */
export type Leaves = ReadonlyMap<string, Size>;

/** The figures whose factors a drawing shows. */
const told: readonly FigureName[] = ['units', 'weights', 'connections', 'weightlessConnections', 'windowSums'];

export function leavesOf({ derivations }: Layer): Leaves {
  const leaves = new Map<string, Size>();
  const take = ({ words, value }: Factor): void => {
    if (!leaves.has(words)) leaves.set(words, value);
  };
  for (const name of told) visit(derivations[name], take);
  derivations.output?.forEach((axis) => visit(axis, take));
  return leaves;
}

/** The size of one factor of a derivation, without listing them all. */
export function leafOf(derivation: Derivation | undefined, words: string): Size | undefined {
  let found: Size | undefined;
  visit(derivation, (leaf) => {
    if (leaf.words === words) found ??= leaf.value;
  });
  return found;
}

/** Those of the words that the derivations have; `undefined` where they have none, so that a mark then has no factors. */
export function factorsAmong(leaves: Leaves, words: readonly string[]): readonly string[] | undefined {
  const present = words.filter((word) => leaves.has(word));
  return present.length === 0 ? undefined : present;
}

/** The size of the first of the words that the derivations have. */
export function sizeAmong(leaves: Leaves, words: readonly string[]): Size | undefined {
  const word = words.find((each) => leaves.has(each));
  return word === undefined ? undefined : leaves.get(word);
}

function visit(derivation: Derivation | undefined, take: (factor: Factor) => void): void {
  if (!derivation) return;
  switch (derivation.kind) {
    case 'factor':
      return take(derivation);
    case 'product':
      return derivation.factors.forEach((part) => visit(part, take));
    case 'sum':
      return derivation.terms.forEach(({ of }) => visit(of, take));
    default:
      visit(derivation.numerator, take);
      visit(derivation.denominator, take);
  }
}
