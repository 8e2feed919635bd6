/** Limits on totals, for CI: a ledger over one of them turns the exit status to 1. */
import { withSeparators } from '../core/derivation.ts';
import { UsageError } from '../core/errors.ts';
import type { Totals } from '../core/ledger.ts';
import type { Counted } from '../report/counted.ts';
import { isAtLeast, isWhole, type Size } from '../core/size.ts';
import { single } from './option.ts';
import { limit, type Limit } from './values.ts';

interface Limited {
  readonly what: string;
  total(totals: Totals): Size | undefined;
}

/** By option. */
const limited = {
  'max-weights': { what: 'weights', total: ({ weights }) => weights },
  'max-connections': { what: 'connections', total: ({ connections }) => connections },
  'max-units': { what: 'units', total: ({ units }) => units },
  'max-parameters': { what: 'parameters', total: ({ parameters }) => parameters },
  'max-weight-bytes': { what: 'bytes of weights', total: ({ weightBytes }) => weightBytes },
  'max-peak-bytes': {
    what: 'bytes of activations at one time',
    total: ({ peakActivationBytes }) => peakActivationBytes,
  },
} as const satisfies Readonly<Record<string, Limited>>;

type LimitName = keyof typeof limited;

const help = (what: string): string =>
  `exit with 1 where there are more ${what}: 20M, 1.5G, or 50% of the first network’s`;

export const limitOptions = {
  'max-weights': single('N', help('weights'), limit),
  'max-connections': single('N', help('connections (MACs)'), limit),
  'max-units': single('N', help('units'), limit),
  'max-parameters': single('N', help('parameters'), limit),
  'max-weight-bytes': single('N', help('bytes of weights'), limit),
  'max-peak-bytes': single('N', help('bytes of activations at one time'), limit),
};

export type Limits = Readonly<Record<LimitName, Limit | undefined>>;

export interface Verdict {
  readonly sentence: string;
  /** `unknown`: the figure depends on an open size. */
  readonly kind: 'over' | 'unknown';
}

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type
const names = Object.keys(limited) as readonly LimitName[];

/** Every limit that is exceeded; `original` is what percentages are of. Throws a UsageError for a percentage without one. */
export function checkLimits(ledger: Counted, limits: Limits, original: Counted | undefined): readonly Verdict[] {
  return names.flatMap((name) => {
    const given = limits[name];
    return given === undefined ? [] : (checkLimit(ledger, name, given, original) ?? []);
  });
}

function checkLimit(
  { network, totals }: Counted,
  name: LimitName,
  given: Limit,
  original: Counted | undefined,
): Verdict | undefined {
  const { what, total } = limited[name];
  const value = total(totals);
  const most = given.kind === 'amount' ? given.amount : shareOf(given.percent, name, original);
  if (most === undefined) return undefined; // the original itself
  const is = `${network.name}: ${value === undefined ? `an open number of ${what}` : `${withSeparators(value)} ${what}`}`;
  const bound = `the limit of ${withSeparators(most)}${given.kind === 'percent' ? ` (${given.percent}%)` : ''}`;
  if (value !== undefined && isWhole(value))
    return value > most ? { kind: 'over', sentence: `${is}; over ${bound}` } : undefined;
  if (value !== undefined && isAtLeast(value, BigInt(most) + 1n))
    return { kind: 'over', sentence: `${is}; over ${bound}` };
  return {
    kind: 'unknown',
    sentence: `${is}; whether that is over ${bound} depends on open sizes: give them with --bind`,
  };
}

/** `undefined` for the original itself, which is not compared. */
function shareOf(percent: number, name: LimitName, original: Counted | undefined): number | undefined {
  if (!original) return undefined;
  const value = limited[name].total(original.totals);
  if (value === undefined || !isWhole(value)) {
    throw new UsageError(`--${name} ${percent}% has nothing to be a share of: the first network's figure is open`);
  }
  return Math.floor((Number(value) * percent) / 100);
}

/** A percentage needs a network to compare with. */
export function expectComparable(limits: Limits, networks: number): void {
  const name = names.find((name) => limits[name]?.kind === 'percent');
  if (name === undefined || networks > 1) return;
  throw new UsageError(
    `--${name} in percent is a share of the first network's: give the original first, then what is checked`,
  );
}
