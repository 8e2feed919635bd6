/** Network → what each tower runs, and what is sent between them: where and how much the ledger says. */
import type { Ledger } from '../../core/ledger.ts';
import { activationsOf } from '../../core/infer.ts';
import type { Node } from '../../core/network.ts';
import { strandsOf, type Strand } from '../../core/strand.ts';
import { UnsupportedError } from '../../core/errors.ts';
import { startCut, type Cutter } from './cutter.ts';
import { everywhere, together } from './placement.ts';
import { cannotCut, cutWeighted } from './weighted.ts';
import { cutWeightless, joinTowers } from './weightless.ts';

/** Throws an UnsupportedError that names the node which cannot be cut. */
export function cutNetwork({ inference }: Ledger, towers: number): Cutter {
  expectFlat(inference.network.graph.nodes, inference.network.functions.length);
  const cutter = startCut(inference, towers);
  const { strands } = strandsOf(inference, towers);
  const computing = strands.filter(({ nodes }) => !nodes.every((node) => isConstant(node, cutter)));
  const last = lastLaid(computing, cutter);
  for (const strand of computing) cutStrand(strand, cutter, last);
  return cutter;
}

function expectFlat(nodes: readonly Node[], functions: number): void {
  const nested = nodes.find(({ attributes }) =>
    [...attributes.values()].some(({ kind }) => kind === 'graph' || kind === 'graphs'),
  );
  if (nested) throw cannotCut(nested, 'it has branches or a loop');
  if (functions > 0) throw new UnsupportedError('a network with functions of its own cannot be cut over towers');
}

function isConstant(node: Node, cutter: Cutter): boolean {
  return node.outputs.every((name) => name === '' || cutter.isConstant(name));
}

function isLaid({ laid, tower }: Strand): boolean {
  return laid.reads !== null || tower !== undefined;
}

/** Values that something reads, near or far, which is laid over the towers: what gives them cannot wait until the end. */
function lastLaid(strands: readonly Strand[], cutter: Cutter): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const strand of strands.toReversed()) {
    const isWanted = isLaid(strand) || strand.nodes.some(({ outputs }) => outputs.some((name) => wanted.has(name)));
    if (!isWanted) continue;
    for (const node of strand.nodes) for (const name of activationsOf(node, cutter.inference)) wanted.add(name);
  }
  return wanted;
}

function cutStrand(strand: Strand, cutter: Cutter, wanted: ReadonlySet<string>): void {
  const { nodes, tower, laid } = strand;
  if (tower !== undefined) runOn(nodes[0]!, tower - 1, cutter, true);
  else if (nodes.length > 1) nodes.forEach((node, t) => runOn(node, t, cutter, true));
  else if (laid.reads !== null) cutWeighted(nodes[0]!, cutter);
  else cutFree(nodes[0]!, cutter, wanted);
}

/** The whole node on one tower. */
function runOn(node: Node, tower: number, cutter: Cutter, isCounted: boolean): void {
  const inputs = node.inputs.map((name) => (name === '' ? '' : cutter.whole(name, tower, { node, isCounted })));
  cutter.run(tower, { ...node, inputs });
  for (const name of node.outputs) if (name !== '') cutter.place(name, { kind: 'tower', tower });
}

/** A node that is laid nowhere: where what it reads lies. */
function cutFree(node: Node, cutter: Cutter, wanted: ReadonlySet<string>): void {
  const placements = activationsOf(node, cutter.inference).map((name) => cutter.placementOf(name));
  const split = placements.find((placement) => placement.kind === 'split');
  const owners = new Set(placements.flatMap((placement) => (placement.kind === 'tower' ? [placement.tower] : [])));
  const isTogether = placements.some(({ kind }) => kind === 'together');
  if (!isTogether) {
    if (!split && owners.size === 0) return runEverywhere(node, cutter);
    if (!split && owners.size === 1) return runOn(node, [...owners][0]!, cutter, false);
    if (split ? cutWeightless(node, split, cutter) : joinTowers(node, cutter)) return;
  }
  if (node.outputs.some((name) => wanted.has(name)))
    throw cannotCut(node, `it mixes what lies on ${cutter.towers} towers, and layers follow it`);
  const inputs = node.inputs.map((name) => (name === '' ? '' : cutter.whole(name, undefined, { node, isCounted: false }))); // prettier-ignore
  cutter.run(undefined, { ...node, inputs });
  for (const name of node.outputs) if (name !== '') cutter.place(name, together);
}

/** Every tower does the same, on what every tower has. */
function runEverywhere(node: Node, cutter: Cutter): void {
  for (let tower = 0; tower < cutter.towers; tower++) cutter.run(tower, node);
  for (const name of node.outputs) if (name !== '') cutter.place(name, everywhere);
}
