/** `reduce --variant`: every combination of the variants, solved; the cheapest is the answer. */
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import type { Weights } from '../formats/index.ts';
import type { ReduceOptions, Reduction } from '../reduce/reduce.ts';
import type { Reducible } from '../reduce/reducible.ts';
import { solveVariants, type Combination, type FactorReport, type Multiply } from '../reduce/variants/index.ts';
import { loadRuntime, multiplierOf } from '../run/index.ts';
import type { ReportedVariant } from '../report/reduction.ts';
import { drive, type Driving } from './drive.ts';
import type { ReduceValues } from './reduce-options.ts';
import type { ReduceSubject } from './reduce-subject.ts';

export interface SolvedVariants {
  readonly best: {
    readonly reducible: Reducible;
    readonly network: Network;
    readonly reduction: Reduction;
    readonly price: number;
    readonly bound: number;
    readonly gap: number;
    /** Its weights of the original's; `undefined` where there are none, or it must be trained, for the reason in `notes`. */
    weights(original: Weights | undefined): Weights | undefined;
    /** What was found out while weights were made. */
    readonly notes: readonly string[];
  };
  readonly reported: readonly ReportedVariant[];
}

/** Throws a UsageError where the objective has no price for variants, or none of the combinations fits. */
export async function solvedVariants(
  subject: ReduceSubject,
  asked: ReduceOptions,
  { variant, samples }: ReduceValues,
  driving: Omit<Driving, 'what'>,
): Promise<SolvedVariants | undefined> {
  if (samples.length > 0)
    throw new UsageError('--samples and --variant do not go together: what was measured is of the network as it is');
  const steps = solveVariants(subject.reducible, variant, asked);
  const { combinations, best, bound, gap } = await drive(steps, { ...driving, what: 'trying variants' });
  const reported = combinations.map((each) => reportOf(each, each === best));
  const chosen = best ?? combinations[0]!;
  if (!chosen.subject || !chosen.reduction) return undefined;
  return { best: bestOf(chosen, { bound, gap, multiply: await fastProduct() }), reported };
}

/** ONNX Runtime multiplies large matrices fast; without it plain loops do. */
async function fastProduct(): Promise<Multiply | undefined> {
  return loadRuntime().then(multiplierOf, () => undefined);
}

function bestOf(
  { subject, reduction, applied, price }: Combination,
  { bound, gap, multiply }: { readonly bound: number; readonly gap: number; readonly multiply: Multiply | undefined },
): SolvedVariants['best'] {
  const notes: string[] = applied ? [`With ${applied.says}.`] : [];
  return {
    reducible: subject!,
    network: subject!.network,
    reduction: reduction!,
    price: price ?? Infinity,
    bound,
    gap,
    notes,
    weights: (original) => {
      if (!original || !applied) return original;
      if (applied.untrained !== undefined) {
        notes.push(`${applied.untrained}: it must be trained, so that the file has shapes only`);
        return undefined;
      }
      const onFactors = ({ layer, rank, kept }: FactorReport): void =>
        void notes.push(`${layer} became two of rank ${rank}, which hold ${(100 * kept).toFixed(2)} % of the energy of its weights`); // prettier-ignore
      const cuts = reduction?.reduced?.shrunk.cuts;
      return applied.weights(original, { onFactors, ...(cuts && { cuts }), ...(multiply && { multiply }) });
    },
  };
}

function reportOf({ names, price, bound, reduction, refused }: Combination, isBest: boolean): ReportedVariant {
  const after = reduction?.reduced?.after;
  return { names, price, bound, weights: after?.weights, connections: after?.connections, isBest, refused };
}
