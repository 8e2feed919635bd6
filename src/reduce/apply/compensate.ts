/**
 * What a removed channel gave on average goes into the bias of what read it: bias += Σ weights · mean over the removed channels
 * (reduce.md §3). Over padding the average is a little too large, which is left as it is.
 */
import { bitsOf, type Network, type Node, type Tensor } from '../../core/network.ts';
import { bytesOf, type Weights } from '../../formats/index.ts';
import type { Followed } from '../axes/follow.ts';
import { elementsOf, type Activations } from '../rank.ts';
import { tensorsOf, type Adjusted } from './cutWeights.ts';
import { readersOf, type Reader } from './readers.ts';
import type { Shrunk } from './shrink.ts';

export interface Compensated {
  /** The shrunk network, with biases added where layers had none. */
  readonly network: Network;
  /** Biases with what was removed added, before the cut. */
  readonly adjusted: Adjusted;
  /** Layers that read removed channels and whose bias could not be found: they stay uncompensated. */
  readonly left: readonly string[];
}

/** Adds the means of removed channels to biases. Throws where the weights do. */
export async function compensate(
  followed: Followed,
  { network }: Shrunk,
  given: { removed: ReadonlySet<number>; weights: Weights; activations: Activations },
): Promise<Compensated> {
  const added = new Map<string, Float64Array>();
  const fresh = new Map<string, Float64Array>();
  const left: string[] = [];
  for (const reader of readersOf(followed)) {
    const delta = await deltaOf(followed, reader, given);
    if (!delta) continue;
    const bias = biasOf(reader.node, followed);
    if (bias === 'none') fresh.set(reader.node.name, delta);
    else if (bias === undefined || added.has(bias.tensor)) left.push(reader.node.name);
    else added.set(bias.tensor, delta);
  }
  return {
    network: withBiases(network, fresh, followed, given.removed),
    adjusted: await raised(followed, added, given.weights),
    left,
  };
}

/** What each filter loses on average; `undefined` where it reads no removed channel, or nothing is known of them. */
async function deltaOf(
  followed: Followed,
  reader: Reader,
  { removed, weights, activations }: { removed: ReadonlySet<number>; weights: Weights; activations: Activations },
): Promise<Float64Array | undefined> {
  const mean = activations.get(reader.value)?.mean;
  const goes = reader.strip.map((id) => (removed.has(followed.atoms.rootOf(id)) ? 1 : 0));
  if (!mean || !goes.includes(1)) return undefined;
  const elements = await elementsOf(followed, weights, reader.tensor);
  if (!elements) return undefined;
  const { numbers, shape } = elements;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [filters, perGroup] = [shape[reader.filters]!, shape[reader.channels]!];
  const delta = new Float64Array(filters);
  for (let i = 0; i < numbers.length; i++) {
    const filter = Math.floor(i / strides[reader.filters]!) % filters;
    const block = Math.floor(filter / (filters / reader.groups));
    const channel = block * perGroup + (Math.floor(i / strides[reader.channels]!) % perGroup);
    if (goes[channel] === 1) delta[filter]! += numbers[i]! * mean[channel]!;
  }
  return delta;
}

/** The stored tensor that holds a layer's biases, `none` where it can be given one, `undefined` where that is not known. */
function biasOf(node: Node, { inference }: Followed): { readonly tensor: string } | 'none' | undefined {
  const { graph } = inference.network;
  const tensors = tensorsOf(inference.network);
  const isOwn = (name: string): boolean =>
    tensors.has(name) && graph.nodes.filter(({ inputs }) => inputs.includes(name)).length === 1;
  const own = node.inputs[2];
  if (node.operator !== 'MatMul')
    return own === undefined || own === '' ? 'none' : isOwn(own) ? { tensor: own } : undefined;
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(node.outputs[0]!));
  const [add] = readers;
  if (readers.length !== 1 || add!.operator !== 'Add') return undefined;
  const vector = add!.inputs.find((name) => name !== node.outputs[0]);
  return vector !== undefined && isOwn(vector) ? { tensor: vector } : undefined;
}

/** Tensors with a delta added to their elements; a delta of another length than the tensor is one for each filter of many. */
async function raised(
  followed: Followed,
  added: ReadonlyMap<string, Float64Array>,
  weights: Weights,
): Promise<Adjusted> {
  const adjusted = new Map<string, Uint8Array>();
  for (const [name, delta] of added) {
    const elements = await elementsOf(followed, weights, name);
    const { type } = tensorsOf(followed.inference.network).get(name)!;
    if (!elements || elements.numbers.length !== delta.length) continue;
    adjusted.set(name, bytesOf(elements.numbers.map((each, i) => each + delta[i]!), type)); // prettier-ignore
  }
  return adjusted;
}

function withBiases(
  network: Network,
  fresh: ReadonlyMap<string, Float64Array>,
  { inference, atoms, stripsOf }: Followed,
  removed: ReadonlySet<number>,
): Network {
  if (fresh.size === 0) return network;
  const tensors = new Map<string, Tensor>(network.graph.tensors);
  const nodes = network.graph.nodes.map((node) => {
    const delta = fresh.get(node.name);
    if (!delta) return node;
    const output = node.outputs[0]!;
    const strip = stripsOf(output)[1] ?? null;
    const values = [...delta].filter((_, i) => !strip || !removed.has(atoms.rootOf(strip[i]!)));
    const type = inference.values.get(output)?.type ?? 'float32';
    const name = `${output}_compensation`;
    tensors.set(name, { type: bitsOf[type] >= 16 ? type : 'float32', shape: [values.length], values });
    return { ...node, inputs: [node.inputs[0]!, node.inputs[1]!, name] };
  });
  return { ...network, graph: { ...network.graph, nodes, tensors } };
}
