/**
 * Writes a Network as an ONNX file. The law of these files: what is written reads back as the same network, and from the file
 * that the network was read from everything is kept that a Network does not hold.
 * The graph is the last field of the model, so that a file that was cut off never reads as a whole one.
 */
import { UnsupportedError } from '../../core/errors.ts';
import type { Attribute, Graph, Network, Node } from '../../core/network.ts';
import { definitionOf } from '../../core/operators/index.ts';
import type { Weights } from '../weights/weights.ts';
import { bodiesFor } from './bodies.ts';
import { externalFile } from './external.ts';
import { TOWERS } from './metadata.ts';
import { carried, openOriginal, type Original } from './original.ts';
import type { Kind } from './writeAttribute.ts';
import { functionParts, graphParts, opsetFields, originalFunction, originalGraph } from './writeGraph.ts';
import type { Elements } from './writeTensor.ts';
import { chunksOf, delimited, lengthOf, type Parts, type Source, text, whole } from './writeWire.ts';

export type { Source } from './writeWire.ts';

export interface WriteOptions {
  /**
   * The elements of tensors that have no `values`. `'none'`: only types and shapes are written, the elements said to be in a file
   * `weights.bin` that is not there. Absent: taken over from `from`.
   */
  readonly weights?: Weights | 'none' | undefined;
  /** The ONNX file that the network was read from. */
  readonly from?: Blob | undefined;
  /** Initializers of 1 KiB and more go into a file of this path from the model's folder. */
  readonly external?: { readonly location: string } | undefined;
  /** 10 where absent: metadata of nodes and overloaded functions came with it. */
  readonly irVersion?: number | undefined;
  readonly producer?: string | undefined;
}

/** Files to be written; nothing is read or made up before their chunks are asked for. */
export interface WrittenOnnx {
  readonly model: Source;
  /** What goes into the file at `external.location`. */
  readonly data?: Source;
}

/** What the writers of messages need to know of the whole. */
export interface Writer extends Elements {
  /** The kind of a function's attribute, as calls or its default give it; `undefined` where none does. */
  kindOfReference(name: string): Kind | undefined;
}

/** Protobuf's own limit (protobuf.dev/programming-guides/proto-limits). */
const LARGEST = 2 ** 31 - 1;

/**
 * Throws an UnsupportedError for what a file cannot hold (open sizes of tensors, strings and sparse tensors without their
 * original, more than 2 GiB in one file) and a UsageError where elements are missing; chunks throw where weights do.
 */
export async function writeOnnx(network: Network, options: WriteOptions = {}): Promise<WrittenOnnx> {
  const original = options.from && (await openOriginal(options.from));
  const external = options.external && externalFile(options.external.location);
  const parts = modelParts(network, original, { ...options, external });
  const model = sourceOf(parts);
  if (model.length > LARGEST)
    throw new UnsupportedError(
      `the model would take ${model.length} bytes, and protobuf allows ${LARGEST}: write the weights into a file beside it (external data)`,
    );
  return { model, ...(external && external.parts.length > 0 && { data: sourceOf(external.parts) }) };
}

interface ModelOptions extends Elements {
  readonly irVersion?: number | undefined;
  readonly producer?: string | undefined;
}

function modelParts(network: Network, original: Original | undefined, options: ModelOptions): Parts {
  const {
    irVersion = original ? undefined : 10,
    producer = original ? undefined : 'layerledger',
    ...elements
  } = options;
  const held = new Set([7, 8, 25, ...(irVersion === undefined ? [] : [1]), ...(producer === undefined ? [] : [2])]);
  const functions = [...network.functions, ...bodiesFor(network)];
  const writer: Writer = { ...elements, kindOfReference: () => undefined };
  const graph = { ...network.graph, name: network.graph.name || network.name };
  // The first bytes of a file tell what it is, so that the IR version comes first.
  return [
    ...(irVersion === undefined ? [] : whole(1, irVersion)),
    ...text(2, producer),
    ...carried(original, held),
    ...opsetFields(8, opsetsOf(network)),
    ...towersField(network, original),
    ...functions.flatMap((local) => {
      const inside = { ...writer, kindOfReference: referencesOf({ ...network, functions }, local) };
      return delimited(25, functionParts(local, originalFunction(original, local), inside));
    }),
    ...delimited(7, graphParts(original ? network.graph : graph, originalGraph(original), writer)),
  ];
}

function towersField({ towers }: Network, original: Original | undefined): Parts {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the original of a model is a network
  const told = (original as Original<Network> | undefined)?.value.towers;
  if (towers === undefined || towers === told) return [];
  return delimited(14, [...text(1, TOWERS), ...text(2, String(towers))]);
}

/** The versions that the network states, and version 1 of domains of layerledger's own that its formats do not state. */
function opsetsOf({ opsets, graph }: Network): ReadonlyMap<string, number> {
  const used = new Set([...nodesOf(graph)].filter((node) => definitionOf(node)).map(({ domain }) => domain));
  const missing = [...used].filter((domain) => !opsets.has(domain) && domain !== '');
  return new Map([...opsets, ...missing.map((domain) => [domain, 1] as const)]);
}

/** The nodes of a graph and of the graphs in it. */
function* nodesOf(graph: Pick<Graph, 'nodes'>): Generator<Node, void, void> {
  for (const node of graph.nodes) {
    yield node;
    for (const attribute of node.attributes.values()) {
      if (attribute.kind === 'graph') yield* nodesOf(attribute.value);
      if (attribute.kind === 'graphs') for (const inner of attribute.value) yield* nodesOf(inner);
    }
  }
}

/** What kinds the attributes of a function have: the file says it of each reference, a Network of each call. */
function referencesOf({ graph, functions }: Network, local: LocalFunctionName): Writer['kindOfReference'] {
  const kinds = new Map<string, Kind>();
  const note = (name: string, attribute: Attribute | undefined): void => {
    if (attribute && attribute.kind !== 'reference') kinds.set(name, attribute.kind);
  };
  for (const body of [graph, ...functions]) {
    for (const { domain, operator, attributes } of nodesOf(body))
      if (domain === local.domain && operator === local.name) attributes.forEach((value, name) => note(name, value));
  }
  local.attributes.forEach((value, name) => note(name, value));
  return (name) => kinds.get(name);
}

type LocalFunctionName = Pick<Network['functions'][number], 'domain' | 'name' | 'attributes'>;

function sourceOf(parts: Parts): Source {
  return { length: lengthOf(parts), chunks: () => chunksOf(parts) };
}
