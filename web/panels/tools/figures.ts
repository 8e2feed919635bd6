/**
 * Figures of the engine as people read them. The engine's numbers come as JSON: whole numbers beyond 2^53 and figures of
 * open sizes are strings, and stay as they are.
 */
import { withSeparators } from '../../../src/core/derivation.ts';
import { subtract, type Size } from '../../../src/core/size.ts';
import type { JsonFigure } from '../../engine/protocol.ts';

const minus = '−';

/** `223,948,800`; open sizes keep their form: `18432*seq^2`. */
export function said(figure: JsonFigure): string {
  const size = sizeOf(figure);
  if (size === undefined) return String(figure);
  return withSeparators(size).replace(/^-/, minus);
}

/** A difference that the engine gave, with its sign: `+1,024`, `−96`, `±0`, `−589824*seq`. */
export function signed(difference: JsonFigure): string {
  if (difference === 0 || difference === '0') return '±0';
  const words = said(difference).replace(/^-/, minus).replaceAll(' - ', ` ${minus} `);
  return words.startsWith(minus) ? words : `+${words}`;
}

/** `after − before` by the core's exact arithmetic; `undefined` where one of them is open. */
export function differenceOf(before: JsonFigure, after: JsonFigure): string | undefined {
  const [from, to] = [sizeOf(before), sizeOf(after)];
  if (from === undefined || to === undefined) return before === after ? '±0' : undefined;
  return signed(withoutSeparators(subtract(to, from)));
}

/** A share of the original for people: `50 %`, `0.4 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/**
 * Which way a signed difference goes, for its arrow: colour alone says nothing. One of open sizes goes where all its terms go, since
 * sizes are not negative; else it has only changed.
 */
export function directionOf(difference: string): 'more' | 'less' | 'same' | 'changed' {
  if (difference === '±0') return 'same';
  const terms = withoutParentheses(difference);
  const [isMore, isLess] = [terms.includes('+'), terms.includes(minus)];
  if (isMore === isLess) return 'changed';
  return isMore ? 'more' : 'less';
}

/** Signs in a quotient are of its parts. */
function withoutParentheses(text: string): string {
  const rest = text.replaceAll(/\([^()]*\)/g, '');
  return rest === text ? rest : withoutParentheses(rest);
}

function sizeOf(figure: JsonFigure): Size | undefined {
  if (typeof figure === 'number') return figure;
  return /^-?\d+$/.test(figure) ? BigInt(figure) : undefined;
}

function withoutSeparators(size: Size): string {
  return withSeparators(size).replaceAll(',', '');
}
