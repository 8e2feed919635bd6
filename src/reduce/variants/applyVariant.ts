/** A variant of a network, or several at once: the network, what it keeps, and its weights made of the original's. */
import { bindSizes } from '../../core/bindings.ts';
import { countNetwork, type CountOptions } from '../../core/count.ts';
import { UnsupportedError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import type { Weights } from '../../formats/index.ts';
import { repaired } from './repair.ts';
import { changeBy, formatVariant, variantNames } from './table.ts';
import type { Change, Ground, Made, Restated, Variant, WeightOptions } from './variant.ts';
import { madeWeights } from './variantWeights.ts';

export interface Applied {
  readonly network: Network;
  /** How it is counted: as the original was, less the sizes that the variant set. */
  readonly count: CountOptions;
  /** What the variant keeps of the thing that it gives up, more than 0 and at most 1. */
  readonly share: number;
  /** One sentence with the numbers in it. */
  readonly says: string;
  /** Layers that go under another name now. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Why the original's weights are of no use; absent where they are. */
  readonly untrained?: string;
  /**
   * Its weights, made of the original's when they are asked for. Throws an UnsupportedError where they must be trained; chunks
   * throw where the original's do.
   */
  weights(original: Weights, options?: WeightOptions): Weights;
}

/**
 * Applies a variant. The network can be counted, reduced and written like any other. Throws a UsageError for a layer that there is
 * not, an UnsupportedError where it cannot be done, naming the node that does not fit.
 */
export function applyVariant(network: Network, variant: Variant, count: CountOptions = {}): Applied {
  return onGround({ network, count, ledger: countNetwork(network, count) }, variant);
}

/** As `applyVariant`, of a network that is counted already. */
export function onGround(ground: Ground, variant: Variant): Applied {
  const change = changeBy(ground, variant);
  const count = change.count ?? ground.count;
  const { network, restated } = repaired(change.network, ground, count);
  bindSizes(network, count);
  const { made, untrained } = weightsOf(change, restated);
  return {
    network,
    count,
    share: change.share,
    says: change.says,
    renamed: change.renamed ?? new Map(),
    ...(untrained !== undefined && { untrained }),
    weights: (original, options = {}) => {
      if (untrained === undefined) return madeWeights(ground.network, made, original, options);
      throw new UnsupportedError(`${formatVariant(variant)}: ${untrained}; it must be trained`);
    },
  };
}

function weightsOf(change: Change, restated: readonly Restated[]): { made: readonly Made[]; untrained?: string } {
  const { made = [], untrained, remade } = change;
  if (untrained !== undefined) return { made, untrained };
  const [first] = restated;
  if (remade) return { made: [...made, ...restated.map(remade)] };
  if (!first) return { made };
  const { node, before, after, axis } = first;
  return { made, untrained: `${node} reads ${after[axis]} inputs instead of ${before[axis]}` };
}

/** Several variants, each on what the ones before it left; in the order of their kinds, whatever order they are given in. */
export function applyVariants(
  network: Network,
  variants: readonly Variant[],
  count: CountOptions = {},
): { readonly applied: readonly Applied[]; readonly whole: Applied } {
  const none: Applied = { network, count, share: 1, says: 'as it is', renamed: new Map(), weights: (original) => original };
  const applied: Applied[] = [];
  for (const variant of ordered(variants)) {
    const last = applied.at(-1) ?? none;
    applied.push(applyVariant(last.network, variant, last.count));
  }
  return { applied, whole: applied.reduce(followed, none) };
} // prettier-ignore

/** In the order in which they are applied. */
export function ordered(variants: readonly Variant[]): readonly Variant[] {
  return variants.toSorted((a, b) => variantNames.indexOf(a.kind) - variantNames.indexOf(b.kind));
}

function followed(first: Applied, second: Applied): Applied {
  const renamed = new Map([...first.renamed].map(([from, to]) => [from, second.renamed.get(to) ?? to]));
  const untrained = first.untrained ?? second.untrained;
  return {
    network: second.network,
    count: second.count,
    share: first.share * second.share,
    says: first.says === 'as it is' ? second.says : `${first.says}; ${second.says}`,
    renamed: new Map([...second.renamed, ...renamed]),
    ...(untrained !== undefined && { untrained }),
    weights: (original, options = {}) => second.weights(first.weights(original, options), options),
  };
}
