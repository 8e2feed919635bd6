/** What the tests of this folder read and ask for. */
import { readFile } from 'node:fs/promises';
import type { ElementType, Network, Node } from '../../../src/core/network.ts';
import { infer } from '../../../src/core/infer.ts';
import { formatShape } from '../../../src/core/shape.ts';
import { formatSize, productOf, sumOf, type Size } from '../../../src/core/size.ts';
import { readCaffe } from '../../../src/formats/caffe/read.ts';

export const fixtures = new URL('../../fixtures/caffe/', import.meta.url);

/** Reads a text as a prototxt named `net.prototxt`. */
export function read(text: string, inputs?: ReadonlyMap<string, readonly Size[]>): Promise<Network> {
  return readCaffe(new Blob([text]), { name: 'net.prototxt', ...(inputs && { inputs }) });
}

export async function readFixture(name: string): Promise<Network> {
  return readCaffe(new Blob([await readFile(new URL(name, fixtures))]), { name });
}

/** The layers of a net over an input of a given shape. */
export function over(shape: readonly number[], layers: string): string {
  const dims = shape.map((size) => `dim: ${size}`).join(' ');
  return `layer { name: "x" type: "Input" top: "x" input_param { shape { ${dims} } } }\n${layers}`;
}

/** `name 2 × 3` of each tensor of a type. */
export function tensorsOf(network: Network, type: ElementType = 'float32'): readonly string[] {
  const tensors = [...network.graph.tensors].filter(([, tensor]) => tensor.type === type);
  return tensors.map(([name, { shape }]) => `${name} ${formatShape(shape)}`);
}

/** Elements of all float tensors. */
export function parametersOf(network: Network): string {
  const floats = [...network.graph.tensors.values()].filter(({ type }) => type === 'float32');
  return formatSize(sumOf(floats.map(({ shape }) => productOf(shape))));
}

/** `value 1 × 3` of each output, after the whole network is inferred anew. */
export function outputsOf(network: Network): readonly string[] {
  const { values } = infer(network);
  return network.graph.outputs.map(({ name }) => {
    const shape = values.get(name)?.shape;
    return `${name} ${shape ? formatShape(shape) : 'unknown'}`;
  });
}

export function operatorsOf(network: Network): string {
  return network.graph.nodes.map(({ operator, domain }) => (domain ? `${domain}.${operator}` : operator)).join(' ');
}

export function nodeOf(network: Network, name: string): Node {
  const node = network.graph.nodes.find((candidate) => candidate.name === name);
  if (node) return node;
  throw new Error(`no node ${name} among ${network.graph.nodes.map((candidate) => candidate.name).join(', ')}`);
}
