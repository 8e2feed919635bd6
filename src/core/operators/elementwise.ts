/** Arithmetic and choices on operands that broadcast: https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md */
import { int } from '../attributes.ts';
import {
  divideFloats,
  divideWhole,
  evaluate,
  larger,
  minus,
  plus,
  power,
  remainder,
  smaller,
  times,
} from '../evaluate.ts';
import { RuleError } from '../errors.ts';
import type { ElementType, Node } from '../network.ts';
import type { Application, Operand, Operator, Shape } from '../operator.ts';
import { broadcastOperands, like, operand, resolveAxis, shaped } from '../shape.ts';
import { isWhole, type Size } from '../size.ts';
import { countOperands, isFloat, operandCounts } from './parameters.ts';

type Binary = (a: Size, b: Size) => Size | undefined;

/** What two entries make, given the type of the operands and the node's attributes. */
type BinaryOf = (type: ElementType | undefined, node: Node) => Binary;

function binary(name: string, doc: string, entryOf?: BinaryOf): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const [a, b] = aligned(use);
      const shape = broadcastOperands(use, [a, b]);
      return [like(a, shape, entryOf && evaluate(a.type, [a, b], shape, entryOf(a.type, use.node)))];
    },
    count: countOperands,
    counts: operandCounts,
  };
}

/** Any number of operands, at least one. */
function variadic(name: string, doc: string, entry?: Binary): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const operands = use.inputs.map((_, i) => shaped(use, i, `operand ${i}`));
      const first = operand(use, 0, 'operand 0');
      const shape = broadcastOperands(use, operands);
      const all = entry && ((...entries: Size[]) => fold(entries, entry));
      return [like(first, shape, all && evaluate(first.type, operands, shape, all))];
    },
    count: countOperands,
    counts: operandCounts,
  };
}

export const elementwiseOperators: readonly Operator[] = [
  binary('Add', 'a + b.', () => plus),
  binary('Sub', 'a − b.', () => minus),
  binary('Mul', 'a · b.', () => times),
  binary('Div', 'a / b; whole numbers are divided towards 0.', (type) => (isFloat(type) ? divideFloats : divideWhole)),
  binary('Mod', 'What is left of a / b.', (_, node) => (a, b) => remainder(a, b, int(node, 'fmod', 0) === 1)),
  binary('Pow', 'a raised to b.', () => power),
  binary('BitShift', 'The bits of a moved by b.'),
  binary('BitwiseAnd', 'The bits that a and b share.'),
  binary('BitwiseOr', 'The bits of a or b.'),
  binary('BitwiseXor', 'The bits that a and b differ in.'),
  binary('SwiGLU', 'a · sigmoid(alpha · a) · b.'),
  binary('PRelu', 'x where it is positive, else slope · x.'),
  variadic('Sum', 'The sum of its operands.', plus),
  variadic('Mean', 'The mean of its operands.'),
  variadic('Max', 'The largest of its operands.', larger),
  variadic('Min', 'The smallest of its operands.', smaller),
];

/** Elements of X where the condition holds, else of Y. */
export const Where: Operator = {
  name: 'Where',
  domain: '',
  doc: 'Elements of X where the condition holds, else of Y.',
  infer(use) {
    const [condition, x, y] = [shaped(use, 0, 'condition'), shaped(use, 1, 'X'), shaped(use, 2, 'Y')];
    const shape = broadcastOperands(use, [condition, x, y]);
    return [like(x, shape, evaluate(x.type, [condition, x, y], shape, choose))];
  },
  count: countOperands,
  counts: operandCounts,
};

export const Clip: Operator = {
  name: 'Clip',
  domain: '',
  doc: 'x held between a smallest and a largest value.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    return [like(x, x.shape, clipped(use, x))];
  },
  free: 'compares; adds nothing up',
};

/** Bounds are inputs since version 11; a bound that is given and not known leaves the elements unknown. */
function clipped(
  { node, inputs, version }: Application,
  x: Operand & { readonly shape: Shape },
): readonly Size[] | undefined {
  if (version < 11 && (node.attributes.has('min') || node.attributes.has('max'))) return undefined;
  const [, low, high] = inputs;
  if ([low, high].some((bound) => bound?.values && bound.values.length !== 1)) return undefined;
  const above = low ? evaluate(x.type, [x, low], x.shape, larger) : x.values;
  return high ? evaluate(x.type, [{ ...x, values: above }, high], x.shape, smaller) : above;
}

function choose(condition: Size, x: Size, y: Size): Size | undefined {
  return isWhole(condition) ? (condition === 0 ? y : x) : undefined;
}

function fold(entries: readonly Size[], entry: Binary): Size | undefined {
  return entries
    .slice(1)
    .reduce<Size | undefined>((total, next) => (total === undefined ? undefined : entry(total, next)), entries[0]);
}

/** Before version 7, `broadcast = 1` with `axis` lays b along the axes of a from `axis` on. */
function aligned(use: Application): readonly [ReturnType<typeof shaped>, ReturnType<typeof shaped>] {
  const [a, b] = [shaped(use, 0, 'A'), shaped(use, 1, 'B')];
  const axis = use.version < 7 ? int(use.node, 'axis') : undefined;
  if (axis === undefined) return [a, b];
  const missing = a.shape.length - resolveAxis(axis, a.shape.length) - b.shape.length;
  if (missing < 0)
    throw new RuleError(
      `B has ${b.shape.length} axes, which do not fit from axis ${axis} of A on, which has ${a.shape.length}`,
    );
  return [a, { ...b, shape: [...b.shape, ...Array.from({ length: missing }, () => 1)] }];
}
