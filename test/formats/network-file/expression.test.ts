/** Expressions: Python's operators over numbers, names and open sizes. */
import { expect, test } from 'vitest';
import { formatSize, symbol } from '../../../src/core/size.ts';
import { evaluate } from '../../../src/formats/network-file/expression.ts';
import type { Quantity } from '../../../src/formats/network-file/quantity.ts';

const names: ReadonlyMap<string, Quantity> = new Map<string, Quantity>([
  ['width', 64],
  ['alpha', 0.5],
  ['n', symbol('n')],
  ['deep', true],
  ['α', 0.25],
]);

function value(text: string): string {
  const found = evaluate(text, {
    lookup: (name) => names.get(name),
    suggest: () => '',
    fault: (sentence, offset) => new Error(`${offset}: ${sentence}`),
  });
  return typeof found === 'boolean' ? String(found) : formatSize(found);
}

test.each([
  ['4 * width', '256'], ['1 + 2 * 3', '7'], ['(1 + 2) * 3', '9'], ['2 ** 3 ** 2', '512'], ['-2 ** 2', '-4'], ['2 ** -1', '0.5'],
  ['7 / 2', '3.5'], ['8 / 2', '4'], ['7 // 2', '3'], ['-7 // 2', '-4'], ['-7 % 3', '2'], ['7.5 // 2', '3'], ['10 - 3 - 2', '5'],
  ['floor(alpha * 33)', '16'], ['ceil(alpha * 33)', '17'], ['round(alpha * 33)', '17'], ['α * width', '16'], ['sqrt(9)', '3'],
  ['max(8, (width + 4) // 8 * 8)', '64'], ['min(3, 2, 5)', '2'], ['max(0.5, 2)', '2'],
  ['1 if deep else 2', '1'], ['1 if not deep else 2', '2'], ['8 // 0 if no else 3', '3'], ['1 if no else 2 if no else 3', '3'],
  ['width == 64 and deep', 'true'], ['width != 64 or deep', 'true'], ['no and 1 // 0 == 1', 'false'], ['2 < 3', 'true'], ['2 >= 3', 'false'],
  ['2 * n + n', '3*n'], ['(n + 1) * (n - 1)', 'n^2 - 1'], ['n // 2', 'floor(n/2)'], ['4 * n / 2', '2*n'], ['max(n, 1)', 'n'], ['n == n', 'true'],
  ['9007199254740991 * 3', '27021597764222973'], ['.5 + 1e1', '10.5'],
])('%s = %s', (text, expected) => {
  expect(value(text)).toBe(expected);
}); // prettier-ignore

test.each([
  ['', '0: expected a number or a name, got the end'],
  ['1 +', '3: expected a number or a name, got the end'],
  ['1 2', '2: "1 2": expected an operator, got "2"'],
  ['(1', '2: expected ")", got the end'],
  ['1 if deep', '9: expected "else", got the end'],
  ['2 $ 3', '2: "2 $ 3": expected a number, a name or an operator, got "$"'],
  ['wdith', '0: nothing is named "wdith" here'],
  ['constructor', '0: nothing is named "constructor" here'],
  ['constructor(1)', '0: "constructor" is not a function; there are min, max, floor, ceil, round, sqrt'],
  ['width.length', '5: "width.length": expected a number, a name or an operator, got "."'],
  ['1 % 0', '2: division by 0'],
  ['1 / (2 - 2)', '2: division by 0'],
  ['deep + 1', '5: + takes numbers, not true'],
  ['1 if 3 else 2', '5: expected a condition (yes or no), got a number'],
  ['not 3', '0: expected a condition (yes or no), got a number'],
  ['n < 3', '2: n and 3 are not both known'],
  ['n / 2', '2: n / 2 may not come out whole; write // to round down'],
  ['n * alpha', '2: * with a fraction takes numbers, not the open size n'],
  ['10 ** 400', '3: the result is not a finite number'],
  ['10 ** 60', '3: the result is beyond 2^63'],
  ['sqrt(-1)', '0: the result is not a finite number'],
  ['('.repeat(100), '51: an expression nested more than 50 deep'],
  ['1+'.repeat(600), '0: an expression of 1200 characters; at most 1000 are read'],
])('%s is refused', (text, sentence) => {
  expect(() => value(text)).toThrow(new Error(sentence));
}); // prettier-ignore
