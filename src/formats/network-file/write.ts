/**
 * Network → network file. The law of these files: what is written reads back to the same ledger. Weights are no part of a network
 * file; elements are written only of the tensors that shapes may depend on.
 */
import { stringify } from 'yaml';
import { UnsupportedError } from '../../core/errors.ts';
import { infer } from '../../core/infer.ts';
import type { Graph, Network, Node } from '../../core/network.ts';
import type { Operand } from '../../core/operator.ts';
import { topologicalOrder } from '../../core/order.ts';
import { mostText } from './parse.ts';
import { inputsOf, trainingText, type Writing } from './writeHead.ts';
import { plain, startNames, type Names, type Place } from './writeNames.ts';
import { sayingOf, type Saying } from './writeKinds.ts';
import { operatorFields } from './writeOperator.ts';
import { startSizes } from './writeSize.ts';
import { tensorText, tensorsOf } from './writeTensors.ts';
import { headText, layersText } from './writeText.ts';

/** A layer's text and the groups that it stands in. */
export interface WrittenLayer {
  readonly scope: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The version that a network file follows unless it says otherwise (core/build.ts). */
const builtOpset = 23;

/**
 * The text of a network file. Throws an UnsupportedError naming the node for what a network file cannot say: bodies of control
 * flow, functions of the file's own, inputs that are no tensors.
 */
export function networkFileOf(network: Network): string {
  const { graph } = network;
  const called = graph.nodes.find((node) => network.functions.some(({ name, domain }) => name === node.operator && domain === node.domain)); // prettier-ignore
  if (called)
    throw new UnsupportedError(`${called.name}: a network file has no functions, and ${called.operator} is one`);
  const writing: Writing = { network, names: startNames(), sizes: startSizes(), tensors: tensorsOf(network) };
  const inputs = inputsOf(writing);
  const order = topologicalOrder(graph);
  const shared = sharedTensors(writing, order);
  const layers = layersOf(writing, order);
  const outputs = outputsOf(writing, order);
  const version = network.opsets.get('') ?? builtOpset;
  const head = {
    network: network.name,
    ...(network.source !== undefined && { source: network.source }),
    ...(network.notes.length > 0 && { notes: network.notes }),
    ...(network.training && { training: trainingText(network.training) }),
    ...(network.towers !== undefined && { towers: network.towers }),
    ...(version !== builtOpset && { opset: version }),
    ...(writing.sizes.open.size > 0 && {
      parameters: Object.fromEntries([...writing.sizes.open].map((name) => [name, 'open'])),
    }),
    ...inputs,
    ...(Object.keys(shared).length > 0 && { tensors: shared }),
  };
  const text = `${headText(head)}${layersText(layers)}${outputs}`;
  if (text.length <= mostText) return text;
  throw new UnsupportedError(
    `${network.name}: the network file would take ${text.length} characters; at most ${mostText} are read`,
  );
}

/** Tensors that no layer can bring: read by several nodes, or twins. */
function sharedTensors({ tensors, names, sizes }: Writing, order: readonly Node[]): Readonly<Record<string, unknown>> {
  const read = new Set(order.flatMap(({ inputs }) => inputs));
  const shared = [...tensors.all].filter(([name, { sameAs }]) => !tensors.isOwn(name) && (read.has(name) || sameAs !== undefined || [...tensors.all.values()].some((other) => other.sameAs === name))); // prettier-ignore
  const texts = new Map(shared.map(([value]) => [value, names.another({ scope: [], name: '' }, `tensor ${value}`)]));
  for (const [value, name] of texts) names.give([], name, value);
  return Object.fromEntries(shared.map(([value, tensor]) => [texts.get(value)!, tensorText(tensor, sizes, (twin) => texts.get(twin) ?? plain(twin))])); // prettier-ignore
}

function layersOf({ network, names, sizes, tensors }: Writing, order: readonly Node[]): readonly WrittenLayer[] {
  const { values } = infer(network);
  const version = network.opsets.get('') ?? builtOpset;
  const operand = (value: string): Operand | undefined => values.get(value);
  const said = new Map(
    order.map((node) => [node, sayingOf({ node, version, towers: network.towers ?? 1, tensors, operand })]),
  );
  const flattened = flattenedBy(order, said, network);
  let last = network.graph.inputs[0]!.name;
  return order.flatMap((node): readonly WrittenLayer[] => {
    if (flattened.has(node.outputs[0]!)) return [];
    const place = names.place(node);
    const nameOf = (value: string): string => {
      const found = names.reference(value, place.scope);
      if (found !== undefined) return found;
      throw new UnsupportedError(`${node.name}: names hide "${value}" from where it is read`);
    };
    const fields = fieldsOf(node, said.get(node), { tensors, sizes, nameOf });
    const input = node.inputs.find((value) => value !== '' && !tensors.all.has(value));
    const read = input === undefined ? undefined : (flattened.get(input) ?? input);
    const isNamed = !said.get(node) || said.get(node)!.joined !== undefined;
    const from = isNamed || read === undefined || read === last ? {} : { from: nameOf(read) };
    const outputs = said.get(node) ? {} : outputNames(node, place, names);
    last = node.outputs[0]!;
    names.give(place.scope, place.name, last);
    const row = place.row === undefined ? {} : { row: place.row };
    const tower = node.tower === undefined ? {} : { tower: node.tower };
    return [{ scope: place.scope, fields: { name: place.name, ...fields, ...outputs, ...from, ...row, ...tower } }];
  });
}

function fieldsOf(
  node: Node,
  said: Saying | undefined,
  around: Parameters<typeof operatorFields>[1],
): WrittenLayer['fields'] {
  if (!said) return operatorFields(node, around);
  const [key] = Object.keys(said.fields);
  return { ...said.fields, ...(said.joined && { [key!]: said.joined.map(around.nameOf) }) };
}

/** Values that a fully connected layer of the same row flattens itself, with what they are made of. */
function flattenedBy(
  order: readonly Node[],
  said: ReadonlyMap<Node, Saying | undefined>,
  { graph }: Network,
): ReadonlyMap<string, string> {
  const readers = new Map<string, Node[]>();
  for (const node of order) {
    for (const name of node.inputs) {
      const list = readers.get(name);
      if (list) list.push(node);
      else readers.set(name, [node]);
    }
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  return new Map(
    order.flatMap((node) => {
      const [value, [reader, ...others]] = [node.outputs[0]!, readers.get(node.outputs[0]!) ?? []];
      const isFlatten = node.operator === 'Flatten' && node.domain === '' && node.attributes.size === 0;
      const isOneRow =
        reader &&
        said.get(reader)?.fields['fully connected'] !== undefined &&
        reader.path?.join('.') === node.path?.join('.');
      return isFlatten && isOneRow && others.length === 0 && !outputs.has(value)
        ? [[value, node.inputs[0]!] as const]
        : [];
    }),
  );
}

/** Names for the outputs behind the first; those that the node leaves out get one too. */
function outputNames(node: Node, place: Place, names: Names): Readonly<Record<string, unknown>> {
  const [, ...others] = node.outputs;
  if (others.length === 0) return {};
  const named = others.map((value, i) => {
    const name = names.another(place, `${place.name} ${i + 2}`);
    names.give(place.scope, name, value === '' ? `${node.outputs[0]} ${i + 2}` : value);
    return name;
  });
  return { outputs: [place.name, ...named] };
}

function outputsOf({ network: { graph }, names }: Writing, order: readonly Node[]): string {
  const last = order.at(-1)?.outputs[0];
  const wanted: Graph['outputs'] = graph.outputs;
  if (wanted.length === 1 && wanted[0]!.name === last) return '';
  const texts = wanted.map(({ name }) => {
    const found = names.reference(name, []);
    if (found !== undefined) return found;
    throw new UnsupportedError(`a network file cannot give "${name}" as an output: no layer does`);
  });
  return stringify({ outputs: texts }, { lineWidth: 120 });
}
