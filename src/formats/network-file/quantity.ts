/** Arithmetic of what an expression can be: a number, a size with open names in it, or yes and no. */
import {
  add,
  divideExactly,
  floorDivide,
  formatSize,
  isWhole,
  maximum,
  minimum,
  multiply,
  sameSize,
  subtract,
  type Size,
} from '../../core/size.ts';

/** A Size may here also be a fraction. */
export type Quantity = Size | boolean;

/** A fault of arithmetic, told without a place. */
export class ArithmeticFault extends Error {
  override readonly name = 'ArithmeticFault';
}

/** Exact where both sides are whole or open, and floating point where one is a fraction. */
type Binary = (a: Quantity, b: Quantity) => Quantity;

export const arithmetic: Readonly<Record<string, Binary>> = {
  '+': numeric('+', add, (a, b) => a + b),
  '-': numeric('-', subtract, (a, b) => a - b),
  '*': numeric('*', multiply, (a, b) => a * b),
  '/': numeric('/', divide, (a, b) => divided(a, b)),
  '//': numeric('//', (a, b) => floorDivide(a, divisor(b)), (a, b) => Math.floor(divided(a, b))),
  '%': numeric('%', (a, b) => subtract(a, multiply(b, floorDivide(a, divisor(b)))), (a, b) => a - b * Math.floor(divided(a, b))),
  '**': numeric('**', power, (a, b) => a ** b),
  '<': comparison((order) => order < 0),
  '<=': comparison((order) => order <= 0),
  '>': comparison((order) => order > 0),
  '>=': comparison((order) => order >= 0),
  '==': (a, b) => isEqual(a, b),
  '!=': (a, b) => !isEqual(a, b),
}; // prettier-ignore

/** Functions by name; each takes at least one argument. */
export const functions: Readonly<Record<string, (args: readonly Quantity[]) => Quantity>> = {
  min: extreme('min', Math.min, minimum),
  max: extreme('max', Math.max, maximum),
  floor: rounding('floor', Math.floor),
  ceil: rounding('ceil', Math.ceil),
  round: rounding('round', Math.round),
  sqrt: (args) => checked(Math.sqrt(numberOf(args[0]!, 'sqrt'))),
}; // prettier-ignore

/** Whole numbers of at most 64 bits: nothing that a network file says is larger, and arithmetic stays short. */
const mostBits = 2n ** 63n;

/** Terms that an open size may have, so that products of sums stay short. */
const mostTerms = 64;

function checked<T extends Size>(value: T): T {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new ArithmeticFault('the result is not a finite number');
  if (typeof value === 'bigint' && (value > mostBits || value < -mostBits))
    throw new ArithmeticFault('the result is beyond 2^63');
  if (typeof value === 'object' && value.terms.length > mostTerms) {
    throw new ArithmeticFault(`the result has ${value.terms.length} terms; at most ${mostTerms} are carried`);
  }
  return value;
}

function numeric(name: string, exact: (a: Size, b: Size) => Size, inexact: (a: number, b: number) => number): Binary {
  return (a, b) => {
    const [x, y] = [sizeOf(a, name), sizeOf(b, name)];
    if (!isFraction(x) && !isFraction(y)) return checked(exact(x, y));
    return checked(inexact(numberOf(x, name), numberOf(y, name)));
  };
}

function comparison(holds: (order: number) => boolean): Binary {
  return (a, b) => {
    const [x, y] = [sizeOf(a, 'a comparison'), sizeOf(b, 'a comparison')];
    if (!isWhole(x) || !isWhole(y))
      throw new ArithmeticFault(`${formatSize(x)} and ${formatSize(y)} are not both known`);
    return holds(x < y ? -1 : x > y ? 1 : 0);
  };
}

function isEqual(a: Quantity, b: Quantity): boolean {
  return typeof a === 'boolean' || typeof b === 'boolean' ? a === b : sameSize(a, b);
}

function extreme(
  name: string,
  inexact: (a: number, b: number) => number,
  exact: (a: Size, b: Size) => Size,
): (args: readonly Quantity[]) => Quantity {
  const pair = numeric(name, exact, inexact);
  return (args) => args.reduce((a, b) => pair(a, b));
}

function rounding(name: string, round: (value: number) => number): (args: readonly Quantity[]) => Quantity {
  return (args) => {
    const value = sizeOf(args[0]!, name);
    return isFraction(value) ? round(value) : value;
  };
}

/** Exact where it comes out whole, else a fraction. */
function divide(a: Size, b: Size): Size {
  const exact = divideExactly(a, divisor(b));
  if (exact !== undefined) return exact;
  if (isWhole(a) && isWhole(b)) return Number(a) / Number(b);
  throw new ArithmeticFault(`${formatSize(a)} / ${formatSize(b)} may not come out whole; write // to round down`);
}

function power(a: Size, b: Size): Size {
  const exponent = numberOf(b, '**');
  if (exponent < 0 || exponent > 64) return numberOf(a, '**') ** exponent;
  let result: Size = 1;
  for (let i = 0; i < exponent; i++) result = checked(multiply(result, a));
  return result;
}

function divisor(value: Size): Size {
  if (value === 0) throw new ArithmeticFault('division by 0');
  return value;
}

function divided(a: number, b: number): number {
  if (b === 0) throw new ArithmeticFault('division by 0');
  return a / b;
}

function sizeOf(value: Quantity, what: string): Size {
  if (typeof value === 'boolean') throw new ArithmeticFault(`${what} takes numbers, not ${value}`);
  return value;
}

function numberOf(value: Quantity, what: string): number {
  const size = sizeOf(value, what);
  if (isWhole(size)) return Number(size);
  throw new ArithmeticFault(`${what} with a fraction takes numbers, not the open size ${formatSize(size)}`);
}

function isFraction(value: Size): value is number {
  return typeof value === 'number' && !Number.isInteger(value);
}
