/** Where the weights of a layer are: its one node, the tensor that the node multiplies by, and that tensor as a matrix. */
import { int } from '../../core/attributes.ts';
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Layer } from '../../core/ledger.ts';
import type { Node, Tensor } from '../../core/network.ts';
import { elementCount } from '../../core/shape.ts';
import { tensorsOf } from '../apply/cutWeights.ts';
import type { Ground } from './variant.ts';

export interface Site {
  readonly layer: Layer;
  readonly node: Node;
  /** The name of the value that the tensor gives. */
  readonly weight: string;
  readonly tensor: Tensor;
  readonly shape: readonly number[];
  /** Axes of the tensor: over what it makes and over what it reads (of a group). */
  readonly filters: number;
  readonly inputs: number;
}

/** The weighted node of a layer that the ledger names. Throws as the kinds of variants do. */
export function siteOf({ network, ledger }: Ground, name: string): Site {
  const layer = ledger.layers.find((each) => each.name === name);
  if (!layer) throw new UsageError(`no layer is called "${name}"; those with weights are ${weighted(ledger.layers)}`);
  const nodes = network.graph.nodes.filter((node) => layer.nodes.includes(node.name) && axesOf(node));
  const [node] = nodes;
  if (!node) throw new UnsupportedError(`${name} (${layer.operator}) is no convolution and no fully connected layer`);
  if (nodes.length > 1)
    throw new UnsupportedError(`${name} is made of ${nodes.length} nodes, ${nodes.map((each) => each.name).join(' and ')}; one is expected`); // prettier-ignore
  return siteAt({ network, ledger }, node, layer);
}

/** As `siteOf`, of a Conv, Gemm or MatMul. */
export function siteAt({ network, ledger }: Pick<Ground, 'network' | 'ledger'>, node: Node, layer: Layer): Site {
  const axes = axesOf(node)!;
  const weight = node.inputs[1]!;
  const tensor = tensorsOf(network).get(weight);
  const fault = faultOf(ledger, node, tensor);
  if (fault !== undefined || !tensor) throw new UnsupportedError(`${node.name} (${node.operator}): ${fault}`);
  return { layer, node, weight, tensor, shape: tensor.shape.map(Number), ...axes };
}

function faultOf({ inference, network }: Ground['ledger'], node: Node, tensor?: Tensor): string | undefined {
  const weight = node.inputs[1]!;
  if (!tensor) return `its weights "${weight}" are computed, not stored as they are`;
  if (tensor.shape.some((size) => typeof size !== 'number')) return `its weights "${weight}" have open sizes`;
  if (node.operator !== 'Conv' && tensor.shape.length !== 2) return `its weights have ${tensor.shape.length} axes; 2 are expected`; // prettier-ignore
  if (int(node, 'transA', 0) !== 0) return 'it transposes what it reads';
  const readers = inference.steps.filter(({ node: other }) => other.inputs.includes(weight));
  if (readers.length > 1) return `its weights "${weight}" are shared with ${readers.find((each) => each.node.name !== node.name)?.node.name ?? 'itself'}`; // prettier-ignore
  const isTwin = tensor.sameAs !== undefined || [...tensorsOf(network).values()].some(({ sameAs }) => sameAs === weight); // prettier-ignore
  return isTwin ? `its weights "${weight}" have a copy that stays equal` : undefined;
}

/** Conv: [filters, channels of a group, kernel …]; Gemm: as `transB` says; MatMul: [inputs, filters]. */
export function axesOf(node: Node): Pick<Site, 'filters' | 'inputs'> | undefined {
  if (node.domain !== '') return undefined;
  if (node.operator === 'Conv') return { filters: 0, inputs: 1 };
  if (node.operator === 'MatMul') return { filters: 1, inputs: 0 };
  if (node.operator !== 'Gemm') return undefined;
  return int(node, 'transB', 0) === 0 ? { filters: 1, inputs: 0 } : { filters: 0, inputs: 1 };
}

/** As `siteOf`, of a convolution; `groups` are those that it has. */
export function convolutionOf(ground: Ground, name: string): Site & { readonly groups: number } {
  const site = siteOf(ground, name);
  if (site.node.operator !== 'Conv') throw new UnsupportedError(`${name} (${site.node.operator}) is no convolution`);
  return { ...site, groups: int(site.node, 'group', 1) };
}

/** Filters and inputs of one of them: the sides of the layer's weights as a matrix. */
export function sidesOf({ shape, filters }: Site): { readonly rows: number; readonly columns: number } {
  const rows = shape[filters]!;
  return { rows, columns: elementCount(shape) / rows };
}

interface Inferred {
  readonly ledger: Pick<Ground['ledger'], 'inference'>;
}

/** The batch bound, what a value's shape is: whole numbers. Throws an UnsupportedError for one that is not known. */
export function shapeOf({ ledger }: Inferred, value: string): readonly number[] {
  const shape = ledger.inference.values.get(value)?.shape;
  if (!shape?.every((size) => typeof size === 'number')) throw new UnsupportedError(`the shape of "${value}" is not known in whole numbers`); // prettier-ignore
  return shape.map(Number);
}

/** Enough names to see how they are written. */
const mostNames = 12;

function weighted(layers: readonly Layer[]): string {
  const names = layers.filter(({ weights }) => weights !== 0).map(({ name }) => name);
  return names.length > mostNames ? `${names.slice(0, mostNames).join(', ')}, …` : names.join(', ') || 'none';
}
