/** What a printed number says and how precisely, and which values could have been printed so. */
import { describe, expect, test } from 'vitest';
import { matchOf, readPrinted } from '../../src/audit/printed.ts';

describe('reading', () => {
  test.each([
    ['253,440', 253_440, 10],
    ['60 million', 60e6, 10e6],
    ['650,000', 650e3, 10e3],
    ['4.11G', 4.11e9, 10e6],
    ['3.8e9', 3.8e9, 0.1e9],
    ['2.7Ki', 2.7 * 1024, 0.1 * 1024],
    ['94.86%', 94.86, 0.01],
    ['~7.8B', 7.8e9, 0.1e9],
    ['1000', 1000, 1000],
    [7, 7, 1],
  ])('%s', (text, value, step) => {
    const printed = readPrinted(text);
    expect(printed.value).toBeCloseTo(value, 6);
    expect(printed.step).toBeCloseTo(step, 6);
  });

  test('takes the step where the source shows more', () => {
    expect(readPrinted('60,000', 1)).toEqual({ value: 60_000, step: 1 });
    expect(readPrinted('290M', '1M')).toEqual({ value: 290e6, step: 1e6 });
  });

  test('says what a number looks like', () => {
    expect(() => readPrinted('many')).toThrow(
      '"many" is no number such as 253,440, 4.11G, 2.7Ki, 60 million or 94.86%',
    );
    expect(() => readPrinted('3 furlongs')).toThrow('is no number');
  });
});

describe('a number that nothing counts', () => {
  test.each(['9'.repeat(320), '1e31', '2e400', '0e999'])('%s is too large', (text) => {
    expect(() => readPrinted(text)).toThrow(/ is too large; numbers up to 10\^30 are looked at$/);
  });

  test('is not repeated at length', () => {
    expect(() => readPrinted('9'.repeat(320))).toThrow(/^"9{40}…" \(320 characters\) is too large/);
    expect(() => readPrinted('many '.repeat(100))).toThrow(/^"[many ]{40}…" \(500 characters\) is no number/);
  });
});

describe('a value and a print', () => {
  test.each([
    [60_965_224, '60 million', 'rounded'],
    [65_000_001, '60 million', 'truncated'],
    [60_000, '60,000', 'exact'],
    [659_272, '650,000', 'truncated'],
    [650_080, '650,000', 'rounded'],
    [3_857_973_248, '3.8G', 'truncated'],
    [163_328, '159.5Ki', 'exact'],
    [149_497_000, '150.0M', undefined],
    [40.94, '41', 'rounded'],
    [290_400, '253,440', undefined],
  ])('%s printed %s: %s', (value, text, match) => {
    expect(matchOf(value, readPrinted(text))).toBe(match);
  });

  test('a half may be rounded either way', () => {
    expect(matchOf(159.5, { value: 159, step: 1 })).toBe('rounded');
    expect(matchOf(159.5, { value: 160, step: 1 })).toBe('rounded');
  });

  test('tells rounding twice from rounding', () => {
    expect(matchOf(149.497, { value: 150, step: 1 })).toBe('rounded twice');
    expect(matchOf(149.44, { value: 150, step: 1 })).toBeUndefined();
  });
});
