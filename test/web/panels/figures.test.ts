/** Differences in words: their sign, and which way they go. */
import { expect, test } from 'vitest';
import { differenceOf, directionOf, signed } from '../../../web/panels/tools/figures.ts';

test.each([
  [0, '±0', 'same'],
  [1024, '+1,024', 'more'],
  [-96, '−96', 'less'],
  ['-9007199254740993', '−9,007,199,254,740,993', 'less'],
  ['589824*seq', '+589824*seq', 'more'],
  ['-589824*seq', '−589824*seq', 'less'],
  ['-589824*seq - 12*batch*seq^2', '−589824*seq − 12*batch*seq^2', 'less'],
  ['64*seq + 3', '+64*seq + 3', 'more'],
  ['64*seq - 3', '+64*seq − 3', 'changed'],
  ['-64*seq + 3', '−64*seq + 3', 'changed'],
  ['-64*floor((seq + 3)/2)', '−64*floor((seq + 3)/2)', 'less'],
])('%s is %s: %s', (difference, words, direction) => {
  expect([signed(difference), directionOf(signed(difference))]).toEqual([words, direction]);
});

test('of figures of which one is open nothing is said but that they differ', () => {
  expect(differenceOf('3*seq', 7)).toBeUndefined();
  expect(directionOf('changed')).toBe('changed');
});
