/** What a variant costs the objective, beside the widths: its own price function at the share that the variant keeps. */
import { UsageError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { ReduceObjective } from '../reduce.ts';
import { objectives } from '../solve/objectives.ts';
import type { Applied } from './applyVariant.ts';
import type { VariantObjective } from './variant.ts';

/**
 * A variant counts as one width of which `share` is kept; for `units` it costs the share of all units that are lost, since it has
 * no channels of its own. A share of 1, a factorisation at full rank, is free: its rank has a price.
 */
export function variantPrice(
  objective: VariantObjective,
  { share }: Pick<Applied, 'share'>,
  units: { readonly before: Ledger; readonly after: Ledger },
): number {
  if (objective === 'uniform') return 1 - share;
  if (objective === 'units') return Math.max(0, 1 - unitsOf(units.after) / unitsOf(units.before));
  return objectives[objective].price({ original: 1, value: share, weight: 1 });
}

/** Prices of parts together: the sum, or the largest cut where that is what counts. */
export function together(objective: VariantObjective, prices: readonly number[]): number {
  return objective === 'uniform' ? Math.max(0, ...prices) : prices.reduce((sum, each) => sum + each, 0);
}

/** Throws a UsageError for an objective that prices the channels of one network. */
export function pricedObjective(objective: ReduceObjective = 'log'): VariantObjective {
  if (objective !== 'importance') return objective;
  throw new UsageError('the objective "importance" prices the channels of one network, and variants have others; log, square, linear, units, fewest or uniform compares them'); // prettier-ignore
}

function unitsOf({ totals }: Ledger): number {
  return Math.max(1, Number(totals.units));
}
