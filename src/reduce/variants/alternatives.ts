/** What else could be done with a network than making it narrower: each alternative counted as a network of its own. */
import { ints } from '../../core/attributes.ts';
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import { countNetwork } from '../../core/count.ts';
import type { Layer } from '../../core/ledger.ts';
import type { Node } from '../../core/network.ts';
import { changeFrom, named, type Amounts } from '../advise.ts';
import { amountsOfLedger } from '../reduce.ts';
import type { Reducible } from '../reducible.ts';
import { onGround } from './applyVariant.ts';
import { breakEvenRank } from './lowRank.ts';
import { convolutionOf, sidesOf, siteOf } from './site.ts';
import { formatVariant, variantKinds } from './table.ts';
import type { Variant } from './variant.ts';

export interface Alternative {
  /** As it is written on the command line: `low-rank=fc1:1417`. */
  readonly name: string;
  readonly variant: Variant;
  /** What it is, with its numbers; or why it is not possible here. */
  readonly says: string;
  /** What it costs beside. */
  readonly costs: string;
  /** Exact, by the ledger; absent where it is not possible here. */
  readonly totals?: Amounts;
  /** Relative to the original: −0.25 is a quarter less. */
  readonly change?: Amounts;
  /** Of a factorisation: the rank up to which it saves weights. */
  readonly breakEven?: number;
  /** Whether the original's weights are of no use for it. */
  readonly isUntrained?: boolean;
}

/** Layers of each kind that are looked at: those that hold the most. */
const mostLayers = 3;

/** The alternatives of a network, in the order of reduce's advice: fewer weights first, then fewer connections. */
export function alternativesOf(subject: Reducible): readonly Alternative[] {
  return [
    alternativeOf(subject, { kind: 'global-pooling' }),
    ...factorings(subject),
    ...convolutionsOf(subject).flatMap((layer) => [
      alternativeOf(subject, { kind: 'groups', layer, groups: 2 * convolutionOf(subject, layer).groups }),
      alternativeOf(subject, { kind: 'separable', layer }),
    ]),
    ...smallerInput(subject),
    ...largerStride(subject),
  ];
}

function alternativeOf(subject: Reducible, variant: Variant, more: Partial<Alternative> = {}): Alternative {
  const own = { name: formatVariant(variant), variant, costs: variantKinds[variant.kind].doc, ...more };
  try {
    const { network, count, says, untrained } = onGround(subject, variant);
    const totals = amountsOfLedger(countNetwork(network, count));
    const all = more.says === undefined ? says : `${says}; ${more.says}`;
    return { ...own, says: all, totals, change: changeFrom(named(subject.costs.totals), totals), isUntrained: untrained !== undefined };
  } catch (error) {
    if (!(error instanceof UnsupportedError) && !(error instanceof UsageError)) throw error;
    return { ...own, says: error.message };
  }
} // prettier-ignore

/** The largest fully connected layers as two, at half of the rank at which nothing would be saved. */
function factorings(subject: Reducible): readonly Alternative[] {
  const layers = heaviest(subject, 'weights', (node) => /^(Gemm|MatMul)$/.test(node.operator));
  return layers.flatMap((layer) => {
    const sides = tried(() => sidesOf(siteOf(subject, layer)));
    if (!sides) return [];
    const breakEven = breakEvenRank(sides.rows, sides.columns);
    const rank = Math.max(1, Math.floor(breakEven / 2));
    return [alternativeOf(subject, { kind: 'low-rank', layer, rank }, { breakEven })];
  });
}

/** Convolutions with a kernel that read several channels in each group, those with the most connections first. */
function convolutionsOf(subject: Reducible): readonly string[] {
  return heaviest(subject, 'connections', (node) => {
    const shape = subject.ledger.inference.values.get(node.inputs[1] ?? '')?.shape;
    const [, channels = 1, ...kernel] = shape ?? [];
    const isWide = kernel.some((size) => size !== 1) && typeof channels === 'number' && channels > 3;
    return node.operator === 'Conv' && isWide;
  }).filter((layer) => tried(() => convolutionOf(subject, layer)));
}

function heaviest({ ledger, network }: Reducible, by: 'weights' | 'connections', isMeant: (node: Node) => boolean): readonly string[] {
  const nodes = new Map(network.graph.nodes.map((node) => [node.name, node]));
  const isOfKind = (layer: Layer): boolean => layer.nodes.some((name) => nodes.has(name) && isMeant(nodes.get(name)!));
  return ledger.layers
    .filter((layer) => layer[by] !== 0 && isOfKind(layer))
    .toSorted((a, b) => Number(b[by]) - Number(a[by]))
    .slice(0, mostLayers)
    .map(({ name }) => name);
} // prettier-ignore

/** Pictures alone have a usual smaller size: [batch, channels, height, width]. */
function smallerInput(subject: Reducible): readonly Alternative[] {
  const [only, ...others] = subject.ledger.inputs;
  const shape = only?.shape;
  if (others.length > 0 || !shape || shape.length !== 4) return [];
  const sizes = shape.map((size, axis) => (axis < 2 ? Number(size) : usualBelow(Number(size))));
  const isSquare = sizes[2] === sizes[3];
  return [alternativeOf(subject, { kind: 'input', inputs: new Map([['', isSquare ? [sizes[2]!] : sizes]]) })];
}

/** About three quarters: networks halve maps five times, so sizes are multiples of 32 where they are large enough. */
function usualBelow(size: number): number {
  const step = size >= 128 ? 32 : 4;
  return Math.max(1, Math.min(size - 1, Math.round((0.75 * size) / step) * step));
}

/** Twice the stride of the first convolution, where its kernels still touch each other. */
function largerStride(subject: Reducible): readonly Alternative[] {
  const first = subject.ledger.inference.steps.find(({ node }) => node.operator === 'Conv')?.node;
  const layer = first && subject.ledger.layers.find(({ nodes }) => nodes.includes(first.name))?.name;
  const kernel = subject.ledger.inference.values
    .get(first?.inputs[1] ?? '')
    ?.shape?.slice(2)
    .map(Number);
  if (!first || layer === undefined || !kernel) return [];
  const stride = 2 * Math.max(1, ...(ints(first, 'strides') ?? []));
  const variant: Variant = { kind: 'stride', layer, stride };
  if (kernel.every((size) => size >= stride)) return [alternativeOf(subject, variant)];
  const says = `${layer}: kernels of ${kernel.join(' x ')} would leave places between them unseen at a stride of ${stride}`;
  return [{ name: formatVariant(variant), variant, costs: variantKinds.stride.doc, says }];
}

function tried<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined;
    throw error;
  }
}
