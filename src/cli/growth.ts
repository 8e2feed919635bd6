/** `--max-growth 5%`: how much more a network may have than the one before it. */
import { withSeparators } from '../core/derivation.ts';
import { UsageError } from '../core/errors.ts';
import { isWhole, multiply, type Size } from '../core/size.ts';
import { percentChange } from '../report/signed.ts';
import type { DiffTotals } from '../diff/index.ts';
import type { Verdict } from './limits.ts';

/** Exact: `5.25%` is 525 of 10,000. */
export interface Growth {
  readonly text: string;
  readonly parts: bigint;
  readonly of: bigint;
}

/** Throws a UsageError that begins with a verb. */
export function growth(text: string): Growth {
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d{1,6}))?%$/.exec(text) ?? [];
  if (whole === undefined) throw new UsageError(`takes a share such as 5% or 0.5%, not "${text}"`);
  return { text, parts: BigInt(whole + fraction), of: 100n * 10n ** BigInt(fraction.length) };
}

const limited = ['weights', 'connections'] as const;

/** A sentence for each figure that grew more; one that depends on open sizes cannot be judged unless it stayed the same. */
export function checkGrowth({ before, after, deltas }: DiffTotals, most: Growth): readonly Verdict[] {
  return limited.flatMap((name): readonly Verdict[] => {
    const [from, to] = [before[name], after[name]];
    if (deltas[name] === 0) return [];
    if (!isWhole(from) || !isWhole(to)) {
      return [{ kind: 'unknown', sentence: `whether its ${name} grew by more than ${most.text} depends on open sizes: give them with --bind` }]; // prettier-ignore
    }
    const share = percentChange(from, to) || 'from none';
    const sentence = `${withSeparators(to)} ${name} after ${withSeparators(from)} (${share}); over the limit of +${most.text}`;
    return isOver(from, to, most) ? [{ kind: 'over', sentence }] : [];
  });
}

function isOver(from: Size, to: Size, { parts, of }: Growth): boolean {
  const [grown, allowed] = [multiply(to, of), multiply(from, of + parts)];
  return isWhole(grown) && isWhole(allowed) && grown > allowed;
}
