/** What a network's figures are as functions of its widths: sums of products of axis lengths, found from its ledger. */
import { int } from '../core/attributes.ts';
import { UnsupportedError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { bitsOf, type Node } from '../core/network.ts';
import type { Facts } from '../core/operator.ts';
import { isWhole, symbolsOf, type Size } from '../core/size.ts';
import { factsAlone } from '../core/strand.ts';
import type { Strip } from './axes/atoms.ts';
import { lengthOf, type Classes } from './classes.ts';
import { cellsOf, usedBy } from './solve/evaluate.ts';
import type { Term } from './solve/problem.ts';

/** What a budget can be set on. */
export const resources = ['weights', 'connections', 'units', 'memory'] as const;
export type Resource = (typeof resources)[number];

export interface Costs {
  /** The same terms before those over equal lengths are one, each with the layer that it counts. */
  readonly byLayer: readonly (Term & { readonly layer: string })[];
  /** One amount for each resource in each term; variables are the free classes, their values atoms kept. */
  readonly terms: readonly Term[];
  /** The ledger's totals of the network as it is: weights, connections, units, bytes of its parameters. */
  readonly totals: readonly number[];
}

/**
 * The terms of a counted network. What is not made of axes that can change (attention between fixed axes, bodies of loops) is in
 * one constant term, so that the original widths give exactly the ledger's totals. Throws an UnsupportedError for a network
 * with open sizes, or with a total beyond 2^53.
 */
export function costsOf(classes: Classes, ledger: Ledger): Costs {
  const byLayer = termsOfNodes(classes, ledger);
  const totals = totalsOf(ledger);
  const found = amountsOf(byLayer, classes.original);
  const rest: Term = { perCell: totals.map((total, r) => total - found[r]!), lengths: [] };
  return { byLayer, terms: merged([...byLayer, rest]), totals };
}

/** One axis of a tensor or of what an operator iterates over. */
interface Axis {
  readonly strip: Strip;
  readonly size: number;
}

function termsOfNodes(classes: Classes, ledger: Ledger): Costs['byLayer'] {
  const { inference } = ledger;
  const layers = new Map(ledger.layers.flatMap(({ name, nodes }) => nodes.map((node) => [node, name] as const)));
  const plain = new Set(ledger.network.graph.nodes);
  const counted = new Set<string>();
  return inference.steps.flatMap((step) => {
    if (!plain.has(step.node) || step.repeats !== 1 || step.choices.length > 0) return [];
    const facts = factsAlone(inference, step);
    const axesOf = (value: string): readonly Axis[] => axesOfValue(classes, value);
    const layer = layers.get(step.node.name) ?? step.node.name;
    const terms = [
      ...connectionTerms(step.node, facts, axesOf, classes),
      ...unitTerms(step.node.outputs[0] ?? '', facts, axesOf, classes),
      ...parameterTerms(step.node.inputs, facts, { axesOf, classes, counted, inference }),
    ];
    return terms.map((term) => ({ ...term, layer }));
  });
}

function axesOfValue({ followed }: Classes, value: string): readonly Axis[] {
  const strips = followed.stripsOf(value);
  const shape = followed.inference.values.get(value)?.shape ?? [];
  return shape.map((size, axis) => ({ strip: strips[axis] ?? null, size: whole(size, value) }));
}

function connectionTerms(
  node: Node,
  { connections }: Facts,
  axesOf: (value: string) => readonly Axis[],
  classes: Classes,
): readonly Term[] {
  if (!connections) return [];
  const amount = whole(connections.value, node.name);
  if (/^(RNN|GRU|LSTM)$/.test(node.operator)) return recurrentTerms(node, amount, axesOf, classes);
  const axes = iterated(node, axesOf);
  return axes ? termOf('connections', amount, axes, classes) : [];
}

/** Every weight of a recurrent layer, of its inputs (W) and of its states (R), is used once a step and sequence. */
function recurrentTerms(
  { inputs }: Node,
  amount: number,
  axesOf: (value: string) => readonly Axis[],
  classes: Classes,
): readonly Term[] {
  const matrices = [axesOf(inputs[1]!), axesOf(inputs[2]!)];
  const cells = matrices.map((axes) => axes.reduce((product, { size }) => product * size, 1));
  const each = amount / (cells[0]! + cells[1]!);
  return matrices.flatMap((axes, i) => termOf('connections', each * cells[i]!, axes, classes));
}

/** The axes that a product runs over; `undefined` for operators whose axes cannot change. */
function iterated(node: Node, axesOf: (value: string) => readonly Axis[]): readonly Axis[] | undefined {
  const [first, second] = [axesOf(node.inputs[0] ?? ''), axesOf(node.inputs[1] ?? '')];
  if (node.operator === 'Conv' || node.operator === 'ConvTranspose') return second;
  const summed = node.operator === 'Gemm' && int(node, 'transA', 0) !== 0 ? first[0] : first.at(-1);
  return /^(Gemm|MatMul)$/.test(node.operator) ? [...axesOf(node.outputs[0] ?? ''), summed!] : undefined;
}

function unitTerms(
  output: string,
  { units }: Facts,
  axesOf: (value: string) => readonly Axis[],
  classes: Classes,
): readonly Term[] {
  return units ? termOf('units', whole(units.value, output), axesOf(output), classes) : [];
}

interface Parameters {
  readonly axesOf: (value: string) => readonly Axis[];
  readonly classes: Classes;
  /** Tensors that have a term: each counts once. */
  readonly counted: Set<string>;
  readonly inference: Ledger['inference'];
}

function parameterTerms(
  inputs: readonly string[],
  { parameters = [] }: Facts,
  { axesOf, classes, counted, inference }: Parameters,
): readonly Term[] {
  return parameters.flatMap(({ input, role, elements, bytes }) => {
    const name = inputs[input]!;
    const root = inference.values.get(name)?.root ?? name;
    if (counted.has(root)) return [];
    counted.add(root);
    const axes = axesOf(inference.values.has(root) ? root : name);
    const type = inference.values.get(root)?.type ?? 'float32';
    const count = whole(elements.value, root);
    const stored = whole(bytes ?? (count * bitsOf[type]) / 8, root);
    const isWeight = role === 'weight' || role === 'embedding';
    return [
      ...(isWeight ? termOf('weights', count, axes, classes) : []),
      ...(role === 'buffer' ? [] : termOf('memory', stored, axes, classes)),
    ];
  });
}

/** `amount` at the original lengths, growing as the product of the axes; none where it does not divide by them. */
function termOf(resource: Resource, amount: number, axes: readonly Axis[], classes: Classes): readonly Term[] {
  const lengths = axes.map(({ strip, size }) => lengthOf(strip, size, classes));
  const moving = lengths.filter(({ parts }) => parts.length > 0);
  const cells = cellsOf(moving, classes.original);
  if (moving.length === 0 || cells === 0 || !Number.isInteger(amount / cells)) return [];
  return [{ perCell: resources.map((each) => (each === resource ? amount / cells : 0)), lengths: moving }];
}

/** Terms over the same lengths are one. */
function merged(terms: readonly Term[]): readonly Term[] {
  const all = new Map<string, Term>();
  for (const term of terms) {
    const key = JSON.stringify(term.lengths.map((length) => JSON.stringify(length)).toSorted());
    const other = all.get(key);
    const perCell = term.perCell.map((amount, r) => amount + (other?.perCell[r] ?? 0));
    all.set(key, { perCell, lengths: term.lengths });
  }
  return [...all.values()];
}

/**
 * What a network uses of each resource as it is; memory is the bytes of every learned number where it is stored. Throws an
 * UnsupportedError for open sizes, and for a total beyond 2^53.
 */
export function totalsOf(ledger: Ledger): readonly number[] {
  const { weights, connections, units } = ledger.totals;
  const memory = bytesOfParameters(ledger);
  return [weights, connections, units, memory].map((size, r) => whole(size, resources[r]!));
}

/** Bytes of every learned number at the type that it is stored in: weights, biases, scales, tables; each tensor once. */
function bytesOfParameters({ inference }: Ledger): number {
  const seen = new Set<string>();
  let total = 0;
  for (const step of inference.steps) {
    for (const { input, role, elements, bytes } of factsAlone(inference, step).parameters ?? []) {
      const name = step.node.inputs[input]!;
      const root = inference.values.get(name)?.root ?? name;
      if (role === 'buffer' || seen.has(root)) continue;
      seen.add(root);
      const type = inference.values.get(root)?.type ?? 'float32';
      total += whole(bytes ?? (whole(elements.value, root) * bitsOf[type]) / 8, root);
    }
  }
  return total;
}

function whole(size: Size, what: string): number {
  if (typeof size === 'number' && isWhole(size) && Number.isSafeInteger(size)) return size;
  if (isWhole(size))
    throw new UnsupportedError(`${what}: ${size} is beyond 2^53; widths are chosen in exact whole numbers up to there`);
  const open = symbolsOf(size);
  throw new UnsupportedError(
    `${what} depends on ${open.join(' and ')}: widths are chosen for numbers; give ${open.length === 1 ? 'it one' : 'them some'} with --bind ${open[0]}=128, or the input’s shape with --input`,
  );
}

/** What the terms come to where each class keeps some of its atoms, one amount for each resource. */
export function amountsOf(terms: readonly Term[], kept: readonly number[]): readonly number[] {
  return usedBy({ resources, terms }, kept);
}
