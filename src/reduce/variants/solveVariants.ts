/** Every combination of some variants, each reduced within the same budgets; the least price of widths and variants together wins. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Domains } from '../problem.ts';
import { reduce, type ReduceOptions, type Reduction } from '../reduce.ts';
import { reducible, type Reducible } from '../reducible.ts';
import type { Progress, Request } from '../solve/solve.ts';
import { named, type Amounts } from '../advise.ts';
import { applyVariants, onGround, type Applied } from './applyVariant.ts';
import { pricedObjective, together, variantPrice } from './price.ts';
import { formatVariant } from './table.ts';
import type { Variant, VariantObjective } from './variant.ts';

/** `scores` choose the channels of the network as it is; of a variant, whose channels are others, the last go. */
export type VariantsOptions = ReduceOptions;

/** One choice of variants with the least change of widths beside it. */
export interface Combination {
  readonly variants: readonly Variant[];
  /** As they are written: `global-pooling`, `low-rank=fc1`. */
  readonly names: readonly string[];
  /** What the variants cost. */
  readonly variantsPrice: number;
  /** What variants and widths cost together; absent where nothing fits or nothing was found. */
  readonly price?: number;
  /** No widths with these variants are cheaper; infinite where nothing fits. */
  readonly bound: number;
  /** The network at full widths; absent where the variants cannot be combined. */
  readonly totals?: Amounts;
  /** What was reduced, and how it was made. */
  readonly subject?: Reducible;
  readonly applied?: Applied;
  /** Absent where it was refused, or stopped before. */
  readonly reduction?: Reduction;
  /** Why the variants cannot be combined, or nothing can change with them. */
  readonly refused?: string;
}

export interface VariantsSolution {
  /** All 2ⁿ, the network as it is first. */
  readonly combinations: readonly Combination[];
  /** The cheapest; absent where nothing fits. */
  readonly best?: Combination;
  /** No combination is cheaper than this. */
  readonly bound: number;
  /** (price − bound) / price; 0 where both are 0. */
  readonly gap: number;
}

export interface VariantsProgress extends Omit<Progress, 'best'> {
  /** The cheapest so far, of all combinations. */
  readonly best?: { readonly price: number };
  /** Which combination is being solved, from 1, of how many. */
  readonly combination: number;
  readonly of: number;
  readonly names: readonly string[];
}

/** 64 combinations. */
const mostVariants = 6;

/**
 * Solves every combination step by step; `next('stop')` ends it with the best so far. Throws a UsageError for more than six variants
 * or twice the same, what a variant throws that cannot be made by itself, and an UnsupportedError where no combination can change.
 */
export function* solveVariants(
  subject: Reducible,
  variants: readonly Variant[],
  options: VariantsOptions,
): Generator<VariantsProgress, VariantsSolution, Request> {
  const objective = pricedObjective(options.objective);
  expectFew(variants);
  for (const variant of variants) onGround(subject, variant);
  const choices = subsets(variants);
  const done: Combination[] = [];
  let isStopped = false;
  for (const [i, chosen] of choices.entries()) {
    const made = combined(subject, chosen, objective);
    if (isStopped || made.refused !== undefined) {
      done.push(made);
      continue;
    }
    const steps = reduced(made, options);
    let step = firstStep(steps);
    if (typeof step === 'string') {
      done.push({ ...made, bound: Infinity, refused: step });
      continue;
    }
    while (step.done !== true) {
      const request = yield progressOf(done, made, step.value, { combination: i + 1, of: choices.length, objective });
      isStopped ||= request === 'stop';
      step = steps.next(request);
    }
    done.push(priced(made, step.value, objective));
  }
  if (done.every(({ refused }) => refused !== undefined)) throw new UnsupportedError(done[0]!.refused ?? '');
  return solutionOf(done);
}

/** The first step, or why there is none: nothing of this combination can change. */
function firstStep<P, R>(steps: Generator<P, R, Request>): IteratorResult<P, R> | string {
  try {
    return steps.next();
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message;
    throw error;
  }
}

function expectFew(variants: readonly Variant[]): void {
  if (variants.length > mostVariants)
    throw new UsageError(`${variants.length} variants have ${2 ** variants.length} combinations; at most ${mostVariants} variants are combined`); // prettier-ignore
  const names = variants.map((variant) => formatVariant(variant));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`the variant ${twice} is given twice`);
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((__, i) => (bits >> i) & 1));
}

/** The variants applied and counted; where they do not go together, the reason. */
function combined(subject: Reducible, variants: readonly Variant[], objective: VariantObjective): Combination {
  const names = variants.map((variant) => formatVariant(variant));
  const start = { variants, names, variantsPrice: 0, bound: 0 };
  if (variants.length === 0) return { ...start, totals: named(subject.costs.totals), subject };
  try {
    const { applied, whole } = applyVariants(subject.network, variants, subject.count);
    const own = reducible(whole.network, whole.count);
    const variantsPrice = priceOf(subject, applied, own, objective);
    return { ...start, variantsPrice, bound: variantsPrice, totals: named(own.costs.totals), subject: own, applied: whole };
  } catch (error) {
    if (!(error instanceof UnsupportedError) && !(error instanceof UsageError)) throw error;
    return { ...start, variantsPrice: Infinity, bound: Infinity, refused: error.message };
  }
} // prettier-ignore

/** Units are lost by all variants together; everything else has a price for each. */
function priceOf(
  before: Reducible,
  applied: readonly Applied[],
  after: Reducible,
  objective: VariantObjective,
): number {
  const units = { before: before.ledger, after: after.ledger };
  if (objective === 'units') return variantPrice(objective, { share: 1 }, units);
  return together(objective, applied.map((each) => variantPrice(objective, each, units))); // prettier-ignore
}

/** A reduction, or why nothing of the network can change or its widths cannot be cut. */
function* reduced(
  { subject, applied }: Combination,
  options: VariantsOptions,
): Generator<Progress, Reduction | string, Request> {
  const { scores: _, ...asked } = options;
  try {
    return yield* reduce(subject!, applied ? { ...asked, ...renamedDomains(options, applied.renamed) } : options);
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message;
    throw error;
  }
}

/** `--keep fc1` means fc1.b where fc1 became two: the layer that makes the same channels. */
function renamedDomains({ keep, tie, atLeast }: Domains, renamed: ReadonlyMap<string, string>): Domains {
  const anew = (name: string): string => renamed.get(name) ?? name;
  return {
    ...(keep && { keep: keep.map(anew) }),
    ...(tie && { tie: tie.map(anew) }),
    ...(atLeast && { atLeast: new Map([...atLeast].map(([name, width]) => [anew(name), width])) }),
  };
}

function priced(made: Combination, reduction: Reduction | string, objective: VariantObjective): Combination {
  if (typeof reduction === 'string') return { ...made, bound: Infinity, refused: reduction };
  const { best, bound } = reduction.solution;
  return {
    ...made,
    reduction,
    bound: together(objective, [made.variantsPrice, bound]),
    ...(best && reduction.reduced && { price: together(objective, [made.variantsPrice, best.price]) }),
  };
}

function progressOf(
  done: readonly Combination[],
  { names, variantsPrice }: Combination,
  { best, bound, gap, rung }: Progress,
  { objective, ...place }: { combination: number; of: number; objective: VariantObjective },
): VariantsProgress {
  const prices = done.flatMap(({ price }) => price ?? []);
  if (best) prices.push(together(objective, [variantsPrice, best.price]));
  const least = Math.min(...prices);
  return {
    ...place,
    names,
    bound: together(objective, [variantsPrice, bound]),
    gap,
    rung,
    ...(prices.length > 0 && { best: { price: least } }),
  };
}

function solutionOf(combinations: readonly Combination[]): VariantsSolution {
  const [plain] = combinations;
  if (plain && combinations.every(({ refused }) => refused !== undefined)) throw new UnsupportedError(plain.refused);
  const fitting = combinations.filter(({ price }) => price !== undefined);
  const best = fitting.toSorted((a, b) => a.price! - b.price!)[0];
  const bound = Math.min(...combinations.map((each) => each.bound));
  if (!best) return { combinations, bound, gap: bound === Infinity ? 0 : Infinity };
  const gap = best.price === 0 ? 0 : Math.max(0, (best.price! - bound) / best.price!);
  return { combinations, best, bound, gap };
}
