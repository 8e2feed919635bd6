/**
 * Expressions in a network file: `4 * width`, `2 if index == 1 else 1`. Python's operators and precedence over numbers, names
 * and yes or no; nothing else can be reached from one.
 */
import { ArithmeticFault, arithmetic, functions, type Quantity } from './quantity.ts';

/** Where an expression gets its names from, and how it says what is wrong `offset` characters into it. */
export interface Surroundings {
  readonly lookup: (name: string) => Quantity | undefined;
  readonly fault: (sentence: string, offset: number) => Error;
  /** Told of a name that is not there: `; did you mean …?` */
  readonly suggest: (name: string) => string;
}

/** Longer than any that a person writes. */
const maxLength = 1000;
/** Parentheses and signs within each other. */
const maxDepth = 50;

/** Evaluates; throws what `fault` makes for a text that is no expression, a name that is not there, or a division by 0. */
export function evaluate(text: string, surroundings: Surroundings): Quantity {
  return parse(text, surroundings)(surroundings);
}

/** Checks the form alone. */
export function parse(text: string, { fault }: Pick<Surroundings, 'fault'>): Term {
  if (text.length > maxLength)
    throw fault(`an expression of ${text.length} characters; at most ${maxLength} are read`, 0);
  const reader: Reader = { tokens: tokensOf(text, fault), at: 0, depth: 0, fault };
  const term = conditional(reader);
  const rest = peek(reader);
  if (rest.kind !== 'end') throw fault(`"${text}": expected an operator, got "${rest.text}"`, rest.offset);
  return term;
}

type Term = (surroundings: Surroundings) => Quantity;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly offset: number;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  readonly fault: Surroundings['fault'];
}

const pattern =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)|([\p{L}_][\p{L}\p{N}_]*)|(\*\*|\/\/|[<>=!]=|[-+*/%()<>,])|(\S))/uy;

function tokensOf(text: string, fault: Surroundings['fault']): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, number, name, sign, other] = match;
    const found = number ?? name ?? sign ?? other!;
    const offset = match.index + whole.length - found.length;
    if (other !== undefined) throw fault(`"${text}": expected a number, a name or an operator, got "${other}"`, offset);
    tokens.push({ kind: number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign', text: found, offset });
  }
  return [...tokens, { kind: 'end', text: 'the end', offset: text.length }];
}

/** `a if condition else b`; only the side that applies is evaluated. */
function conditional(reader: Reader): Term {
  const first = binary(reader, 0);
  if (!take(reader, 'if')) return first;
  const at = peek(reader);
  const condition = binary(reader, 0);
  if (!take(reader, 'else')) throw expected(reader, '"else"');
  const second = conditional(reader);
  return (around) => (truth(condition(around), at, around) ? first(around) : second(around));
}

/** Operators of one precedence each, loosest first. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

function binary(reader: Reader, level: number): Term {
  const signs = levels[level];
  if (!signs) return signed(reader);
  let left = binary(reader, level + 1);
  for (let sign = peek(reader); signs.includes(sign.text); sign = peek(reader)) {
    reader.at++;
    left = joined(sign, left, binary(reader, level + 1));
  }
  return left;
}

function joined(sign: Token, left: Term, right: Term): Term {
  if (sign.text === 'and') return (around) => truth(left(around), sign, around) && truth(right(around), sign, around);
  if (sign.text === 'or') return (around) => truth(left(around), sign, around) || truth(right(around), sign, around);
  const apply = arithmetic[sign.text]!; // the levels hold its keys and the two words
  return (around) => placed(sign, around, () => apply(left(around), right(around)));
}

function signed(reader: Reader): Term {
  const sign = peek(reader);
  if (sign.text === '-' || sign.text === 'not') {
    reader.at++;
    const operand = deeper(reader, signed);
    if (sign.text === 'not') return (around) => !truth(operand(around), sign, around);
    return (around) => placed(sign, around, () => arithmetic['-']!(0, operand(around)));
  }
  const base = primary(reader);
  const raise = peek(reader);
  if (!take(reader, '**')) return base;
  const exponent = deeper(reader, signed);
  return (around) => placed(raise, around, () => arithmetic['**']!(base(around), exponent(around)));
}

const constants: Readonly<Record<string, boolean>> = { true: true, false: false, yes: true, no: false };

function primary(reader: Reader): Term {
  const token = peek(reader);
  reader.at++;
  if (token.kind === 'number') {
    const value = Number(token.text);
    return () => value;
  }
  if (token.text === '(') {
    const inner = deeper(reader, conditional);
    if (!take(reader, ')')) throw expected(reader, '")"');
    return inner;
  }
  if (token.kind !== 'name') throw reader.fault(`expected a number or a name, got ${quoted(token)}`, token.offset);
  if (peek(reader).text === '(') return call(reader, token);
  if (Object.hasOwn(constants, token.text)) return () => constants[token.text]!;
  return (around) => {
    const value = around.lookup(token.text);
    if (value !== undefined) return value;
    throw around.fault(`nothing is named "${token.text}" here${around.suggest(token.text)}`, token.offset);
  };
}

function call(reader: Reader, name: Token): Term {
  if (!Object.hasOwn(functions, name.text)) {
    throw reader.fault(`"${name.text}" is not a function; there are ${Object.keys(functions).join(', ')}`, name.offset);
  }
  const apply = functions[name.text]!;
  const args: Term[] = [];
  do {
    reader.at++;
    args.push(deeper(reader, conditional));
  } while (peek(reader).text === ',');
  if (!take(reader, ')')) throw expected(reader, '")"');
  return (around) => placed(name, around, () => apply(args.map((arg) => arg(around))));
}

function deeper(reader: Reader, read: (reader: Reader) => Term): Term {
  reader.depth++;
  if (reader.depth > maxDepth)
    throw reader.fault(`an expression nested more than ${maxDepth} deep`, peek(reader).offset);
  const term = read(reader);
  reader.depth--;
  return term;
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? reader.tokens.at(-1)!;
}

function take(reader: Reader, text: string): boolean {
  const found = peek(reader).text === text;
  if (found) reader.at++;
  return found;
}

function expected(reader: Reader, what: string): Error {
  const got = peek(reader);
  return reader.fault(`expected ${what}, got ${quoted(got)}`, got.offset);
}

function quoted(token: Token): string {
  return token.kind === 'end' ? token.text : `"${token.text}"`;
}

function truth(value: Quantity, { offset }: Token, around: Surroundings): boolean {
  if (typeof value === 'boolean') return value;
  throw around.fault('expected a condition (yes or no), got a number', offset);
}

function placed(token: Token, around: Surroundings, compute: () => Quantity): Quantity {
  try {
    return compute();
  } catch (error) {
    throw error instanceof ArithmeticFault ? around.fault(error.message, token.offset) : error;
  }
}
