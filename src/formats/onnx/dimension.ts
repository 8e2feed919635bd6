/** The name of an open axis (dim_param), which newer exporters write as arithmetic over other names: `2*seq`, `s0 + 1`. */
import { add, floorDivide, multiply, subtract, symbol, type Size } from '../../core/size.ts';

/** The size that the text says; text that is no such arithmetic is one name, made of its letters and digits. */
export function sizeOfName(text: string): Size {
  const tokens = text.match(/[A-Za-z_][\w.]*|\d+|\/\/|[-+*/()]|\S/g) ?? [];
  const reading = { tokens, at: 0 };
  const size = tokens.length > 1 && tokens.length < longest ? sum(reading) : undefined;
  return size !== undefined && reading.at === tokens.length ? size : symbol(plainName(text));
}

/** Tokens of the longest arithmetic that is read. */
const longest = 64;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
}

function sum(reading: Reading): Size | undefined {
  return chain(reading, term, { '+': add, '-': subtract });
}

function term(reading: Reading): Size | undefined {
  return chain(reading, factor, { '*': multiply, '//': divide, '/': divide });
}

function divide(a: Size, b: Size): Size {
  return b === 0 ? 0 : floorDivide(a, b);
}

/** Parts with operators between them, from left to right. */
function chain(
  reading: Reading,
  part: (reading: Reading) => Size | undefined,
  operators: Readonly<Record<string, (a: Size, b: Size) => Size>>,
): Size | undefined {
  let size = part(reading);
  for (;;) {
    const word = reading.tokens[reading.at] ?? '';
    if (size === undefined || !Object.hasOwn(operators, word)) return size;
    reading.at++;
    const next = part(reading);
    size = next === undefined ? undefined : operators[word]!(size, next);
  }
}

/** A number, a name, a sum in parentheses, or `floor(…)` of a division. */
function factor(reading: Reading): Size | undefined {
  const word = reading.tokens[reading.at++] ?? '';
  if (/^\d+$/.test(word)) return Number(word);
  if (/^[A-Za-z_]/.test(word) && !(word === 'floor' && reading.tokens[reading.at] === '(')) return symbol(word);
  if (word !== 'floor' && word !== '(') return undefined;
  if (word === 'floor') reading.at++;
  const inside = sum(reading);
  return reading.tokens[reading.at++] === ')' ? inside : undefined;
}

/** A polynomial's text must not be mistaken: `H W?` is `H_W`. */
function plainName(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}.]+/gu, '_').replaceAll(/^_+|_+$/g, '') || 'size';
}
