/** What all calls have in common: where they stand, what they read and give, and their learned tensors. */
import type { Size } from '../../core/size.ts';
import type { Call, Parameter } from './call.ts';
import type { Op, Trace } from './trace.ts';

export interface Context extends Trace {
  written(op: Op): Call['written'];
  /** The nodes that stand in the same module, those that exporters add anywhere left out. */
  together(op: Op): readonly Op[];
}

/** Reads a node as a call; `undefined` where it is none. */
export type Reading = (op: Op, context: Context) => Call | undefined;

export type Base = Pick<Call, 'layer' | 'written' | 'x' | 'y' | 'batch' | 'parameters'>;

interface Place {
  /** The values that the call reads and gives, where those are not the node's first. */
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  /** Nodes whose learned tensors are the call's too: the Add of a bias. */
  readonly also?: readonly Op[];
}

export function baseOf(op: Op, context: Context, { input, output, also = [] }: Place = {}): Base {
  const [x, y] = [input ?? computedInput(op, context), output ?? op.node.outputs[0]];
  return {
    layer: op.path,
    written: context.written(op),
    x: context.elements(x, op),
    y: context.elements(y, op),
    batch: firstAxis(context.shape(x)),
    parameters: [op, ...also].flatMap((each) => parametersOf(each, context)),
  };
}

/** The first input that is not constant. */
export function computedInput({ node }: Op, { operand }: Pick<Trace, 'operand'>): string | undefined {
  return node.inputs.find((name) => name !== '' && !operand(name)?.constant) ?? node.inputs[0];
}

/** The other operand of a node that has a constant one. */
export function constantInput({ node }: Op, { operand }: Pick<Trace, 'operand'>): string | undefined {
  return node.inputs.find((name) => operand(name)?.constant);
}

export function parametersOf({ node, facts }: Op, { sources }: Pick<Trace, 'sources'>): readonly Parameter[] {
  return (facts.parameters ?? [])
    .filter(({ role }) => role !== 'buffer')
    .flatMap(({ input }) => sources(node.inputs[input]));
}

function firstAxis(shape: readonly Size[]): Size {
  return shape[0] ?? 1;
}
