/** What of a layer is compared: its operator's family, its window, channels and map, and what it reads; as plain data. */
import { int, ints } from '../core/attributes.ts';
import { RuleError } from '../core/errors.ts';
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { multiply, type Size } from '../core/size.ts';
import { familyOf, type Family } from './family.ts';
import { paddingText } from './padding.ts';
import { signatureOf } from './signature.ts';
import { sourcesOf } from './sources.ts';

export interface Traits {
  readonly layer: Layer;
  /** The node that the layer is named by; `undefined` where it is not among the steps. */
  readonly node: Node | undefined;
  readonly operator: string;
  readonly family: Family;
  readonly isWeighted: boolean;
  readonly kernel: Shape | undefined;
  readonly stride: Shape | undefined;
  readonly dilation: Shape | undefined;
  readonly padding: string | undefined;
  readonly groups: Size | undefined;
  /** Of a layer with filters: what it reads and gives. */
  readonly inputChannels: Size | undefined;
  readonly channels: Size | undefined;
  /** The output's shape; of a layer with filters without their axis. */
  readonly map: Shape | undefined;
  /** Its path in a form in which `Conv_1` and `conv1` are equal. */
  readonly words: readonly string[];
  /** Places of the layers that it reads, in order; −1 is an input of the network. */
  readonly sources: readonly number[];
  /** All of this but names and sources as one text: layers of equal signature do the same. */
  readonly signature: string;
}

/** The layers of a ledger, ready to be compared. */
export interface Comparable {
  readonly ledger: Ledger;
  readonly layers: readonly Traits[];
}

export function comparableOf(ledger: Ledger): Comparable {
  const nodes = new Map(ledger.inference.steps.map(({ node }) => [node.name, node]));
  const sources = sourcesOf(ledger);
  const layers = ledger.layers.map((layer, i) => traitsOf(layer, sources[i]!, ledger, nodes));
  return { ledger, layers };
}

function traitsOf(layer: Layer, sources: readonly number[], ledger: Ledger, nodes: ReadonlyMap<string, Node>): Traits {
  const mains = layer.nodes.flatMap((name) => nodes.get(name) ?? []).filter(({ operator }) => operator === layer.operator); // prettier-ignore
  const [node] = mains;
  const isWeighted = layer.derivations.units !== undefined;
  const family = familyOf(layer.operator, isWeighted);
  const traits = {
    layer,
    node,
    operator: layer.operator,
    family,
    isWeighted,
    ...(node ? windowOf(node, family, ledger) : noWindow),
    ...filtersOf(layer, family, mains, ledger),
    words: layer.path.map((word) => word.toLowerCase().replaceAll(/[\s._/:-]+/g, '')),
    sources,
  };
  return { ...traits, signature: signatureOf(traits) };
}

type Window = Pick<Traits, 'kernel' | 'stride' | 'dilation' | 'padding'>;

const noWindow: Window = { kernel: undefined, stride: undefined, dilation: undefined, padding: undefined };

/** Of a convolution or a pool. A broken attribute is the ledger's to report: here it is not compared. */
function windowOf(node: Node, family: Family, ledger: Ledger): Window {
  if (family !== 'convolution' && family !== 'pool') return noWindow;
  try {
    const kernel =
      ints(node, 'kernel_shape') ?? (family === 'convolution' ? weightsOf(node, ledger)?.slice(2) : undefined);
    if (!kernel) return noWindow;
    const ones = kernel.map(() => 1);
    const stride = ints(node, 'strides') ?? ones;
    const dilation = ints(node, 'dilations') ?? ones;
    const input = shapeOf(node.inputs[0], ledger)?.slice(2);
    return { kernel, stride, dilation, padding: paddingText(node, { input, kernel, stride, dilation }) };
  } catch (error) {
    if (error instanceof RuleError) return noWindow;
    throw error;
  }
}

type Filters = Pick<Traits, 'groups' | 'inputChannels' | 'channels' | 'map'>;

/** A layer on T towers of which each reads its own is, as one layer, a layer of T groups. */
function filtersOf(layer: Layer, family: Family, mains: readonly Node[], ledger: Ledger): Filters {
  const { output } = layer;
  const axis = family === 'convolution' ? 1 : family === 'matrix' ? (output?.length ?? 0) - 1 : -1;
  const [node] = mains;
  if (!node || !output || axis < 0)
    return { groups: undefined, inputChannels: undefined, channels: undefined, map: output };
  const parts = layer.reads === 'own tower' ? mains.length : 1;
  const input = shapeOf(node.inputs[0], ledger);
  const own = family === 'convolution' ? input?.[1] : input?.at(-1);
  return {
    groups: family === 'convolution' ? multiply(parts, groupsOf(node)) : undefined,
    inputChannels: own === undefined ? undefined : multiply(own, parts),
    channels: output[axis],
    map: output.filter((_, i) => i !== axis),
  };
}

function groupsOf(node: Node): number {
  try {
    return int(node, 'group', 1);
  } catch (error) {
    if (error instanceof RuleError) return 1;
    throw error;
  }
}

function weightsOf(node: Node, ledger: Ledger): Shape | undefined {
  return shapeOf(node.inputs[node.operator === 'QLinearConv' ? 3 : 1], ledger);
}

function shapeOf(name: string | undefined, { inference }: Ledger): Shape | undefined {
  return name === undefined ? undefined : inference.values.get(name)?.shape;
}
