/** The counted nodes of a ledger with what the recognisers ask of them: who gives, who reads, shapes, learned tensors. */
import { chooseBranches, countStrands } from '../../core/counting.ts';
import type { Inference } from '../../core/infer.ts';
import type { Node } from '../../core/network.ts';
import type { Facts, Operand, Shape } from '../../core/operator.ts';
import { elementsOf } from '../../core/shape.ts';
import { multiply, type Size } from '../../core/size.ts';
import { strandsOf } from '../../core/strand.ts';
import { oncePerLedger } from '../once.ts';
import type { Parameter } from './call.ts';

/** One node as it runs. Its facts and elements are of all runs of the loop that it stands in. */
export interface Op {
  readonly node: Node;
  readonly facts: Facts;
  readonly repeats: Size;
  readonly path: string;
}

export interface Trace {
  readonly inference: Inference;
  readonly ops: readonly Op[];
  giver(value: string | undefined): Op | undefined;
  readers(value: string | undefined): readonly Op[];
  operand(value: string | undefined): Operand | undefined;
  shape(value: string | undefined): Shape;
  /** Elements of a value, times the runs of the node that has it; 0 where its shape is not known. */
  elements(value: string | undefined, op: Op): Size;
  /** The learned tensors that a constant is computed from, a computed value's own being none. */
  sources(value: string | undefined): readonly Parameter[];
}

/** Follows the counted nodes of a ledger. */
export const traceOf = oncePerLedger(({ inference }) => follow(inference));

function follow(inference: Inference): Trace {
  const { strands } = strandsOf(inference, 1);
  const { counted } = chooseBranches(countStrands(strands, inference, []));
  const ops = counted.map(({ step, facts }): Op => {
    const { node, repeats } = step;
    return { node, facts, repeats, path: (node.path ?? [node.name]).join('.') };
  });
  const givers = new Map(ops.flatMap((op) => op.node.outputs.map((name) => [name, op] as const)));
  const readers = new Map<string, Op[]>();
  for (const op of ops) {
    for (const name of new Set(op.node.inputs)) {
      const known = readers.get(name);
      if (known) known.push(op);
      else readers.set(name, [op]);
    }
  }
  const operand = (value: string | undefined): Operand | undefined =>
    value === undefined || value === '' ? undefined : inference.values.get(value);
  const shape = (value: string | undefined): Shape => operand(value)?.shape ?? [];
  return {
    inference,
    ops,
    giver: (value) => givers.get(value ?? ''),
    readers: (value) => readers.get(value ?? '') ?? [],
    operand,
    shape,
    elements: (value, { repeats }) => (operand(value)?.shape ? multiply(elementsOf(shape(value)), repeats) : 0),
    sources: (value) => sourcesOf(value, { givers, inference }),
  };
}

interface Origins {
  readonly givers: ReadonlyMap<string, Op>;
  readonly inference: Inference;
}

/**
 * PyTorch's exporter writes tensors of equal bytes once and gives the others their names by Identity nodes. Vectors are equal
 * by accident (all norms begin with ones), so each name is a parameter; matrices are equal because they are tied.
 */
function sourcesOf(value: string | undefined, { givers, inference }: Origins): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  const visit = (name: string): void => {
    const operand = inference.values.get(name);
    if (!operand?.constant || operand.learned === false || found.has(name)) return;
    if (inference.network.graph.tensors.has(name)) found.set(name, { name, elements: elementsOf(operand.shape ?? []) });
    const giver = givers.get(name);
    const isAlias = giver?.node.operator === 'Identity' && inference.network.graph.tensors.has(giver.node.inputs[0]!);
    const isVector = (operand.shape ?? []).filter((size) => size !== 1).length <= 1;
    if (isAlias && isVector) found.set(name, { name, elements: elementsOf(operand.shape ?? []) });
    else giver?.node.inputs.forEach(visit);
  };
  if (value !== undefined && value !== '') visit(value);
  return [...found.values()];
}
