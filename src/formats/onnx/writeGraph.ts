/** GraphProto and FunctionProto, written. */
import type { Graph, LocalFunction, Tensor, Value } from '../../core/network.ts';
import type { NamedAttribute } from './attribute.ts';
import { carried, copied, messageAt, messagesAt, type Original, type OriginalField } from './original.ts';
import { same } from './same.ts';
import type { NamedTensor } from './tensor.ts';
import type { Writer } from './write.ts';
import { attributeField } from './writeAttribute.ts';
import { keyOf, nodeField, originalNodes } from './writeNode.ts';
import { tensorField } from './writeTensor.ts';
import { valueField } from './writeType.ts';
import { delimited, type Parts, text, texts, whole } from './writeWire.ts';

/** All but documentation, metadata and the annotations of quantised values. */
const held = new Set([1, 2, 5, 11, 12, 13, 15]);

/** The contents of a GraphProto. */
export function graphParts(graph: Graph, original: Original<Graph> | undefined, writer: Writer): Parts {
  const nodes = originalNodes(original, 1);
  const outputs = byName<Value>(original, 12);
  const declared = byName<Value>(original, 13);
  return [
    ...graph.nodes.flatMap((node) => nodeField(1, node, graph.tensors, nodes.get(keyOf(node)), writer)),
    ...text(2, graph.name),
    ...tensorFields(graph, original, writer),
    ...inputFields(graph, original),
    ...graph.outputs.flatMap((value) => valueField(12, value, outputs.get(value.name))),
    ...[...graph.declared].flatMap(([name, type]) => valueField(13, { name, type }, declared.get(name))),
    ...carried(original, held),
  ];
}

function tensorFields({ tensors }: Graph, original: Original<Graph> | undefined, writer: Writer): Parts {
  const [whole, sparse] = [byName<NamedTensor>(original, 5), byName<NamedTensor>(original, 15)];
  return [...tensors].flatMap(([name, tensor]) => {
    const [field, originals] = tensor.stored === undefined ? ([5, whole] as const) : ([15, sparse] as const);
    return tensorField(field, { name, tensor, original: originals.get(name), mayLeave: true }, writer);
  });
}

/** Before IR version 4 initializers stand among the inputs; where the original has them there, they stay in their places. */
function inputFields({ inputs, tensors }: Graph, original: Original<Graph> | undefined): Parts {
  const originals = byName<Value>(original, 11);
  const given = new Map(inputs.map((input) => [input.name, input]));
  const areListed = [...originals.keys()].some((name) => tensors.has(name));
  const names = new Set([...originals.keys(), ...given.keys(), ...(areListed ? tensors.keys() : [])]);
  return [...names].flatMap((name) => {
    const [input, tensor, before] = [given.get(name), tensors.get(name), originals.get(name)];
    if (input) return valueField(11, input, before);
    if (!tensor) return [];
    const isAsBefore = before && same(original?.value.tensors.get(name)?.shape, tensor.shape);
    return isAsBefore ? [copied(before, before.field)] : valueField(11, valueOf(name, tensor), before);
  });
}

function valueOf(name: string, { type, shape }: Tensor): Value {
  return { name, type: { kind: 'tensor', type, shape } };
}

function byName<T extends { readonly name: string }>(
  original: Original | undefined,
  field: number,
): ReadonlyMap<string, OriginalField<T>> {
  return new Map(messagesAt<T>(original, field).map((each) => [each.value.name, each]));
}

/** All but documentation, metadata and what is declared of the values in the body. */
const heldOfFunction = new Set([1, 4, 5, 6, 7, 9, 10, 11, 13]);

/** The contents of a FunctionProto. */
export function functionParts(
  local: LocalFunction,
  original: Original<LocalFunction> | undefined,
  writer: Writer,
): Parts {
  const nodes = originalNodes(original, 7);
  const defaults = byName<NamedAttribute>(original, 11);
  const none = new Map<string, Tensor>();
  return [
    ...text(1, local.name),
    ...texts(4, local.inputs),
    ...texts(5, local.outputs),
    ...[...local.attributes].flatMap(([name, value]) => (value ? [] : texts(6, [name]))),
    ...local.nodes.flatMap((node) => nodeField(7, node, none, nodes.get(keyOf(node)), writer)),
    ...opsetFields(9, local.opsets),
    ...text(10, local.domain),
    ...[...local.attributes].flatMap(([name, attribute]) =>
      attribute ? attributeField(11, { name, attribute, original: defaults.get(name), value: name }, writer) : [],
    ),
    ...text(13, local.overload),
    ...carried(original, heldOfFunction),
  ];
}

export function opsetFields(field: number, opsets: ReadonlyMap<string, number>): Parts {
  return [...opsets].flatMap(([domain, version]) => delimited(field, [...text(1, domain), ...whole(2, version)]));
}

/** The original of a local function, among those of its model. */
export function originalFunction(
  original: Original | undefined,
  { name, domain, overload }: LocalFunction,
): Original<LocalFunction> | undefined {
  return messagesAt<LocalFunction>(original, 25).find(
    ({ value }) => value.name === name && value.domain === domain && value.overload === overload,
  );
}

export function originalGraph(original: Original | undefined): Original<Graph> | undefined {
  return messageAt<Graph>(original, 7);
}
