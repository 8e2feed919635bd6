/** Sizes as Python expressions over named whole numbers. */
import { formatSize, isWhole, symbolsOf, type Size } from '../core/size.ts';

type Polynomial = Exclude<Size, number | bigint>;
type Term = Polynomial['terms'][number];
type Atom = Term['powers'][number]['atom'];

/** `18432 * seq ** 2 + 7`; `nameOf` says what stands for a named size, and throws where nothing does. */
export function sizeText(size: Size, nameOf: (symbol: string) => string): string {
  if (isWhole(size)) return String(size);
  return size.terms
    .map((term) => termText(term, nameOf))
    .join(' + ')
    .replaceAll('+ -', '- ');
}

/** Whether the size is a named one alone. */
export function soleSymbol(size: Size): string | undefined {
  const [name] = symbolsOf(size);
  return name !== undefined && formatSize(size) === name ? name : undefined;
}

function termText({ coefficient, powers }: Term, nameOf: (symbol: string) => string): string {
  const factors = powers.map(({ atom, power }) => {
    const base = atomText(atom, nameOf);
    return power === 1 ? base : `${base} ** ${power}`;
  });
  if (factors.length === 0) return String(coefficient);
  if (coefficient === 1) return factors.join(' * ');
  return coefficient === -1 ? `-${factors.join(' * ')}` : [coefficient, ...factors].join(' * ');
}

/** A quotient in parentheses, so that it can stand in any product; Python's // rounds down, and −(−a // b) up. */
function atomText(atom: Atom, nameOf: (symbol: string) => string): string {
  if (typeof atom === 'string') return nameOf(atom);
  const [a, b] = [atom.numerator, atom.denominator].map((size) => sizeText(size, nameOf));
  if (atom.kind === 'max' || atom.kind === 'min') return `${atom.kind}(${a}, ${b})`;
  return atom.kind === 'floor' ? `((${a}) // (${b}))` : `(-(-(${a}) // (${b})))`;
}
