/**
 * Derivations: a figure together with the named factors that it comes from, so that the number and its sentence cannot
 * drift apart. Rendered as text, LaTeX or HTML; in numbers, in words, or in the textbook's symbols.
 */
import { add, ceilDivide, floorDivide, formatSize, isWhole, multiply, type Size } from './size.ts';

/** Every derivation has the value that it derives. */
export type Derivation = Factor | Product | Sum | Quotient;

/** A size with its name in words and, where the textbook has one, its symbol (h, w, C, N, X, Y, …). */
export interface Factor {
  readonly kind: 'factor';
  readonly value: Size;
  readonly words: string;
  readonly symbol?: string;
}

interface Product {
  readonly kind: 'product';
  readonly value: Size;
  readonly factors: readonly Derivation[];
  /** What a reader should know of the product: `two towers`. */
  readonly remark?: string;
}

interface Sum {
  readonly kind: 'sum';
  readonly value: Size;
  readonly terms: readonly { readonly negative: boolean; readonly of: Derivation }[];
}

interface Quotient {
  readonly kind: 'floor' | 'ceil';
  readonly value: Size;
  readonly numerator: Derivation;
  readonly denominator: Derivation;
  /** A whole number added inside the brackets, as in the textbook's ⌊(W − 1) / S + 1⌋. */
  readonly plus: number;
}

export function factor(words: string, value: Size, symbol?: string): Factor {
  return symbol === undefined ? { kind: 'factor', value, words } : { kind: 'factor', value, words, symbol };
}

export function product(factors: readonly Derivation[], remark?: string): Product {
  const value = factors.reduce<Size>((total, { value }) => multiply(total, value), 1);
  return remark === undefined ? { kind: 'product', value, factors } : { kind: 'product', value, factors, remark };
}

/** `first + second + …`; sums among the terms are taken apart. */
export function sum(terms: readonly Derivation[]): Derivation {
  if (terms.length === 1) return terms[0]!;
  return sumOfTerms(terms.flatMap((of) => (of.kind === 'sum' ? of.terms : [{ negative: false, of }])));
}

/** `first − second − third …`. */
export function difference(first: Derivation, ...rest: readonly Derivation[]): Sum {
  return sumOfTerms([{ negative: false, of: first }, ...rest.map((of) => ({ negative: true, of }))]);
}

/** `first + second … − third …`, in the order given. */
export function sumOfTerms(terms: Sum['terms']): Sum {
  const value = terms.reduce<Size>(
    (total, { negative, of }) => add(total, negative ? multiply(of.value, -1) : of.value),
    0,
  );
  return { kind: 'sum', value, terms };
}

/** ⌊numerator / denominator + plus⌋ */
export function floorOf(numerator: Derivation, denominator: Derivation, plus = 0): Quotient {
  const value = add(floorDivide(numerator.value, denominator.value), plus);
  return { kind: 'floor', value, numerator, denominator, plus };
}

/** ⌈numerator / denominator + plus⌉ */
export function ceilOf(numerator: Derivation, denominator: Derivation, plus = 0): Quotient {
  const value = add(ceilDivide(numerator.value, denominator.value), plus);
  return { kind: 'ceil', value, numerator, denominator, plus };
}

/** A derivation times a count of equal things, `2 towers`. */
export function times(derivation: Derivation, count: Factor): Derivation {
  if (count.value === 1) return derivation;
  if (derivation.kind !== 'product') return product([derivation, count]);
  return product([...derivation.factors, count], derivation.remark);
}

/** What the leaves of a derivation are shown as. */
export type Leaves = 'numbers' | 'words' | 'symbols';

/** How a rendering writes each construction. */
export interface Notation {
  readonly times: string;
  readonly plus: string;
  readonly minus: string;
  readonly equals: string;
  number(size: Size): string;
  word(text: string): string;
  symbol(text: string): string;
  over(numerator: string, denominator: string): string;
  /** `over` draws a bar, which groups what stands above and below it. */
  readonly hasBar: boolean;
  floor(inside: string): string;
  ceil(inside: string): string;
  group(inside: string): string;
  remark(text: string): string;
}

/** `5 * 5 * 48`, figures without separators: what programs read. */
export const plain: Notation = {
  times: ' * ',
  plus: ' + ',
  minus: ' − ',
  equals: ' = ',
  number: formatSize,
  word: (text) => text,
  symbol: (text) => text,
  over: (numerator, denominator) => `${numerator} / ${denominator}`,
  hasBar: false,
  floor: (inside) => `⌊${inside}⌋`,
  ceil: (inside) => `⌈${inside}⌉`,
  group: (inside) => `(${inside})`,
  remark: () => '',
};

/** `5 × 5 × 48 = 1,200 (two towers)`: what people read. */
export const readable: Notation = {
  ...plain,
  times: ' × ',
  number: withSeparators,
  remark: (text) => ` (${text})`,
};

/** LaTeX for math mode. */
export const latex: Notation = {
  times: ' \\times ',
  plus: ' + ',
  minus: ' - ',
  equals: ' = ',
  number: (size) => withSeparators(size).replaceAll(',', '{,}').replaceAll('*', ' \\cdot ').replaceAll('_', '\\_'),
  word: (text) => `\\text{${text}}`,
  symbol: (text) => text.replace(/_(.+)$/, '_{$1}'),
  over: (numerator, denominator) => `\\frac{${numerator}}{${denominator}}`,
  hasBar: true,
  floor: (inside) => `\\left\\lfloor ${inside} \\right\\rfloor`,
  ceil: (inside) => `\\left\\lceil ${inside} \\right\\rceil`,
  group: (inside) => `\\left(${inside}\\right)`,
  remark: (text) => `\\ \\text{(${text})}`,
};

/** HTML; every word and symbol is escaped, since names come from files. */
export const html: Notation = {
  ...readable,
  number: (size) => `<span class="number">${escapeHtml(withSeparators(size))}</span>`,
  word: escapeHtml,
  symbol: (text) => `<var>${escapeHtml(text).replace(/_(.+)$/, '<sub>$1</sub>')}</var>`,
  remark: (text) => ` <small>(${escapeHtml(text)})</small>`,
};

/** The derivation without its figure: `5 * 5 * 48 * 128 * 2 * 27 * 27`. */
export function render(derivation: Derivation, notation: Notation = plain, leaves: Leaves = 'numbers'): string {
  const inner = (part: Derivation): string => render(part, notation, leaves);
  switch (derivation.kind) {
    case 'factor':
      return renderFactor(derivation, notation, leaves);
    case 'product':
      return derivation.factors
        .map((part) => (isSum(part, leaves) ? notation.group(inner(part)) : inner(part)))
        .join(notation.times);
    case 'sum':
      return derivation.terms
        .map(
          ({ negative, of }, i) =>
            (i === 0 ? (negative ? notation.minus.trim() : '') : negative ? notation.minus : notation.plus) + inner(of),
        )
        .join('');
    default: {
      const side = (part: Derivation): string =>
        part.kind === 'factor' || notation.hasBar ? inner(part) : notation.group(inner(part));
      const over = notation.over(side(derivation.numerator), side(derivation.denominator));
      return notation[derivation.kind](derivation.plus === 0 ? over : over + notation.plus + derivation.plus);
    }
  }
}

/** Whether a part of a product is written as a sum: it is one, or an open size of several terms in numbers. */
function isSum({ kind, value }: Derivation, leaves: Leaves): boolean {
  return kind === 'sum' || (kind === 'factor' && leaves === 'numbers' && !isWhole(value) && value.terms.length > 1);
}

/** The derivation and its figure: `5 * 5 * 48 * 128 * 2 * 27 * 27 = 223948800`. */
export function equation(derivation: Derivation, notation: Notation = plain, leaves: Leaves = 'numbers'): string {
  const remark = derivation.kind === 'product' && derivation.remark ? notation.remark(derivation.remark) : '';
  return render(derivation, notation, leaves) + notation.equals + notation.number(derivation.value) + remark;
}

/** The figure and its derivation, as sizes are said: `55 = ⌊(227 − 11) / 4⌋ + 1`. */
export function definition(derivation: Derivation, notation: Notation = plain, leaves: Leaves = 'numbers'): string {
  return notation.number(derivation.value) + notation.equals + render(derivation, notation, leaves);
}

/** `223,948,800`; a polynomial keeps the contract's form with separators in its coefficients. */
export function withSeparators(size: Size): string {
  if (!isWhole(size)) return formatSize(size).replace(/(?<![\w.^])\d{4,}/g, groupDigits);
  return groupDigits(size.toString());
}

function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function renderFactor({ words, symbol, value }: Factor, notation: Notation, leaves: Leaves): string {
  if (leaves === 'numbers') return notation.number(value);
  if (leaves === 'symbols' && symbol !== undefined) return notation.symbol(symbol);
  return leaves === 'symbols' && /^\d+$/.test(words) ? notation.number(value) : notation.word(words);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
