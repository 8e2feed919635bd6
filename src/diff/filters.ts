/** What a layer with filters reads and gives. */
import { int } from '../core/attributes.ts';
import { RuleError } from '../core/errors.ts';
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { multiply, type Size } from '../core/size.ts';
import type { Family } from './family.ts';

export interface FilterTraits {
  /** Absent for what is not a convolution. */
  readonly groups: Size | undefined;
  readonly inputChannels: Size | undefined;
  readonly channels: Size | undefined;
  /** Channels / input channels: the same in a wider network of the same design. */
  readonly widening: number | undefined;
  /** The output's shape; of a layer with filters without their axis. */
  readonly map: Shape | undefined;
}

const noFilters = { groups: undefined, inputChannels: undefined, channels: undefined, widening: undefined };

interface Filtering {
  readonly family: Family;
  readonly output: Shape | undefined;
  readonly reads: Layer['reads'];
  /** Those of the layer's main operator, one on each tower. */
  readonly nodes: readonly Node[];
}

/** A layer on T towers of which each reads its own is, as one layer, a layer of T groups. */
export function filtersOf({ family, output, reads, nodes }: Filtering, { inference }: Ledger): FilterTraits {
  const [node] = nodes;
  const axis = output && axisOf(family, output);
  if (!node || !output || axis === undefined) return { ...noFilters, map: output };
  const parts = reads === 'own tower' ? nodes.length : 1;
  const input = inference.values.get(node.inputs[0] ?? '')?.shape;
  const own = family === 'matrix' ? input?.at(-1) : input?.[1];
  const inputChannels = own === undefined ? undefined : multiply(own, parts);
  const channels = output[axis];
  return {
    groups: family === 'matrix' ? undefined : multiply(parts, groupsOf(node)),
    inputChannels,
    channels,
    widening: typeof channels === 'number' && typeof inputChannels === 'number' ? channels / inputChannels : undefined,
    map: output.filter((_, i) => i !== axis),
  };
}

/** Along which axis of its output a layer has its filters. */
function axisOf(family: Family, output: Shape): number | undefined {
  if (family === 'convolution' || family === 'transposed convolution') return 1;
  return family === 'matrix' ? output.length - 1 : undefined;
}

/** A broken attribute is the ledger's to report. */
function groupsOf(node: Node): number {
  try {
    return int(node, 'group', 1);
  } catch (error) {
    if (error instanceof RuleError) return 1;
    throw error;
  }
}
