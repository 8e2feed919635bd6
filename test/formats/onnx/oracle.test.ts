/** Every real file reads as @bufbuild/protobuf decodes it. */
import { expect, test } from 'vitest';
import type { Attribute, Graph, Node, Tensor, Value, ValueType } from '../../../src/core/network.ts';
import { formatSize } from '../../../src/core/size.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { fixture, fixtureNames, nodeCases, type RealFile, zoo } from './corpus.ts';
import { decode, modelOf } from './oracle.ts';

test.each(fixtureNames())('%s reads as protobuf decodes it', async (name) => {
  await expectAgreement(fixture(name));
});

test('every export of the zoo reads as protobuf decodes it', { timeout: 120_000 }, async () => {
  for (const file of zoo()) await expectAgreement(file);
});

test('every ONNX test case reads as protobuf decodes it', { timeout: 120_000 }, async () => {
  for (const file of nodeCases()) await expectAgreement(file);
});

async function expectAgreement({ name, bytes }: RealFile): Promise<void> {
  const network = await readOnnx(new Blob([bytes]), { name });
  const { opsets, graph, functions } = network;
  const read = {
    opsets: Object.fromEntries(opsets),
    graph: graphOf(graph),
    functions: functions.map((each) => ({ name: each.name, nodes: each.nodes.map(nodeOf) })),
  };
  // Comparing texts is many times faster than comparing trees; the trees are for the message.
  const expected = modelOf(decode(bytes));
  if (textOf(read) !== textOf(expected)) expect(read, name).toEqual(expected);
}

function textOf(tree: unknown): string {
  return JSON.stringify(tree, (_, value: unknown) => {
    if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function graphOf({ inputs, outputs, nodes, tensors, declared }: Graph): unknown {
  return {
    inputs: inputs.map(valueOf),
    outputs: outputs.map(valueOf),
    nodes: nodes.map(nodeOf),
    tensors: Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensorOf(tensor)])),
    declared: Object.fromEntries([...declared].map(([name, type]) => [name, typeOf(type)])),
  };
}

function nodeOf({ operator, domain, inputs, outputs, attributes }: Node): unknown {
  const plain = [...attributes].map(([name, attribute]) => [name, attributeOf(attribute)]);
  return { operator, domain, inputs, outputs, attributes: Object.fromEntries(plain) };
}

function attributeOf(attribute: Attribute): unknown {
  const { kind, value } = attribute;
  if (kind === 'graph') return { kind, value: graphOf(value) };
  if (kind === 'graphs') return { kind, value: value.map(graphOf) };
  if (kind === 'tensor') return { kind, value: tensorOf(value) };
  if (kind === 'tensors') return { kind, value: value.map(tensorOf) };
  if (kind === 'type') return { kind, value: typeOf(value) };
  if (kind === 'types') return { kind, value: value.map(typeOf) };
  return attribute;
}

/** The oracle does not decode the small floats and the packed integers; tables in tensor.test.ts do. */
const narrow = /float16|float8|float4|int4|int2$/;

function tensorOf({ type, shape, values, stored }: Tensor): unknown {
  const shown = narrow.test(type) && shape.every((size) => size !== 0) ? undefined : values;
  return { type, shape, ...(shown && { values: shown }), ...(stored !== undefined && { stored }) };
}

function valueOf({ name, type }: Value): unknown {
  return { name, type: typeOf(type) };
}

function typeOf(type: ValueType): unknown {
  if ('of' in type && type.of) return { ...type, of: typeOf(type.of) };
  if (!('shape' in type) || !type.shape) return type;
  return { ...type, shape: type.shape.map((size) => (typeof size === 'object' && size ? formatSize(size) : size)) };
}
