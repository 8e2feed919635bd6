/** Numbers as people paste them: separators, units, products. */
import { describe, expect, test } from 'vitest';
import { readPasted } from '../../src/audit/pasted.ts';
import { why } from '../../src/audit/why.ts';
import { openPublished } from '../../src/formats/published.ts';

describe('reading', () => {
  test.each([
    ['253 440', 253_440, 10],
    ['253\u2009440', 253_440, 10],
    ['253\u00a0440', 253_440, 10],
    ['253\u202f440', 253_440, 10],
    ["253'440", 253_440, 10],
    ['253’440.', 253_440, 10],
    ['60.965.224', 60_965_224, 1],
    ['232,5', 232.5, 0.1],
    ['253.440', 253.44, 0.001],
    ['~60M', 60e6, 10e6],
    ['about 60 million parameters', 60e6, 10e6],
    ['≈ 61M', 61e6, 1e6],
    ['7.8B', 7.8e9, 0.1e9],
    ['1.4 GFLOPs', 1.4e9, 0.1e9],
    ['1.4 gflops', 1.4e9, 0.1e9],
    ['300 MAdds', 300e6, 100e6],
    ['4.1 billion mult-adds', 4.1e9, 0.1e9],
    ['650,000 neurons', 650e3, 10e3],
    ['55*48*96', 253_440, 1],
    ['55 × 48 × 96', 253_440, 1],
    ['55x48x96 units', 253_440, 1],
    ['11·11·3·96 + 96', 34_944, 1],
    ['2^20', 1_048_576, 1],
    ['2**20', 1_048_576, 1],
    ['2¹⁰ × 1,024', 1_048_576, 1],
    ['1.8 × 10^9', 1.8e9, 0.1e9],
    ['60 × 10⁶', 60e6, 10e6],
    ['2 × 61M', 122e6, 2e6],
    ['3.5x', 3.5, 0.1],
  ])('%s', (text, value, step) => {
    const { printed, isBytes } = readPasted(text);
    expect(isBytes).toBe(false);
    expect(printed.value).toBeCloseTo(value, 6);
    expect(printed.step).toBeCloseTo(step, 6);
  });

  test.each([
    ['232.5 MiB', 232.5 * 2 ** 20, 'Mi'],
    ['244 MB', 244e6, 'M'],
    ['243,860,896 bytes', 243_860_896, ''],
  ])('%s is bytes', (text, value, suffix) => {
    expect(readPasted(text)).toMatchObject({ printed: { value }, suffix, isBytes: true });
  });

  test('says what a product comes to', () => {
    expect(readPasted(' 55 × 48 × 96 ').text).toBe('55 × 48 × 96 = 253,440');
    expect(readPasted('253 440').text).toBe('253 440');
  });

  test.each(['', 'many', '3 furlongs', '12,34,56', '1,234,5', '55 × many', '2^', '2^3^4', '10 / 3', '5 MBs'])(
    '"%s" gets a sentence that says what is read',
    (text) => {
      expect(() => readPasted(text)).toThrow(`"${text}" is no number that is understood; write 253,440 or 253 440`);
      expect(() => readPasted(text)).toThrow('(232.5 MiB, 1.4 GFLOPs, 61M parameters), a product (55 × 48 × 96)');
    },
  );

  test.each(['9^999', '10^31', `2 × ${'9'.repeat(40)}`])('%s is too large', (text) => {
    expect(() => readPasted(text)).toThrow('is too large; numbers up to 10^30');
  });
});

test.each([
  ['232.5 MiB', 'bytes of the weights: 243,818,624'],
  ['232.6 MiB', 'bytes of every learned number, 4 each: 243,860,896'],
  ['232.6 MB', '232,563,873 = 243,860,896·1000/1024 to the power of 2: M is 1,048,576, not 1,000,000'],
  ['116.3 MiB', '121,930,448 = 243,860,896/2: half the bytes for each number'],
  ['1.16 MB', 'bytes of the output of conv1: 1,161,600'],
])('%s of AlexNet is looked for among bytes', (text, first) => {
  expect(why(openPublished('alexnet'), text).explanations[0]!.text).toContain(first);
});
