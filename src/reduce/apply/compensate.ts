/**
 * What a removed channel gave on average goes into the bias of what read it: bias += Σ weights · mean over the removed channels
 * (reduce.md §3). Over padding the average is a little too large, which is left as it is.
 */
import { float } from '../../core/attributes.ts';
import { bitsOf, type Network, type Node, type Tensor } from '../../core/network.ts';
import type { Weights } from '../../formats/index.ts';
import type { Followed } from '../axes/follow.ts';
import { elementsOf, stridesOf, type Activations } from '../rank.ts';
import { tensorsOf } from './cutWeights.ts';
import { readersOf, type Reader } from './readers.ts';
import type { Shrunk } from './shrink.ts';

export interface Compensated {
  /** The shrunk network with biases that hold their values, added where layers had none. */
  readonly network: Network;
  /** Bytes of the biases that there were not before: the ledger of the cut network does not know them. */
  readonly addedBytes: number;
  /** Layers that read removed channels and that no bias can make up for: they stay as they are. */
  readonly left: readonly string[];
}

export interface Compensating {
  /** The atoms that went. */
  readonly removed: ReadonlySet<number>;
  /** Of the network before the cut. */
  readonly weights: Weights;
  readonly activations: Activations;
}

/** Adds the means of removed channels to biases. Throws where the weights do. */
export async function compensate(followed: Followed, { network }: Shrunk, given: Compensating): Promise<Compensated> {
  const biases: Bias[] = [];
  const left: string[] = [];
  for (const reader of readersOf(followed)) {
    const change = await changeOf(followed, reader, given);
    if (change === 'none') continue;
    const bias = change && (await raisedBias(followed, reader.node, change, given.weights));
    if (bias) biases.push(bias);
    else left.push(reader.node.name);
  }
  const addedBytes = biases.reduce((sum, { tensor, isNew }) => sum + (isNew ? countBytes(tensor) : 0), 0);
  return { network: withBiases(network, biases), addedBytes, left };
}

/** What each filter that stays loses on average. */
interface Change {
  /** Before the cut. */
  readonly filters: number;
  readonly kept: readonly number[];
  readonly lost: Float64Array;
}

/** `none` where what stays reads no removed channel, `undefined` where that cannot be told. */
async function changeOf(
  followed: Followed,
  reader: Reader,
  { removed, weights, activations }: Compensating,
): Promise<Change | 'none' | undefined> {
  const isRemoved = (id: number): boolean => removed.has(followed.atoms.rootOf(id));
  const goes = reader.strip.map((id) => (isRemoved(id) ? 1 : 0));
  if (!goes.includes(1)) return 'none';
  const mean = activations.get(reader.value)?.mean;
  const elements = await elementsOf(followed, weights, reader.tensor);
  if (!mean || !elements) return undefined;
  const { numbers, shape } = elements;
  const strides = stridesOf(shape);
  const [filters, perGroup] = [shape[reader.filters]!, shape[reader.channels]!];
  const lost = new Float64Array(filters);
  for (let i = 0; i < numbers.length; i++) {
    const filter = Math.floor(i / strides[reader.filters]!) % filters;
    const block = Math.floor(filter / (filters / reader.groups));
    const channel = block * perGroup + (Math.floor(i / strides[reader.channels]!) % perGroup);
    if (goes[channel] === 1) lost[filter]! += numbers[i]! * mean[channel]!;
  }
  const made = followed.stripsOf(reader.tensor)[reader.filters];
  const kept = [...lost.keys()].filter((filter) => !made || !isRemoved(made[filter]!));
  // the filters of a depthwise convolution go with what they read
  return kept.some((filter) => lost[filter] !== 0) ? { filters, kept, lost } : 'none';
}

/** A bias with its values, and which input of which node it is. */
interface Bias {
  readonly node: Node;
  readonly input: number;
  readonly name: string;
  readonly tensor: Tensor;
  readonly isNew: boolean;
}

function countBytes({ type, values = [] }: Tensor): number {
  return (values.length * bitsOf[type]) / 8;
}

/** The layer's bias with what was lost added; `undefined` where there is no place for one, or what is there is no bias. */
async function raisedBias(
  followed: Followed,
  layer: Node,
  { filters, kept, lost }: Change,
  weights: Weights,
): Promise<Bias | undefined> {
  const { network, values } = followed.inference;
  const place = placeOf(layer, network);
  const scale = layer.operator === 'Gemm' ? (float(layer, 'alpha') ?? 1) / (float(layer, 'beta') ?? 1) : 1;
  if (!place || !Number.isFinite(scale)) return undefined;
  const old = place.node.inputs[place.input] ?? '';
  const before = old === '' ? undefined : await elementsOf(followed, weights, old);
  const { numbers, shape } = before ?? { numbers: [0], shape: [1] };
  const isVector = numbers.length === filters && shape.at(-1) === filters;
  if ((old !== '' && !before) || (!isVector && numbers.length !== 1)) return undefined;
  const type = tensorsOf(network).get(old)?.type ?? values.get(layer.outputs[0]!)?.type ?? 'float32';
  return {
    ...place,
    isNew: old === '',
    name: isVector && old !== '' && isOwn(old, network) ? old : `${layer.outputs[0]}_compensation`,
    tensor: {
      type,
      shape: [...shape.slice(0, -1), kept.length],
      values: kept.map((filter) => numbers[isVector ? filter : 0]! + scale * lost[filter]!),
    },
  };
}

/** A product of matrices has its bias in the addition behind it; where strides part the taps, no one bias fits every position. */
function placeOf(layer: Node, { graph }: Network): { readonly node: Node; readonly input: number } | undefined {
  if (layer.operator === 'Conv' || layer.operator === 'Gemm') return { node: layer, input: 2 };
  if (layer.operator !== 'MatMul') return undefined;
  const [output] = layer.outputs;
  const [add, ...others] = graph.nodes.filter(({ inputs }) => inputs.includes(output!));
  if (add?.operator !== 'Add' || add.domain !== '' || others.length > 0) return undefined;
  return { node: add, input: add.inputs[0] === output ? 1 : 0 };
}

/** Whether one node alone reads it. What bodies of branches and loops read is not looked for. */
function isOwn(name: string, { graph }: Network): boolean {
  const hasBodies = graph.nodes.some(({ attributes }) => [...attributes.values()].some(({ kind }) => kind.startsWith('graph'))); // prettier-ignore
  return !hasBodies && graph.nodes.filter(({ inputs }) => inputs.includes(name)).length === 1;
}

/** Every bias becomes a tensor of the graph; a Constant node that held it is dropped. */
function withBiases(network: Network, biases: readonly Bias[]): Network {
  const { graph } = network;
  const given = new Map(biases.map((bias) => [bias.node.outputs[0], bias]));
  const names = new Set(biases.map(({ name }) => name));
  const tensors = new Map([...graph.tensors, ...biases.map(({ name, tensor }) => [name, tensor] as const)]);
  const nodes = graph.nodes.flatMap((node) => {
    if (node.operator === 'Constant' && names.has(node.outputs[0]!)) return [];
    const bias = given.get(node.outputs[0]);
    if (!bias) return [node];
    const inputs = [...node.inputs];
    inputs[bias.input] = bias.name;
    return [{ ...node, inputs }];
  });
  return { ...network, graph: { ...graph, nodes, tensors } };
}
