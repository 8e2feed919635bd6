/** The stored tensors of a network by the names that the model's source gives them, each once. */
import type { Role } from '../../core/operator.ts';
import { oncePerLedger } from '../once.ts';
import type { Parameter } from './call.ts';
import { biasAdd } from './products.ts';
import { traceOf, type Op, type Trace } from './trace.ts';

export interface PlacedTensor extends Parameter {
  readonly layer: string;
  readonly role: Role;
}

/** A tensor that several nodes use stands where it is used first. Running statistics are among them, as buffers. */
export const tensorsIn = oncePerLedger((ledger) => collect(traceOf(ledger)));

function collect(trace: Trace): readonly PlacedTensor[] {
  const biases = biasAddsOf(trace);
  const found = new Map<string, PlacedTensor>();
  for (const op of trace.ops) {
    for (const { input, role } of [...(op.facts.parameters ?? []), ...tokensOf(op, trace)]) {
      for (const { name, elements } of trace.sources(op.node.inputs[input])) {
        if (!found.has(name)) found.set(name, { name, elements, layer: op.path, role: biases.has(op) ? 'bias' : role });
      }
    }
  }
  return [...found.values()];
}

/** The Adds whose vector is the bias of the product before them. */
function biasAddsOf(trace: Trace): ReadonlySet<Op> {
  const weighted = trace.ops.filter(({ node, facts }) => facts.units !== undefined && !node.inputs[2]);
  const adds = weighted.map((op) => biasAdd(op, op.node.operator.includes('Conv') ? 'convolution' : 'linear', trace));
  return new Set(adds.filter((add) => add !== undefined));
}

/** Learned vectors that are put beside computed ones: class tokens, registers. */
function tokensOf({ node }: Op, { operand }: Trace): readonly { readonly input: number; readonly role: Role }[] {
  if (node.operator !== 'Concat' || node.outputs.every((name) => operand(name)?.constant)) return [];
  return node.inputs.flatMap((name, input) => (operand(name)?.learned ? [{ input, role: 'other' as const }] : []));
}
