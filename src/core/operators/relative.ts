/**
 * Operators that count as another one does: fused with an activation, quantised, with operands in other places or axes in
 * another order. Runtimes write them in place of the ONNX operator (ONNX Runtime, docs/ContribOperators.md).
 */
import type { ElementType, Node } from '../network.ts';
import type { Application, Counted, Facts, Known, Operand, Operator, Role, Shape } from '../operator.ts';
import { parametersOf, withBias } from './parameters.ts';
import { countRemapped } from './remap.ts';

export interface Relative {
  readonly name: string;
  readonly domain?: string;
  readonly doc: string;
  /** The operator that it is a form of, and at which inputs the operands of that one stand. */
  readonly like: Operator;
  readonly places: readonly number[] | ((node: Node) => readonly number[]);
  /** Where scales and zero points stand. */
  readonly buffers?: readonly number[];
  /** Where a bias stands, for an operator that is like one without a bias. */
  readonly bias?: number;
  /** Whether channels are the last axis of its first input and of its outputs, which the other operator has second. */
  readonly channelsLast?: (node: Node) => boolean;
  /** The shape of an input, by its number, as the other operator has it. */
  readonly arranged?: (shape: Shape, input: number, node: Node) => Shape;
  /** The node as the other operator reads its attributes. */
  readonly read?: (use: Application) => Node;
  /** The type of its results, where that is not the first operand's. */
  readonly type?: (use: Application) => ElementType | undefined;
}

/** Later than any: relatives follow the newest rules of the operator that they are like. */
const newest = 1000;

/** Defines an operator by another one. */
export function relative({ like, ...how }: Relative): Operator {
  const { name, domain = '', doc, places } = how;
  const definition = {
    name,
    domain,
    doc,
    infer(use: Application): readonly Known[] {
      const type = how.type?.(use);
      const isLast = how.channelsLast?.(use.node) === true;
      return like.infer({ ...seen(how, use), inputs: placesOf(how, use).map((place) => seenInput(how, use, place)) })
        .map((known, i) => ({
          type: how.type && i === 0 ? type : known.type,
          shape: isLast ? toLast(known.shape) : known.shape, // without elements: quantised ones are scaled
        })); // prettier-ignore
    },
    ...(like.relays && { relays: like.relays }),
    ...(like.holds && typeof places !== 'function' && { holds: heldAt(like.holds, places) }),
  };
  if (!like.count) return { ...definition, free: like.free };
  return {
    ...definition,
    counts: how.bias === undefined ? like.counts : `${like.counts}; biases`,
    count: (use) => countLike(like, how, use),
  };
}

function countLike(like: Operator, how: Omit<Relative, 'like'>, use: Counted): Facts {
  const isLast = how.channelsLast?.(use.node) === true;
  const inputs = use.inputs.map((_, place) => seenInput(how, use, place));
  const outputs = use.outputs.map((output) => (isLast ? { ...output, shape: toSecond(output.shape) } : output));
  const inner: Counted = { ...use, ...seen(how, use), inputs, outputs };
  const facts = countRemapped(inner, placesOf(how, use), (as) => like.count?.(as) ?? {});
  const biased = how.bias === undefined ? facts : withBias(use, facts, how.bias);
  const roles: Readonly<Record<number, Role>> = Object.fromEntries((how.buffers ?? []).map((place) => [place, 'buffer'])); // prettier-ignore
  const buffers = parametersOf(use, roles);
  return buffers.length === 0 ? biased : { ...biased, parameters: [...(biased.parameters ?? []), ...buffers] };
}

function seen({ read, domain = '' }: Omit<Relative, 'like'>, use: Application): Application {
  return { ...use, version: domain === '' ? use.version : newest, node: read ? read(use) : use.node };
}

function seenInput(how: Omit<Relative, 'like'>, use: Application, place: number): Operand | undefined {
  const operand = use.inputs[place];
  if (!operand?.shape) return operand;
  const isLast = place === placesOf(how, use)[0] && how.channelsLast?.(use.node) === true;
  const shape = isLast ? toSecond(operand.shape) : operand.shape;
  return { ...operand, shape: how.arranged ? how.arranged(shape!, place, use.node) : shape };
}

function placesOf({ places }: Omit<Relative, 'like'>, { node }: Application): readonly number[] {
  return typeof places === 'function' ? places(node) : places;
}

/** Batch × map × channels as batch × channels × map. */
function toSecond(shape: Shape | undefined): Shape | undefined {
  return shape && shape.length > 2 ? [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)] : shape;
}

function toLast(shape: Shape | undefined): Shape | undefined {
  return shape && shape.length > 2 ? [shape[0]!, ...shape.slice(2), shape[1]!] : shape;
}

function heldAt(holds: NonNullable<Operator['holds']>, places: readonly number[]): NonNullable<Operator['holds']> {
  return holds.flatMap(({ input, role }) => (places[input] === undefined ? [] : [{ input: places[input], role }]));
}
