/** What one tower runs between two exchanges, as a network of its own: plain data, with a tower's own weights alone. */
import type { Graph, Network, Node, Tensor, Value } from '../../core/network.ts';
import { groupBy } from '../group.ts';
import { localShapeOf, type Cutter } from './cutter.ts';
import type { CutTensor, Import, Piece } from './piece.ts';

export interface Segment {
  /** From 0; `undefined`: what is computed where the towers' outputs are put together. */
  readonly tower: number | undefined;
  /** How many exchanges come before it. */
  readonly stage: number;
  readonly network: Network;
  /** Where its tensors come from. */
  readonly tensors: ReadonlyMap<string, CutTensor>;
  /** What it must be sent before it runs. */
  readonly imports: readonly Import[];
}

interface Placed extends Piece {
  readonly stage: number;
}

/** The segments in an order in which they can run: by stage, then by tower. */
export function segmentsOf(cutter: Cutter): readonly Segment[] {
  const placed = stagesOf(cutter);
  const groups = groupBy(placed, ({ tower, stage }) => `${stage} ${tower}`);
  const wanted = wantedOf(placed, cutter);
  return [...groups.values()]
    .map((pieces) => segmentOf(pieces, cutter, wanted))
    .toSorted((a, b) => a.stage - b.stage || (a.tower ?? cutter.towers) - (b.tower ?? cutter.towers));
}

/** A piece runs after what it reads on its tower, and one stage after what is sent to it. */
function stagesOf({ pieces, imports }: Cutter): readonly Placed[] {
  const given = new Map<string, number>();
  const latest = new Map<string, number>();
  const sent = new Map(imports.map((each) => [keyOf(each.tower, each.name), each]));
  const placed = pieces.map((piece) => {
    const stages = piece.node.inputs.map((name) => {
      const from = sent.get(keyOf(piece.tower, name));
      if (from) return (latest.get(from.value) ?? -1) + 1;
      return piece.tower === undefined ? (latest.get(name) ?? 0) : (given.get(keyOf(piece.tower, name)) ?? 0);
    });
    const stage = Math.max(0, ...stages);
    for (const name of piece.node.outputs) {
      given.set(keyOf(piece.tower, name), stage);
      latest.set(name, Math.max(latest.get(name) ?? 0, stage));
    }
    return { ...piece, stage };
  });
  const last = placed.reduce((most, { stage }) => Math.max(most, stage), 0);
  return placed.map((piece) => (piece.tower === undefined ? { ...piece, stage: last + 1 } : piece));
}

/** Values that are read on another stage or tower, or are the network's outputs, by tower. */
function wantedOf(placed: readonly Placed[], { imports, inference, towers }: Cutter): ReadonlySet<string> {
  const givers = new Map(placed.flatMap(({ tower, stage, node }) => node.outputs.map((name) => [keyOf(tower, name), stage]))); // prettier-ignore
  const all = (name: string): readonly string[] =>
    [undefined, ...Array.from({ length: towers }, (_, t) => t)].map((tower) => keyOf(tower, name));
  const later = placed.flatMap(({ tower, stage, node }) =>
    node.inputs.filter((name) => givers.get(keyOf(tower, name)) !== stage).map((name) => keyOf(tower, name)),
  );
  const shared = placed.filter(({ tower }) => tower === undefined).flatMap(({ node }) => node.inputs.flatMap(all));
  const outputs = inference.network.graph.outputs.flatMap(({ name }) => all(name));
  return new Set([...later, ...shared, ...outputs, ...imports.flatMap(({ value }) => all(value))]);
}

function segmentOf(pieces: readonly Placed[], cutter: Cutter, wanted: ReadonlySet<string>): Segment {
  const { tower, stage } = pieces[0]!;
  const { network } = cutter.inference;
  const computed = new Set(pieces.flatMap(({ node }) => node.outputs));
  const reads = [...new Set(pieces.flatMap(({ node }) => node.inputs))].filter((name) => name !== '' && !computed.has(name)); // prettier-ignore
  const constants = constantsFor(reads, cutter);
  const imports = cutter.imports.filter((each) => each.tower === tower && reads.includes(each.name));
  const sent = new Map(imports.map((each) => [each.name, each]));
  const inputs = reads.filter((name) => !constants.tensors.has(name) && !constants.given.has(name));
  const graph: Graph = {
    name: tower === undefined ? 'together' : `tower ${tower + 1}, part ${stage + 1}`,
    inputs: inputs.map((name) => valueOf(name, sent.get(name))),
    outputs: [...computed].filter((name) => name !== '' && wanted.has(keyOf(tower, name))).map((name) => valueOf(name, undefined)), // prettier-ignore
    nodes: [...constants.nodes, ...pieces.map(({ node }) => untowered(node))],
    tensors: new Map([...constants.tensors].map(([name, { tensor }]): [string, Tensor] => [name, tensor])),
    declared: new Map(),
  };
  const { opsets } = network;
  return { tower, stage, network: { name: graph.name, opsets, graph, functions: [], notes: [] }, tensors: constants.tensors, imports }; // prettier-ignore

  function valueOf(name: string, from: Import | undefined): Value {
    const source = from?.value ?? name;
    const type = cutter.inference.values.get(source)?.type ?? 'float32';
    if (!from && !cutter.inference.values.get(source)?.shape) return { name, type: { kind: 'tensor', type } };
    const shape = from?.shape ?? (tower === undefined ? cutter.shapeOf(name) : localShapeOf(cutter, name, tower));
    return { name, type: { kind: 'tensor', type, shape } };
  }
}

/** The tensors, and the nodes that compute constants, behind some names. */
function constantsFor(
  names: readonly string[],
  { inference, tensors: cut, isConstant }: Cutter,
): {
  readonly tensors: ReadonlyMap<string, CutTensor>;
  readonly nodes: readonly Node[];
  readonly given: ReadonlySet<string>;
} {
  const { graph } = inference.network;
  const givers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const tensors = new Map<string, CutTensor>();
  const nodes: Node[] = [];
  const given = new Set<string>();
  const visit = (name: string): void => {
    const stored = graph.tensors.get(name);
    const own = cut.get(name) ?? (stored && { tensor: stored, source: name });
    const giver = givers.get(name);
    if (own) tensors.set(name, own);
    else if (giver && isConstant(name) && !given.has(name)) {
      giver.outputs.forEach((output) => given.add(output));
      giver.inputs.forEach(visit);
      nodes.push(giver);
    }
  };
  names.forEach(visit);
  return { tensors, nodes, given };
}

/** Without its tower, for the segment is all on one. */
function untowered(node: Node): Node {
  const { tower, ...rest } = node;
  return tower === undefined ? node : rest;
}

function keyOf(tower: number | undefined, name: string): string {
  return `${tower ?? 'together'} ${name}`;
}
