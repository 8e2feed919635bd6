/** Differences as people write them: with their sign, and as a share of what was there before. */
import { withSeparators } from '../core/derivation.ts';
import { isWhole, multiply, type Size } from '../core/size.ts';

/** `+1,413,120`, `−4,096`, `0`; a difference that depends on open sizes in parentheses. */
export function signed(delta: Size): string {
  if (!isWhole(delta)) return `(${withSeparators(delta)})`;
  if (delta === 0) return '0';
  return delta > 0 ? `+${withSeparators(delta)}` : `−${withSeparators(multiply(delta, -1))}`;
}

/** `+2.3 %`; empty where nothing changed, where there was nothing before, and where it depends on open sizes. */
export function percentChange(before: Size, after: Size): string {
  if (!isWhole(before) || !isWhole(after) || before === after || before <= 0) return '';
  const share = (Number(after) / Number(before) - 1) * 100;
  return `${share > 0 ? '+' : '−'}${Math.abs(share).toFixed(1)} %`;
}
