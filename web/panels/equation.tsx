/**
 * A derivation, typeset: each factor with its symbol and its words under it. A factor can be pointed at or focused, which
 * marks what it counts in the figure. The numbers and their order are the derivation's own.
 */
import type { ComponentChildren } from 'preact';
import { withSeparators, type Derivation, type Factor } from '../../src/core/derivation.ts';
import { isWhole, type Size } from '../../src/core/size.ts';
import { pointedFactors } from './pointing.ts';

interface EquationProps {
  readonly derivation: Derivation;
  /** A size says itself first: `55 = ⌊(227 − 11) / 4⌋ + 1`. */
  readonly isSize: boolean;
}

export function Equation({ derivation, isSize }: EquationProps) {
  const result = <b class="result">{withSeparators(derivation.value)}</b>;
  const remark = derivation.kind === 'product' ? derivation.remark : undefined;
  const formula = (
    <>
      {isSize && (
        <>
          {result}
          <Sign>=</Sign>
        </>
      )}
      <Part derivation={derivation} />
      {!isSize && (
        <span class="equation-end">
          <Sign>=</Sign>
          {result}
          {remark !== undefined && <small class="remark">({remark})</small>}
        </span>
      )}
    </>
  );
  return (
    <>
      <p class="equation">{formula}</p>
      <Legend derivation={derivation} />
    </>
  );
}

function Part({ derivation }: { readonly derivation: Derivation }) {
  switch (derivation.kind) {
    case 'factor':
      return <FactorButton factor={derivation} />;
    case 'product':
      return <Product factors={derivation.factors} />;
    case 'sum':
      return <Sum terms={derivation.terms} />;
    default:
      return <Quotient quotient={derivation} />;
  }
}

function Product({ factors }: { readonly factors: readonly Derivation[] }) {
  return factors.map((factor, i) => (
    <span class="term" key={i}>
      {i > 0 && <Sign>×</Sign>}
      {isLong(factor) ? <Brackets of="()">{<Part derivation={factor} />}</Brackets> : <Part derivation={factor} />}
    </span>
  ));
}

function Sum({ terms }: Pick<Extract<Derivation, { kind: 'sum' }>, 'terms'>) {
  return terms.map(({ negative, of }, i) => (
    <span class="term" key={i}>
      {(i > 0 || negative) && <Sign>{negative ? '−' : '+'}</Sign>}
      <Part derivation={of} />
    </span>
  ));
}

function Quotient({ quotient }: { readonly quotient: Extract<Derivation, { kind: 'floor' | 'ceil' }> }) {
  const { kind, numerator, denominator, plus } = quotient;
  const side = (part: Derivation): ComponentChildren =>
    part.kind === 'factor' ? <Part derivation={part} /> : <Brackets of="()">{<Part derivation={part} />}</Brackets>;
  return (
    <Brackets of={kind === 'floor' ? '⌊⌋' : '⌈⌉'}>
      {side(numerator)}
      <Sign>/</Sign>
      {side(denominator)}
      {plus !== 0 && <Sign>+ {plus}</Sign>}
    </Brackets>
  );
}

function Brackets({ of: [open, close], children }: { readonly of: string; readonly children: ComponentChildren }) {
  return (
    <span class="brackets">
      <span class="bracket">{open}</span>
      {children}
      <span class="bracket">{close}</span>
    </span>
  );
}

function Sign({ children }: { readonly children: ComponentChildren }) {
  return <span class="sign">{children}</span>;
}

/** The number with its symbol under it; its words are in the legend, and said to who cannot see that. */
function FactorButton({ factor: { value, words, symbol } }: { readonly factor: Factor }) {
  return (
    <button
      type="button"
      class={pointedFactors.value.includes(words) ? 'factor is-pointed' : 'factor'}
      title={words}
      {...pointing(words)}
    >
      <span class="factor-number">{withSeparators(value)}</span>
      <span class="unseen"> {words} </span>
      {symbol !== undefined && <SymbolOf symbol={symbol} />}
    </button>
  );
}

/** What the symbols stand for, in words. */
function Legend({ derivation }: Pick<EquationProps, 'derivation'>) {
  const factors = namedFactors(derivation);
  if (factors.length === 0) return null;
  return (
    <p class="equation-legend" aria-hidden="true">
      {factors.map(({ value, words, symbol }) => (
        <span key={words} class={pointedFactors.value.includes(words) ? 'is-pointed' : ''} {...pointing(words)}>
          {symbol === undefined ? withSeparators(value) : <SymbolOf symbol={symbol} />} {words}
        </span>
      ))}
    </p>
  );
}

/** Each once; a plain number is its own word. */
function namedFactors(derivation: Derivation): readonly Factor[] {
  const named = leavesOf(derivation).filter(({ words }) => !/^[\d.,−-]+$/.test(words));
  return [...new Map(named.map((factor) => [factor.words, factor])).values()];
}

function leavesOf(derivation: Derivation): readonly Factor[] {
  switch (derivation.kind) {
    case 'factor':
      return [derivation];
    case 'product':
      return derivation.factors.flatMap(leavesOf);
    case 'sum':
      return derivation.terms.flatMap(({ of }) => leavesOf(of));
    default:
      return [derivation.numerator, derivation.denominator].flatMap(leavesOf);
  }
}

function pointing(words: string) {
  const point = (): void => void (pointedFactors.value = [words]);
  const leave = (): void => void (pointedFactors.value = []);
  return { onMouseEnter: point, onMouseLeave: leave, onFocus: point, onBlur: leave };
}

/** `S_y` with its index below. */
function SymbolOf({ symbol }: { readonly symbol: string }) {
  const [base, index] = symbol.split('_', 2);
  return (
    <var>
      {base}
      {index !== undefined && <sub>{index}</sub>}
    </var>
  );
}

/** Whether a factor of a product stands in brackets: a sum, or an open size of several terms. */
function isLong({ kind, value }: Derivation): boolean {
  return kind === 'sum' || (kind === 'factor' && hasTerms(value));
}

function hasTerms(size: Size): boolean {
  return !isWhole(size) && size.terms.length > 1;
}
