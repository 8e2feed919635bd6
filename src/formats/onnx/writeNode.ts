/** NodeProto, written: with layerledger's metadata where a reader could not tell the node's place from its name. */
import type { Graph, Node, Tensor } from '../../core/network.ts';
import type { NamedAttribute } from './attribute.ts';
import { entriesOf, type Told } from './metadata.ts';
import type { WrittenNode } from './node.ts';
import { carried, messagesAt, type Original } from './original.ts';
import { pathOf } from './path.ts';
import { same } from './same.ts';
import type { Writer } from './write.ts';
import { attributeField } from './writeAttribute.ts';
import { delimited, type Parts, text, texts } from './writeWire.ts';

/** All but documentation, metadata and how it is laid over devices. */
const held = new Set([1, 2, 3, 4, 5, 7, 8]);

/** The nodes of an original graph or function: each by the first value that it gives, with the name that the reader gave it. */
export interface OriginalNode extends Original<WrittenNode> {
  readonly readName: string;
}

export function originalNodes(
  original: Original<Pick<Graph, 'nodes'>> | undefined,
  field: number,
): ReadonlyMap<string, OriginalNode> {
  const nodes = messagesAt<WrittenNode>(original, field);
  return new Map(
    nodes.map((node, i) => {
      const readName = original!.value.nodes[i]!.name;
      return [keyOf({ ...node.value, name: readName }), { ...node, readName }] as const;
    }),
  );
}

/** Every value has one giver; of a node that gives nothing, the name tells. */
export function keyOf({ outputs, name }: Pick<Node, 'outputs' | 'name'>): string {
  return outputs.find((output) => output !== '') ?? `node ${name}`;
}

export function nodeField(
  field: number,
  node: Node,
  tensors: ReadonlyMap<string, Tensor>,
  original: OriginalNode | undefined,
  writer: Writer,
): Parts {
  // A node that the file leaves without a name keeps none.
  const name = original?.readName === node.name ? original.value.name : node.name;
  const attributes = new Map(messagesAt<NamedAttribute>(original, 5).map((each) => [each.value.name, each]));
  const value = keyOf(node);
  return delimited(field, [
    ...texts(1, node.inputs),
    ...texts(2, node.outputs),
    ...text(3, name),
    ...text(4, node.operator),
    ...[...node.attributes].flatMap(([key, attribute]) =>
      attributeField(5, { name: key, attribute, original: attributes.get(key), value }, writer),
    ),
    ...text(7, node.domain),
    ...text(8, node.overload),
    ...carried(original, held),
    ...toldFields({ ...node, name }, node.name, tensors, original?.value),
  ]);
}

/** Metadata for what a reader would otherwise take to be something else. */
function toldFields(
  node: Node,
  readName: string,
  tensors: ReadonlyMap<string, Tensor>,
  original: WrittenNode | undefined,
): Parts {
  const { scopes = '', told } = original ?? {};
  const seen: WrittenNode = {
    offset: 0,
    name: node.name,
    operator: node.operator,
    domain: node.domain,
    overload: node.overload ?? '',
    inputs: [...node.inputs],
    outputs: [...node.outputs],
    attributes: new Map(),
    scopes,
  };
  const read: Told = { path: pathOf(seen, readName, tensors), ...told };
  const path = node.path && node.path.length > 0 ? node.path : [readName];
  const missing: Told = {
    ...(!same(read.path, path) && { path }),
    ...(node.layer !== undefined && node.layer !== read.layer && { layer: node.layer }),
    ...(node.tower !== undefined && node.tower !== read.tower && { tower: node.tower }),
  };
  return entriesOf(missing).flatMap(([key, value]) => delimited(9, [...text(1, key), ...text(2, value)]));
}
