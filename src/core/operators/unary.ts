/** Operators of one operand that keep its shape: activations, functions, tests. */
import type { ElementType } from '../network.ts';
import type { Operator } from '../operator.ts';
import { evaluate } from '../evaluate.ts';
import { like, shaped } from '../shape.ts';
import { isWhole, multiply, type Size } from '../size.ts';

interface Unary {
  /** One entry of a small tensor; without it, elements are not evaluated. */
  readonly entry?: (a: Size) => Size | undefined;
  /** The type of the result, where it is not the operand's. */
  readonly type?: ElementType;
}

const free = 'elementwise: no multiply-accumulate';

function unary(name: string, doc: string, { entry, type }: Unary = {}): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      const result = type === undefined ? x : { type };
      return [like(result, x.shape, entry && evaluate(result.type, [x], x.shape, entry))];
    },
    free,
  };
}

/** A function of floats; an open size has no value under it. */
const ofFloat = (apply: (a: number) => number): Unary => ({
  entry: (a) => (isWhole(a) ? apply(Number(a)) : undefined),
});

/** As `ofFloat`, for a function that leaves whole numbers, and so open sizes, as they are. */
const ofFraction = (apply: (a: number) => number): Unary => ({
  entry: (a) => (typeof a === 'number' && !Number.isInteger(a) ? apply(a) : a),
});

/** ONNX rounds halves to even. */
function roundToEven(a: number): number {
  const near = Math.round(a);
  return Math.abs(a % 1) === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

export const unaryOperators: readonly Operator[] = [
  unary('Relu', 'max(0, x).'),
  unary('LeakyRelu', 'x where it is positive, else alpha · x.'),
  unary('ThresholdedRelu', 'x where it is above alpha, else 0.'),
  unary('Elu', 'x where it is positive, else alpha · (eˣ − 1).'),
  unary('Celu', 'max(0, x) + min(0, alpha · (exp(x / alpha) − 1)).'),
  unary('Selu', 'The scaled exponential linear unit.'),
  unary('Gelu', 'The Gaussian error linear unit.'),
  unary('Mish', 'x · tanh(softplus(x)).'),
  unary('Swish', 'x · sigmoid(alpha · x).'),
  unary('Sigmoid', '1 / (1 + e⁻ˣ).'),
  unary('HardSigmoid', 'max(0, min(1, alpha · x + beta)).'),
  unary('HardSwish', 'x · max(0, min(1, x / 6 + 1 / 2)).'),
  unary('Softplus', 'ln(1 + eˣ).'),
  unary('Softsign', 'x / (1 + |x|).'),
  unary('Shrink', 'x moved towards 0 by bias where it is beyond lambd, else 0.'),
  unary('Tanh', 'The hyperbolic tangent.'),
  unary('Exp', 'eˣ.', ofFloat(Math.exp)),
  unary('Log', 'The natural logarithm.', ofFloat(Math.log)),
  unary('Sqrt', 'The square root.', ofFloat(Math.sqrt)),
  unary(
    'Reciprocal',
    '1 / x.',
    ofFloat((a) => 1 / a),
  ),
  unary('Neg', '−x.', { entry: (a) => (typeof a === 'number' ? -a + 0 : multiply(a, -1)) }),
  unary('Abs', '|x|.', { entry: absolute }),
  unary('Sign', '−1, 0 or 1.', { entry: (a) => (isWhole(a) ? (a > 0 ? 1 : a < 0 ? -1 : 0) : undefined) }),
  unary('Floor', 'The largest whole number that is not above x.', ofFraction(Math.floor)),
  unary('Ceil', 'The smallest whole number that is not below x.', ofFraction(Math.ceil)),
  unary('Round', 'The nearest whole number, halves to even.', ofFraction(roundToEven)),
  unary('Erf', 'The error function.'),
  unary('Sin', 'The sine.'),
  unary('Cos', 'The cosine.'),
  unary('Tan', 'The tangent.'),
  unary('Asin', 'The arcsine.'),
  unary('Acos', 'The arccosine.'),
  unary('Atan', 'The arctangent.'),
  unary('Sinh', 'The hyperbolic sine.'),
  unary('Cosh', 'The hyperbolic cosine.'),
  unary('Asinh', 'The inverse hyperbolic sine.'),
  unary('Acosh', 'The inverse hyperbolic cosine.'),
  unary('Atanh', 'The inverse hyperbolic tangent.'),
  unary('BitwiseNot', 'Every bit inverted.'),
  unary('Not', 'True where x is false.', { entry: (a) => (isWhole(a) ? Number(a === 0) : undefined), type: 'bool' }),
  unary('IsNaN', 'True where x is not a number.', { type: 'bool' }),
  unary('IsInf', 'True where x is infinite.', { type: 'bool' }),
];

function absolute(a: Size): Size | undefined {
  if (isWhole(a)) return a < 0 ? (typeof a === 'number' ? -a : multiply(a, -1)) : a;
  return undefined;
}
